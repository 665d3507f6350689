"""Pixel targets in and out: arrays and lists of a call as (H, W, C) slices or (D, H, W, C) volumes, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import is_
from typing import Any

import numpy as np
from numpy import ndarray

from ..declare.errors import short_repr
from .geometry import Array
from .mask_dtypes import as_brought, dtypes_of, native, tensor_as_brought
from .strangers import batch_hint, plain
from .table import MASKS, PIXELS, Shape, Target, has_axes, is_flat, shape_made

IMAGE_DTYPES = frozenset(map(np.dtype, ("uint8", "float32", "uint16", "float64")))
UINT8 = np.dtype("uint8")
MASK_DTYPES = frozenset(map(np.dtype, ("uint8", "bool", "uint16", "int16", "int32", "float32", "float64")))
Stack = tuple[Target, list[Any]]
Join = Callable[[list[Any]], Any]
"""``np.stack`` or ``torch.stack``."""


def unpacked(name: str, target: Target, value: Any) -> list[Array]:
    """The slices or volumes of a pixel target, views where that can be; or the reason why it is none.

    A batch of no masks, (0, H, W), is one blank mask on its way, so that its shape follows; ``packed`` gives none back.
    """
    if not target.lead:
        return [checked(name, target, value, 0)]
    if target.single:
        return [_one(name, target, value)]
    if isinstance(value, (list, tuple)):
        found = [_one(f"{name}[{i}]", target, item) for i, item in enumerate(value)]
        words = "depth, height and width" if target.depth else "height and width"
        return _alike(name, found, int(target.depth) + 2, words)
    none = target.kind is MASKS and isinstance(value, np.ndarray) and value.ndim > target.lead and not len(value)
    return list(checked(name, target, np.zeros((1, *value.shape[1:]), value.dtype) if none else value, target.lead))


def _one(name: str, target: Target, value: Any) -> Array:
    """One (H, W, C) slice or (D, H, W, C) volume; a volume may come as a list of its planes."""
    if not target.depth or not isinstance(value, (list, tuple)):
        return checked(name, target, value, int(target.depth))
    planes = [checked(f"{name}[{i}]", target, plane, 0) for i, plane in enumerate(value)]
    if not planes:
        raise ValueError(f"{name} must have one plane or more, got {short_repr(value)}")
    if len({plane.dtype for plane in planes}) > 1:
        raise TypeError(f"{name} must have planes of one dtype, got {short_repr([str(p.dtype) for p in planes])}")
    return np.stack(_alike(name, planes, 3, "height, width and channels"))


def _alike(name: str, arrays: list[Array], axes: int, words: str) -> list[Array]:
    """The arrays, which must agree in their first so many axes."""
    if len({array.shape[:axes] for array in arrays}) > 1:
        raise ValueError(f"{name} must have one {words}, got {[array.shape[:axes] for array in arrays]}")
    return arrays


def checked(name: str, target: Target, value: Any, lead: int) -> Array:
    """The array with a channel axis, C-contiguous; TypeError or ValueError where it is not what the target holds."""
    if type(value) is ndarray and value.dtype is UINT8 and value.size and value.flags.c_contiguous:
        if value.ndim == lead + 3:  # as nearly every call brings them
            whole: Array = value
            return whole
        if value.ndim == lead + 2:
            return value[..., None]
    if type(value) is not np.ndarray:
        value = plain(name, target, value)
    pixels = target.kind is PIXELS
    dtypes = IMAGE_DTYPES if pixels else MASK_DTYPES
    dtype = value.dtype
    if dtype not in dtypes:
        value = native(name, value, pixels)
        dtype = value.dtype
        if dtype not in dtypes:
            known = "uint8, uint16, float32 or float64" if pixels else "bool, whole numbers or floats"
            raise TypeError(f"{name} must be {known}, got {dtype}")
    axes = value.ndim - lead
    if axes != 3 and axes != 2:
        before = {0: "", 1: "D, " if target.depth else "N, ", 2: "N, D, "}[lead]
        hint = batch_hint(target, value.ndim, lead)
        raise ValueError(
            f"{name} must have the axes ({before}H, W) or ({before}H, W, C), got shape {value.shape}{hint}"
        )
    if not value.size:
        raise ValueError(f"{name} must not be empty, got shape {value.shape}")
    if pixels and dtype.kind == "f" and not _is_finite(value):
        count = int(value.size - np.isfinite(value).sum())
        raise ValueError(f"{name} must hold no NaN and no infinity, got {count} of them")
    if not value.flags.c_contiguous:
        value = np.ascontiguousarray(value)
    array: Array = value if axes == 3 else value[..., None]
    return array


_BITS = {4: (np.uint32, np.int32, 0x7F800000), 8: (np.uint64, np.int64, 0x7FF0 << 48)}
"""Whole numbers of a float's size, and infinity as one of them."""


