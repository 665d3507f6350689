"""``aug_snapshot``: compare a result with the one that was stored, exactly unless the test says otherwise."""

from __future__ import annotations

import math
from typing import Any, NoReturn

from ..common.hints import nearest
from ..values.difference import Tolerance
from . import message
from .case import Case
from .match import SnapshotMatch

TAKEN = ("name", "atol", "max_fraction")
MEANT = {"tolerance": "atol", "tol": "atol", "rtol": "atol", "eps": "atol", "epsilon": "atol", "delta": "atol"}


class AugSnapshot:
    """Stands on either side of ``==``; arrays and tensors hand the comparison over as a whole."""

    __array_ufunc__ = None
    __array_priority__ = 1e9
    __hash__ = None  # type: ignore[assignment]  # == may raise

    def __init__(self, case: Case, name: str | None = None, tolerance: Tolerance | None = None) -> None:
        self.case = case
        self._name = name
        self._tolerance = tolerance

    def __call__(
        self, *, name: str | None = None, atol: float | None = None, max_fraction: float | None = None, **other: Any
    ) -> AugSnapshot:
        """A comparator with a name of its own, or with a tolerance, for one comparison."""
        __tracebackhide__ = True
        for word in other:
            meant = f"say {MEANT.get(word)}= (how far) and max_fraction= (how many)"
            raise TypeError(f"aug_snapshot takes no {word!r}; {meant if word in MEANT else nearest(word, TAKEN)}")
        if name is not None and not isinstance(name, str):
            raise TypeError(f"aug_snapshot takes a name that is text, got {name!r}")
        if atol is None and max_fraction is not None:
            raise ValueError("max_fraction says how many pixels may be off; say with atol= how far")
        if not (_number(atol, math.inf) and _number(max_fraction, 1)):
            raise ValueError(
                "aug_snapshot takes atol >= 0 and max_fraction between 0 and 1, "
                f"got atol={atol!r}, max_fraction={max_fraction!r}"
            )
        tolerance = None if not atol else Tolerance(atol, 1.0 if max_fraction is None else max_fraction)
        return AugSnapshot(self.case, name, tolerance)

    def __repr__(self) -> str:
        return f"<aug_snapshot {self.case.stem}>"

    def __eq__(self, result: object) -> bool:
        """True, or an AssertionError that says what differs: no test can forget to assert it, no runner can hide it."""
        __tracebackhide__ = True
        self.case.asked += 1
        if self.case.forked():
            self._fail(AssertionError(message.FORKED), False)
        match = SnapshotMatch(self.case, self.case.next_stem(self._name), result, self._tolerance)
        problem = match.settle()
        if problem:
            self._fail(AssertionError("\n".join(problem)), match.differed)
        return True

    def _fail(self, error: AssertionError, differed: bool) -> NoReturn:
        __tracebackhide__ = True
        self.case.differs(error, differed)
        raise error

    def __ne__(self, result: object) -> bool:
        raise TypeError("a snapshot can only be compared with ==")

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to be taken apart: NumPy's own comparisons would ask for each element by itself."""
        self.case.misused = (
            "a snapshot compares a result as a whole, not its elements; write assert aug_snapshot == result "
            "instead of NumPy's comparisons"
        )
        raise TypeError(self.case.misused) from None  # numpy.ma has looked for its own attributes before


def _number(value: Any, largest: float) -> bool:
    """Whether a value is not given, or a finite number from 0 on."""
    if value is None:
        return True
    try:
        return not isinstance(value, bool | str) and bool(math.isfinite(value) and 0 <= value <= largest)
    except (TypeError, ValueError, OverflowError):
        return False


def foreign_operand(other: Any) -> list[str]:
    """Explain a comparison that the other operand answered without asking the snapshot."""
    kind = f"{type(other).__module__}.{type(other).__name__}"
    return [
        f"{kind} did not ask the snapshot; write aug_snapshot == image",
        "the left operand answers first, and this one says no to all it does not know",
    ]
