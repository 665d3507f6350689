"""Configuration files: ``_target_``, ``class_path`` and ``__class_fullname__`` of a YAML or JSON text."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from typing import Any

from .. import from_dict
from ..engine.declare.calls import Call
from ..engine.declare.former_names import CLASSES
from ..engine.declare.rules import Arguments, Release
from ..engine.protocol.basic import BasicTransform
from .edits import Edit
from .effects import other_effects
from .findings import AGAIN, ON_COMPAT, Finding, Kind, Problem
from .former_defaults import named
from .names import COMPAT, OURS, candidates, in_compat, parts_of, source_of
from .python import Move, Target
from .spans import Node
from .specs import INIT, SAVED, TARGETS, Spec, aliased, saved_in, specs_of, strangers
from .translate import class_of, is_class, is_former, missing, parameters_of, translated
from .values import Unknown, same

OWN_CLASS = re.compile(r"@augrepro\.register|unknown class '\w+\.")
"""The words of ``from_dict`` for a class of the project's own."""


def move(text: str, trees: list[Node], release: Release, target: Target, quoted: bool) -> Move:
    """The changes of one text; ``quoted`` keys are written as JSON wants them. Spans count characters."""
    result = Move()
    for tree in trees:
        for node in saved_in(tree):
            result.findings.append(_saved(text.count("\n", 0, node.start) + 1, node))
        result.findings += strangers(text, tree)
        result.findings += aliased(text, tree)
        for spec in specs_of(tree, None):
            _one(text, spec, release, target, quoted, result)
    result.findings.sort(key=lambda finding: finding.line)
    if result.held:
        result.edits = []
    if target is Target.COMPAT and named(release) and result.edits:
        words = "arguments that are not written get the defaults of 2.0.8"
        cure = f'call augrepro.compat.use_defaults("{named(release)}") in the program, before it builds these'
        result.findings.append(Finding(1, Kind.NOTE, words, cure))
    return result


def _saved(line: int, node: Node) -> Finding:
    """What is said of a pipeline file, which was read to see whether it can be."""
    words = "a pipeline that Albumentations saved: augrepro.load and from_dict"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from_dict(node.plain())
    except (TypeError, ValueError, LookupError) as error:
        if OWN_CLASS.search(str(error)):  # which this run cannot see
            cure = "register its classes before it is loaded"
            return Finding(line, Kind.NOTE, f"{words} read it where its own classes are registered: {error}", cure)
        return Finding(line, Kind.LOOK, f"{words} refuse it: {error}", "correct the file")
    return Finding(line, Kind.NOTE, f"{words} read it as it stands")


def former(text: str, trees: list[Node]) -> int | None:
    """The line of a class or argument that 2.0.8 does not know."""
    for spec in (spec for tree in trees for spec in specs_of(tree, None)):
        name = parts_of(spec.target.value)[1]
        if name in CLASSES or (class_of(name) and any(is_former(name, key.value) for key, _ in spec.items)):
            return text.count("\n", 0, spec.target.start) + 1
    return None


def _one(text: str, spec: Spec, release: Release, target: Target, quoted: bool, result: Move) -> None:
    module, name, rest = parts_of(spec.target.value)
    line = text.count("\n", 0, spec.target.start) + 1
    try:
        if not name or rest:
            raise missing(spec.target.value)
        typed = spec.key == "class_path" and name in CLASSES  # jsonargparse asks for a class below the type it wants
        if target is Target.COMPAT and spec.key != SAVED and not typed:
            there = in_compat(module, name)
            if there is None:
                raise missing(name)
            _on_compat(text, spec, there, release, result)
            result.sites += 1
            return
        new, edits, what, notes = _translated(text, spec, module, name, release, quoted)
    except Problem as problem:
        there = in_compat(module, name) if name and not rest else None
        if there is None or not (problem.at_run_time or problem.kind is Kind.CANNOT):
            holds = source_of(spec.target.value) != COMPAT
            result.findings.append(Finding(line, problem.kind, problem.what, problem.cure, holds))
            return
        if spec.key == SAVED:
            result.findings.append(Finding(line, Kind.LOOK, problem.what, problem.cure))
            return  # a file of ours names no class of augrepro.compat
        call = f'augrepro.compat.use_defaults("{named(release)}")'
        former = f", with the defaults of 2.0.8 unless the program calls {call}" if named(release) else ""
        cure = f"{problem.cure}; left as compat.{name}{former}"
        result.findings.append(Finding(line, Kind.LOOK, problem.what, cure))
        _on_compat(text, spec, there, release, result)
        return
    _rename(text, spec, new.rpartition(".")[2] if spec.key == SAVED else new, result)
    result.edits += edits
    for note in notes:
        result.findings.append(Finding(line, Kind.LOOK, note, AGAIN))
    if what:
        result.findings.append(Finding(line, Kind.MOVES, what))
    else:
        result.sites += 1


