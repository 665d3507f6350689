"""Which name of augrepro stands for a dotted name of Albumentations."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from .. import __all__ as FACE
from ..engine.declare.former_modules import MODULES
from ..engine.declare.former_names import CLASSES
from ..engine.declare.registry import LATER

OURS = "augrepro"
COMPAT = "augrepro.compat"
SOURCES = ("albumentations", COMPAT)
"""What a project that has not moved yet imports."""
PUBLIC = frozenset((*FACE, *LATER))


def source_of(dotted: str) -> str | None:
    """The package that a dotted name belongs to, if it is one to move from."""
    return next((each for each in SOURCES if dotted == each or dotted.startswith(each + ".")), None)


def parts_of(dotted: str) -> tuple[str, str, str]:
    """The module below the package, the public name and what is asked of it; the name is empty for a module itself.

    ``albumentations.core.composition.Compose.from_dict`` is ``core.composition``, ``Compose`` and ``from_dict``.
    """
    package = source_of(dotted) or ""
    parts = dotted[len(package) + 1 :].split(".") if dotted != package else []
    for at, part in enumerate(parts):
        if part in PUBLIC or part in CLASSES:
            return ".".join(parts[:at]), part, ".".join(parts[at + 1 :])
    at = next(at for at in range(len(parts), -1, -1) if not at or ".".join(parts[:at]) in MODULES)
    return ".".join(parts[:at]), "".join(parts[at : at + 1]), ".".join(parts[at + 1 :])


def candidates(module: str, name: str) -> list[str]:
    """The dotted names of augrepro that answer for a public name, the best first."""
    found = []
    if name in PUBLIC:
        below = "pytorch." if module.partition(".")[0] == "pytorch" else ""
        found = [f"{OURS}.{below}{name}"] if below else [f"{OURS}.{name}"]
        if below:
            found.append(f"{OURS}.{name}")
    elif module and _answers(f"{OURS}.{module}", name):
        found = [f"{OURS}.{module}.{name}"]
    elif not module and _answers(OURS, name):
        found = [f"{OURS}.{name}"]
    return found


def in_compat(module: str, name: str) -> str | None:
    """The dotted name in ``augrepro.compat`` that answers for a public name, None where there is none."""
    places = [f"{COMPAT}.{module.partition('.')[0]}", COMPAT, f"{COMPAT}.{module}"]
    if (
        name not in PUBLIC and name not in CLASSES
    ):  # a function, which has a path of its own even where it is at the top
        places.reverse()
    return next((f"{each}.{name}" for each in places if module_exists(each) and _answers(each, name)), None)


def _answers(module: str, name: str) -> bool:
    """Whether that module of ours has the name."""
    try:
        return find_spec(module) is not None and hasattr(import_module(module), name)
    except (ImportError, AttributeError):
        return False


def module_exists(dotted: str) -> bool:
    """Whether we have a module of that dotted name."""
    try:
        return find_spec(dotted) is not None
    except (ImportError, AttributeError, ValueError):
        return False


def module_for(full: str, wanted: list[list[str]], base: str = OURS) -> str:
    """The module below ``base`` that stands for one of Albumentations: the package, unless a use needs the other.

    ``wanted`` holds the names that may answer for each use, none where any will do.
    """
    same = base + full[len(source_of(full) or "") :]
    needed = any(wanted) and all(targets[0].startswith(same + ".") for targets in wanted if targets)
    for choice in [same, base] if needed or (base == OURS and same.startswith(f"{OURS}.pytorch")) else [base, same]:
        if module_exists(choice) and all(
            not targets or any(target.startswith(choice + ".") for target in targets) for targets in wanted
        ):
            return choice
    return base
