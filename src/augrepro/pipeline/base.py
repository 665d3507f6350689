"""The base of pipelines: children, the names by which their streams are found, and what lists can do."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from reprlib import recursive_repr
from typing import Any, ClassVar, Self

from ..engine.chance.rng import Stream
from ..engine.declare.arguments import named_arguments
from ..engine.declare.errors import short_repr, warn
from ..engine.declare.kinds import Probability
from ..engine.declare.parse import is_sequence
from ..engine.declare.refusals import checked
from ..engine.declare.registry import TRANSFORMS, name_of
from ..engine.failure import name_step
from ..engine.frame import Frame
from ..engine.node import Node
from ..engine.protocol.basic import BasicTransform
from ..engine.reference import Images
from ..engine.transform import Transform, checked_name
from .foreign import as_node
from .tree_html import tree
from .unit_range import warn_of_range

MOST_PATHS = 64
"""Paths at which one group is remembered: it stands in few pipelines, unless a program makes up names for them."""
Child = Node | Callable[..., Any]
Children = Sequence[Child]
"""What a group is built of: ours, and other callables that look like transforms; configuration tools build these."""
TransformType = BasicTransform | Node
TransformsSeqType = Sequence[TransformType]
"""Albumentations' names of the same, for annotations."""


def as_nodes(transforms: Any, owner: str) -> list[Node]:
    """The children as nodes; TypeError with the place of one that is none."""
    if isinstance(transforms, Node):
        warn(f"{owner}: one transform was given instead of a list; it is wrapped in one")
        transforms = [transforms]
    if callable(transforms):
        transforms = [as_node(transforms, f"{owner}.transforms")]
    if not is_sequence(transforms):
        raise TypeError(f"{owner}.transforms must be a list of transforms, got {short_repr(transforms)}")
    return [as_node(child, f"{owner}.transforms[{i}]") for i, child in enumerate(transforms)]


def check_frozen(nodes: Sequence[Any], owner: str) -> None:
    """ValueError for a child that is frozen: it repeats a draw of its own only where it is called by itself."""
    for i, node in enumerate(nodes):
        if isinstance(node, Node) and node.repeats:
            raise ValueError(
                f"{owner}[{i}]: {node.stream_name} is frozen, which a child cannot be: freeze the whole pipeline"
            )


def check_cycles(group: Any, above: tuple[Any, ...] = ()) -> None:
    """ValueError where a group holds itself, at whatever depth: it would never end."""
    if any(group is one for one in above):
        raise ValueError(f"{type(group).__name__}.transforms must not hold the {type(group).__name__} itself")
    for node in group.transforms:
        if isinstance(node, BaseCompose):
            check_cycles(node, (*above, group))


def check_order(nodes: Sequence[Any], owner: str) -> None:
    """ValueError where one of our transforms stands behind one that must come last."""
    last: Any = None
    for node in nodes:
        if last is not None and not _works_on_tensors(node):
            raise ValueError(f"{owner}: {last.stream_name} must come last, but {node.stream_name} stands behind it")
        last = _ending(node) or last


def check_ends(nodes: Sequence[Any], owner: str) -> None:
    """ValueError where a group that chooses or shuffles holds what must come last beside something else."""
    last: Any = next((found for node in nodes if (found := _ending(node)) is not None), None)
    for node in nodes if last is not None else ():
        if _ending(node) is None and not _works_on_tensors(node):
            raise ValueError(
                f"{owner}: {last.stream_name} must come last in a pipeline, and cannot be one of several to choose "
                f"from beside {node.stream_name}"
            )


def check_no_end(nodes: Sequence[Any], owner: str) -> None:
    """ValueError where one of the transforms must come last."""
    last = next((found for node in nodes if (found := _ending(node)) is not None), None)
    if last is not None:
        raise ValueError(f"{owner}: {last.stream_name} must come last in a pipeline, behind this group")


def _ending(node: Any) -> Any:
    if isinstance(node, BaseCompose):
        return next((found for child in node.transforms if (found := _ending(child)) is not None), None)
    return node if getattr(node, "ends", False) else None


