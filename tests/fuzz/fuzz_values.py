"""Values for a kind of parameter: most as it wants them, some at its bounds, some that nobody expects."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Union, get_args, get_origin

import numpy as np

from augrepro.engine.declare.options import options
from augrepro.engine.declare.parse import stored

Rng = np.random.Generator
TYPICAL = (-20.0, 60.0)


class Mute:
    """An object that cannot be printed."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


class Stubborn:
    """An object that cannot be compared, nor asked whether it is true."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        raise ArithmeticError("no comparison")

    def __bool__(self) -> bool:
        raise ArithmeticError("neither true nor false")


HUGE = (10**9, 2**31, 2**63, 2**64, 10**18, 10**400, 10**5000, -(10**400), 1e12, 1e13, 1e300, -1e300, 1.8e308)
SPECIAL = (float("nan"), float("inf"), -float("inf"), -0.0, 5e-324, 1e-13, 1e-12, 1e-300)
SCALARS = (*tuple(np.dtype(code).type(3) for code in "bBhHiIlLefd?"), np.float16("inf"), np.complex64(1j), np.str_("x"))
FIELDS = (
    np.array([1, 2]),
    np.array([0.25, 0.75], np.float16),
    np.array(5),
    np.zeros(0),
    np.zeros((2, 2)),
    np.array([1, None]),
    np.array([2**63], np.uint64),
)
MAKERS: tuple[Callable[[], Any], ...] = (
    Mute,
    Stubborn,
    object,
    lambda: [Mute()],
    lambda: (1, Stubborn()),
    lambda: iter((1, 2)),
    lambda: range(10**12),
    lambda: (n for n in (1, 2)),
    lambda: {"x": Mute()},
    lambda: memoryview(b"12"),
)
OTHERS = (
    None,
    True,
    "",
    "x",
    "\ud800",
    "\x00",
    "random",
    "é" * 300,
    b"x",
    1j,
    Decimal("0.5"),
    Fraction(1, 3),
    int,
    len,
    [],
    (),
    {},
    set(),
    {1, 2},
    [[]],
    [None],
    [[1, 2]],
    {"x": 1},
    {"x": (1, 2), "y": 3},
    {"z": 1},
    {1: 2},
    [1] * 20_000,
    "1",
    ["a", "b"],
    slice(3),
    Ellipsis,
)


def odd(rng: Rng) -> Any:
    """A value that hardly any parameter wants."""
    groups = (HUGE, SPECIAL, SCALARS, FIELDS, MAKERS, OTHERS)
    group = groups[rng.integers(len(groups))]
    found = group[rng.integers(len(group))]
    return found() if group is MAKERS else found


def value(rng: Rng, annotation: Any, wild: float = 0.2) -> Any:
    """A value for the annotation; the share ``wild`` of them is odd."""
    if rng.random() < wild:
        return odd(rng)
    listed = options(annotation)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return value(rng, args[rng.integers(len(args))], 0)
    if listed:
        return listed[rng.integers(len(listed))]
    if origin is Annotated:
        return _marked(rng, annotation, args[1:])
    return _plain(rng, annotation, TYPICAL)


def _marked(rng: Rng, annotation: Any, markers: Sequence[Any]) -> Any:
    low, high = TYPICAL
    for marker in markers:
        low = max(low, getattr(marker, "low", low))
        high = min(high, getattr(marker, "high", high))
    at_bound = rng.random() < 0.1
    if at_bound:  # at or just beyond what the markers name
        low = high = rng.choice([getattr(m, end) for m in markers for end in ("low", "high") if hasattr(m, end)] or [0])
        low = high = low + int(rng.integers(-1, 2))
    found = _plain(rng, stored(annotation), (float(low), float(high)))
    sort = any(getattr(marker, "adjective", "") == "increasing" for marker in markers)
    return tuple(sorted(found)) if sort and isinstance(found, tuple) else found


def _plain(rng: Rng, annotation: Any, span: tuple[float, float]) -> Any:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return value(rng, annotation, 0)
    if origin in (Union, types.UnionType):
        return _plain(rng, args[rng.integers(len(args))], span)
    if origin in (tuple, list, Sequence):
        many = origin is not tuple or args[-1] is Ellipsis
        kinds = [args[0]] * int(rng.integers(1, 5)) if many else list(args)
        return tuple(_plain(rng, kind, span) for kind in kinds)
    if origin in (dict, Mapping):
        return {axis: _plain(rng, args[1], span) for axis in ("x", "y")}
    if annotation is int:
        return int(rng.integers(round(span[0]), max(round(span[1]), round(span[0])) + 1))
    if annotation is float:
        return round(float(rng.uniform(*span)), 3)
    if annotation is bool:
        return bool(rng.integers(2))
    return "x" if annotation is str else None
