"""Write docs/transforms.md and docs/exactness.md from the classes themselves: ``python docs/generate.py``."""

from __future__ import annotations

from pathlib import Path

import augrepro.pytorch  # noqa: F401  registers every class, the torch room's too
from augrepro.engine.declare.registry import OPS, TRANSFORMS
from augrepro.engine.transform import ImageOnly, Transform

HERE = Path(__file__).parent


def first_sentence(cls: type) -> str:
    """The docstring's first paragraph on one line."""
    return " ".join((cls.__doc__ or "").split("\n\n")[0].split())


def transforms() -> str:
    """The table of the declared transforms."""
    lines = [
        "# Transforms",
        "",
        "Generated from the declarations; names, order and defaults are Albumentations 2.0.8's.",
        "",
        "| transform | what happens | targets | arguments |",
        "|---|---|---|---|",
    ]
    for name, cls in sorted(TRANSFORMS.items()):
        if issubclass(cls, Transform) and cls.__module__.startswith("augrepro."):
            targets = "image" if issubclass(cls, ImageOnly) else "all"
            arguments = ", ".join(
                f"`{field}={cls.defaults[field]!r}`" if field in cls.defaults else f"`{field}`"
                for field in cls.declared
            )
            lines.append(f"| {name} | {first_sentence(cls)} | {targets} | {arguments} |")
    return "\n".join(lines) + "\n"


def exactness() -> str:
    """The table of the ops' grades."""
    lines = [
        "# How exact an op is",
        "",
        "Generated from the op classes. `exact`: the same bits on every CPU dispatch, thread count and memory layout,",
        "OpenCV 4.8 to 5.0, numpy 1.26 to 2.4. `same-arch`: the same on x86-64 or on aarch64, not across.",
        "`same-build`: the same on one machine with one set of libraries.",
        "",
        "| op | what happens | uint8 | float32 |",
        "|---|---|---|---|",
    ]
    for name, cls in sorted(OPS.items()):
        if cls.__module__.startswith("augrepro."):
            lines.append(f"| {name} | {first_sentence(cls)} | {cls.grade} | {cls.float_grade} |")
    return "\n".join(lines) + "\n"


PAGES = {"transforms.md": transforms, "exactness.md": exactness}

if __name__ == "__main__":
    for page, text in PAGES.items():
        (HERE / page).write_text(text(), encoding="utf-8", newline="\n")
        print(HERE / page)
