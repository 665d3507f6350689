"""Tiles of the image in another order."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, Tiles
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.tiles import TileShuffle

__all__ = ["RandomGridShuffle"]


class RandomGridShuffle(Dual):
    """Cut the image into tiles and put those of equal size in random order; boxes are cut, keypoints go along.

    Args:
        grid: how many rows and columns of tiles there are; where a side does not divide, some are a pixel longer
    """

    grid: Tiles = (3, 3)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        rows, columns = pair(self.grid)
        return TileShuffle(
            shared_out(frame.shape.height, rows, rng), shared_out(frame.shape.width, columns, rng), rng.field_key()
        )


def shared_out(size: int, parts: int, rng: Stream) -> tuple[int, ...]:
    """Parts that differ by a pixel at most, in random order."""
    length, longer = divmod(size, parts)
    return tuple(length + int(place < longer) for place in rng.permutation(parts))
