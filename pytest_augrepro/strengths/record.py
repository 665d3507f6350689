"""What many calls of a pipeline did to one sample: facts and numbers, as small JSON.

This file imports nothing but NumPy and runs under Python 3.8: where the old pipeline has an environment of its own,
copy it there, record, and bring the JSON back.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import warnings
from typing import Any, Callable  # noqa: UP035 - it runs under 3.8, too

import numpy as np

FORMAT = 1
MOST_CLASSES = 8
"""Of a mask, by their share in the sample."""
FEWEST_SIDES = 16
"""A plain 2-D array with fewer rows or columns is a table of boxes or points, no image."""
DIGITS = 7
GRID = 8
"""Into so many rows and columns of means an image is brought to tell how it is turned."""
ALIKE_WAYS = 0.01
"""Two ways of turning it whose likenesses differ by less are not told apart."""
OFF_TIES = 0.000137
"""Added before rows are rounded: halves, eighths and the like, which are frequent, then lie off the ties."""
LEAST_LIKE, ALIKE_PLACES = 0.5, 0.1
"""Edges of an image that is shifted correlate so well at its place, and by so much better than at all others ..."""
NEAR_BEST = 3
"""... that lie further away than so many pixels."""
SCALARS = {"f": "float", "i": "int", "u": "int", "b": "bool"}
"""NumPy's numbers do what Python's do."""
WORDS = {"mask": "mask", "box": "boxes", "point": "points", "image": "image", "volume": "image"}
"""What the name of a part says of it."""


def record(pipeline: Callable[..., Any], sample: Any, n: int = 300) -> dict[str, Any]:
    """What ``n`` calls of the pipeline on copies of the sample returned.

    A dict is handed over by keyword, anything else as the one argument; a result that is no dict counts as ``image``.
    """
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"n must be a whole number >= 1, got {n!r}")
    given = sample if isinstance(sample, dict) else {"image": sample}
    kinds = {name: kind_of(name, value) for name, value in given.items()}
    classes = {name: classes_of(array_of(given[name])) for name, kind in kinds.items() if kind == "mask"}
    facts: dict[str, dict[str, int]] = {}
    rows: list[dict[str, float]] = []
    turned: dict[str, dict[str, int]] = {}
    results: dict[bytes, int] = {}
    untouched, at_rest = digest_of(list(given.values())), 0
    for _ in range(n):
        before = {name: copied(value) for name, value in given.items()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            out = pipeline(**before) if isinstance(sample, dict) else pipeline(before["image"])
        out = out if isinstance(out, dict) else {"image": out}
        for name in [*given, *(name for name in out if name not in given)]:
            fact = described(out[name]) if name in out else "no such key"
            facts.setdefault(name, {})[fact] = facts.get(name, {}).get(fact, 0) + 1
        shown = [name for name in given if name in out]
        rows.append({})
        for name in shown:
            numbers = numbers_of(kinds[name], given[name], out[name], classes.get(name, []))
            rows[-1].update({name + ": " + what: number for what, number in numbers.items()})
            if kinds[name] == "image" and out[name] is not None:
                way = way_turned(array_of(given[name]), array_of(out[name]))
                turned.setdefault(name, {})[way] = turned.get(name, {}).get(way, 0) + 1
        digest = digest_of([out[name] for name in shown])
        results[digest] = results.get(digest, 0) + 1
        at_rest += digest == untouched and len(shown) == len(given)
    series = {
        name: [rounded(row.get(name, math.nan)) for row in rows] for name in {key: 0 for row in rows for key in row}
    }
    return {
        "strengths": FORMAT,
        "n": n,
        "exactness": str(getattr(pipeline, "exactness", "")),
        "facts": facts,
        "turned": turned,
        "unchanged": at_rest,
        "most frequent result": max(results.values()),
        "series": series,
    }


def save(recording: dict[str, Any], path: str | os.PathLike[str]) -> None:
    """Write a recording as JSON."""
    text = json.dumps(recording, separators=(",", ":"))  # first, so that a failure leaves the file as it was
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def rounded(number: float) -> float | None:
    """To a few digits; None, which JSON has, for NaN."""
    return float("{:.{}g}".format(number, DIGITS)) if math.isfinite(number) else None


def copied(value: Any) -> Any:
    """A copy that the pipeline may write into: of an array or tensor, of a list and what it holds, of a picture."""
    if isinstance(value, (list, tuple)):
        items = [copied(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    for name in ("clone", "copy"):
        if hasattr(value, name):
            return getattr(value, name)()
    return value


def array_of(value: Any) -> Any:
    """A tensor, picture or list as a float64 array with channels last."""
    tensor = hasattr(value, "detach")
    array = np.asarray(value.detach().cpu().numpy() if tensor else value, np.float64)
    return np.moveaxis(array, -3, -1) if tensor and array.ndim >= 3 else array


def kind_of(name: str, value: Any) -> str:
    """What a part of the sample is: image, mask, boxes, points or labels."""
    lowered = name.lower()
    for word, kind in WORDS.items():
        if word in lowered:
            return kind
    try:
        array = array_of(value)
    except (TypeError, ValueError):
        return "labels"
    if array.ndim >= 3 or (array.ndim == 2 and min(array.shape) >= FEWEST_SIDES):
        return "image"
    if array.ndim == 2:
        return "boxes" if array.shape[1] >= 4 else "points"
    return "labels"


def classes_of(mask: Any) -> list[float]:
    """The commonest values of a mask."""
    values, counts = np.unique(mask, return_counts=True)
    return [float(value) for value in values[np.argsort(-counts, kind="stable")][:MOST_CLASSES]]


def described(value: Any) -> str:
    """Container, dtype and axes of a result, in words: what code behind the pipeline relies on."""
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        shape = tuple(value.shape)
        if not shape:
            return SCALARS.get(getattr(value.dtype, "kind", ""), type(value).__name__)
        first = hasattr(value, "detach") and len(shape) >= 3
        channels = shape[-3] if first else shape[-1] if len(shape) >= 3 else None
        axes = "" if channels is None else (", {} channels first" if first else ", {} channels last").format(channels)
        kind = str(value.dtype).replace("torch.", "")
        return f"{type(value).__name__} of {kind}, {len(shape)} axes{axes}"
    if isinstance(value, (list, tuple)):
        inside = sorted({described(item) for item in value})
        return "{} of {}".format(type(value).__name__, " and ".join(inside) or "nothing")
    return type(value).__name__


def digest_of(values: list[Any]) -> bytes:
    """Equal results have equal digests; rows of numbers are equal where they differ by rounding alone."""
    sha = hashlib.blake2b(digest_size=16)
    for value in values:
        try:
            array = array_of(value)
            array = np.ascontiguousarray(array if array.ndim != 2 or array.shape[1] >= FEWEST_SIDES else near(array))
            sha.update(repr(array.shape).encode() + array.tobytes())
        except (TypeError, ValueError):
            sha.update(repr(value).encode())
    return sha.digest()


def near(rows: Any) -> Any:
    """Rows of numbers to a thousandth of a pixel, or where all are shares to a millionth."""
    shares = not rows.size or float(np.nanmax(np.abs(rows))) <= 1.5
    return (rows + OFF_TIES * (0.001 if shares else 1.0)).round(6 if shares else 3)


def numbers_of(kind: str, given: Any, out: Any, classes: list[float]) -> dict[str, float]:
    """What one call did to one part of the sample."""
    if out is None:
        return {}
    if kind == "labels":
        return {"count": float(len(out))} if hasattr(out, "__len__") and not isinstance(out, str) else {}
    if kind in ("boxes", "points"):
        return row_numbers(rows_of(given), rows_of(out), 4 if kind == "boxes" else 2)
    before, after = array_of(given), array_of(out)
    if kind == "mask":
        return mask_numbers(before, after, classes)
    return image_numbers(before, after)


def image_numbers(before: Any, after: Any) -> dict[str, float]:
    """Brightness and contrast, all over and in parts; how far from the image given, and how like it."""
    if after.ndim == 2:
        after = after[..., None]
    if before.ndim == 2:
        before = before[..., None]
    height, width = after.shape[-3:-1]
    gray = after.mean(-1)
    same = after.shape == before.shape
    rim = np.concatenate((gray[..., 0, :], gray[..., -1, :], gray[..., :, 0], gray[..., :, -1]), -1)
    found = {
        "height": height,
        "width": width,
        "mean": after.mean(),
        "contrast": after.std(),
        "lowest": after.min(),
        "highest": after.max(),
        "change": np.abs(after - before).mean() if same else math.nan,
        "detail": np.abs(np.diff(after, axis=-2)).mean() if width > 1 else 0.0,
        "likeness": likeness(gray, before.mean(-1)) if gray.shape == before.shape[:-1] else math.nan,
        "upper half": gray[..., : max(height // 2, 1), :].mean(),
        "left half": gray[..., : max(width // 2, 1)].mean(),
        "border": rim.mean(),
        "border as dark as can be": (rim <= gray.min()).mean(),
        "shift x": shift_of(before.mean(-1), gray, -1) if same else math.nan,
        "shift y": shift_of(before.mean(-1), gray, -2) if same else math.nan,
    }
    if 1 < after.shape[-1] <= 4:
        tints = np.diff(after, axis=-1)
        found["detail of color"] = np.abs(np.diff(tints, axis=-2)).mean() if width > 1 else 0.0
        found["color cast"] = after.reshape(-1, after.shape[-1]).mean(0).std()
        found.update({f"channel {i}": after[..., i].mean() for i in range(after.shape[-1])})
    return {name: float(number) for name, number in found.items()}


def likeness(one: Any, other: Any) -> float:
    """The correlation of two images; 1 where brightness and contrast alone differ, 0 for a flat one."""
    a, b = one - one.mean(), other - other.mean()
    scale = math.sqrt(float((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


def shift_of(before: Any, after: Any, axis: int) -> float:
    """By how many pixels an image lies further right, or down, than the one given; NaN where no place is clear.

    It is where edges of the means over all other axes correlate best; the ends count as neighbors, so that a roll is a
    shift.
    """
    others = tuple(i for i in range(before.ndim) if i != before.ndim + axis)
    one, two = (each - np.roll(each, 1) for each in (before.mean(others), after.mean(others)))
    scale, n = math.sqrt(float((one * one).sum() * (two * two).sum())), len(one)
    if n < FEWEST_SIDES or scale <= 0:
        return math.nan
    found = np.fft.irfft(np.fft.rfft(two) * np.fft.rfft(one).conj(), n) / scale
    best = int(found.argmax())
    left, top, right = (float(found[(best + k) % n]) for k in (-1, 0, 1))
    others_too = float(np.roll(found, NEAR_BEST - best)[2 * NEAR_BEST + 1 :].max())
    if top < LEAST_LIKE or top - others_too < ALIKE_PLACES:
        return math.nan
    bend = 2 * top - left - right
    place = best + ((right - left) / 2 / bend if bend > 0 else 0.0)
    return round(place - n if place > n / 2 else place, 2) + 0.0


def way_turned(before: Any, after: Any) -> str:
    """Which of the eight ways to turn and mirror the given image the result is most like, in words."""
    one, two = coarse(before), coarse(after)
    if one is None or two is None:
        return "unclear"
    upright = {"": one, "mirrored, ": one[:, ::-1]}
    ways = {f"{words}turned by {90 * k}": np.rot90(each, k) for words, each in upright.items() for k in range(4)}
    found = sorted(((likeness(each, two), way) for way, each in ways.items()), reverse=True)
    return found[0][1] if found[0][0] - found[1][0] >= ALIKE_WAYS else "unclear"


def coarse(image: Any) -> Any:
    """Means of an image in a grid of squares or oblongs; None where it is too small."""
    gray = image if image.ndim == 2 else image.mean(-1)
    gray = gray if gray.ndim == 2 else gray.reshape(-1, *gray.shape[-2:]).mean(0)
    height, width = gray.shape
    if min(height, width) < GRID:
        return None
    places = [np.arange(GRID) * side // GRID for side in (height, width)]
    sums = np.add.reduceat(np.add.reduceat(gray, places[0], 0), places[1], 1)
    counts = [np.diff([*each, side]) for each, side in zip(places, (height, width))]  # noqa: B905 - 3.8 has no strict
    return sums / np.outer(*counts)


def mask_numbers(before: Any, after: Any, classes: list[float]) -> dict[str, float]:
    """The area of each class as a share of the mask, and where what is not 0 lies."""
    found = {f"area of class {value:g}": float((after == value).mean()) for value in classes}
    found["area of new classes"] = float((~np.isin(after, classes)).mean())
    found["height"], found["width"] = (float(side) for side in after.shape[:2])
    flat = after if after.ndim == 2 else after.reshape(after.shape[0], after.shape[1], -1).max(-1)
    y, x = np.nonzero(flat)
    found["center x"] = float(x.mean()) if len(x) else math.nan
    found["center y"] = float(y.mean()) if len(y) else math.nan
    return found


def rows_of(value: Any) -> Any:
    """The rows of numbers in a list or array; of further columns, such as labels, nothing."""
    value = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    numeric = [[float(item) for item in list(row)[:4] if not isinstance(item, str)] for row in value]
    width = min((len(row) for row in numeric), default=0)
    return np.array([row[:width] for row in numeric], np.float64).reshape(len(numeric), width)


def row_numbers(given: Any, out: Any, columns: int) -> dict[str, float]:
    """How many there are, where, and, where none was lost, how far each moved and how much its size changed."""
    found = {"count": float(len(out))}
    names = ("x", "y", "third column", "fourth column")[:columns]
    for i, name in enumerate(names):
        found[name] = float(out[:, i].mean()) if len(out) and out.shape[1] > i else math.nan
    paired = len(out) == len(given) and len(out) > 0
    moved = out[:, :2] - given[:, :2] if paired else np.full((1, 2), math.nan)
    found["displacement"] = float(np.hypot(moved[:, 0], moved[:, 1]).mean())
    if columns == 4:
        paired = paired and out.shape[1] == given.shape[1] == 4
        found["change of size"] = float(np.abs(out[:, 2:] - given[:, 2:]).mean()) if paired else math.nan
    return found
