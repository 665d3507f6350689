"""Boxes and keypoints in every format and container, with NaN, huge numbers, odd types and rows of other lengths."""

from __future__ import annotations

import warnings
from typing import Any, get_args

import numpy as np
import pandas
from fuzz_judge import Wrong, by_call, unclear, untouched
from fuzz_samples import CLASSES, NEEDED
from fuzz_values import Rng, odd

import augrepro as A
from augrepro.engine.targets.boxes import BoxFormat
from augrepro.engine.targets.keypoints import KeypointFormat

MOVERS = sorted(
    set(CLASSES) & {"Affine", "HorizontalFlip", "NoOp", "Perspective", "Resize", "Transpose", "CoarseDropout"}
)
NUMBERS = (
    float("nan"),
    float("inf"),
    -float("inf"),
    1e13,
    -1e13,
    1e308,
    -1e308,
    10**400,
    10**5000,
    1j,
    "3",
    None,
    True,
)
FLAGS = (True, False)


def case(rng: Rng) -> str | None:
    """What is wrong with one call, or None."""
    height, width = (int(side) for side in rng.integers(1, 40, 2))
    data: dict[str, Any] = {"image": np.zeros((height, width, 3), np.uint8)}
    params: dict[str, Any] = {}
    if rng.random() < 0.7:
        params["bbox_params"] = _boxes(rng, data, height, width)
    if rng.random() < 0.6:
        form = str(rng.choice(get_args(KeypointFormat)))
        invisible, degrees = bool(rng.integers(2)), bool(rng.integers(2))
        params["keypoint_params"] = A.KeypointParams(form, remove_invisible=invisible, angle_in_degrees=degrees)
        rows = rng.uniform(0, min(height, width), (int(rng.integers(0, 4)), len(form)))
        data["keypoints"] = contained(rng, spoiled(rng, rows))
    name = str(rng.choice(MOVERS))
    try:
        with untouched({key: value for key, value in data.items() if not hasattr(value, "__next__")}):
            result = A.Compose([CLASSES[name](**NEEDED[name], p=1)], seed=3, **params)(**data)
        _check(params, data, result)
    except Wrong as wrong:
        return f"{name}, {params}: {wrong}"
    except Exception as error:
        wrong_error = unclear(error, by_call())
        return None if wrong_error is None else f"{name}, {params}: {wrong_error}"
    return None


def _boxes(rng: Rng, data: dict[str, Any], height: int, width: int) -> A.BboxParams:
    form = str(rng.choice(get_args(BoxFormat)))
    ends = np.sort(rng.random((int(rng.integers(0, 4)), 2, 2)), 1)
    low, high = ends[:, 0], ends[:, 1]
    second = high - low if form in ("coco", "yolo") else high
    rows = np.hstack(((low + high) / 2 if form == "yolo" else low, second))
    if form in ("coco", "pascal_voc"):
        rows *= [width, height, width, height]
    data["bboxes"] = contained(rng, spoiled(rng, rows))
    how = {flag: bool(rng.random() < 0.4) for flag in ("clip", "filter_invalid_bboxes", "check_each_transform")}
    if rng.random() < 0.5:
        return A.BboxParams(form, **how)
    count = len(rows) + int(rng.random() < 0.1)
    labels = (
        list(range(count)),
        [f"l{i}" for i in range(count)],
        np.arange(count),
        pandas.Series(range(count), dtype=int),
    )
    data["labels"] = labels[rng.integers(4)] if rng.random() < 0.9 else odd(rng)
    return A.BboxParams(form, ["labels"], **how, min_visibility=float(rng.random() < 0.2))


def spoiled(rng: Rng, rows: Any) -> list[Any]:
    """The rows as lists, now and then with a number, or a row, that is none."""
    found = rows.tolist()
    for row in found:
        if rng.random() < 0.25:
            row[rng.integers(len(row))] = NUMBERS[rng.integers(len(NUMBERS))]
        elif rng.random() < 0.1:
            row.append("more")
    if found and rng.random() < 0.1:
        row = odd(rng)
        found[rng.integers(len(found))] = (
            3 if isinstance(row, range) else row
        )  # its 10**12 further columns would come back
    return found


def contained(rng: Rng, rows: list[Any]) -> Any:
    """The rows in one of the containers that users have, or in none."""
    kind = rng.integers(9)
    if kind < 3:
        return rows
    if kind == 3:
        return tuple(map(tuple, rows)) if all(isinstance(row, list) for row in rows) else tuple(rows)
    if kind == 8:
        return odd(rng)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.array(rows, (object, np.float64, np.float32, np.float16, np.int64, complex)[rng.integers(6)])
    except Exception:  # what of odd things NumPy will not have
        return rows


def _check(params: dict[str, Any], data: dict[str, Any], result: dict[str, Any]) -> None:
    if "bboxes" in data and data["bboxes"] is not None:
        rows = np.array([[float(number) for number in row[:4]] for row in result["bboxes"]]).reshape(-1, 4)
        if not np.isfinite(rows).all():
            raise Wrong(f"boxes are not finite: {rows.tolist()}")
        if "labels" in data and len(result["labels"]) != len(rows):
            raise Wrong(f"{len(rows)} boxes have {len(result['labels'])} labels")
    if "keypoints" in data and data["keypoints"] is not None:
        count = len(params["keypoint_params"].format)
        points = np.array([[float(n) for n in row[:count]] for row in result["keypoints"]]).reshape(-1, count)
        if np.isinf(points).any() or (params["keypoint_params"].remove_invisible and np.isnan(points).any()):
            raise Wrong(f"keypoints are not finite: {points.tolist()}")
