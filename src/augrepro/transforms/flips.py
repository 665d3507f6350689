"""Mirrors and quarter turns."""

from collections.abc import Sequence
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.errors import UnknownArgumentError, short_repr, told, warn
from ..engine.declare.kinds import Probability
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.protocol.basic import Params
from ..engine.targets.geometry import Array
from ..engine.transform import Drawn, Dual, as_ops
from ..ops.grid import Dihedral

__all__ = ["D4", "HorizontalFlip", "NoOp", "RandomRotate90", "SquareSymmetry", "Transpose", "VerticalFlip"]

SYMMETRIES = tuple(Dihedral(t, x, y) for t in (False, True) for x in (False, True) for y in (False, True))
QUARTERS = (SYMMETRIES[0], Dihedral(True, False, True), Dihedral(False, True, True), Dihedral(True, True, False))
"""Counter-clockwise turns by 0, 90, 180 and 270 degrees."""
ELEMENTS = ("e", "v", "h", "r180", "t", "r90", "r270", "hvt")
"""Albumentations' names of the symmetries."""
LEFT_RIGHT, TOP_BOTTOM, DIAGONAL = (
    Dihedral(False, True, False),
    Dihedral(False, False, True),
    Dihedral(True, False, False),
)


class HorizontalFlip(Dual):
    """Mirror left and right."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return LEFT_RIGHT


class VerticalFlip(Dual):
    """Mirror top and bottom."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return TOP_BOTTOM


class Transpose(Dual):
    """Swap rows and columns."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return DIAGONAL


class RandomRotate90(Dual):
    """Turn counter-clockwise by 0, 90, 180 or 270 degrees, each as likely."""

    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return rng.choice(QUARTERS)

    def drawn_by_hand(self, rng: Stream, frame: Frame, image: Array | None) -> tuple[tuple[Op, ...], Params]:
        ops = as_ops(self.draw(rng, frame))
        return ops, {"factor": QUARTERS.index(ops[0])} if ops and ops[0] in QUARTERS else {}


class D4(Dual):
    """One of the square's eight symmetries, each as likely."""

    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return rng.choice(SYMMETRIES)

    def drawn_by_hand(self, rng: Stream, frame: Frame, image: Array | None) -> tuple[tuple[Op, ...], Params]:
        ops = as_ops(self.draw(rng, frame))
        return ops, {"group_element": ELEMENTS[SYMMETRIES.index(ops[0])]} if ops and ops[0] in SYMMETRIES else {}


class SquareSymmetry(D4):
    """Another name of D4."""

    p: Probability = 1.0


class NoOp(Dual):
    """Change nothing.

    It stands in a transform's place, and so may keep its arguments: those that it does not know get a warning.
    """

    after_tensors = True

    p: Probability = 0.5

    def _construct(self, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        strict = self._take_granted(kwargs)
        known = {name: value for name, value in kwargs.items() if name in (*self.declared, *self.keywords)}
        strange = sorted(kwargs.keys() - known.keys())
        if strange:
            text = (
                f"Argument(s) {', '.join(told(strange, short_repr))} are not valid for transform {type(self).__name__}"
            )
            if strict:
                raise UnknownArgumentError(text)
            warn(f"{text}: it changes nothing, whatever they say")
            self.__dict__["_left_out"] = text
        super()._construct(args, known)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return None
