"""Groups of transforms: in turn, one of them, some of them, in random order."""

from __future__ import annotations

from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.arguments import named_arguments
from ..engine.declare.errors import CountWarning, short_repr, warn
from ..engine.declare.kinds import MAX_COUNT
from ..engine.declare.parse import is_number, is_sequence, natural
from ..engine.declare.refusals import checked
from ..engine.frame import Frame
from .base import BaseCompose, Child, Children


class Sequential(BaseCompose):
    """All children in turn, each with its own probability.

    Args:
        transforms: the children, a list of transforms and groups
        p: the probability that the group acts at all
        name: what its random stream and its steps in plans are called, where the class name is not wanted
    """

    @named_arguments
    def __init__(self, transforms: Children, p: float = 0.5, name: str | None = None) -> None:
        super().__init__(transforms, p, name)


class OneOf(BaseCompose):
    """Exactly one child, drawn in proportion to the children's ``p``, which then always acts; none of none.

    Args:
        transforms: the children, a list of transforms and groups
        p: the probability that the group acts at all
        name: what its random stream and its steps in plans are called, where the class name is not wanted
    """

    in_turn = False

    @named_arguments
    def __init__(self, transforms: Children, p: float = 0.5, name: str | None = None) -> None:
        super().__init__(transforms, p, name)

    @property
    def follows(self) -> bool:
        return False

    def draw_children(self, rng: Stream, frame: Frame, path: str) -> None:
        weights = [node.p for node in self.transforms]
        if any(weights):
            self.draw_child(rng, frame, path, rng.weighted_index(weights), forced=True)


class OneOrOther(BaseCompose):
    """The first child with probability ``p``, else the second; the one chosen always acts, an only child in every call.

    Args:
        first: the child that acts with probability ``p``
        second: the child that acts otherwise
        transforms: both as a list, in place of ``first`` and ``second``
        p: the probability of the first
        name: what its random stream and its steps in plans are called, where the class name is not wanted
    """

    in_turn = False
    _before_children = "transforms="

    @named_arguments
    def __init__(
        self,
        first: Child | None = None,
        second: Child | None = None,
        transforms: Children | None = None,
        p: float = 0.5,
        name: str | None = None,
    ) -> None:
        if transforms is None:
            if first is None or second is None:
                raise ValueError("OneOrOther needs first and second, or transforms=[first, second]")
            transforms = [first, second]
        super().__init__(transforms, p, name)

    @property
    def follows(self) -> bool:
        return False

    def arrange(self) -> None:
        super().arrange()
        if len(self.transforms) > 2:
            raise ValueError(f"OneOrOther.transforms must be two transforms, got {len(self.transforms)}")

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        if self.transforms != self._arranged:
            self.arrange()
        if self.transforms:
            last = len(self.transforms) - 1
            self.draw_child(rng, frame, path, min(int(rng.gate() >= self.p), last), forced=True)


class SomeOf(BaseCompose):
    """``n`` children (or between n[0] and n[1]) drawn evenly, in their own order, each with its own probability.

    Without ``replace`` no child is drawn twice and n is capped at their number.

    Args:
        transforms: the children, a list of transforms and groups
        n: how many are drawn, or the least and the most of them
        replace: whether a child may be drawn more than once in a call
        p: the probability that the group acts at all
        name: what its random stream and its steps in plans are called, where the class name is not wanted
    """

    in_turn = False

    in_order = True

    @named_arguments
    def __init__(
        self,
        transforms: Children,
        n: int | tuple[int, int] = 1,
        replace: bool = False,
        p: float = 1,
        name: str | None = None,
    ) -> None:
        owner = type(self).__name__
        self.n: int | tuple[int, int] = checked_count(n, owner)
        self.replace = checked(replace, bool, f"{owner}.replace")
        super().__init__(transforms, p, name)
        most = self.n[1] if isinstance(self.n, tuple) else self.n
        if len(self.transforms) < most and self.transforms and not self.replace:
            have = f"{len(self.transforms)} transform{'s' * (len(self.transforms) > 1)}"
            few = f"{owner}.n is {short_repr(n)} and there are no more than {have} to draw from"
            warn(f"{few}: it draws {len(self.transforms)} at most; write that, or replace=True", CountWarning)

    def arrange(self) -> None:
        super().arrange()
        low, high = self.n if isinstance(self.n, tuple) else (self.n, self.n)
        pool = high if self.replace else len(self.transforms)
        self._ends = min(low, pool), min(high, pool)

    @property
    def follows(self) -> bool:
        return (self.n[1] if isinstance(self.n, tuple) else self.n) > 1

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


def checked_count(n: Any, owner: str) -> int | tuple[int, int]:
    """How many children are drawn: a whole number, or two in order."""
    n = natural(n)
    ends = tuple(n) if is_sequence(n) else (n, n)
    if len(ends) != 2 or not all(is_number(end) and 0 <= end <= MAX_COUNT and int(end) == end for end in ends):
        raise ValueError(f"{owner}.n must be a whole number from 0 to {MAX_COUNT}, or two such, got {short_repr(n)}")
    low, high = int(ends[0]), int(ends[1])
    if low > high:
        raise ValueError(f"{owner}.n must be two increasing whole numbers, got {short_repr(n)}")
    return (low, high) if is_sequence(n) else low


class RandomOrder(SomeOf):
    """Like SomeOf, in random order.

    Args:
        transforms: the children, a list of transforms and groups
        n: how many are drawn, or the least and the most of them
        replace: whether a child may be drawn more than once in a call
        p: the probability that the group acts at all
        name: what its random stream and its steps in plans are called, where the class name is not wanted
    """

    in_order = False

    def sequence(self) -> list[Any]:
        return super().sequence() * 2
