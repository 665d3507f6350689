"""Where a file calls ``use_defaults``, so that what stands on ``augrepro.compat`` keeps its former defaults."""

from __future__ import annotations

import libcst as cst

from .edits import Edit
from .source import Source

CALLS = frozenset(("use_defaults", "defaults", "LegacyWarning"))
"""Names that only ``augrepro.compat`` has, on purpose."""


def lines_for(
    source: Source,
    node: cst.Import | cst.ImportFrom,
    call: str,
    lines: dict[cst.CSTNode, list[str]],
    edits: list[Edit],
) -> list[Edit]:
    """Put a call behind the imports that follow on a statement, or right behind the statement inside a block.

    The latter goes to ``lines``, those to add behind a statement; the former is the edit that is returned.
    """
    newline = source.module.default_newline
    for statement in reversed(_following(source, node)):
        end = source.raw.find(b"\n", source.span(statement)[1])
        end = len(source.raw) if end < 0 else end - (source.raw[end - 1 : end] == b"\r")
        if not any(edit.start <= end < edit.end for edit in edits):
            return [Edit(end, end, f"{newline}{newline}{call}")]
    lines[node].append(call)
    return [Edit(source.span(node)[1], source.span(node)[1], "")]


def _following(source: Source, node: cst.CSTNode) -> list[cst.CSTNode]:
    """The line of a statement in no block and the lines of imports behind it; empty for one in a block."""
    own = source.parent(node)
    body: list[cst.CSTNode] = [*source.module.body]
    found: list[cst.CSTNode] = []
    for statement in body[body.index(own) :] if own is not None and own in body else ():
        if not isinstance(statement, cst.SimpleStatementLine):
            break
        if not all(isinstance(each, (cst.Import, cst.ImportFrom)) for each in statement.body):
            break
        found.append(statement)
    return found
