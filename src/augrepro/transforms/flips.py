"""Mirrors and quarter turns."""

from __future__ import annotations

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability
from ..engine.frame import Frame
from ..engine.transform import Draw, Drawn
from ..ops.grid import Turn

SYMMETRIES = tuple(Turn(t, x, y) for t in (False, True) for x in (False, True) for y in (False, True))
QUARTERS = (SYMMETRIES[0], Turn(True, False, True), Turn(False, True, True), Turn(True, True, False))
"""Counter-clockwise turns by 0, 90, 180 and 270 degrees."""
LEFT_RIGHT, TOP_BOTTOM, DIAGONAL = Turn(False, True, False), Turn(False, False, True), Turn(True, False, False)


class HorizontalFlip(Draw):
    """Mirror left and right."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return LEFT_RIGHT


class VerticalFlip(Draw):
    """Mirror top and bottom."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return TOP_BOTTOM


class Transpose(Draw):
    """Swap rows and columns."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return DIAGONAL


class RandomRotate90(Draw):
    """Turn counter-clockwise by 0, 90, 180 or 270 degrees, each as likely."""

    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return rng.choice(QUARTERS)


class D4(Draw):
    """One of the square's eight symmetries, each as likely."""

    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return rng.choice(SYMMETRIES)


class SquareSymmetry(D4):
    """Another name of D4."""

    p: Probability = 1.0


class NoOp(Draw):
    """Change nothing."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return None
