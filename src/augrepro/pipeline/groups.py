"""Groups of transforms: in turn, one of them, some of them, in random order."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Self

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Probability
from ..engine.declare.parse import checked, is_number
from ..engine.declare.registry import TRANSFORMS, name_of
from ..engine.frame import Frame
from ..engine.node import Node
from ..engine.transform import Transform, checked_name
from .foreign import Foreign


def as_nodes(transforms: Any, owner: str) -> list[Node]:
    """The children as nodes; other callables that look like transforms are wrapped."""
    if isinstance(transforms, Node) or (callable(transforms) and hasattr(transforms, "p")):
        warnings.warn(f"{owner}: one transform was given instead of a list; it is wrapped in one", stacklevel=4)
        transforms = [transforms]
    if not isinstance(transforms, Sequence) or isinstance(transforms, str):
        raise TypeError(f"{owner}.transforms must be a list of transforms, got {short_repr(transforms)}")
    return [_as_node(child, f"{owner}.transforms[{i}]") for i, child in enumerate(transforms)]


def _as_node(child: Any, where: str) -> Node:
    if isinstance(child, Node):
        return child
    if callable(child) and not isinstance(child, type) and (hasattr(child, "available_keys") or hasattr(child, "p")):
        return Foreign(child)
    hint = f"; did you mean {child.__name__}()?" if isinstance(child, type) else ""
    raise TypeError(f"{where} must be a transform, got {short_repr(child)}{hint}")


def child_names(nodes: Sequence[Node]) -> list[str]:
    """``Class#k`` for the k-th sibling of a class (or of a ``name=``): how a child's stream is found."""
    seen: dict[str, int] = {}
    names = []
    for node in nodes:
        k = seen[node.stream_name] = seen.get(node.stream_name, -1) + 1
        names.append(f"{node.stream_name}#{k}")
    return names


class BaseCompose(Node):
    """Base of the groups: children, their names, and what lists can do (len, indexing, ``+``, ``-``)."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("augrepro."):
            TRANSFORMS[cls.__name__] = cls

    def __init__(self, transforms: Any, p: float, name: str | None = None) -> None:
        owner = type(self).__name__
        self.transforms = as_nodes(transforms, owner)
        self.p: float = checked(p, Probability, f"{owner}.p")
        if name is not None:
            self.name = checked_name(name, owner)
        self._names = child_names(self.transforms)
        self._keys = [name.encode() for name in self._names]
        self._paths: dict[str, list[str]] = {}

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        if forced or self.p >= 1 or rng.gate() < self.p:
            self.draw_children(rng, frame, path)

    def draw_children(self, rng: Stream, frame: Frame, path: str) -> None:
        """Draw from the children, in turn; groups that choose say how."""
        key, keyed = rng.nest()
        paths = self._paths.get(path)
        if paths is None:
            paths = self._paths[path] = [f"{path}/{name}" for name in self._names]
        for node, name, child_path in zip(self.transforms, self._keys, paths, strict=True):
            node.draw_into(Stream(key, name, keyed), frame, child_path)

    def draw_child(self, rng: Stream, frame: Frame, path: str, index: int, forced: bool, again: int = 0) -> None:
        """Draw from one child; ``again`` counts its earlier turns in the same call."""
        name = self._keys[index] if not again else self._keys[index] + b"*%d" % again
        self.transforms[index].draw_into(rng.child(name), frame, f"{path}/{self._names[index]}", forced)

    def arguments(self) -> dict[str, Any]:
        """The constructor's arguments beside ``transforms``."""
        return {"p": self.p, **({} if self.name is None else {"name": self.name})}

    def rebuilt(self, transforms: Sequence[Any]) -> Self:
        """The same group over other children, its sequence started afresh."""
        return type(self)(transforms, **self.arguments())

    def __len__(self) -> int:
        return len(self.transforms)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.transforms)

    def __getitem__(self, index: Any) -> Any:
        return self.transforms[index]

    def __add__(self, other: Any) -> Self:
        return self.rebuilt([*self.transforms, *(other if isinstance(other, (list, tuple)) else [other])])

    def __radd__(self, other: Any) -> Self:
        return self.rebuilt([*(other if isinstance(other, (list, tuple)) else [other]), *self.transforms])

    def __sub__(self, other: Any) -> Self:
        """Without the first child of a class, or without that very child."""
        for i, node in enumerate(self.transforms):
            if node is other or (isinstance(other, type) and type(node) is other) or (node == other):
                return self.rebuilt([*self.transforms[:i], *self.transforms[i + 1 :]])
        what = other.__name__ if isinstance(other, type) else short_repr(other)
        raise ValueError(f"{type(self).__name__} holds no {what} to take away")

    def __repr__(self) -> str:
        children = "".join(f"  {line}\n" for node in self.transforms for line in f"{node!r},".splitlines())
        arguments = ", ".join(f"{key}={value!r}" for key, value in self.arguments().items())
        return f"{type(self).__name__}([\n{children}], {arguments})"

    def to_dict_private(self) -> dict[str, Any]:
        children = [node.to_dict_private() for node in self.transforms]
        return {"__class_fullname__": name_of(type(self)), **self.arguments(), "transforms": children}


