"""Every target with every dtype, layout and container."""

from __future__ import annotations

from typing import Any

import numpy as np
from fuzz_judge import Wrong, by_call, check_pixels, unclear, untouched
from fuzz_samples import CLASSES, NEEDED, size
from fuzz_values import Rng, odd

import augrepro as A
from augrepro.engine.targets.mask_dtypes import WORKING
from augrepro.engine.targets.stacks import IMAGE_DTYPES, MASK_DTYPES
from augrepro.engine.targets.table import TARGETS

CODES = [
    "?",
    "b",
    "B",
    "h",
    "H",
    "i",
    "I",
    "l",
    "L",
    "q",
    "Q",
    "e",
    "f",
    "d",
    "g",
    "F",
    "D",
    "O",
    "U4",
    "S3",
    "M8[s]",
    "m8[s]",
    ">f4",
    ">u2",
    ">i8",
]
ROWS = {"bboxes": [[0, 0, 1, 1]], "keypoints": [[0, 0]]}
NAMES = sorted(TARGETS.keys() - ROWS)
USED = sorted(set(CLASSES) - {"HistogramMatching"})


def case(rng: Rng) -> str | None:
    """What is wrong with one call, or None."""
    sides = size(rng, (1, 2, 5, 12))
    data = {name: target(rng, name, sides) for name in rng.choice(NAMES, int(rng.integers(1, 4)), replace=False)}
    rows = {name: value for name, value in ROWS.items() if rng.random() < 0.2}
    pipe = A.Compose(
        [CLASSES[name](**NEEDED.get(name, {}), p=1) for name in rng.choice(USED, int(rng.integers(0, 3)))],
        seed=5,
        bbox_params=A.BboxParams("pascal_voc"),
        keypoint_params=A.KeypointParams("xyz" if rng.random() < 0.5 else "xy"),
        is_check_shapes=bool(rng.random() < 0.9),
    )
    if "keypoints" in rows and pipe.to_dict()["transform"]["keypoint_params"]["format"] == "xyz":
        rows["keypoints"] = [[0, 0, 0]]
    try:
        with untouched(data):
            result = pipe(**data, **rows)
        _check(pipe, data, result)
    except Wrong as wrong:
        return f"{pipe.transforms} on {_shapes(data)}: {wrong}"
    except Exception as error:
        wrong_error = unclear(error, by_call(("Compose", "needs")))
        return None if wrong_error is None else f"{pipe.transforms} on {_shapes(data)}: {wrong_error}"
    return None


def target(rng: Rng, name: str, sides: tuple[int, int]) -> Any:
    """What a call may bring under that name, or nearly so."""
    if rng.random() < 0.06:
        return odd(rng)
    lead = tuple(int(n) for n in rng.integers(1, 3, TARGETS[name].lead + (rng.random() < 0.05)))
    shape = (*lead, *sides, *((3,) if rng.random() < 0.5 else (1,) if rng.random() < 0.3 else ()))
    if rng.random() < 0.05:
        shape = tuple(0 if rng.random() < 0.3 else side for side in shape)
    image = TARGETS[name].kind.value == "pixels"
    usual = ("u1", "f4", "u1", "f8", "u2") if image else ("u1", "i4", "f4", "?", "i2", "i8")
    dtype = np.dtype(str(rng.choice(usual)) if rng.random() < 0.8 else str(rng.choice(CODES)))
    array = laid_out(rng, rng.integers(0, 2, shape).astype(dtype))
    if len(lead) and rng.random() < 0.3:
        return list(array) if rng.random() < 0.8 else tuple(array)
    return array


def laid_out(rng: Rng, array: Any) -> Any:
    """The array as it is, or elsewhere in memory, or of a subclass, or where nobody may write."""
    kind = rng.integers(10)
    if kind == 0:
        return np.asfortranarray(array)
    if kind == 1:
        return np.repeat(array, 2, -1)[..., ::2]
    if kind == 2:
        return array[::-1]
    if kind == 3:
        return np.ma.masked_array(array)
    if kind == 4:
        array.flags.writeable = False
    if kind == 5 and array.dtype.kind == "f" and array.size:
        array.flat[0] = (np.nan, np.inf, 300.0, -5.0)[rng.integers(4)]
    return array


def _shapes(data: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} {value.dtype} {value.shape}" if isinstance(value, np.ndarray) else f"{name} {type(value).__name__}"
        for name, value in data.items()
    )


def _dtype_after(retyped: list[Any]) -> np.dtype[Any]:
    return np.dtype(getattr(retyped[-1], "dtype", "f4"))


def _check(pipe: Any, data: dict[str, Any], result: dict[str, Any]) -> None:
    if result.keys() < data.keys():
        raise Wrong(f"{data.keys() - result.keys()} got lost")
    retyped = [node for node in pipe.transforms if isinstance(node, (A.Normalize, A.ToFloat, A.FromFloat))]
    for name, given in data.items():
        arrays = given if isinstance(given, (list, tuple)) else [given]
        if not all(isinstance(array, np.ndarray) and array.size for array in arrays) or not arrays:
            continue
        image = TARGETS[name].kind.value == "pixels"
        known = IMAGE_DTYPES if image else MASK_DTYPES | WORKING.keys()
        if any(array.dtype.newbyteorder("=") not in known for array in arrays):
            raise Wrong(f"{name} of {arrays[0].dtype} was taken")
        if not isinstance(given, np.ndarray) and name in ("volume", "mask3d"):
            continue  # a list of planes, whose number may change
        check_pixels(name, given, result[name], _dtype_after(retyped) if image and retyped else arrays[0].dtype)
