"""Custom transforms of a project: what they hand to their base, and methods that nothing calls any more."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..engine.declare.former_names import METHODS
from ..engine.declare.releases import Release
from .calls import rewrite
from .edits import Edit
from .findings import Finding, Kind, Problem
from .names import parts_of
from .source import Source, walk
from .translate import BASES, class_of

BASE_ARGUMENTS = ("always_apply", "p")
"""What the bases took by position before 2.0."""


class Subclasses:
    """The classes of a file that derive from a transform, and what changes in them."""

    def __init__(self, source: Source, release: Release) -> None:
        self.source, self.release = source, release
        self.edits: list[Edit] = []
        self.findings: list[Finding] = []
        derived: set[str] = set()
        for node in walk(source.module):
            if not isinstance(node, cst.ClassDef):
                continue
            names = [self._public(base.value) for base in node.bases]
            base = next((name for name in names if name and class_of(name)), None)
            local = any(isinstance(each.value, cst.Name) and each.value.value in derived for each in node.bases)
            if base is None and not local:
                continue
            derived.add(node.name.value)
            self._methods(node)
            if base is not None:
                for call, skipped in _base_inits(node, source):
                    self._init(node, base, call, skipped)

    def _public(self, node: cst.BaseExpression) -> str | None:
        dotted = self.source.imported(node)
        return parts_of(dotted)[1] if dotted else None

    def _methods(self, node: cst.ClassDef) -> None:
        for each in node.body.body:
            if isinstance(each, cst.FunctionDef) and each.name.value in METHODS:
                words = f"{node.name.value}.{each.name.value} is never called"
                self.findings.append(
                    Finding(self.source.line(each.name), Kind.LOOK, words, METHODS[each.name.value])
                )

    def _init(self, node: cst.ClassDef, base: str, call: cst.Call, skipped: int) -> None:
        positions = [arg for arg in call.args[skipped:] if arg.keyword is None]
        former = self.release < (2, 0, 0) or len(positions) == 2
        first = BASE_ARGUMENTS if base in BASES and former else None
        if any(arg.star for arg in call.args):
            return  # what it hands on is what its own caller gave, and the base refuses what it does not know
        try:
            found = rewrite(self.source, call, base, self.release, first=first, skipped=skipped, inside=True)
        except Problem as problem:
            words = f"{node.name.value}: {problem.what}"
            self.findings.append(Finding(self.source.line(call), Kind.LOOK, words, problem.cure))
            return
        self.edits += found.edits
        if found.what:
            words = f"{node.name.value}: super().__init__: {found.what}"
            self.findings.append(Finding(self.source.line(call), Kind.MOVES, words))


def _base_inits(node: cst.ClassDef, source: Source) -> Iterator[tuple[cst.Call, int]]:
    """Calls of the base's ``__init__`` in a class, and how many of their arguments are ``self``."""
    for each in walk(node.body, lambda inner: isinstance(inner, cst.ClassDef)):
        if not isinstance(each, cst.Call) or not isinstance(each.func, cst.Attribute):
            continue
        if each.func.attr.value != "__init__":
            continue
        owner = each.func.value
        if isinstance(owner, cst.Call) and isinstance(owner.func, cst.Name) and owner.func.value == "super":
            yield each, 0
        elif source.imported(owner) is not None and each.args:
            yield each, 1
