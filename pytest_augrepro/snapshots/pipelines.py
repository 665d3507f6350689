"""Two pipelines by what they say of themselves, argument by argument and child by child. Standard library only."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..common.hints import aligned

LONGEST = 80
CLASSES = {"bbox_params": "BboxParams", "keypoint_params": "KeypointParams"}
"""Arguments that are told as a dict, by the class that they are given as."""
_OBJECT = re.compile(r"<[^<>\n]*>")
_NONE = "snapshot has no such argument"


@dataclass(frozen=True)
class Step:
    """A pipeline or a transform: its class and its arguments by name or place; a list of steps is one argument."""

    name: str
    arguments: Mapping[str, Value]
    text: str


Value = Step | tuple[Step, ...] | dict[str, "Value"] | str


def changes(old: str, new: str) -> list[str]:
    """What one pipeline has otherwise than the other; from their structure where both are told as calls, else by lines.

    A change of order comes before those of single arguments.
    """
    before, after = parsed(old), parsed(new)
    found = list(_of_lines(old, new)) if before is None or after is None else list(_of_steps("", before, after))
    return sorted(found, key=lambda line: not line.startswith("order changed"))


def parsed(text: str) -> Step | None:
    """The structure of a pipeline's ``repr``; None where it is not that of a call in Python."""
    for each in (text, _OBJECT.sub(lambda found: repr(found[0]), text)):
        try:
            tree = ast.parse(each.strip(), mode="eval").body
            return _step(tree) if isinstance(tree, ast.Call) else None
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def constants(text: str) -> dict[str, str]:
    """The arguments of all steps of a pipeline that are plain values, as ``Class.argument``."""
    root, found = parsed(text), dict[str, str]()
    waiting = [] if root is None else [root]
    while waiting:
        step = waiting.pop()
        for name, value in step.arguments.items():
            if isinstance(value, str):
                found[f"{step.name}.{name}"] = value
            waiting += [value] if isinstance(value, Step) else list(value) if isinstance(value, tuple) else []
    return found


def _step(call: ast.Call) -> Step:
    given: dict[str, ast.expr] = {str(at): each for at, each in enumerate(call.args)}
    given |= {each.arg or "**": each.value for each in call.keywords}
    arguments = {name: _value(each) for name, each in given.items()}
    return Step(ast.unparse(call.func).rpartition(".")[2], arguments, ast.unparse(call))


def _value(node: ast.expr) -> Value:
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2][:1].isupper():
        return _step(node)
    if isinstance(node, ast.List | ast.Tuple) and node.elts:
        steps = [_value(each) for each in node.elts]
        if all(isinstance(each, Step) for each in steps):
            return tuple(each for each in steps if isinstance(each, Step))
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
        return {key: _value(value) for key, value in zip(keys, node.values, strict=True)}
    return _plain(ast.unparse(node))


def _plain(text: str) -> str:
    """A whole number without its point."""
    return re.sub(r"^(-?\d+)\.0$", r"\1", text)


def _of_steps(label: str, old: Step, new: Step) -> Iterator[str]:
    if old.name != new.name:
        yield f"{new.name} in the place of {old.name}"
        return
    for key in dict.fromkeys([*new.arguments, *old.arguments]):
        yield from _of_values(label or new.name, key, old.arguments.get(key), new.arguments.get(key))


def _of_values(owner: str, key: str, old: Value | None, new: Value | None) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, Step) and isinstance(new, Step) and old.name == new.name:
        yield from _of_steps("", old, new)
    elif isinstance(old, dict) and isinstance(new, dict):
        inner = CLASSES.get(key, f"{owner}.{key}")
        for name in dict.fromkeys([*new, *old]):
            yield from _of_values(inner, name, old.get(name), new.get(name))
    elif _are_steps(old) and _are_steps(new):
        yield from _of_children(owner, _steps(old), _steps(new))
    elif new is None and (usual := default(owner, key)) is not None:
        if old != usual:
            yield f"{owner}.{key} is {usual}, snapshot has {_told(old)}"
    elif new is None:
        yield f"{owner} without {key}, snapshot has {_told(old)}"
    elif old is None and (usual := default(owner, key)) is not None:
        if new != usual:
            yield f"{owner}.{key} is {_told(new)}, snapshot has {usual}"
    else:
        name = owner if key.isdigit() else f"{owner}.{key}"
        yield f"{name} is {_told(new)}, {_NONE if old is None else f'snapshot has {_told(old)}'}"


