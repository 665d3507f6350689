"""Channels shifted, shuffled, dropped and repeated."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Count, CountRange, Probability, Span
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.channel_order import BlankChannels, ReorderChannels, RepeatChannel
from ..ops.curves import ShiftChannels

__all__ = ["ChannelDropout", "ChannelShuffle", "RGBShift", "ToRGB"]


class RGBShift(ImageOnly, channels={1, 2, 3}):
    """Add a random amount to each channel, clipped; an image of one channel gets the first.

    Args:
        r_shift_limit: what is added to the first channel, in 255ths of white; a share of white where within -1 and 1
        g_shift_limit: the same for the second
        b_shift_limit: the same for the third
    """

    r_shift_limit: Span = (-20, 20)
    g_shift_limit: Span = (-20, 20)
    b_shift_limit: Span = (-20, 20)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        limits = (self.r_shift_limit, self.g_shift_limit, self.b_shift_limit)[: frame.shape.channels]
        return ShiftChannels(
            tuple(rng.uniform(limit) * (255 if max(map(abs, pair(limit))) <= 1 else 1) for limit in limits)
        )


class ChannelShuffle(ImageOnly, any_range=True):
    """Put the channels in random order; an image of one channel stays as it is."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return ReorderChannels(tuple(rng.permutation(frame.shape.channels))) if frame.shape.channels > 1 else None


class ChannelDropout(ImageOnly, any_range=True):
    """Give one or more channels, chosen at random, the same value everywhere; at least one stays.

    Args:
        channel_drop_range: how many channels
        fill: their value, in the image's own units
    """

    channel_drop_range: CountRange = (1, 1)
    fill: float = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        most, channels = pair(self.channel_drop_range)[1], frame.shape.channels
        if frame.has_image and most >= channels:
            raise ValueError(
                f"channel_drop_range must leave one channel or more: at most {channels - 1} of an image of {channels}, "
                f"got {self.channel_drop_range}"
            )
        count = rng.integer_in(self.channel_drop_range)
        return BlankChannels(tuple(sorted(rng.permutation(channels)[:count])), self.fill)


class ToRGB(ImageOnly, channels={1, 3}, any_range=True):
    """Repeat the one channel of a gray image; an RGB image stays as it is.

    Args:
        num_output_channels: how many equal channels the result has
    """

    num_output_channels: Count = 3
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return RepeatChannel(self.num_output_channels)
