"""Where a file calls ``use_defaults``, so that what stands on ``augrepro.compat`` keeps its former defaults."""

from __future__ import annotations

import libcst as cst

from ..engine.declare.rules import Release
from .edits import Edit
from .names import COMPAT, source_of
from .pins import shown
from .source import Source, dotted_text

CALL = "use_defaults"
CALLS = frozenset((CALL, "defaults", "LegacyWarning"))
"""Names that only ``augrepro.compat`` has, on purpose."""


def named(release: Release) -> str:
    """The release as ``use_defaults`` takes it: no default moved before 1.4; an empty text where there is none."""
    if release >= (2, 0, 0):
        return ""
    return shown(release) if (1, 4, 0) <= release <= (1, 4, 24) else "1.4" if release > (1, 4, 0) else "1.3"


def moves_transforms(node: cst.Import | cst.ImportFrom) -> bool:
    """Whether a statement moves from Albumentations, and not from its ``pytorch`` alone."""
    full = [
        alias.evaluated_name if isinstance(node, cst.Import) else dotted_text(node.module)
        for alias in (() if isinstance(node.names, cst.ImportStar) else node.names)
    ]
    return any(source_of(each) not in (None, COMPAT) and ".pytorch" not in each for each in full)


def module_name(node: cst.Import | cst.ImportFrom) -> str | None:
    """What ``augrepro.compat`` is called behind ``import albumentations``; None behind ``from albumentations``."""
    if isinstance(node, cst.ImportFrom):
        return None
    return next(each for each in node.names if source_of(each.evaluated_name)).evaluated_alias or COMPAT


def edits_for(
    source: Source,
    node: cst.Import | cst.ImportFrom,
    name: str,
    release: str,
    lines: dict[cst.CSTNode, list[str]],
    edits: list[Edit],
) -> list[Edit]:
    """The call of a module's ``use_defaults``, behind the imports that follow on a statement.

    Inside a block it goes right behind the statement, by way of ``lines``, those to add there.
    """
    call = f'{name}.{CALL}("{release}")'
    newline = source.module.default_newline
    for statement in reversed(_following(source, node)):
        found = [source.raw.find(each, source.span(statement)[1]) for each in (b"\r", b"\n")]
        end = min((at for at in found if at >= 0), default=len(source.raw))
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
