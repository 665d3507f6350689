"""Transforms of whole volumes."""

from __future__ import annotations

from typing import Any, ClassVar

from .chance.call_generators import open_generators
from .chance.rng import Stream
from .frame import Frame
from .node import BARE_VOLUME_CODEC
from .protocol import acting
from .protocol.basic import Params, Transform3D
from .protocol.by_hand import own_result
from .targets.geometry import Array
from .targets.table import Targets
from .transform import Transform


class OnVolumes(Transform, abstract=True):
    """Base of what acts on whole volumes and their masks: what has no depth stays as it is beside them."""

    image_only = False
    volumes_only = True
    _codec = BARE_VOLUME_CODEC
    _shown = ("volume", "mask3d")
    _targets: ClassVar[tuple[Targets, ...]] = (Targets.VOLUME, Targets.MASK3D, Targets.KEYPOINTS)

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        frame.need_volume()
        super().draw_into(rng, frame, path, forced)

    def get_params_dependent_on_data(self, params: Params, data: dict[str, Any]) -> Params:
        """The drawn ops under ``"ops"``, and the volume's depth, which boxes and keypoints need."""
        drawn = super().get_params_dependent_on_data(params, data)
        call = open_generators(self)
        depth = call.frame.shape.depth if call is not None and call.frame is not None else None
        return drawn if depth is None else {**drawn, "depth": depth}

    def apply(self, img: Array, *args: Any, **params: Any) -> Array:
        """The image, which has no depth, as it is."""
        return self._as_it_is(img)

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        """The mask, which has no depth, as it is."""
        return self._as_it_is(mask)

    def apply_to_volume(self, volume: Array, *args: Any, **params: Any) -> Array:
        """The (D, H, W) or (D, H, W, C) volume after the ops in ``params``; without any, after the next call's draw."""
        out: Array = own_result(self, acting.on_volume(self._ops(params, volume, args), "volume", volume), volume)
        return out

    def apply_to_mask3d(self, mask3d: Array, *args: Any, **params: Any) -> Array:
        """The (D, H, W) or (D, H, W, C) mask after the ops in ``params``."""
        out: Array = own_result(self, acting.on_volume(self._ops(params, mask3d, args), "mask3d", mask3d), mask3d)
        return out


class Volumetric(OnVolumes, Transform3D, abstract=True):
    """Base of the transforms of whole volumes: their masks and keypoints follow."""
