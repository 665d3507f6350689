"""Names that a failed import leaves as None: ``except ImportError: A = None`` behind ``import albumentations as A``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .edits import Edit
from .source import Source, is_import, walk


def fallbacks(source: Source, node: cst.CSTNode, name: str) -> Iterator[Edit]:
    """Edits that leave ``name``, which is brought beside the import ``node``, as None where that one's names are."""
    attempt = _attempt(source, node)
    bound = {local for each in walk(attempt.body) if is_import(each) for local in _bound(each)} if attempt else set()
    for handler in attempt.handlers if attempt else ():
        for statement in walk(handler.body):
            if isinstance(statement, cst.Assign) and any(_of(each.target, bound) for each in statement.targets):
                if _is_none(statement.value):
                    start = source.span(statement.value)[0]
                    yield Edit(start, start, f"{name} = ")
                    break
            elif isinstance(statement, cst.AnnAssign) and _of(statement.target, bound) and _is_none(statement.value):
                start = source.span(statement)[0]
                yield Edit(start, start, f"{name} = None; ")
                break


def _attempt(source: Source, node: cst.CSTNode) -> cst.Try | None:
    """The innermost ``try`` in whose body a statement stands."""
    child, parent = node, source.parent(node)
    while parent is not None:
        if isinstance(parent, cst.Try) and parent.body is child:
            return parent
        child, parent = parent, source.parent(parent)
    return None


def _bound(node: cst.CSTNode) -> Iterator[str]:
    """The names that an import statement gives to what it brings."""
    if isinstance(node, (cst.Import, cst.ImportFrom)) and not isinstance(node.names, cst.ImportStar):
        for alias in node.names:
            yield alias.evaluated_alias or alias.evaluated_name.partition(".")[0]


def _of(target: cst.BaseExpression, names: set[str]) -> bool:
    return isinstance(target, cst.Name) and target.value in names


def _is_none(value: cst.BaseExpression | None) -> bool:
    return isinstance(value, cst.Name) and value.value == "None"
