"""An op: a frozen value that says exactly what happens to every target, with no chance in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, ClassVar

import numpy as np

from .declare.errors import PlanError, short_repr
from .declare.parse import PARSERS
from .declare.registry import OPS, look_up
from .targets.geometry import Array, Boxes, Matrix, Points, centered
from .targets.table import PIXELS, Shape, Target
from .value import Value as Value
from .value import value as value

TONE_DTYPES = frozenset(map(np.dtype, ("uint8", "float32")))
"""Images whose white is known: 255, and 1."""
ALL_DTYPES = TONE_DTYPES | frozenset(map(np.dtype, ("uint16", "float64")))
"""Images that can be moved, resampled and normalized."""


class Grade(StrEnum):
    """How far the same plan gives the same bits, the furthest first."""

    EXACT = "exact"
    SAME_ARCH = "same-arch"
    SAME_BUILD = "same-build"


def weakest(grades: Iterable[Grade]) -> Grade:
    """The grade of ops that run one after the other."""
    return max(grades, key=list(Grade).index, default=Grade.EXACT)


class Op(Value):
    """What an op says of a sample; each verb is a pure function of the op and its argument.

    A ``volumetric`` op gets volumes whole, in ``volumes``; any other gets their planes, in ``stack``.
    """

    uint8_grade: ClassVar[Grade] = Grade.EXACT
    float_grade: ClassVar[Grade] = Grade.SAME_BUILD
    reshapes: ClassVar[bool] = False
    retypes: ClassVar[bool] = False
    moves: ClassVar[bool] = False
    loses: ClassVar[bool] = False
    changes_shape_unannounced: ClassVar[bool] = False
    runs_user_code: ClassVar[bool] = False
    volumetric: ClassVar[bool] = False
    by_name: ClassVar[bool] = False
    """True where ``for_target`` is to be asked, since a target's name in the call matters; boxes may come from none."""
    regroups: ClassVar[bool] = False
    """True where it chooses which boxes and keypoints there are, one more than once or some of other samples."""
    join: ClassVar[Any] = None
    keeps_channel_axis: ClassVar[bool] = False
    """True where tensors of masks that came without a channel axis have one all the same."""

    def check_mask(self, dtype: Any) -> None:
        """ValueError where masks of that dtype, as the call brought them, cannot hold what the op fills in."""

    def grade(self, dtype: Any) -> Grade:
        """How far images and masks of that dtype, uint8 or float32, get the same bits from this op."""
        return self.float_grade if np.dtype(dtype).kind == "f" else self.uint8_grade

    def within(self, exactness: Grade) -> Op:
        """The op that runs where bits need hold no further than that: itself, or one with a faster way for pixels."""
        return self

    def after(self, shape: Shape) -> Shape:
        """The image's shape after the op."""
        return shape

    names_others: ClassVar[bool] = False
    """True where ``bound`` is of its own, since it names reference images or other samples."""
    has_needs: ClassVar[bool] = False
    """True where ``bound`` or ``check`` are of its own, so that a frame has to ask them."""
    does: ClassVar[str] = ""  # in a line that names it among others; its class name where empty
    only_appended: ClassVar[bool] = True
    """True where pushing it on a frame asks nothing of it: most ops, so one look says so."""
    only_reshapes: ClassVar[bool] = False
    """True where pushing it asks for the shape after it and nothing else."""
    only_runs: ClassVar[bool] = True
    """True where all targets' pixels meet it alike, and it leaves open how tensors are joined and what is filled in."""
    moves_rows: ClassVar[bool] = False
    """True where boxes and keypoints, or the shape that they are seen in, may change."""
    fills_masks: ClassVar[bool] = False
    """True where ``check_mask`` is of its own."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.names_others = cls.bound is not Op.bound
        cls.has_needs = cls.names_others or cls.check is not Op.check
        cls.only_appended = not (cls.has_needs or cls.reshapes or cls.changes_shape_unannounced)
        cls.only_reshapes = cls.reshapes and not (cls.has_needs or cls.changes_shape_unannounced)
        cls.moves_rows = cls.moves or cls.loses or cls.reshapes
        cls.fills_masks = cls.check_mask is not Op.check_mask
        cls.only_runs = cls.by_name is False and cls.join is None and not cls.fills_masks

    def bound(self, find: Callable[..., Any]) -> Op:
        """The op with the reference images or samples that it names, from ``find``; an op that names none as it is."""
        return self

    def for_target(self, name: str) -> Op:
        """The op as it acts on the call's target of that name."""
        return self

    def fits_any_size(self, target: Target) -> bool:
        """Whether arrays of that target may be of another size than the image, in whose pixels most moves count."""
        return not (self.moves or self.loses or self.reshapes)

    def check(self, shape: Shape) -> None:
        """ValueError where an image of that shape cannot take the op, before any pixel has moved."""

    def pixels(self, image: Array) -> Array:
        """The (H, W, C) image after the op; the argument is left as it was."""
        return image

    def mask(self, mask: Array) -> Array:
        """The (H, W, C) mask after the op: classes, so never a blend of two."""
        return mask

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        """All slices of one target: an image is one, a volume has one a plane."""
        if len(arrays) == 1:
            return [self.pixels(arrays[0]) if target.kind is PIXELS else self.mask(arrays[0])]
        return list(map(self.pixels if target.kind is PIXELS else self.mask, arrays))

    def volumes(self, target: Target, volumes: list[Any]) -> list[Any]:
        """All (D, H, W, C) volumes of one target with depth, after an op that is ``volumetric``."""
        raise TypeError(f"{type(self).__name__} is volumetric and must define volumes(target, volumes)")

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        """The boxes after the op."""
        return boxes

    def points(self, points: Points, shape: Shape) -> Points:
        """The keypoints after the op."""
        return points

    def to_dict(self) -> dict[str, Any]:
        """The op as JSON has it: its name and its fields."""
        return {"op": type(self).__name__, **super().to_dict()}

    def applied(self) -> dict[str, Any]:
        """The op's fields alone, as the log of applied transforms shows them."""
        return {name: part for name, part in self.to_dict().items() if name != "op"}

    def shown(self, image: Array | None) -> dict[str, Any]:
        """The same where somebody draws by hand, for an image or without, with arrays that no log would hold."""
        return self.applied()

    @classmethod
    def _enter(cls) -> None:
        OPS[cls.__name__] = cls

    @staticmethod
    def from_dict(data: object) -> Op:
        """The op that ``to_dict`` described; PlanError names the op and field that are wrong."""
        if not isinstance(data, dict):
            raise PlanError(f"an op must be an object with an 'op' key, got {short_repr(data)}")
        cls: Any = look_up(OPS, data.get("op"), "op")
        op: Op = cls.parsed({key: item for key, item in data.items() if key != "op"})
        return op