def _is_finite(value: Array) -> bool:
    """True where every value is a finite number, by bits read as whole numbers: the sign, then infinity and NaN on top.

    So one pass is enough for an image without values below 0.
    """
    unsigned, signed, infinity = _BITS[value.itemsize]
    largest = int(value.view(unsigned).max())
    if largest < infinity:
        return True
    sign = 1 << (8 * value.itemsize - 1)
    return sign <= largest < sign + infinity and int(value.view(signed).max()) < infinity


def shape_of(stacks: Iterable[Stack], before: Shape | None = None) -> Shape | None:
    """The shape of the first image or volume, else of the first mask; with the depth of the volumes, else of masks.

    ``before``: the shape that was, by which what is no array is measured.
    """
    image = mask = volume = mask3d = None
    for target, arrays in stacks:
        if not arrays:
            continue
        if target.kind is PIXELS:
            image = arrays[0] if image is None else image
            volume = arrays[0] if target.depth and volume is None else volume
        else:
            mask = arrays[0] if mask is None else mask
            mask3d = arrays[0] if target.depth and mask3d is None else mask3d
    found, deep = mask if image is None else image, mask3d if volume is None else volume
    if found is None:
        return None
    if before is not None and not isinstance(found, np.ndarray):
        return shape_made(found, before)
    height, width, channels = found.shape[-3:]
    return Shape(height, width, channels, None if deep is None else deep.shape[0])


def dtype_of_images(stacks: Iterable[Stack]) -> np.dtype[Any] | None:
    """The dtype of all images, or None where they have several."""
    found = {getattr(array, "dtype", None) for target, arrays in stacks if target.kind is PIXELS for array in arrays}
    return found.pop() if len(found) == 1 else None


def planes_of(volumes: list[Any]) -> list[Any]:
    """The (H, W, C) planes of all volumes, for ops that see one at a time."""
    return [plane for volume in volumes for plane in volume]


def rejoined(out: list[Any], planes: list[Any], volumes: list[Any], join: Join) -> list[Any]:
    """The volumes whose planes became these; the same volumes where no plane changed."""
    if all(map(is_, out, planes)):
        return volumes
    depth = len(volumes[0])
    return [join(out[i : i + depth]) for i in range(0, len(out), depth)]


def packed(target: Target, arrays: list[Any], value: Any, join: Join, channel_axis: bool = False) -> Any:
    """The slices or volumes in the container, and with the axes, that the call brought as ``value``.

    ``channel_axis``: tensors of masks keep theirs where the call brought none.
    """
    if arrays and not isinstance(arrays[0], np.ndarray):
        return _tensors(target, arrays, value, join, channel_axis)
    if not target.lead:
        return owned(arrays[0], value, value.ndim == 2)
    if target.single:
        return _packed_one(target, arrays[0], value)
    if isinstance(value, (list, tuple)):
        pairs = zip(arrays, _befores(arrays, value), strict=True)
        return [_packed_one(target, array, before) for array, before in pairs]
    return owned(_batch(arrays, value, join), value, value.ndim == target.lead + 2)