def default(owner: str, key: str) -> str | None:
    """What an argument is where our class of that name was built without: some defaults stand in no ``repr``."""
    found = getattr(sys.modules.get("augrepro"), owner.partition("#")[0], None)
    try:
        parameter = inspect.signature(found).parameters.get(key) if isinstance(found, type) else None
    except (TypeError, ValueError):
        return None
    return None if parameter is None or parameter.default is parameter.empty else _plain(repr(parameter.default))


def _are_steps(value: Value | None) -> bool:
    """Whether a value holds steps, or is a list without any."""
    return isinstance(value, tuple) or value == "[]"


def _steps(value: Value | None) -> tuple[Step, ...]:
    return value if isinstance(value, tuple) else ()


def _of_children(owner: str, old: Sequence[Step], new: Sequence[Step]) -> Iterator[str]:
    pairs = _pairs(old, new)
    inner = [pair[1] for pair in pairs]
    if inner != sorted(inner):
        yield _order(owner, [old[at] for at, _ in pairs], [new[at] for at in sorted(inner)])
    gone, come = {at for at, _ in pairs}, set(inner)
    yield from (f"without {_cut(step.text, 120)}" for at, step in enumerate(old) if at not in gone)
    yield from (f"with {_cut(step.text, 120)}" for at, step in enumerate(new) if at not in come)
    for one, other in pairs:
        number = sum(step.name == new[other].name for step in new[:other])
        yield from _of_steps(f"{new[other].name}#{number}" if number else "", old[one], new[other])


def _order(owner: str, old: Sequence[Step], new: Sequence[Step]) -> str:
    names = [[step.name for step in steps] for steps in (old, new)]
    if names[0] == names[1]:
        names = [[_cut(step.text, 40) for step in steps] for steps in (old, new)]
    return f"order changed: {', '.join(names[1])}; snapshot has {', '.join(names[0])} (in {owner})"


def _pairs(old: Sequence[Step], new: Sequence[Step]) -> list[tuple[int, int]]:
    """The children that are each other's, by their places: those that say the same, then those of one class."""
    names = [[step.name for step in steps] for steps in (old, new)]
    texts = [Counter(step.text for step in steps) for steps in (old, new)]
    if names[0] == names[1] and texts[0] != texts[1]:
        return [(at, at) for at in range(len(old))]
    found: dict[int, int] = {}
    for field in ("text", "name"):
        for at, step in enumerate(old):
            same = (to for to, other in enumerate(new) if getattr(other, field) == getattr(step, field))
            free = (to for to in same if to not in found.values())
            if at not in found and (place := next(free, None)) is not None:
                found[at] = place
    return sorted(found.items())


def _told(value: Value | None) -> str:
    if isinstance(value, Step):
        return _cut(value.text)
    if isinstance(value, tuple):
        return _cut(f"[{', '.join(step.text for step in value)}]")
    if isinstance(value, dict):
        return _cut(f"{{{', '.join(f'{key}: {_told(each)}' for key, each in value.items())}}}")
    return _cut(str(value))


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}..."


def _of_lines(old: str, new: str) -> Iterator[str]:
    """The lines that one has and the other lacks."""
    before, after = ([line.strip().rstrip(",") for line in text.splitlines()] for text in (old, new))
    for equal, gone, come in aligned(before, after):
        if not equal:
            yield from (f"without {_cut(line, 120)}" for line in before[gone])
            yield from (f"with {_cut(line, 120)}" for line in after[come])
