"""What ``apply`` and its kin take and give where somebody calls them by hand, outside of a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..chance.call_generators import any_generators, open_generators
from ..declare.errors import short_repr, warn
from ..op import Op
from .rows import kept, own

_GETTERS = frozenset(("get_params", "get_params_dependent_on_data", "update_transform_params"))
_CURE = "params = t.get_params_dependent_on_data({}, {'image': image}), then t.apply(image, **params)"


class DrawnOps(tuple[Op, ...]):
    """Ops that were drawn by hand; they know the parameters that were shown beside them, as they were then."""

    named: Mapping[str, Any]

    @classmethod
    def beside(cls, ops: Iterable[Op], named: Mapping[str, Any]) -> DrawnOps:
        """The ops beside parameters of these names and values."""
        made = cls(ops)
        made.named = {name: kept(value) for name, value in named.items()}
        return made


def checked_ops(transform: Any, ops: Any) -> tuple[Op, ...]:
    """The parameter ``ops``; TypeError where it is none."""
    if isinstance(ops, (tuple, list)) and all(isinstance(op, Op) for op in ops):
        return ops if isinstance(ops, tuple) else tuple(ops)
    raise TypeError(
        f"{type(transform).__name__}.apply: ops must be those that get_params_dependent_on_data returns under 'ops', "
        f"got {short_repr(ops)}: {_CURE}"
    )


def check_as_drawn(transform: Any, params: Mapping[str, Any], customized: frozenset[str]) -> None:
    """ValueError where a parameter beside ``ops`` is not what was drawn with them: nothing would read it.

    A class that has both getters and ``apply`` of its own may give those names a meaning of its own.
    """
    if customized & _GETTERS and any(name.startswith("apply") for name in customized):
        return
    named = getattr(params["ops"], "named", {})
    for name, drawn in named.items():
        if name in params and not _same(params[name], drawn):
            cls = type(transform).__name__
            raise ValueError(
                f"{cls}.apply: {name} was drawn as {_shown(drawn)} and is {_shown(params[name], drawn)} now, and apply "
                f"runs the drawn 'ops' alone: build {cls} with arguments that draw it, or leave the parameters as drawn"
            )


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) or isinstance(other, Mapping):
        both = isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys()
        return both and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    if np.shape(one) != np.shape(other):
        return False
    return bool(np.all((one == other) | ((one != one) & (other != other))))  # NaN is the same NaN


def _shown(value: Any, drawn: Any = None) -> str:
    if not isinstance(value, np.ndarray):
        return short_repr(value)
    words = f"an array of shape {value.shape}"
    if isinstance(drawn, np.ndarray) and drawn.shape == value.shape:
        return f"{words} with {int((value != drawn).sum())} other values"
    return words


def own_result(transform: Any, found: Any, given: Any) -> Any:
    """What came of an array, by hand as one that shares no memory with it; in a call it is copied where it must be."""
    if open_generators(transform) is not None or found is None:
        return found
    if found is given:
        return own(found)
    try:
        shared = np.may_share_memory(np.asarray(found), given)
    except (TypeError, ValueError, RuntimeError):  # what is no array of NumPy's, nor can be one
        return found
    return (found.clone() if hasattr(found, "clone") else own(found)) if shared else found


def warn_of_new_draw(transform: Any, draws: Sequence[tuple[Op, ...]]) -> None:
    """A warning where ``apply`` had no ops and other draws of the transform are other ops; none in a call."""
    if all(draw == draws[0] for draw in draws) or any_generators():
        return
    cls = type(transform).__name__
    warn(f"{cls}.apply without 'ops' draws anew for each array: for one draw, {_CURE} with each of them")
