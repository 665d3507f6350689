"""Write docs/transforms.md and docs/exactness.md from the classes themselves: ``python docs/generate.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import augrepro.pytorch  # noqa: F401  registers every class, the torch room's too
from augrepro.engine.declare.help import split, words
from augrepro.engine.declare.parse import expected, meaning
from augrepro.engine.declare.registry import OPS, TRANSFORMS
from augrepro.engine.op import Op
from augrepro.engine.transform import ImageOnly, Transform
from augrepro.engine.variants import changed, listed

HERE = Path(__file__).parent


def first_sentence(cls: type) -> str:
    """The docstring's first paragraph on one line."""
    return " ".join((cls.__doc__ or "").split("\n\n")[0].split())


def transforms() -> str:
    """A section for each declared transform: what happens, to which targets, and every argument."""
    declared = [
        (name, cls)
        for name, cls in sorted(TRANSFORMS.items())
        if issubclass(cls, Transform) and cls.__module__.startswith("augrepro.")
    ]
    lines = [
        "# Transforms",
        "",
        "Generated from the declarations; names, order and defaults are Albumentations 2.0.8's. `help(A.Rotate)` says",
        "the same. Every transform takes `name=` too: what its random stream and its steps in plans are called.",
        "",
    ]
    return "\n".join(lines) + "\n" + "\n".join(section(name, cls) for name, cls in declared)


def section(name: str, cls: Any) -> str:
    """A transform's sentence, targets and arguments."""
    volumes = "whole volumes, their masks and keypoints" if cls.volumes_only else "all targets"
    targets = "images and volumes" if issubclass(cls, ImageOnly) else volumes
    if cls.channels is not None:
        targets += f" of {' or '.join(map(str, sorted(cls.channels)))} channels"
    said = words(cls)
    rows = [
        f"| `{field}` | {accepted(cls, field)} | {sentence(said.get(field) or meaning(kind))} |"
        for field, kind in cls.declared.items()
    ]
    more = " ".join(split(cls.__doc__)[0].partition("\n\n")[2].split())
    table = ["| argument | accepts | meaning |", "|---|---|---|", *rows]
    body = [f"## {name}", "", f"{first_sentence(cls)} *Acts on {targets}.*", *(["", more] if more else []), "", *table]
    return "\n".join(body) + "\n"


def accepted(cls: Any, field: str) -> str:
    """What may be passed, and the default."""
    default = f"; default `{cls.defaults[field]!r}`" if field in cls.defaults else ""
    return expected(cls.declared[field]).replace("|", "\\|") + default


def sentence(text: str) -> str:
    """The words as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def grade(cls: type[Op], dtype: str) -> str:
    """The grade of an op's defaults, and with which values of which fields it is another."""
    parts = [part for annotation in cls.fields.values() for part in (annotation, *get_args(annotation))]
    if any(isinstance(part, type) and issubclass(part, Op) for part in parts):
        return "the weakest of its ops"
    plain = object.__new__(cls) if cls is OPS["Opaque"] else cls(**{f: cls.defaults.get(f) for f in cls.fields})
    usual = plain.grade(dtype)
    others: dict[str, list[str]] = {}
    for path, values in listed(plain).items():
        for other in {changed(plain, path, value).grade(dtype) for value in values} - {usual}:
            found = [repr(value) for value in values if changed(plain, path, value).grade(dtype) == other]
            others.setdefault(str(other), []).append(f"`{'.'.join(path)}` {' or '.join(found)}")
    return "; ".join([str(usual), *(f"{other} with {', '.join(where)}" for other, where in sorted(others.items()))])


def exactness() -> str:
    """The table of the ops' grades."""
    lines = [
        "# How exact an op is",
        "",
        "Generated from the op classes. `exact`: the same bits on every CPU dispatch, thread count and memory layout,",
        "OpenCV 4.8 to 5.0, numpy 1.26 to 2.4. `same-arch`: the same on x86-64 or on aarch64, not across.",
        "`same-build`: the same on one machine with one set of libraries.",
        "",
        "Where a grade depends on a field, the fields and values with another one follow.",
        "",
        "| op | what happens | uint8 | float32 |",
        "|---|---|---|---|",
    ]
    for name, cls in sorted(OPS.items()):
        if cls.__module__.startswith("augrepro."):
            lines.append(f"| {name} | {first_sentence(cls)} | {grade(cls, 'uint8')} | {grade(cls, 'float32')} |")
    return "\n".join(lines) + "\n"


PAGES = {"transforms.md": transforms, "exactness.md": exactness}

if __name__ == "__main__":
    for page, text in PAGES.items():
        (HERE / page).write_text(text(), encoding="utf-8", newline="\n")
        print(HERE / page)
