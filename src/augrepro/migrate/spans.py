"""JSON and YAML as trees that know where in the text every key and value stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import Any

try:
    import yaml
except ModuleNotFoundError:
    yaml = None

MAX_DEPTH = 200
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
WORDS = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "-Infinity": -float("inf"),
}


@dataclass
class Node:
    """A value: ``start`` and ``end`` count characters, ``value`` is that of a scalar."""

    start: int
    end: int
    value: Any = None
    items: list[tuple[Node, Node]] | None = None
    """Keys and values of a mapping."""
    elements: list[Node] | None = None
    """Of a sequence."""
    flow: bool = True
    """Written with brackets, as all JSON is."""
    shared: bool = False
    """An anchor or alias of YAML, a merge, or a tag: its text stands for something else, too."""

    def get(self, key: str) -> Node | None:
        """The value under a key."""
        return next((value for name, value in self.items or () if name.value == key), None)

    def plain(self) -> Any:
        """The value as lists, dicts and scalars."""
        if self.items is not None:
            return {key.value: value.plain() for key, value in self.items}
        if self.elements is not None:
            return [element.plain() for element in self.elements]
        return self.value

    def mappings(self) -> Iterator[Node]:
        """Every mapping below, the outer before the inner."""
        if self.items is not None:
            yield self
        for child in [value for _, value in self.items or ()] + (self.elements or []):
            yield from child.mappings()


class _Json:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def blanks(self) -> None:
        while self.text[self.at : self.at + 1] in (" ", "\t", "\n", "\r"):
            self.at += 1

    def value(self, depth: int = 0) -> Node:
        self.blanks()
        start, text = self.at, self.text
        here = text[start : start + 1]
        if depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        if here == '"':
            value, self.at = scanstring(text, start + 1, True)
            return Node(start, self.at, value)
        if here in ("{", "["):
            return self.group(depth, "}" if here == "{" else "]")
        match = NUMBER.match(text, start)
        if match:
            self.at = match.end()
            return Node(start, self.at, json.loads(match.group()))
        for word, value in WORDS.items():
            if text.startswith(word, start):
                self.at = start + len(word)
                return Node(start, self.at, value)
        raise ValueError(f"no JSON at character {start}")

    def group(self, depth: int, close: str) -> Node:
        node = Node(self.at, self.at, items=[] if close == "}" else None, elements=[] if close == "]" else None)
        self.at += 1
        self.blanks()
        while self.text[self.at : self.at + 1] != close:
            first = self.value(depth + 1)
            self.blanks()
            if node.items is not None:
                self.expect(":")
                node.items.append((first, self.value(depth + 1)))
                self.blanks()
            else:
                assert node.elements is not None
                node.elements.append(first)
            if self.text[self.at : self.at + 1] != close:
                self.expect(",")
                self.blanks()
        self.at += 1
        node.end = self.at
        return node

    def expect(self, mark: str) -> None:
        if self.text[self.at : self.at + 1] != mark:
            raise ValueError(f"no {mark!r} at character {self.at}")
        self.at += 1


def read_json(text: str) -> Node:
    """The tree of a JSON text; ValueError where it is none."""
    reader = _Json(text)
    tree = reader.value()
    reader.blanks()
    if reader.at != len(text):
        raise ValueError(f"more than one value, at character {reader.at}")
    return tree


@dataclass
class _Seen:
    nodes: set[int] = field(default_factory=set)


class Unreadable(ValueError):
    """A text that its format does not allow, and the line of the fault."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.line = line


def read_yaml(text: str) -> list[Node]:
    """The trees of a YAML text, one a document; ValueError where it cannot be read."""
    if yaml is None:
        raise ValueError("reading YAML needs PyYAML: pip install 'augrepro[migrate]'")
    try:
        return [_from_yaml(node, {}, 0) for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(filter(None, (error.context, error.problem)))
        if mark is None:
            raise ValueError(words) from None
        raise Unreadable(f"line {mark.line + 1}, column {mark.column + 1}: {words}", mark.line + 1) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0]) from None


def _from_yaml(node: Any, seen: dict[int, Node], depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if id(node) in seen:
        seen[id(node)].shared = True
        return Node(node.start_mark.index, node.end_mark.index, value=None, shared=True)
    out = seen[id(node)] = Node(node.start_mark.index, node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        try:
            out.value = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            out.value, out.shared = node.value, True
        return out
    out.flow = bool(node.flow_style)
    if isinstance(node, yaml.MappingNode):
        out.items = [(_from_yaml(k, seen, depth + 1), _from_yaml(v, seen, depth + 1)) for k, v in node.value]
        out.shared = any(key.value == "<<" for key, _ in out.items) or "tag:yaml.org" not in node.tag
    else:
        out.elements = [_from_yaml(element, seen, depth + 1) for element in node.value]
        out.shared = "tag:yaml.org" not in node.tag
    return out