def _befores(arrays: list[Any], value: Sequence[Any]) -> Sequence[Any]:
    """What each array was; of another number than came, which a custom transform may make, all are as the first."""
    return value if len(arrays) == len(value) else [value[0]] * len(arrays)


def _packed_one(target: Target, array: Any, before: Any) -> Any:
    if isinstance(before, (list, tuple)):
        return [owned(plane, before[0], before[0].ndim == 2) for plane in array]
    return owned(array, before, before.ndim == int(target.depth) + 2)


def _batch(arrays: list[Any], value: Any, join: Join) -> Any:
    return join(arrays) if len(value) else join(arrays)[:0]


def _tensors(target: Target, arrays: list[Any], value: Any, join: Join, channel_axis: bool) -> Any:
    """Slices that an op turned into tensors: images keep a channel axis, masks only the one they came with.

    What has no axes, as Pillow's images, is handed back as it is.
    """
    if not all(map(has_axes, arrays)):
        return arrays[0] if target.single else arrays
    if target.kind is MASKS and not channel_axis and is_flat(target, value):
        axes = 3 if target.depth else 2
        arrays = [one.squeeze(-1 if one.shape[-1] == 1 else -3) if len(one.shape) > axes else one for one in arrays]
    if target.kind is MASKS:
        arrays = [tensor_as_brought(array, dtypes_of(value)) for array in arrays]
    listed = isinstance(value, (list, tuple))
    if target.single:
        return list(arrays[0]) if listed else arrays[0]
    if not listed:
        return _batch(arrays, value, join)
    pairs = zip(arrays, _befores(arrays, value), strict=True)
    return [list(array) if isinstance(before, (list, tuple)) else array for array, before in pairs]


def owned(array: Any, before: Any, flat: bool) -> Any:
    """A C-contiguous array of its own memory, without the channel axis and in the dtype that the input had."""
    array = as_brought(array, before)
    if flat and array.shape[-1] == 1:
        array = array[..., 0]
    if array is before or not array.flags.c_contiguous:
        return array.copy()
    return array.copy() if isinstance(before, np.ndarray) and _overlap(array, before) else array


def handed_back(array: Any, before: Any, lead: int) -> Array | None:
    """What ``owned`` hands back of one plain array in most calls, known by a look; None where more is to be looked at.

    ``lead``: the axes in front of height and width. An array that came without a channel axis goes without one.
    Arrays that own their memory, as those without a base do, share none, and neither do views of two of them.
    """
    if array is before:
        same: Array = array.copy()
        return same
    if not (type(array) is type(before) is ndarray):
        return None
    if array.dtype is not before.dtype and before.dtype not in IMAGE_DTYPES:
        return None  # as which masks of some dtypes only travelled
    base = array.base
    if array.ndim == before.ndim:
        if base is before:  # a window of it
            window: Array = array.copy()
            return window
        if base is before.base is None:
            fresh: Array = array
            return fresh if array.flags.c_contiguous else array.copy()
    mine = array if base is None else base
    theirs = before if before.base is None else before.base
    if not (type(mine) is type(theirs) is ndarray and mine.base is theirs.base is None):
        return None
    new: Array = array
    if array.ndim != before.ndim:
        if array.ndim != lead + 3 or before.ndim != lead + 2:
            return None
        new = array[..., 0] if array.shape[-1] == 1 else array
    return new if mine is not theirs and array.flags.c_contiguous else new.copy()


def _overlap(array: Array, before: Array) -> bool:
    """Whether two arrays may share memory; two that own theirs, or are views of such, are told apart by that alone."""
    mine = array if array.base is None else array.base
    theirs = before if before.base is None else before.base
    known = type(mine) is np.ndarray and type(theirs) is np.ndarray and mine.base is theirs.base is None
    return (not known or mine is theirs) and np.may_share_memory(array, before)
