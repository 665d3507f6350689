"""The text of a snapshot: what is compared, and a little more for the reader."""

from __future__ import annotations

import json
import re

import numpy as np

from ..values.digest import Array, Leaf

REMARK = "  ~ "
_PLAIN_PATH = re.compile(r"[\w.\[\]-]+")


def render(parts: list[Leaf]) -> str:
    """The snapshot text: for an array its kind, dtype, shape and digest, for a value its JSON."""
    return "".join(_render_leaf(leaf) for leaf in parts)


def title(leaf: Leaf) -> str:
    path = leaf.path or "result"
    return path if _PLAIN_PATH.fullmatch(path) else json.dumps(path)


def _render_leaf(leaf: Leaf) -> str:
    if leaf.array is None:
        return f"{title(leaf)}: {leaf.value}\n"
    return "\n".join([f"{title(leaf)}: {form(leaf)}", f"  sha256 {leaf.digest}", *_remarks(leaf.array)]) + "\n"


def form(leaf: Leaf) -> str:
    """What is never tolerated: dtype, kind and shape."""
    assert leaf.array is not None
    shape = "x".join(str(length) for length in leaf.array.shape) or "scalar"
    byte_order = " big-endian" if leaf.array.dtype.str.startswith(">") else ""
    return f"{leaf.array.dtype.name}{byte_order} {leaf.kind} {shape}"


def _remarks(array: Array) -> list[str]:
    if array.size == 0 or array.dtype.kind == "c":
        return []
    if array.size <= 32:
        return [f"{REMARK}{json.dumps(array.tolist())}"]
    with np.errstate(all="ignore"):
        mean = float(array.mean(dtype=np.float64))
    return [f"{REMARK}range {array.min():g}..{array.max():g} mean {mean:.4f}"]


def essence(text: str) -> list[str]:
    """The lines that decide; remarks are for the reader."""
    return [line for line in text.splitlines() if not line.startswith(REMARK)]


def forms(text: str) -> list[str]:
    """The lines that decide even under a tolerance: all but the digests."""
    return [line for line in essence(text) if not line.startswith("  sha256 ")]


def changes(stored: str, received: str) -> list[str]:
    """The lines that changed, marked - and +, with digests cut to a readable length."""
    old, new = _sections(stored), _sections(received)
    lines: list[str] = []
    for name in dict.fromkeys([*old, *new]):
        mine, theirs = old.get(name, []), new.get(name, [])
        if essence("\n".join(mine)) != essence("\n".join(theirs)):
            lines += [f"- {line}" for line in _changed_lines(mine, theirs)]
            lines += [f"+ {line}" for line in _changed_lines(theirs, mine)]
    return lines


def _changed_lines(section: list[str], other: list[str]) -> list[str]:
    """An array on one line, and of a value only the lines that the other side lacks."""
    if any(line.startswith("  sha256 ") for line in section):
        return [" ".join(_short(line).strip() for line in section)]
    return [_short(line) for line in section if line not in other]


def _sections(text: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if not line.startswith((" ", "]", "}")):
            name = line.partition(": ")[0]
        sections.setdefault(name, []).append(line)
    return sections


def _short(line: str) -> str:
    line = line.removeprefix(REMARK)
    return f"{line[:21]}..." if line.startswith("  sha256 ") else line[:200]
