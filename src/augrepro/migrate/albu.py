"""Configurations in Python of the OpenMMLab kind: ``dict(type="Albu", transforms=[dict(type="Blur", p=0.1)])``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..engine.declare.former_names import CLASSES
from ..engine.declare.rules import Release
from .calls import rewrite
from .edits import Edit
from .findings import AGAIN, Finding, Kind, Problem
from .python import Move, Target
from .source import Source, walk
from .translate import is_class, missing

WRAPPERS = ("Albu", "Albumentation", "Albumentations", "mmdet.Albu")
HELD = ("transforms", "bbox_params", "keypoint_params")


def add(source: Source, release: Release, target: Target, result: Move) -> None:
    """The changes of every such dict, behind those of the file's own calls."""
    wrappers = [node for node in walk(source.module) if _type(node) in WRAPPERS]
    if not wrappers:
        return
    words = f"{_type(wrappers[0])} builds its transforms from the package albumentations"
    cure = "run the program with augrepro.as_albumentations"
    result.findings.append(Finding(source.line(wrappers[0]), Kind.NOTE, words, cure))
    if target is Target.COMPAT:
        return
    seen: set[int] = set()
    for wrapper in wrappers:
        for key in HELD:
            for node, group in _specs(source, _argument(wrapper, key), None):
                if id(node) not in seen:
                    seen.add(id(node))
                    _one(source, node, group, release, result)


def _type(node: cst.CSTNode) -> str | None:
    """The ``type`` of a dict, where it is written out."""
    value = _argument(node, "type")
    found = value.evaluated_value if isinstance(value, cst.SimpleString) else None
    return found if isinstance(found, str) else None


def _argument(node: cst.CSTNode, name: str) -> cst.BaseExpression | None:
    """A value of ``dict(name=...)`` or ``{"name": ...}``."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict":
        return next((arg.value for arg in node.args if arg.keyword is not None and arg.keyword.value == name), None)
    if isinstance(node, cst.Dict):
        for element in node.elements:
            key = element.key if isinstance(element, cst.DictElement) else None
            if isinstance(key, cst.SimpleString) and key.evaluated_value == name:
                return element.value
    return None


def _specs(
    source: Source, node: cst.BaseExpression | None, group: str | None
) -> Iterator[tuple[cst.BaseExpression, str | None]]:
    """The dicts of a list, also where the list has a name, and those of their own lists; with the group around each."""
    if isinstance(node, cst.Name):
        node = _assigned(source, node.value)
    if isinstance(node, (cst.List, cst.Tuple)):
        for element in node.elements:
            yield from _specs(source, element.value, group)
    elif node is not None and _type(node) is not None:
        yield node, group
        yield from _specs(source, _argument(node, "transforms"), _type(node))


def _assigned(source: Source, name: str) -> cst.BaseExpression | None:
    """What a name is set to, where that is done once."""
    values = [
        node.value
        for node in walk(source.module)
        if isinstance(node, cst.Assign)
        and any(isinstance(each.target, cst.Name) and each.target.value == name for each in node.targets)
    ]
    return values[0] if len(values) == 1 else None


def _one(source: Source, node: cst.BaseExpression, group: str | None, release: Release, result: Move) -> None:
    name = _type(node) or ""
    text = _argument(node, "type")
    assert text is not None
    try:
        if not is_class(name) and name not in CLASSES:
            raise missing(name)
        if not isinstance(node, cst.Call):
            raise Problem(Kind.LOOK, f"{name} is written as a dict with braces", "write dict(type=...), or check it")
        found = rewrite(source, node, name, release, group, without="type")
    except Problem as problem:
        result.findings.append(Finding(source.line(node), problem.kind, problem.what, problem.cure))
        return
    result.edits += found.edits
    for note in found.notes:
        result.findings.append(Finding(source.line(node), Kind.LOOK, note, AGAIN))
    if found.name != name:
        start, end = source.span(text)
        result.edits.append(Edit(start, end, source.code(text).replace(name, found.name)))
    if found.what or found.name != name:
        words = f"{name} -> {found.name}" if found.name != name else name
        result.findings.append(Finding(source.line(node), Kind.MOVES, f"{words}: {found.what}"))
    else:
        result.sites += 1