class Sequential(BaseCompose):
    """All children in turn, each with its own probability."""

    def __init__(self, transforms: Any, p: float = 0.5, name: str | None = None) -> None:
        super().__init__(transforms, p, name)


class OneOf(BaseCompose):
    """Exactly one child, drawn in proportion to the children's ``p``, which then always acts."""

    def __init__(self, transforms: Any, p: float = 0.5, name: str | None = None) -> None:
        super().__init__(transforms, p, name)
        self._weights = [node.p for node in self.transforms]

    def draw_children(self, rng: Stream, frame: Frame, path: str) -> None:
        if any(self._weights):
            self.draw_child(rng, frame, path, rng.weighted_index(self._weights), forced=True)


class OneOrOther(BaseCompose):
    """The first child with probability ``p``, else the second; the one chosen always acts."""

    def __init__(
        self, first: Any = None, second: Any = None, transforms: Any = None, p: float = 0.5, name: str | None = None
    ) -> None:
        if transforms is None:
            if first is None or second is None:
                raise ValueError("OneOrOther needs first and second, or transforms=[first, second]")
            transforms = [first, second]
        super().__init__(transforms, p, name)
        if len(self.transforms) != 2:
            raise ValueError(f"OneOrOther.transforms must be two transforms, got {len(self.transforms)}")

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        self.draw_child(rng, frame, path, int(rng.gate() >= self.p), forced=True)

    def rebuilt(self, transforms: Sequence[Any]) -> Self:
        return type(self)(transforms=transforms, **self.arguments())


class SomeOf(BaseCompose):
    """``n`` children (or between n[0] and n[1]) drawn evenly, in their own order, each with its own probability.

    Without ``replace`` no child is drawn twice and n is capped at their number.
    """

    in_order = True

    def __init__(
        self,
        transforms: Any,
        n: int | tuple[int, int] = 1,
        replace: bool = False,
        p: float = 1,
        name: str | None = None,
    ) -> None:
        super().__init__(transforms, p, name)
        ends = n if isinstance(n, (tuple, list)) else (n, n)
        if len(ends) != 2 or not all(is_number(x) and int(x) == x for x in ends) or not 1 <= ends[0] <= ends[1]:
            raise ValueError(
                f"{type(self).__name__}.n must be a whole number >= 1 or two such in order, got {short_repr(n)}"
            )
        self.n: int | tuple[int, int] = (int(ends[0]), int(ends[1])) if isinstance(n, (tuple, list)) else int(n)
        self.replace = checked(replace, bool, f"{type(self).__name__}.replace")
        pool = len(self.transforms)
        self._ends = tuple(int(x) if replace else min(int(x), pool) for x in ends)

    def draw_children(self, rng: Stream, frame: Frame, path: str) -> None:
        pool = len(self.transforms)
        if not pool:
            return
        n = rng.integer(*self._ends)
        chosen = [rng.integer(0, pool - 1) for _ in range(n)] if self.replace else rng.permutation(pool)[:n]
        turns = dict.fromkeys(chosen, 0)
        for index in sorted(chosen) if self.in_order else chosen:
            self.draw_child(rng, frame, path, index, forced=False, again=turns[index])
            turns[index] += 1

    def arguments(self) -> dict[str, Any]:
        n = list(self.n) if isinstance(self.n, tuple) else self.n
        return {"n": n, "replace": self.replace, **super().arguments()}


class RandomOrder(SomeOf):
    """Like SomeOf, in random order."""

    in_order = False


def with_mask_interpolation(node: Node, interpolation: int) -> Node:
    """The node with ``mask_interpolation`` set wherever a transform has it."""
    if isinstance(node, Transform) and "mask_interpolation" in node.declared:
        return node.replaced(mask_interpolation=interpolation)
    if isinstance(node, BaseCompose):
        return node.rebuilt([with_mask_interpolation(child, interpolation) for child in node.transforms])
    return node