def _works_on_tensors(node: Any) -> bool:
    """Classes of a user's own may, and what does nothing."""
    if isinstance(node, BaseCompose):
        return all(map(_works_on_tensors, node.transforms))
    return not isinstance(node, Transform) or not node._built_in or node.after_tensors


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

    in_turn: ClassVar[bool] = True
    """False where the children do not all run in the order they are written."""
    _before_children: ClassVar[str] = ""
    """What ``repr`` writes before the list of children."""
    reseeds: ClassVar[bool] = False
    """True where ``stream_inside`` is to be asked."""
    _told: frozenset[str] = frozenset()

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("augrepro.") and not abstract:
            TRANSFORMS[cls.__name__] = cls

    @named_arguments
    def __init__(self, transforms: Children, p: float, name: str | None = None) -> None:
        owner = type(self).__name__
        self.transforms: list[Any] = as_nodes(transforms, owner)
        self.p: float = checked(p, Probability, f"{owner}.p")
        if name is not None:
            self.name = checked_name(name, owner)
        self.arrange()

    def arrange(self) -> None:
        """Find the children's names anew; called when they were built or the list of them was changed."""
        self.transforms = as_nodes(self.transforms, type(self).__name__)
        check_cycles(self)
        check_frozen(self.transforms, f"{type(self).__name__}.transforms")
        check = check_order if self.in_turn else check_ends
        check(self.transforms, f"{type(self).__name__}.transforms")
        for node in self.transforms:
            if isinstance(node, BasicTransform):
                node.check_targets()
        self._told = warn_of_range(self.sequence(), type(self).__name__, self._told)
        self._arranged = [*self.transforms]
        self._names = child_names(self.transforms)
        self._keys = [name.encode() for name in self._names]
        self._turns: dict[str, list[tuple[Any, bytes, str]]] = {}

    @property
    def follows(self) -> bool:
        """True where one child may run behind another in the same call."""
        return True

    def sequence(self) -> list[Any]:
        """The children so that each stands behind all that it may follow in a call."""
        return self.transforms if self.follows else []

    @property
    def child_names(self) -> tuple[str, ...]:
        """The children's names in paths of plans: ``HorizontalFlip#0``."""
        return tuple(self._names)

    @property
    def data_keys(self) -> set[str]:
        return set().union(*(node.data_keys for node in self.transforms))

    def held_images(self) -> Iterable[Images]:
        return chain.from_iterable(node.held_images() for node in self.transforms)

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        if self.reseeds and "/" in path:
            rng = self.stream_inside(rng, frame)
        if self.transforms != self._arranged:
            self.arrange()
        if forced or self.p >= 1 or rng.gate() < self.p:
            self.draw_children(rng, frame, path)

    def stream_inside(self, rng: Stream, frame: Frame) -> Stream:
        """The stream that it draws from as a child, where that is not the one which its parent found for it."""
        return rng

    def draw_children(self, rng: Stream, frame: Frame, path: str) -> None:
        """Draw from the children, in turn; groups that choose say how."""
        for node, name, child_path in self._turns[path] if path in self._turns else self._turns_at(path):
            try:
                node.draw_into(Stream(rng, name), frame, child_path)
            except Exception as error:
                name_step(error, child_path)
                raise

    def _turns_at(self, path: str) -> list[tuple[Any, bytes, str]]:
        """Each child, its stream's name and its path, where this group stands at a path; kept for the next call."""
        paths = [f"{path}/{name}" for name in self._names]
        turns = list(zip(self._arranged, self._keys, paths, strict=True))
        if len(self._turns) < MOST_PATHS:
            self._turns[path] = turns
        return turns

    def draw_child(self, rng: Stream, frame: Frame, path: str, index: int, forced: bool, again: int = 0) -> None:
        """Draw from one child; ``again`` counts its earlier turns in the same call."""
        name = self._keys[index] if not again else self._keys[index] + b"*%d" % again
        child_path = f"{path}/{self._names[index]}"
        try:
            self.transforms[index].draw_into(rng.child(name), frame, child_path, forced)
        except Exception as error:
            name_step(error, child_path)
            raise

    def arguments(self) -> dict[str, Any]:
        """The constructor's arguments beside ``transforms``."""
        return {"p": self.p, **({} if self.name is None else {"name": self.name})}

    def rebuilt(self, transforms: Sequence[Any]) -> Self:
        """The same group over other children, its sequence started afresh."""
        twin = copy.copy(self)
        if hasattr(twin, "_seeding"):
            object.__delattr__(twin, "_seeding")
        twin.transforms = as_nodes(transforms, type(self).__name__)
        twin.arrange()
        return twin

    def __setstate__(self, state: Any) -> None:
        """Take a copy's or a pickle's attributes one by one: one that was asked for its dict is slower to call."""
        for part in state if isinstance(state, tuple) else (state,):
            for name, value in (part or {}).items():
                object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.transforms)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.transforms)

    def __getitem__(self, index: Any) -> Any:
        return self.transforms[index]

    def __add__(self, other: Any) -> Self:
        return self.rebuilt([*self.transforms, *(other if is_sequence(other) else [other])])

    def __radd__(self, other: Any) -> Self:
        return self.rebuilt([*(other if is_sequence(other) else [other]), *self.transforms])

    def __sub__(self, other: Any) -> Self:
        """Without the first child of a class, or without that very child."""
        other = getattr(other, "stands_for", other) if isinstance(other, type) else other
        for i, node in enumerate(self.transforms):
            if node is other or (isinstance(other, type) and type(node) is other) or (node == other):
                return self.rebuilt([*self.transforms[:i], *self.transforms[i + 1 :]])
        what = other.__name__ if isinstance(other, type) else short_repr(other)
        raise ValueError(f"{type(self).__name__} holds no {what} to take away")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return False
        assert isinstance(other, BaseCompose)
        if self.repeats or other.repeats:
            return self is other
        return self.transforms == other.transforms and self.arguments() == other.arguments()

    def __hash__(self) -> int:
        return hash((type(self), len(self.transforms)))

    @recursive_repr()
    def __repr__(self) -> str:
        children = "".join(f"  {line}\n" for node in self.transforms for line in f"{node!r},".splitlines())
        arguments = ", ".join(f"{key}={value!r}" for key, value in self.arguments().items())
        return f"{type(self).__name__}({self._before_children}[\n{children}], {arguments})"

    def _repr_html_(self) -> str:
        check_cycles(self)
        return tree(self)

    def to_dict_private(self) -> dict[str, Any]:
        check_cycles(self)
        children = [node.to_dict_private() for node in self.transforms]
        return {"__class_fullname__": name_of(type(self)), **self.arguments(), "transforms": children}


def with_mask_interpolation(node: Node, interpolation: int) -> Node:
    """The node with ``mask_interpolation`` set wherever a transform has it."""
    if isinstance(node, Transform) and "mask_interpolation" in node.declared:
        return node.replaced(mask_interpolation=interpolation)
    if isinstance(node, BaseCompose):
        return node.rebuilt([with_mask_interpolation(child, interpolation) for child in node.transforms])
    return node
