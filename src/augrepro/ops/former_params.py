"""What Albumentations calls the parameters that an op holds: for readers of its records, beside the op's own fields.

``former_params`` has what means the same; ``released_params`` what ``apply`` was handed, in the units of then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import atan2, degrees, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.declare.parse import to_json
from ..engine.op import FORMER, FORMER_UNITS, FROM_OPS, Op
from ..engine.targets.geometry import centered
from ..engine.targets.table import Shape

if TYPE_CHECKING:  # each op is imported when it is first drawn
    from .codec import Compression
    from .grid import Padding, Window
    from .lens import ChromaticShift
    from .remap import Warp

RENAMED: dict[str, dict[str, str]] = {
    "BlankChannels": {"channels_to_drop": "channels"},
    "Box": {"kernel": "size"},
    "Disk": {"alias_blur": "blur"},
    "Erase": {"holes": "regions"},
    "HsvShift": {"hue_shift": "hue", "sat_shift": "saturation", "val_shift": "value"},
    "KeepBits": {"num_bits": "bits"},
    "Median": {"kernel": "size"},
    "PlasmaContrast": {"brightness_factor": "brightness", "contrast_factor": "contrast"},
    "PrincipalColors": {"alpha_vector": "strengths"},
    "Rain": {"drop_length": "length"},
    "ReorderChannels": {"channels_shuffled": "order"},
    "Restain": {"stain_matrix": "stains", "scale_factors": "scale", "shift_values": "shift"},
    "ToneCurve": {"low_y": "low", "high_y": "high"},
    "UnsharpMasking": {"ksize": "size"},
}
"""Their names of fields, op by op."""


def _window(op: Window) -> dict[str, Any]:
    return {"crop_coords": [op.x_min, op.y_min, op.x_max, op.y_max]}


def _padding(op: Padding) -> dict[str, Any]:
    return {"pad_params": {"pad_top": op.top, "pad_bottom": op.bottom, "pad_left": op.left, "pad_right": op.right}}


def _warp(op: Warp) -> dict[str, Any]:
    a, b, c, d, e, f = op.forward
    x, y = op.width / 2, op.height / 2
    m = centered(op.forward)
    return {
        "matrix": [[*m[:3]], [*m[3:]], [0.0, 0.0, 1.0]],
        "angle": degrees(atan2(b, a)),
        "scale": sqrt(abs(a * e - b * d)),
        "dx": (a * x + b * y + c - x) / op.width,
        "dy": (d * x + e * y + f - y) / op.height,
    }


def _compression(op: Compression) -> dict[str, Any]:
    return {"image_type": ".jpg" if op.codec == "jpeg" else f".{op.codec}"}


def _chromatic(op: ChromaticShift) -> dict[str, Any]:
    names = [f"{order}_distortion_{color}" for color in ("red", "blue") for order in ("primary", "secondary")]
    return dict(zip(names, (*op.red, *op.blue), strict=True))


DERIVED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ChromaticShift": _chromatic,
    "Compression": _compression,
    "Padding": _padding,
    "Warp": _warp,
    "Window": _window,
}
"""What is computed from several fields."""


def former_params(op: Op) -> dict[str, Any]:
    """An op's parameters by Albumentations' names, as JSON has them."""
    name = type(op).__name__
    if name in DERIVED:
        return DERIVED[name](op)
    return {theirs: to_json(getattr(op, field)) for theirs, field in RENAMED.get(name, {}).items()}


Params = dict[str, Any]
COLORS = {"Linear": ("brightness", "alpha"), "ContrastAboutGray": ("contrast", "factor")}
COLORS |= {"Saturation": ("saturation", "factor"), "HueRotation": ("hue", "share")}
"""What each op of a color jitter is there, in the order of its numbers there."""


def white(dtype: Any) -> float:
    """The largest value of an image of the dtype, 1 for floats."""
    return 1.0 if np.dtype(dtype).kind == "f" else float(np.iinfo(dtype).max)


def _window_there(op: Any, shape: Shape, dtype: Any) -> Params:
    """The window in pixels, and its place as the share of the room that it has, rounded down as 1.x did."""
    height, width = op.y_max - op.y_min, op.x_max - op.x_min
    rooms = (shape.height - height, op.y_min), (shape.width - width, op.x_min)
    h_start, w_start = (min((start + 0.5) / room, 1.0) if room else 0.0 for room, start in rooms)
    sides = {name: getattr(op, name) for name in ("x_min", "y_min", "x_max", "y_max")}
    crop = {"crop_coords": tuple(sides.values()), "crop_height": height, "crop_width": width}
    return {**sides, **crop, "h_start": h_start, "w_start": w_start}


def _padding_there(op: Any, shape: Shape, dtype: Any) -> Params:
    return {f"pad_{side}": getattr(op, side) for side in ("top", "bottom", "left", "right")}


def _size(op: Any, shape: Shape, dtype: Any) -> Params:
    return {"ksize": op.size}


def _linear(op: Any, shape: Shape, dtype: Any) -> Params:
    return {"alpha": op.alpha, "beta": op.beta * white(dtype)}


def _channel_shifts(op: Any, shape: Shape, dtype: Any) -> Params:
    shifts = np.array(op.levels) * (white(dtype) / 255)
    named = dict(zip(("r_shift", "g_shift", "b_shift"), shifts.tolist(), strict=False))
    return {**named, "shift": shifts, "noise_map": shifts}


def _warp_there(op: Any, shape: Shape, dtype: Any) -> Params:
    a, b, c, d, e, f = op.forward
    return {"matrix": np.array([[a, b, c], [d, e, f], [0.0, 0.0, 1.0]])}


def _grid_of_holes(op: Any, shape: Shape, dtype: Any) -> Params:
    return {"holes": np.array(op.holes(shape.height, shape.width), np.int64).reshape(-1, 4)}


def _embossing(op: Any, shape: Shape, dtype: Any) -> Params:
    return {"emboss_matrix": op.weights()}


VALUES: dict[str, Callable[[Any, Shape, Any], Params]] = {
    "Box": _size,
    "Embossing": _embossing,
    "Erase": lambda op, shape, dtype: {"holes": np.array(op.regions, np.int64).reshape(-1, 4)},
    "EraseGrid": _grid_of_holes,
    "Gaussian": _size,
    "Linear": _linear,
    "Median": _size,
    "Padding": _padding_there,
    "ShiftChannels": _channel_shifts,
    "Warp": _warp_there,
    "Window": _window_there,
}
"""Op by op; what has the same name and value there is in the tables above."""


def released_params(ops: Sequence[Op], shape: Shape, dtype: Any) -> Params:
    """The values in ops that act on an image of the shape and dtype; holes of several ops in one array."""
    found: Params = {}
    order: list[int] = []
    holes = []
    for op in ops:
        name = type(op).__name__
        more = VALUES[name](op, shape, dtype) if name in VALUES else {}
        holes += [more["holes"]] if "holes" in more else []
        found.update(more)
        if name in COLORS:
            theirs, field = COLORS[name]
            found[theirs] = getattr(op, field)
            order.append([*COLORS].index(name))
        shape = op.after(shape)
    if holes:
        found["holes"] = np.concatenate(holes)
    return {**found, "order": [*order, *(each for each in range(len(COLORS)) if each not in order)]}


def former_units(values: Params, dtype: Any) -> Params:
    """As 1.3.1 had them: shares of white, thresholds in levels, holes as tuples; without what it had otherwise."""
    top = white(dtype)
    known = {name: value for name, value in values.items() if name != "matrix"}
    if "beta" in known:
        known["beta"] /= top
    if isinstance(known.get("threshold"), float):
        known["threshold"] *= top
    if "holes" in known:
        known["holes"] = [tuple(row) for row in np.asarray(known["holes"]).tolist()]
    if "noise_map" in known:
        known["gauss"] = known["noise_map"]
    return known


FORMER.append(former_params)
FROM_OPS.append(released_params)
FORMER_UNITS.append(former_units)
