"""Transforms on some channels of the image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.arguments import named_arguments
from ..engine.declare.kinds import Channels
from ..engine.declare.refusals import checked
from ..engine.frame import Frame
from ..engine.targets.table import PIXELS, TARGETS
from ..ops.channels import OnChannels, part_of
from .base import BaseCompose, Children, check_no_end


class PartFrame(Frame):
    """A frame to draw in for some channels of the image: who asks for data sees the image of these channels alone."""

    def __init__(self, whole: Frame, channels: tuple[int, ...]) -> None:
        super().__init__(whole.shape._replace(channels=len(channels), depth=None), None, True, {}, {}, whole.free)
        self.call_key, self._references = whole.call_key, whole.references
        self._whole, self._channels = whole, channels

    def run(self) -> None:
        if not self.stacks and (images := self._whole.arrays(PIXELS)):
            image = part_of(images[0], self._channels)
            self.stacks, self.data = {"image": (TARGETS["image"], [image])}, {"image": image}
        super().run()


class SelectiveChannelTransform(BaseCompose):
    """Run the children on the listed channels of the image alone; masks, boxes and keypoints stay as they are.

    Args:
        transforms: the children, a list of transforms and groups
        channels: which channels the children see, by their places, in this order
        p: the probability that the group acts at all
        name: what its random stream and its steps in plans are called, where the class name is not wanted
    """

    @named_arguments
    def __init__(
        self, transforms: Children, channels: Sequence[int] = (0, 1, 2), p: float = 1.0, name: str | None = None
    ) -> None:
        super().__init__(transforms, p, name)
        self.channels: tuple[int, ...] = checked(channels, Channels, "SelectiveChannelTransform.channels")

    def arrange(self) -> None:
        super().arrange()
        check_no_end(self.transforms, f"{type(self).__name__}.transforms")

    def draw_children(self, rng: Stream, frame: Frame, path: str) -> None:
        most = max(self.channels) + 1
        if most > frame.shape.channels:
            raise ValueError(f"needs an image of {most} channels or more, got {frame.shape.channels}")
        part = PartFrame(frame, self.channels)
        super().draw_children(rng, part, path)
        if part.steps:
            frame.push(OnChannels(self.channels, tuple(step.op for step in part.steps)), path)

    def arguments(self) -> dict[str, Any]:
        return {"channels": list(self.channels), **super().arguments()}
