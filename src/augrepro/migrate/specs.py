"""Where a YAML or JSON text names classes of Albumentations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..engine.declare.former_names import CLASSES
from .findings import Finding, Kind
from .floats import BACK, TO_FLOATS
from .names import OURS, PUBLIC, SOURCES, parts_of, source_of
from .spans import Node

SAVED = "__class_fullname__"
TARGETS = ("_target_", "class_path", SAVED)
INIT = "init_args"
MARK = re.compile("|".join((*map(re.escape, TARGETS), r"\balbumentations\.(?:\w+\.)*[A-Z]")).encode())
"""What a file has in it that is worth reading."""


@dataclass
class Spec:
    """A mapping that names a class of Albumentations."""

    node: Node
    target: Node
    """The scalar that names it."""
    key: str
    holder: Node | None
    """The mapping that holds the arguments, None where there is none yet."""
    group: str | None
    """The public name of the group whose child it is."""
    floats: bool = False
    """Whether what stands in front of it in a list makes floats of images."""

    @property
    def items(self) -> list[tuple[Node, Node]]:
        """The arguments."""
        found = self.holder.items if self.holder is not None else []
        return [(key, value) for key, value in found or [] if key.value not in TARGETS and not is_hydra(key.value)]


def is_hydra(key: Any) -> bool:
    return isinstance(key, str) and key.startswith("_") and key.endswith("_")


def is_saved(node: Node) -> bool:
    """Whether a mapping is a pipeline file, which says its own release."""
    return node.items is not None and node.get("__version__") is not None and node.get("transform") is not None


def saved_in(tree: Node) -> list[Node]:
    return [node for node in tree.mappings() if is_saved(node)]


def specs_of(node: Node, group: str | None, floats: bool = False) -> list[Spec]:
    """Every mapping below that names a class of Albumentations, with the group it stands in.

    ``floats`` says whether what stands in front of it makes floats of images.
    """
    found: list[Spec] = []
    inner = group
    if is_saved(node):
        return found
    for key in TARGETS:
        target = node.get(key) if node.items is not None else None
        if target is not None and isinstance(target.value, str) and source_of(target.value):
            holder = node.get(INIT) if key == "class_path" else node
            found.append(Spec(node, target, key, holder, group, floats))
            inner = parts_of(target.value)[1]
            break
    for _, value in node.items or ():
        found += specs_of(value, inner, floats)
    for child in node.elements or ():
        below = specs_of(child, inner, floats)
        found += below
        names = {parts_of(each.target.value)[1] for each in below}
        floats = names.isdisjoint({BACK}) if names & {*TO_FLOATS, BACK} else floats
    return found


def strangers(text: str, tree: Node) -> list[Finding]:
    """A look at classes of Albumentations under keys that no known loader reads."""
    found = []
    for node in tree.mappings():
        for key, value in [] if is_saved(node) else node.items or ():
            name = value.value if isinstance(value.value, str) and "." in value.value else ""
            if key.value not in TARGETS and source_of(name) and parts_of(name)[1][:1].isupper():
                words = f"{key.value}: {name} names a class under a key that is the program's own"
                cure = "write augrepro's name, and the arguments that belong to it as the class takes them today"
                found.append(Finding(text.count("\n", 0, value.start) + 1, Kind.LOOK, words, cure))
    return found


def aliased(text: str, tree: Node) -> list[Finding]:
    """A look at classes by an alias of the program's own, above or below classes that would move without them."""
    found = []
    for target in _aliased(tree, within=False):
        alias, _, name = target.value.partition(".")
        words = f"{target.value} stands in one pipeline with classes of albumentations, by the program's name {alias!r}"
        cure = f"write albumentations.{name} here, or let {alias!r} be augrepro in the program and write augrepro here"
        found.append(Finding(text.count("\n", 0, target.start) + 1, Kind.LOOK, words, cure, holds=True))
    return found


def _aliased(node: Node, within: bool) -> Iterator[Node]:
    if is_saved(node):
        return
    target = next((each for key in TARGETS if node.items is not None and (each := node.get(key)) is not None), None)
    name = target.value if target is not None and isinstance(target.value, str) else ""
    alias, _, public = name.partition(".")
    known = public in PUBLIC or public in CLASSES
    if target is not None and known and alias not in (OURS, *SOURCES) and (within or specs_of(node, None)):
        yield target
    inner = within or source_of(name) is not None
    for child in [value for _, value in node.items or ()] + (node.elements or []):
        yield from _aliased(child, inner)
