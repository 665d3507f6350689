"""What Albumentations calls the parameters that an op holds: for readers of its records, beside the op's own fields.

Only what means the same is here.
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, degrees, sqrt
from typing import TYPE_CHECKING, Any

from ..engine.declare.parse import to_json
from ..engine.op import FORMER, FORMER_UNITS, FROM_OPS, Op
from ..engine.targets.geometry import centered
from .released_params import former_units, released_params

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


FORMER.append(former_params)
FROM_OPS.append(released_params)
FORMER_UNITS.append(former_units)
