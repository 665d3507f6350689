"""A Python source with the span, the parent and the imported name of every piece of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

import libcst as cst
from libcst.metadata import (
    ByteSpanPositionProvider,
    MetadataWrapper,
    ParentNodeProvider,
    QualifiedNameProvider,
    QualifiedNameSource,
)

from .edits import line_of
from .names import source_of


@dataclass(frozen=True)
class Reference:
    """A use of an imported name: ``A.Compose``, ``Blur``, ``albumentations.pytorch.ToTensorV2``."""

    node: cst.Name | cst.Attribute
    dotted: str
    """The name in full, whatever it is called here."""
    root: str
    """The local name that it starts with."""
    bound: str
    """The dotted name that the local name stands for."""


def parsed(text: str) -> cst.Module:
    """The tree of a text; ValueError where it is no Python."""
    try:
        module = cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError) as error:
        line = getattr(error, "raw_line", 1)
        raise ValueError(f"line {line} is no Python that can be read") from None
    if module.code != text:
        raise ValueError("it cannot be written back as it stands")
    return module


class Source:
    """One parsed file; ValueError where it is no Python."""

    def __init__(self, text: str) -> None:
        module = parsed(text)
        _children.cache_clear()  # those of another file would keep its whole tree
        self.text, self.raw = text, text.encode("utf-8")
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        self.module = wrapper.module
        wanted = ByteSpanPositionProvider, ParentNodeProvider, QualifiedNameProvider
        found: Any = wrapper.resolve_many(wanted)  # in fewer walks than one after the other
        self._spans, self._parents, self._names = (found[each] for each in wanted)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """The first byte and the one behind the last."""
        found = self._spans[node]
        return found.start, found.start + found.length

    def code(self, node: cst.CSTNode) -> str:
        """The node as it stands in the file."""
        start, end = self.span(node)
        return self.raw[start:end].decode("utf-8")

    def line(self, node: cst.CSTNode) -> int:
        return line_of(self.raw, self.span(node)[0])

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        found: cst.CSTNode | None = self._parents.get(node)
        return found

    def imported(self, node: cst.CSTNode) -> str | None:
        """The full name of what a name was imported as, if it comes from a package to move from."""
        found: Any = self._names.get(node, ())
        found = found() if callable(found) else found
        for each in sorted(found, key=lambda each: each.name):
            if each.source is QualifiedNameSource.IMPORT and source_of(each.name):
                return str(each.name)
        return None

    def from_import(self, node: cst.CSTNode) -> str | None:
        """The full name of what a name was imported as, from any package."""
        found: Any = self._names.get(node, ())
        found = found() if callable(found) else found
        return next((str(each.name) for each in found if each.source is QualifiedNameSource.IMPORT), None)

    def references(self) -> Iterator[Reference]:
        """Every use of an imported name outside the import statements, in its longest dotted form."""
        for node in walk(self.module, lambda each: is_dotted(each) or is_import(each)):
            if not is_dotted(node):
                continue
            dotted = self.imported(node)
            first = root_of(node)
            bound = self.imported(first)
            if dotted and bound and not self._binds(node):
                yield Reference(node, dotted, first.value, bound)

    def calls(self) -> Iterator[tuple[cst.Call, str]]:
        """Every call of an imported name, and the name in full."""
        for reference in self.references():
            parent = self.parent(reference.node)
            if isinstance(parent, cst.Call) and parent.func is reference.node:
                yield parent, reference.dotted

    def rebound(self, name: str) -> Iterator[cst.Name]:
        """Where a name that an import binds is given another value, or declared ``global``."""
        names = [node for node in walk(self.module, is_import) if isinstance(node, cst.Name) and node.value == name]
        shared = {local for node in names if self.imported(node) for local in self._local(node)}
        for node in names:
            of_module = isinstance(self.parent(node), cst.NameItem) and name in shared
            if of_module or (self._binds(node) and shared & self._local(node)):
                yield node

    def _local(self, node: cst.CSTNode) -> set[str]:
        """The full names of what a name is given by statements that are no imports."""
        found: Any = self._names.get(node, ())
        found = found() if callable(found) else found
        return {each.name for each in found if each.source is QualifiedNameSource.LOCAL}

    def _binds(self, node: cst.CSTNode) -> bool:
        """Whether the name is given a value here, or is a keyword or a parameter."""
        parent = self.parent(node)
        return (
            (isinstance(parent, cst.Arg) and parent.keyword is node)
            or isinstance(parent, (cst.AssignTarget, cst.Param, cst.NameItem, cst.Del))
            or (isinstance(parent, (cst.ClassDef, cst.FunctionDef)) and parent.name is node)
            or (isinstance(parent, (cst.AnnAssign, cst.AugAssign, cst.For)) and parent.target is node)
        )


def is_dotted(node: cst.CSTNode) -> TypeGuard[cst.Name | cst.Attribute]:
    """Whether it is a name, or names with dots between them."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)


def is_import(node: cst.CSTNode) -> bool:
    return isinstance(node, (cst.Import, cst.ImportFrom))


def root_of(node: cst.Name | cst.Attribute) -> cst.Name:
    """The first name of a dotted one."""
    inner: cst.CSTNode = node
    while isinstance(inner, cst.Attribute):
        inner = inner.value
    assert isinstance(inner, cst.Name)
    return inner


def dotted_text(node: cst.CSTNode | None) -> str:
    """A dotted name as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted_text(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


@lru_cache(maxsize=2**18)
def _children(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """The children of a node, the last first; libcst finds them by a visitor, and a file is walked several times."""
    return node.children[::-1]


def walk(node: cst.CSTNode, closed: Callable[[cst.CSTNode], bool] = lambda node: False) -> Iterator[cst.CSTNode]:
    """The node and all below it, in the order of the file, without looking into those that are closed."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if not closed(current):
            waiting += _children(current)
