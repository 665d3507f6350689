"""Write docs/compat.md and the types of ``augrepro.compat`` from the table: ``python docs/generate_compat.py``."""

from __future__ import annotations

import re
import sys
import warnings
from inspect import Parameter, isclass, signature
from pathlib import Path
from typing import Any

import cv2

sys.path.insert(0, str(Path(__file__).parent))
import compat_calls as written

import augrepro
import augrepro.compat as A
from augrepro.compat import pytorch
from augrepro.compat.enums import CARRIED
from augrepro.compat.protocol import FORMER
from augrepro.compat.retired import REFUSED, classes
from augrepro.compat.standing import MODERN, accepted
from augrepro.engine.declare.places import PLACES
from augrepro.engine.declare.releases import CLASS_ARGUMENTS, DEFAULTS
from augrepro.migrate.effects import ENDED, STRENGTHS

HERE = Path(__file__).parent
STUB = Path(augrepro.__file__).parent / "compat" / "__init__.pyi"
READERS = ("read_bgr_image", "read_grayscale", "read_rgb_image")
OWN = ("BasicTransform", "DualTransform", "ImageOnlyTransform", "Transform3D")


def warned(call: str) -> list[str]:
    """The lines of the warning that a call meets: a sentence, today's call, what differs."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        eval(call, {"A": A, "cv2": cv2})
    found = [str(one.message) for one in caught if one.category is A.LegacyWarning]
    return found[0].splitlines() if found else ["", call]


def rows(text: str) -> list[str]:
    """A table row a call."""
    lines = []
    for call in written.calls(text):
        _, today, *notes = warned(call)
        told = "; ".join(note for note in notes if not note.startswith(("inside OneOf", "not written")))
        lines.append(f"| `{call}` | `{today.strip()}` | {told} |")
    return lines


def table(text: str) -> str:
    """A table of calls."""
    return "\n".join(["| then | today | what differs |", "|---|---|---|", *rows(text)])


def moved() -> str:
    """The defaults that moved since 1.3.1, a row a class."""
    found: dict[str, dict[str, Any]] = {}
    for until, name, values in DEFAULTS:
        if until > (1, 3, 1):
            found[name] = {**values, **found.get(name, {})}
    lines = ["| class | in 1.3.1 | today |", "|---|---|---|"]
    for name, values in sorted(found.items()):
        now = signature(getattr(augrepro, name)).parameters
        then = ", ".join(f"`{key}={_short(value)}`" for key, value in values.items())
        lines.append(f"| {name} | {then} | {', '.join(f'`{key}={_short(now[key].default)}`' for key in values)} |")
    return "\n".join(lines)


def strengths() -> str:
    """The classes that change an image much more or less than they did."""
    lines = ["| call | in 1.3.1 | here | as it is here since | near to then |", "|---|---|---|---|---|"]
    for row in STRENGTHS:
        since = "2.0" if row.until == ENDED else ".".join(map(str, row.until))
        lines.append(f"| `{row.call}` | {row.then:g} | {row.here:g} | {since} | {row.cure} |")
    return "\n".join(lines)


def _short(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(_short, value))})"
    return f"{value:.4g}" if isinstance(value, float) else repr(value)


def page() -> str:
    """docs/compat.md."""
    text = (HERE / "compat.md").read_text(encoding="utf-8")
    methods = [f"| `{name}` | `{today}` |" for name, (today, _, _) in FORMER.items()]
    parts = {
        "ARGUMENTS": table(written.ARGUMENTS),
        "PLACED": table(written.PLACED),
        "REMOVED": table(written.REMOVED + written.OLDER[1:]),
        "PARTS": table(written.PARTS),
        "METHODS": "\n".join(["| then | today |", "|---|---|", *methods]),
        "REFUSED": "\n".join(f"- `{name}`{why}" for name, why in REFUSED.items()),
        "MOVED": moved(),
        "STRENGTHS": strengths(),
    }
    for name, part in parts.items():
        marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text, found = re.subn(marks, lambda old, new=part: f"{old[1]}\n{new}\n\n{old[2]}", text, flags=re.DOTALL)
        if found != 1:
            raise ValueError(f"compat.md has {found} places for {name}")
    return text


def stub() -> str:
    """The faces of ``augrepro.compat`` for type checkers: today's classes, with constructors for both spellings."""
    plain, standing = [], []
    for name in augrepro.__all__:
        cls = getattr(augrepro, name)
        if name in OWN:
            continue
        (standing if name in MODERN and isclass(cls) else plain).append(name)
    lines = [
        "# Written by docs/generate_compat.py from the table of former names: change that, and run it.",
        "from typing import Any, Final",
        "",
        "import augrepro",
        *(f"from augrepro import {name} as {name}" for name in plain),
        "",
        "from . import pytorch as pytorch",
        *(f"from .enums import {kind.__name__} as _{kind.__name__}" for kinds in CARRIED.values() for kind in kinds),
        "from .legacy import LegacyWarning as LegacyWarning",
        "from .legacy import defaults as defaults",
        "from .legacy import use_defaults as use_defaults",
        *(f"from .protocol import {name} as {name}" for name in OWN),
        *(f"from .reading import {name} as {name}" for name in READERS),
        "",
        "__version__: Final[str]",
    ]
    for name in standing:
        lines += ["", *_face(name, name)]
    for name, cls in classes().items():
        lines += ["", *_face(name, cls.heir.__name__)]
    return "\n".join(lines) + "\n"


def _face(name: str, heir: str) -> list[str]:
    """A class with a constructor that takes every argument it ever had."""
    parameters = signature(getattr(augrepro, heir)).parameters.values()
    names = dict.fromkeys(row.name for row in parameters if row.kind is not Parameter.VAR_KEYWORD)
    names.update(dict.fromkeys((*CLASS_ARGUMENTS.get(name, ()), *PLACES.get(name, "").split())))
    if any(row.kind is Parameter.VAR_KEYWORD for row in parameters):
        names.update(dict.fromkeys(accepted(augrepro.Compose)[1]))
    if issubclass(getattr(augrepro, heir), augrepro.BasicTransform):
        names["always_apply"] = None
    carried = [f"    {kind.__name__} = _{kind.__name__}" for kind in CARRIED.get(name, ())]
    arguments = "".join(f"        {argument}: Any = ...,\n" for argument in names)
    return [
        f"class {name}(augrepro.{heir}):",
        *carried,
        f"    def __init__(\n        self,\n        *args: Any,\n{arguments}    ) -> None: ...",
    ]


FILES = {HERE / "compat.md": page, STUB: stub}

if __name__ == "__main__":
    assert pytorch
    for path, text in FILES.items():
        path.write_text(text(), encoding="utf-8", newline="\n")
        print(path)