def _on_compat(text: str, spec: Spec, there: str, release: Release, result: Move) -> None:
    """The class on ``augrepro.compat``, its arguments as they are, and what it does otherwise there, too."""
    if source_of(spec.target.value) != COMPAT:
        given = {str(key.value): _value(text, value) for key, value in spec.items}
        line = text.count("\n", 0, spec.target.start) + 1
        for words in other_effects(parts_of(spec.target.value)[1], given, release):
            result.findings.append(Finding(line, Kind.LOOK, words, ON_COMPAT))
    _rename(text, spec, there, result)


def _rename(text: str, spec: Spec, new: str, result: Move) -> None:
    """The class under its new name, quoted as it was."""
    start = text.find(spec.target.value, spec.target.start, spec.target.end)
    if start >= 0 and new != spec.target.value:
        result.edits.append(Edit(start, start + len(spec.target.value), new))


def _translated(
    text: str, spec: Spec, module: str, name: str, release: Release, quoted: bool
) -> tuple[str, list[Edit], str, tuple[str, ...]]:
    by_position = next((key for key, _ in spec.node.items or () if key.value == "_args_"), None)
    if spec.node.shared or by_position is not None or (spec.holder is not None and spec.holder.items is None):
        words = f"{name}: {'_args_' if by_position else 'an anchor, an alias or a merge'} gives its arguments"
        raise Problem(Kind.LOOK, words, "write its arguments out by name", at_run_time=True)
    if not is_class(name) and name not in CLASSES:
        found = candidates(module, name)
        if not found:
            raise missing(name)
        return found[0], [], "", ()
    given: Arguments = {str(key.value): _value(text, value) for key, value in spec.items}
    there = source_of(spec.target.value) == COMPAT
    call = translated(name, given, release, spec.group, flags=False, on_compat=there, floats=spec.floats)
    names = candidates(module, call.name)
    if not names:
        raise missing(call.name)
    if spec.key == "class_path" and call.name != name and not issubclass(class_of(call.name) or object, BasicTransform):
        words = f"{name} is {call.name} today, a group, which an argument of type BasicTransform refuses"
        cure = f"write {CLASSES[name]}" if CLASSES.get(name) else "write what you mean with today's transforms"
        raise Problem(Kind.LOOK, words, cure, at_run_time=True)
    kept = {key for key, value in given.items() if key in call.arguments and same(value, call.arguments[key])}
    order = list(parameters_of(call.name))
    new = {key: value for key, value in call.arguments.items() if key not in kept}
    new = dict(sorted(new.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    gone = [(key, value) for key, value in spec.items if key.value not in kept]
    try:
        edits = _Items(text, spec, quoted).replaced(gone, given, new)
    except TypeError:
        words = f"{name}: what it becomes cannot be written in a file"
        raise Problem(Kind.LOOK, words, "build it in Python", at_run_time=True) from None
    parts = [f"{name} -> {call.name}"] if call.name != name else []
    parts += [f"{'/'.join(str(key.value) for key, _ in gone)} -> {', '.join(new) or 'nothing'}"] if gone else []
    parts += [f"+ {', '.join(new)}"] if new and not gone else []
    what = f"{name}: {', '.join(parts)}" if parts else ""
    return names[0], edits, what, call.notes


def _value(text: str, node: Node) -> Any:
    """The value of an argument; what an interpolation or another node decides is ``Unknown``."""
    open_nodes = [node]
    while open_nodes:
        each = open_nodes.pop()
        interpolated = isinstance(each.value, str) and "${" in each.value
        if each.shared or interpolated or any(each.get(key) is not None for key in TARGETS):
            return Unknown(text[node.start : node.end])
        open_nodes += [value for _, value in each.items or ()] + (each.elements or [])
    return node.plain()


class _Items:
    """The arguments of a mapping, rewritten where they stand."""

    def __init__(self, text: str, spec: Spec, quoted: bool) -> None:
        self.text, self.spec, self.quoted = text, spec, quoted

    def replaced(self, gone: list[tuple[Node, Node]], given: Arguments, new: Arguments) -> list[Edit]:
        edits, left, rest = [], dict(new), []
        for key, value in gone:
            old = given[str(key.value)]
            match = next((name for name, each in left.items() if same(each, old)), None)
            if match is None or sum(same(given[str(other.value)], old) for other, _ in gone) != 1:
                rest.append((key, value))
                continue
            del left[match]
            start = self.text.find(str(key.value), key.start, key.end)
            edits.append(Edit(start, start + len(str(key.value)), match))
        if left and rest:
            key, value = rest.pop(0)
            edits.append(Edit(key.start, _end(value), self._joined(left, key.start)))
        elif left:
            edits.append(self._added(left))
        return edits + [self._without(key, value) for key, value in rest]

    def _pair(self, name: str, value: Any) -> str:
        return f"{json.dumps(name) if self.quoted else name}: {written(value, self.spec.key)}"

    def _joined(self, new: Mapping[str, Any], at: int) -> str:
        assert self.spec.holder is not None
        pairs = [self._pair(name, value) for name, value in new.items()]
        indent = self._indent(at)
        if not self.spec.holder.flow:
            return f"{self._newline()}{indent}".join(pairs)
        own = not self.text[self._line(at) : at].strip()
        return (f",{self._newline()}{indent}" if own else ", ").join(pairs)

    def _added(self, new: Mapping[str, Any]) -> Edit:
        """Behind the name of the class, or in front of the first argument under ``init_args``."""
        holder, target = self.spec.holder, self.spec.target
        if holder is not None and holder is not self.spec.node:
            if not holder.items:
                return Edit(holder.start + 1, holder.start + 1, ", ".join(self._pair(*item) for item in new.items()))
            at = holder.items[0][0].start
            pairs = self._joined(new, at)
            own = not self.text[self._line(at) : at].strip()
            gap = self._newline() + self._indent(at) if not holder.flow or own else " "
            return Edit(at, at, pairs + ("," if holder.flow else "") + gap)
        pairs = (
            self._joined(new, self._key().start)
            if holder is not None
            else (self._pair(INIT, Unknown("{" + ", ".join(self._pair(*item) for item in new.items()) + "}")))
        )
        start = self._key().start
        if not self.spec.node.flow:
            end = self.text.find("\n", target.end)
            end = len(self.text) if end < 0 else end - (self.text[end - 1] == "\r")
            return Edit(end, end, f"{self._newline()}{self._indent(start)}{pairs}")
        own = not self.text[self._line(start) : start].strip()
        return Edit(target.end, target.end, f",{self._newline()}{self._indent(start)}{pairs}" if own else f", {pairs}")

    def _key(self) -> Node:
        return next(key for key, value in self.spec.node.items or () if value is self.spec.target)

    def _line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _indent(self, at: int) -> str:
        """As many blanks as stand in front, a dash of a list counting as one."""
        return "".join(c if c in " \t" else " " for c in self.text[self._line(at) : at])

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _without(self, key: Node, value: Node) -> Edit:
        """An argument goes with its line, or with one comma."""
        assert self.spec.holder is not None
        items = self.spec.holder.items or []
        index = next(i for i, (each, _) in enumerate(items) if each is key)
        if self.spec.holder.flow:
            if index + 1 < len(items):
                return Edit(key.start, items[index + 1][0].start, "")
            return Edit(_end(items[index - 1][1]) if index else key.start, _end(value), "")
        line, end = self._line(key.start), _end(value)
        stop = self.text.find("\n", end)
        stop = len(self.text) if stop < 0 else stop + 1
        behind = self.text[end:stop].strip()
        if self.text[line : key.start].strip():  # behind the dash of a list
            return Edit(key.start, items[index + 1][0].start if index + 1 < len(items) else end, "")
        return Edit(key.start, end, "") if behind else Edit(line, stop, "")


def _end(node: Node) -> int:
    """Where the last character of a value stands; a block reaches over the blank lines and comments behind it."""
    if node.flow or not (node.items or node.elements):
        return node.end
    return _end(node.items[-1][1] if node.items else (node.elements or [node])[-1])


def written(value: Any, style: str) -> str:
    """The value as JSON, which is YAML too; calls in the style of the file."""
    if type(value) is Unknown:
        return value.code
    if isinstance(value, Call):
        name = {style: value.name if style == SAVED else f"{OURS}.{value.name}"}
        return written({**name, INIT: value.arguments} if style == "class_path" else {**name, **value.arguments}, style)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(written(item, style) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {written(item, style)}" for key, item in value.items()) + "}"
    return json.dumps(value)