PARSERS[Op] = Op.from_dict
FORMER: list[Callable[[Op], dict[str, Any]]] = []
"""What Albumentations calls an op's parameters; the table of those names enters itself here."""
FROM_OPS: list[Callable[[Sequence[Op], Shape, Any], dict[str, Any]]] = []
"""What its releases call the values in ops that act on an image of a shape and dtype, with their units."""
FORMER_UNITS: list[Callable[[dict[str, Any], Any], dict[str, Any]]] = []
"""Those values with the units of release 1.3.1."""


class PixelOp(Op):
    """An op on intensities: masks, boxes and keypoints stay as they are.

    ``dtypes`` are those of the images that it knows what to do with; any other is refused.
    """

    dtypes: ClassVar[frozenset[Any]] = TONE_DTYPES

    def fits_any_size(self, target: Target) -> bool:
        return True

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        if target.kind is not PIXELS:
            return arrays
        if arrays[0].dtype not in self.dtypes:
            known = " or ".join(sorted(map(str, self.dtypes), reverse=True))
            raise TypeError(
                f"needs images of {known}, got {arrays[0].dtype}: convert them first, for "
                f"example (image / largest).astype(np.float32)"
            )
        return [self.pixels(arrays[0])] if len(arrays) == 1 else [self.pixels(array) for array in arrays]


class SpatialOp(Op):
    """An op that moves pixels by a 2x3 matrix; boxes and keypoints follow from the same matrix."""

    moves = True

    def matrix(self, shape: Shape) -> Matrix:
        """Where a point on the pixel edges of an image of that shape goes."""
        raise TypeError(f"{type(self).__name__} must define matrix(shape)")

    def centers(self, shape: Shape) -> Matrix:
        """The same for pixel centers, where keypoints live."""
        return centered(self.matrix(shape))

    def mask(self, mask: Array) -> Array:
        return self.pixels(mask)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        return boxes.transformed(self.matrix(shape))

    def points(self, points: Points, shape: Shape) -> Points:
        return points.transformed(self.centers(shape))


class VolumeOp(Op):
    """An op on whole volumes and their masks: images and masks that have no depth stay as they are beside them.

    Keypoints follow in x, y and, where they have one, z; boxes, which lie in the planes, in x and y.
    """

    volumetric = True
    moves = True

    def volume(self, volume: Array) -> Array:
        """The (D, H, W, C) volume after the op; the argument is left as it was, the result may be a view of it."""
        return volume

    def mask3d(self, mask: Array) -> Array:
        """The (D, H, W, C) mask after the op: classes, so never a blend of two."""
        return self.volume(mask)

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        return arrays

    def volumes(self, target: Target, volumes: list[Any]) -> list[Any]:
        verb = self.volume if target.kind is PIXELS else self.mask3d
        return [verb(volume) for volume in volumes]
