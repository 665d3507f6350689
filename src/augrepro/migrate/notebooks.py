"""Notebooks: all code cells as one program, so that an import in one cell is known in the next."""

from __future__ import annotations

import json
from dataclasses import replace

from ..engine.declare.releases import Release
from .edits import Edit, apply, line_of
from .python import Move, Target
from .python import move as move_python
from .source import Source, parsed
from .spans import Node


def move(text: str, tree: Node, release: Release, target: Target) -> Move:
    """The changes of a notebook's text; spans count characters."""
    cells = _cells(tree)
    parts, starts, at = [], [], 0
    for _, code in cells:
        part = (_python(code) or "") + "\n"
        starts.append(at)
        parts.append(part)
        at += len(part.encode("utf-8"))
    source = Source("".join(parts))
    found = move_python(source, release, target)
    result = Move(sites=found.sites, defaults=found.defaults)
    for index, (node, code) in enumerate(cells):
        start = starts[index]
        stop = starts[index + 1] if index + 1 < len(starts) else at
        mine = [Edit(a - start, b - start, new) for a, b, new in found.edits if start <= a and b < stop]
        if mine:
            result.edits += _written(text, node, apply(code.encode("utf-8"), mine).decode("utf-8"))
    bounds = [line_of(source.raw, start) for start in starts]
    for finding in found.findings:
        index = max((i for i, first in enumerate(bounds) if first <= finding.line), default=0)
        result.findings.append(
            replace(finding, line=finding.line - bounds[index] + 1, where=f"cell {_number(tree, cells[index][0])}")
        )
    return result


def source_of_notebook(tree: Node) -> str:
    """The code of all cells as one text."""
    return "".join((_python(code) or "") + "\n" for _, code in _cells(tree))


def _cells(tree: Node) -> list[tuple[Node, str]]:
    """The source of every code cell: its node and its text."""
    found = []
    for cell in _all_cells(tree):
        kind, source = cell.get("cell_type"), cell.get("source") or cell.get("input")
        if kind is None or kind.value != "code" or source is None:
            continue
        lines = source.plain()
        found.append((source, lines if isinstance(lines, str) else "".join(map(str, lines or []))))
    return found


def _all_cells(tree: Node) -> list[Node]:
    sheets = tree.get("worksheets")
    holders = sheets.elements or [] if sheets is not None else [tree]
    return [cell for holder in holders for cell in ((holder.get("cells") or Node(0, 0)).elements or [])]


def _number(tree: Node, source: Node) -> int:
    """Which cell it is, from 1."""
    cells = _all_cells(tree)
    return next(i for i, cell in enumerate(cells, 1) if cell.start <= source.start < cell.end)


def _python(code: str) -> str | None:
    """The cell with its magics blanked out, length for length; None where it is no Python."""
    if code.lstrip().startswith("%%") and not code.lstrip().startswith(("%%time", "%%capture")):
        return _blank(code)
    lines, going_on = [], False
    for line in code.split("\n"):
        bare = line.lstrip()
        magic = (
            going_on
            or bare.startswith(("%", "!", "?"))
            or (bare.rstrip().endswith("?") and bare.rstrip("? ").isidentifier())
        )
        going_on = magic and line.rstrip().endswith("\\")
        lines.append(_magic(line) if magic else line)
    text = "\n".join(lines)
    try:
        parsed(text + "\n")
    except ValueError:
        return _blank(code)
    return text


def _magic(line: str) -> str:
    """A statement of the same bytes that does nothing."""
    bare = line.lstrip()
    indent = line[: len(line) - len(bare)]
    size = len(bare.encode("utf-8"))
    return indent + ("pass".ljust(size) if size >= 4 else "0".ljust(size))


def _blank(code: str) -> str:
    """As many bytes and lines of nothing."""
    return "\n".join(" " * len(line.encode("utf-8")) for line in code.split("\n"))


def _written(text: str, node: Node, code: str) -> list[Edit]:
    """The cell's new text, in the form it has in the file: one string, or one a line."""
    plain = "\\u" in text[node.start : node.end]
    if node.elements is None:
        return [Edit(node.start, node.end, json.dumps(code, ensure_ascii=plain))]
    lines = _lines(code)
    first = node.elements[0]
    gap = text[node.start + 1 : first.start]
    inside = f",{gap}".join(json.dumps(line, ensure_ascii=plain) for line in lines)
    tail = text[node.elements[-1].end : node.end]
    return [Edit(node.start, node.end, f"[{gap}{inside}{tail}")]


def _lines(code: str) -> list[str]:
    """The text cut behind every newline and nowhere else."""
    parts = code.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
