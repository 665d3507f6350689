"""Arrays to torch tensors."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import torch

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability
from ..engine.frame import Frame
from ..engine.op import Grade, Op, VolumeOp, value
from ..engine.targets.table import Kind, Target
from ..engine.transform import Drawn, Transform
from ..engine.volumetric import OnVolumes
from ..kernels.normalize import planes
from ..ops.normalize import ChannelsFirst


@value
class Tensor(Op):
    """Images become a (C, H, W) tensor, masks a tensor as they are or, with ``transpose_mask``, (C, H, W) too."""

    float_grade: ClassVar[Grade] = Grade.EXACT
    retypes: ClassVar[bool] = True
    join: ClassVar[Any] = torch.stack

    transpose_mask: bool

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        if target.kind is Kind.PIXELS:
            return [torch.from_numpy(np.ascontiguousarray(array)) for array in arrays]
        return [torch.from_numpy(self._mask(array)) for array in arrays]

    def _mask(self, mask: Any) -> Any:
        return np.array(mask.transpose(2, 0, 1) if self.transpose_mask else mask, order="C")


class ToTensorV2(Transform):
    """Images become contiguous (C, H, W) torch tensors of the same dtype, masks (H, W) or (H, W, C) tensors.

    A grayscale image gains a channel axis. Volumes become (D, C, H, W). Write it last; right behind Normalize the two
    are done in one pass, with the same bits.

    Args:
        transpose_mask: turn (H, W, C) masks to (C, H, W) too
    """

    image_only: ClassVar[bool] = False
    ends: ClassVar[bool] = True

    transpose_mask: bool = False
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return ChannelsFirst(), Tensor(self.transpose_mask)


@value
class Tensor3D(VolumeOp):
    """Volumes and their masks become (C, D, H, W) tensors; what has no depth stays as it is."""

    float_grade: ClassVar[Grade] = Grade.EXACT
    moves: ClassVar[bool] = False
    retypes: ClassVar[bool] = True
    join: ClassVar[Any] = torch.stack
    keeps_channel_axis: ClassVar[bool] = True

    def volumes(self, target: Target, volumes: list[Any]) -> list[Any]:
        return [torch.from_numpy(channels_first(volume)) for volume in volumes]


def channels_first(volume: Any) -> Any:
    """(D, H, W, C) as a new contiguous (C, D, H, W)."""
    depth, height, width, channels = volume.shape
    return planes(volume.reshape(depth * height, width, channels)).reshape(channels, depth, height, width)


class ToTensor3D(OnVolumes):
    """Volumes and their masks become contiguous (C, D, H, W) torch tensors of the same dtype.

    One without a channel axis gains one, (1, D, H, W). Write it last.
    """

    ends: ClassVar[bool] = True

    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Tensor3D()
