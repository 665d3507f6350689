"""How strongly a transform acts: what many draws of it do to one photograph, in numbers that two libraries share."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
from skimage.data import astronaut

from pytest_augrepro.strengths.chance import disagreements
from pytest_augrepro.strengths.record import image_numbers

HEIGHT, WIDTH = 96, 128
POINTS = np.array([(x, y) for y in (20.0, 48.0, 76.0) for x in (24.0, 64.0, 104.0)])
BOXES = np.array([(16.0, 12.0, 60.0, 50.0), (50.0, 40.0, 120.0, 90.0)])

ALL, PIXELS = ("image", "mask", "bboxes", "keypoints"), ("image", "mask")
"""The targets of a sample; old releases cannot handle all of them everywhere."""

SHARED = ("height", "width", "mean", "contrast", "detail")
Numbers = dict[str, float]


def photograph(dtype: str = "uint8") -> Any:
    """An RGB photograph of 96 x 128 pixels."""
    image = np.ascontiguousarray(astronaut()[:384:4, :512:4])
    return image if dtype == "uint8" else (image / np.float32(255)).astype(np.float32)


def stripes() -> Any:
    """A mask of three classes in slanted stripes."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return ((x + 2 * y) // 24 % 3).astype(np.uint8)


def draws(
    pipeline: Callable[..., dict[str, Any]],
    count: int,
    dtype: str = "uint8",
    targets: tuple[str, ...] = ALL,
    reference_keys: Collection[str] = (),
    more: Mapping[str, Any] | None = None,
) -> dict[str, np.ndarray[Any, Any]]:
    """Each number of ``numbers`` over ``count`` calls on the same sample, with a reference image under each key."""
    image, mask = photograph(dtype), stripes()
    # reference images have the photograph's size: 2.0.8 resizes others, and with that changes their histograms
    reference = np.ascontiguousarray(image[::-1] // 2 if dtype == "uint8" else image[::-1] / 2)
    sample = {
        "image": reference,
        "mask": mask,
        "bboxes": BOXES,
        "keypoints": POINTS,
        "tags": [2, 3],
        "ids": [*range(9)],
    }
    element = {"image": reference[:40, :50], "mask": mask[:40, :50].copy(), "mask_id": 2}
    mixed = {"mosaic_metadata": [sample], "stickers": element, "overlay_metadata": element}
    others = {**{key: mixed.get(key, [reference]) for key in reference_keys}, **(more or {})}
    rows = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(count):
            ids = np.arange(len(POINTS))
            given = {"image": image, "mask": mask.copy()}  # 2.0.8 writes in it under OverlayElements
            if targets == ALL:
                given.update(keypoints=POINTS, ids=ids, bboxes=BOXES, tags=[0, 1])
            # releases before 1.4 take boxes and points as lists alone
            lists = {name: given[name].tolist() for name in ("keypoints", "ids", "bboxes") if name in given}
            rows.append(numbers(given, pipeline(**{**given, **lists}, **others)))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def unexplained(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], known: list[tuple[str, Mapping[str, tuple[float, float]]]]
) -> list[str]:
    """The disagreements that no departure explains: (what the complaint begins with, from and to which factor).

    The factor is how many times as large as theirs our mean of that number is, or of a spread our spread, which may
    have factors of its own (``"change: spread"``); of a shift, which is about 0, it is by how many pixels ours is
    larger, and of a spread that is 0 there, it is ours.
    """
    return [
        text
        for text in disagreements(dict(ours), dict(theirs))
        if not any(re.match(begin, text) and _within(factors, text, ours, theirs) for begin, factors in known)
    ]


def _within(factors: Mapping[str, tuple[float, float]], text: str, ours: Any, theirs: Any) -> bool:
    name, _, rest = text.partition(": ")
    spread = rest.startswith("spread")
    key = f"{name}: spread" if spread and f"{name}: spread" in factors else name
    if key not in factors:
        return True
    one, two = (series[name].std() if spread else series[name].mean() for series in (ours, theirs))
    low, high = factors[key]
    if name.startswith("shift") and not spread:
        return bool(low <= one - two <= high)
    scale = two if two > 1e-9 or not spread else 1.0  # rounding leaves a little of nothing
    return bool(low * scale <= one <= high * scale)


def numbers(given: dict[str, Any], out: dict[str, Any]) -> Numbers:
    """What one call did: to intensities, to the mask's classes, and where they are given to points and boxes."""
    image, before = np.asarray(out["image"], np.float64), np.asarray(given["image"], np.float64)
    same = image.shape == before.shape
    mask, shared = np.asarray(out["mask"]), image_numbers(before, image)
    return {
        "fired": float(not same or bool((image != before).any())),
        **{name: shared[name] for name in SHARED},
        "change": float(np.abs(image - before).mean()) if same else 0.0,
        "mask zeros": float((mask == 0).mean()),
        **(geometry(given, out) if "keypoints" in given else {}),
    }


def geometry(given: dict[str, Any], out: dict[str, Any]) -> Numbers:
    """What one call did to nine points and two boxes."""
    points, ids = np.asarray(out["keypoints"], np.float64).reshape(-1, 2), np.asarray(out["ids"], int)
    moved = points - given["keypoints"][ids] if len(ids) else np.zeros((1, 2))
    boxes = np.asarray(out["bboxes"], np.float64).reshape(-1, 4)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return {
        "points kept": float(len(ids)),
        "shift x": float(moved[:, 0].mean()),
        "shift y": float(moved[:, 1].mean()),
        "displacement": float(np.hypot(moved[:, 0], moved[:, 1]).mean()),
        "boxes kept": float(len(boxes)),
        "box area": float(areas.sum()),
    }
