"""Transforms and samples for the fuzzers: small, of every size, dtype and count of channels."""

from __future__ import annotations

from typing import Any

import numpy as np
from catalogue import CATALOGUE, OTHERS, REFERENCES, TEXTS, VOLUMETRIC
from fuzz_values import Rng, value

from augrepro.engine.declare.registry import TRANSFORMS
from augrepro.engine.transform import Transform

CLASSES: dict[str, Any] = {
    name: cls
    for name, cls in sorted(TRANSFORMS.items())
    if issubclass(cls, Transform) and "." not in name and not name.startswith("ToTensor")
}
"""The declared transforms of the library, less the one that ends a pipeline in tensors."""
SIDES = (1, 2, 3, 4, 5, 9, 17)
CHANNELS = (0, 1, 2, 3, 3, 3, 4, 5)
NEEDED = {name: plain for name, (plain, _) in (CATALOGUE | VOLUMETRIC).items()}


def arguments(rng: Rng, cls: Any, wild: float = 0.2, most: float = 0.5) -> dict[str, Any]:
    """Arguments that suit the kinds of some of the class's fields; those without a default are always there."""
    given = dict(NEEDED.get(cls.__name__, {}))
    for name, annotation in cls.declared.items():
        if name != "p" and rng.random() < most:
            given[name] = value(rng, annotation, wild)
    return {**given, "p": 1.0 if rng.random() < 0.9 else value(rng, cls.declared["p"], wild)}


def pixels(rng: Rng, shape: tuple[int, ...], dtype: Any = None) -> Any:
    """An image of that shape: noise, black, or white."""
    dtype = np.dtype(dtype or ("uint8", "float32", "float32", "uint16", "float64")[rng.integers(5)])
    unit = rng.random(shape) if rng.random() < 0.7 else np.full(shape, float(rng.integers(2)))
    white = 1 if dtype.kind == "f" else np.iinfo(dtype).max
    return (unit * white).astype(dtype)


def size(rng: Rng, sides: tuple[int, ...] = SIDES) -> tuple[int, int]:
    """A height and a width."""
    return int(rng.choice(sides)), int(rng.choice(sides))


def channelled(rng: Rng, sides: tuple[int, int], channels: tuple[int, ...] = CHANNELS) -> tuple[int, ...]:
    """The sides with a channel axis, or without one."""
    count = int(rng.choice(channels))
    return (*sides, count) if count else sides


def sample(rng: Rng, sides: tuple[int, int], channels: tuple[int, ...] = CHANNELS) -> dict[str, Any]:
    """An image and some of mask, box and keypoint, or a volume with its mask."""
    height, width = sides
    if rng.random() < 0.15:
        volume = pixels(rng, (int(rng.integers(1, 4)), *channelled(rng, sides, channels)))
        return {"volume": volume, "mask3d": rng.integers(0, 3, volume.shape[:3]).astype(np.uint8)}
    data = {"image": pixels(rng, channelled(rng, sides, channels))}
    if rng.random() < 0.6:
        masks = ("uint8", "bool", "int32", "float32", "int16", "uint16", "float64", "int64", "float16")
        data["mask"] = rng.integers(0, 2, sides).astype(masks[rng.integers(len(masks))])
    if rng.random() < 0.4:
        data["bboxes"] = np.array([[0, 0, width, height]])
        data["keypoints"] = np.array([[0.0, height - 1, 30.0, 2.0]])
    return data


def references(rng: Rng, data: dict[str, Any]) -> dict[str, Any]:
    """What transforms look up beside the targets."""
    image = data.get("image", data.get("volume"))
    other = pixels(rng, (3, 2, *image.shape[image.ndim - 1 :]), "uint8")
    return {**{key: [other] for key in REFERENCES}, **TEXTS, **OTHERS}
