"""Texts in a Python file that name the package or a class of it: no import tells what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from ..engine.declare.former_names import CLASSES
from .findings import Finding, Kind
from .source import Source, walk

WITHIN = re.compile(r"albumentations(\.\w+)+\.?")
"""A dotted name, or the beginning of one that a run completes."""
BY_NAME = re.compile(r"__(class_full)?name__|__qualname__|get_class_fullname")
"""What has the name of a class as a text."""


def named_in_texts(source: Source) -> Iterator[Finding]:
    """Texts that name the package (``import_module``, ``importorskip``, tables of names), and removed classes."""
    for node in walk(source.module):
        text = _text(node)
        if text is None or isinstance(source.parent(node), cst.Expr):  # a docstring, or a text that nobody reads
            continue
        if WITHIN.fullmatch(text) or (text in ("albumentations", "albumentations.") and _is_handed_over(source, node)):
            words = f"the package is named in a text, {source.code(node)}"
            yield Finding(source.line(node), Kind.LOOK, words, "name augrepro, or drop it")
        elif text in CLASSES and _is_compared(source, node):
            words = f"a class is compared by its name, {source.code(node)}, and no object has that name any more"
            heir = f"compare with {CLASSES[text]}" if CLASSES[text] else "drop it"
            yield Finding(source.line(node), Kind.LOOK, words, heir)


def _text(node: cst.CSTNode) -> str | None:
    """The text of a literal, of an f-string what stands before its first value."""
    if isinstance(node, cst.SimpleString):
        return node.raw_value
    if isinstance(node, cst.FormattedString) and node.parts and isinstance(node.parts[0], cst.FormattedStringText):
        return node.parts[0].value
    return None


def _is_handed_over(source: Source, node: cst.CSTNode) -> bool:
    return isinstance(source.parent(node), cst.Arg) or isinstance(node, cst.FormattedString)


def _is_compared(source: Source, node: cst.CSTNode) -> bool:
    """Whether a text stands in a comparison with the name of a class."""
    parent = source.parent(node)
    while parent is not None and not isinstance(parent, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
        if isinstance(parent, cst.Comparison):
            return BY_NAME.search(source.code(parent)) is not None
        parent = source.parent(parent)
    return False
