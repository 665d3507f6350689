"""Every op in every way that its listed fields allow, and the machines on which a grade is held to its word."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import combinations, product
from typing import Any

import cv2
import numpy as np
from catalogue import BUILT, BUILT_VOLUMETRIC, REFERENCES, made
from samples import picture, striped_mask

import augrepro as A
from augrepro.engine.declare.registry import OPS
from augrepro.engine.op import Op
from augrepro.engine.others import OtherSample
from augrepro.engine.reference import Reference
from augrepro.engine.targets.table import TARGETS, Shape
from augrepro.engine.variants import changed, listed
from augrepro.ops.channels import OnChannels
from augrepro.ops.color import HueRotation
from augrepro.ops.curves import PerChannel
from augrepro.ops.grid import Window
from augrepro.ops.normalize import ChannelsFirst, NormalizedChannelsFirst, Standardize
from augrepro.ops.pointwise import Curves, Gamma, Invert
from augrepro.ops.remap import RemappedWindow, Warp

ELSEWHERE = {"Called", "Opaque", "Tensor", "Tensor3D"}
"""Ops with tests of their own: a custom transform's, and those that make torch's tensors."""
BY_HAND = (
    Curves((Gamma(0.7), Invert())),
    PerChannel((Gamma(0.7), Invert(), Gamma(1.3))),
    OnChannels((0,), (Gamma(0.7),)),
    OnChannels((0, 1, 2), (HueRotation(0.1),)),
    ChannelsFirst(),
    NormalizedChannelsFirst(Standardize((0.4,), (0.3,), 255.0)),
    RemappedWindow(Warp((0.9, 0.3, 2.0, -0.2, 1.1, 1.0), 30, 36), Window(3, 4, 31, 27)),
)
"""Ops that no transform draws by itself."""
SIZES = ((24, 32), (40, 67))
DEEP = {"image": TARGETS["volume"], "mask": TARGETS["mask3d"]}
PLANES = 5
CHANNELS = (1, 2, 3, 4, 5, 7)


@cache
def examples() -> tuple[Op, ...]:
    """An op or two of every class: as the catalogue's transforms draw them for an RGB image of 24 x 32, or by hand."""
    found: dict[Any, Op] = {type(op): op for op in BY_HAND if type(op) is not OnChannels}
    sample = {"image": picture(24, 32), "mask": striped_mask(24, 32), "bboxes": [[4, 3, 20, 18]], **REFERENCES}
    more: list[tuple[str, str, dict[str, Any]]] = [("Illumination", "own", {"mode": "gaussian"})]
    more += [("Normalize", "own", {"normalization": way}) for way in ("image", "min_max")]
    more += [("AdditiveNoise", "own", {"noise_type": t, "spatial_mode": "per_pixel"}) for t in ("uniform", "laplace")]
    for name, _, arguments in [*BUILT, *more]:
        plan = A.Compose([made(name, arguments)], A.BboxParams("pascal_voc"), seed=1).draw_plan(**sample)
        for op in plan.ops:
            found.setdefault(type(op), op)
    deep = {"volume": np.stack([sample["image"]] * PLANES), "mask3d": np.stack([sample["mask"]] * PLANES)}
    for name, _, arguments in BUILT_VOLUMETRIC:
        for op in A.Compose([made(name, arguments)], seed=1).draw_plan(**deep).ops:
            found.setdefault(type(op), op)
    return (*found.values(), *(op for op in BY_HAND if type(op) is OnChannels))


def variants(op: Op) -> set[Op]:
    """The op with every pair of listed fields at every pair of their values."""
    fields = listed(op)
    out = {op}
    for path, values in fields.items():
        out |= {changed(op, path, value) for value in values}
    for one, other in combinations(fields, 2):
        out |= {changed(changed(op, one, x), other, y) for x, y in product(fields[one], fields[other])}
    return out


@contextmanager
def switched(switch: Callable[[Any], None], now: Any, back: Any) -> Iterator[None]:
    """OpenCV with a switch thrown."""
    switch(now)
    try:
        yield
    finally:
        switch(back)


def forget() -> None:
    """Let the kernels grow every field anew."""
    for kept in caches():
        kept.cache_clear()


@cache
def caches() -> tuple[Any, ...]:
    """The kernels' caches of bounded size: of fields, not of the few tables that never change."""
    found = [item for item in gc.get_objects() if type(item).__name__ == "_lru_cache_wrapper"]
    kernels = [item for item in found if item.__module__.startswith("augrepro.kernels")]
    return tuple(item for item in kernels if item.cache_parameters()["maxsize"] is not None)


def layouts(array: np.ndarray) -> Iterator[np.ndarray]:
    """The same values in other places: in a larger array, backwards, by columns, by channels."""
    height, width, channels = array.shape
    larger = np.zeros((height + 3, width + 5, channels + 1), array.dtype)
    larger[1:-2, 3:-2, :-1] = array
    yield larger[1:-2, 3:-2, :-1]
    yield np.ascontiguousarray(array[::-1, ::-1])[::-1, ::-1]
    yield np.asfortranarray(array)
    yield np.ascontiguousarray(array.transpose(2, 0, 1)).transpose(1, 2, 0)


def other(wanted: Any, channels: int, wide: bool = False) -> Any:
    """The image, or the sample, that an op names; of 16 bits where what it joins is."""
    image = picture(9, 7, channels, seed=5) // 2
    image = image.astype(np.uint16) * np.uint16(257) if wide else image
    if isinstance(wanted, Reference):
        return image
    stacks = {"image": (TARGETS["image"], [image]), "mask": (TARGETS["mask"], [image // 32])}
    return OtherSample("other", {}, Shape(*image.shape), stacks, {}, {})


def run(op: Op, target: str, array: np.ndarray) -> np.ndarray:
    """What the op makes of one image or mask, or of a volume of such planes where it wants one."""
    op = op.bound(lambda wanted, masks=True: other(wanted, array.shape[2], array.dtype == np.uint16))
    if op.volumetric:
        deep = np.lib.stride_tricks.as_strided(array, (PLANES, *array.shape), (0, *array.strides), writeable=False)
        return np.ascontiguousarray(op.volumes(DEEP[target], [deep])[0])
    return np.ascontiguousarray(op.stack(TARGETS[target], [array])[0])


def departures(op: Op, target: str, array: np.ndarray) -> Iterator[str]:
    """Where the op gives other bits than here, of all that its grade speaks of."""
    grade, here = op.grade(array.dtype), run(op, target, array)

    def differs(given: np.ndarray) -> bool:
        out = run(op, target, given)
        return out.dtype != here.dtype or out.tobytes() != here.tobytes()

    if any(differs(other) for other in layouts(array)):
        yield "another memory layout"
    for threads in (1, 3):
        with switched(cv2.setNumThreads, threads, -1):
            if differs(array):
                yield f"{threads} threads"
    if grade != "same-build":
        with switched(cv2.setUseOptimized, False, True):
            forget()
            if differs(array):
                yield "another CPU"


def registered() -> set[str]:
    """The names of the library's ops."""
    return {name for name, cls in OPS.items() if cls.__module__.startswith("augrepro.")} - ELSEWHERE
