"""What a wrapper passes on to the dataset or sampler inside it: the epoch, and a state to resume from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..engine.declare.errors import short_repr

STATE = ("state_dict", "load_state_dict")


def having(inner: Any, *methods: str) -> list[Any]:
    """The nearest objects at ``inner`` or below it that have all the methods, along ``.dataset`` and ``.datasets``."""
    return list(_found(inner, methods, set()))


def _found(inner: Any, methods: tuple[str, ...], seen: set[int]) -> Iterator[Any]:
    if inner is None or id(inner) in seen:
        return
    seen.add(id(inner))
    if all(callable(getattr(inner, name, None)) for name in methods):
        yield inner
        return
    below = vars(inner) if hasattr(inner, "__dict__") else {}
    yield from _found(below.get("dataset"), methods, seen)
    several = below.get("datasets")
    if isinstance(several, (list, tuple)):
        for one in several:
            yield from _found(one, methods, seen)


def tell_epoch(inner: Any, epoch: int) -> None:
    """Call ``set_epoch(epoch)`` of the nearest that have one; each passes it further on by itself."""
    for one in having(inner, "set_epoch"):
        one.set_epoch(epoch)


def state_of(inner: Any) -> Any:
    """The state of the one below that has any, as it gave it; of several, a dict with a list of them."""
    states = [one.state_dict() for one in having(inner, *STATE)]
    return states[0] if len(states) == 1 else {"v": 1, "datasets": states}


def load_state(inner: Any, state: Any, owner: str) -> None:
    """Hand a state of ``state_of`` to those that gave it; ValueError where it is of another number of them."""
    heirs = having(inner, *STATE)
    if len(heirs) == 1:
        heirs[0].load_state_dict(state)
        return
    states = state.get("datasets") if isinstance(state, dict) else None
    if not isinstance(states, list) or len(states) != len(heirs):
        raise ValueError(
            f"{owner}.load_state_dict must get what state_dict gave for its {len(heirs)} datasets, got "
            f"{short_repr(state)}"
        )
    for heir, one in zip(heirs, states, strict=True):
        heir.load_state_dict(one)


def pass_on_state(wrapper: Any, inner: Any, state_dict: Any, load_state_dict: Any) -> None:
    """Give a wrapper the two methods where something inside has them: loaders ask by their presence."""
    if having(inner, *STATE):
        wrapper.state_dict, wrapper.load_state_dict = state_dict, load_state_dict
