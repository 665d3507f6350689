"""Spectrograms, whose columns are times and whose rows are frequencies."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Pixels, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.erase import Erase
from .dropout import stripes
from .flips import HorizontalFlip

__all__ = ["FrequencyMasking", "TimeMasking", "TimeReverse"]


class TimeMasking(Dual):
    """Set a run of columns of a spectrogram, and of its masks, to 0 (Park et al. 2019, SpecAugment).

    Args:
        time_mask_param: the most columns; how many, from 0 on, is as likely
    """

    time_mask_param: Pixels = 40
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        found = stripes(rng, 1, (0, self.time_mask_param), width)
        return Erase(tuple((start, 0, stop, height) for start, stop in found), 0.0, 0.0) if found else None


class FrequencyMasking(Dual):
    """Set a run of rows of a spectrogram, and of its masks, to 0 (Park et al. 2019, SpecAugment).

    Args:
        freq_mask_param: the most rows; how many, from 0 on, is as likely
    """

    freq_mask_param: Pixels = 30
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        found = stripes(rng, 1, (0, self.freq_mask_param), height)
        return Erase(tuple((0, start, width, stop) for start, stop in found), 0.0, 0.0) if found else None


class TimeReverse(HorizontalFlip):
    """Another name of HorizontalFlip: a spectrogram runs backwards."""

    p: Probability = 0.5
