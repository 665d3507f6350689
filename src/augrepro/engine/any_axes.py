"""Images and masks of four or five axes, or of unlike sizes, under ``is_check_shapes=False``.

They are for transforms of a user's own, which are given them as they are and may hand such back. What a transform of
ours would do to ``(T, H, W, C)`` or ``(N, T, H, W, C)`` nobody has said: it refuses. Of unlike sizes it takes what it
counts in shares of each.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

import numpy as np

from .codec import TargetCodec
from .failure import name_step
from .frame import Frame, Rewrite
from .op import Op, PixelOp
from .protocol.rows import MOST_AXES
from .targets.stacks import checked
from .targets.table import Kind, Shape, Target


class AnyAxesFrame(Frame):
    """A frame whose images and masks may have more axes than an op of ours knows."""

    @classmethod
    def of(cls, frame: Frame) -> Self:
        """The same frame, not yet drawn in."""
        found = cls.__new__(cls)
        found.__dict__.update(frame.__dict__)
        return found

    @property
    def shown_shape(self) -> tuple[int, ...]:
        found = self.stacks["image"][1][0].shape if "image" in self.stacks else ()
        return tuple(found) if len(found) > 3 else super().shown_shape

    def _refuse(self, kinds: Collection[Kind] = (Kind.PIXELS, Kind.MASKS)) -> None:
        for name, (target, arrays) in self.stacks.items():
            if target.any_axes and target.kind in kinds and arrays[0].ndim > 3:
                raise ValueError(
                    f"needs {name} with the axes (H, W) or (H, W, C), got shape {tuple(arrays[0].shape)}: a custom "
                    f"transform in front of this step can make it so"
                )

    def push(self, op: Op, path: str) -> None:
        if not op.runs_user_code:
            try:
                self._refuse((Kind.PIXELS,) if isinstance(op, PixelOp) else (Kind.PIXELS, Kind.MASKS))
            except ValueError as error:
                name_step(error, path)
                raise
        super().push(op, path)

    def _run_alone(self, op: Op, paths: list[str], whole: bool) -> None:
        self._check_sizes([op], paths, self._shape_done)
        super()._run_alone(op, paths, whole)

    def _run(self, ops: list[Op], paths: list[str], shape: Shape) -> Shape:
        self._check_sizes(ops, paths, shape)
        return super()._run(ops, paths, shape)

    def _check_sizes(self, ops: list[Op], paths: list[str], shape: Shape) -> None:
        """ValueError with the step whose op counts in pixels of the image where an array then has another size."""
        for name, (target, arrays) in self.stacks.items():
            if not arrays or not isinstance(arrays[0], np.ndarray):
                continue
            image, size = shape, shape.sized(*arrays[0].shape[-3:-1])
            for op, path in zip(ops, paths, strict=True):
                if image[:2] == size[:2]:
                    break
                if op.volumetric or op.runs_user_code:
                    continue
                if not op.for_target(name).fits_any_size(target):
                    error = ValueError(
                        f"needs {name} of the image's height and width, {image[:2]}, in whose pixels it counts, got "
                        f"{size[:2]}: put a Resize in front"
                    )
                    name_step(error, path)
                    raise error
                if op.reshapes:
                    image, size = op.after(image), op.after(size)

    def need_channels(self, counts: Collection[int]) -> None:
        self._refuse((Kind.PIXELS,))
        super().need_channels(counts)

    def arrays(self, kind: Kind) -> list[Any]:
        self.run()
        self._refuse((kind,))
        return super().arrays(kind)


class AnyAxesCodec(TargetCodec):
    """A codec that takes images and masks of up to five axes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = {name: _with_any_axes(target) for name, target in self.table.items()}

    def decode(self, data: dict[str, Any], rewrite: Rewrite | None) -> Frame:
        """The frame of a call's data; of an array with more axes, its first slice stands in where it is read."""
        deep = {name: value for name, value in data.items() if self._has_more_axes(name, value)}
        slices = {name: value.reshape(-1, *value.shape[-3:])[0] for name, value in deep.items()}
        frame = AnyAxesFrame.of(super().decode({**data, **slices} if deep else data, rewrite))
        frame.data = data
        for name, value in deep.items():
            target = self.table[name]
            frame.stacks[name] = target, [checked(name, target, value, value.ndim - 3)]
        return frame

    def _has_more_axes(self, name: str, value: Any) -> bool:
        if name not in self.table or not self.table[name].any_axes or not isinstance(value, np.ndarray):
            return False
        return 3 < value.ndim <= MOST_AXES and value.size > 0


def _with_any_axes(target: Target) -> Target:
    pixels = target.kind in (Kind.PIXELS, Kind.MASKS)
    return target._replace(any_axes=True) if pixels and not target.lead else target
