"""What earlier plan formats called today's ops and fields: a plan written by them is read with the meaning it had."""

from typing import Any

from ..engine.declare.registry import FORMER_OPS
from ..engine.op import Value
from .look import LINEAR, LINEAR_EXACT, Border, Look, Sampling

NAMES = {
    "ContrastAboutGrey": "ContrastAboutGray",
    "Crop": "Window",
    "Equalisation": "HistogramEqualization",
    "Grey": "Gray",
    "Holes": "Erase",
    "HueTurn": "HueRotation",
    "NormalisedPlanes": "NormalizedChannelsFirst",
    "OwnRange": "MinMaxNormalize",
    "OwnStandardisation": "MeanStdNormalize",
    "Pad": "Padding",
    "Planes": "ChannelsFirst",
    "Resize": "Resample",
    "Standardisation": "Standardize",
    "Turn": "Dihedral",
}
RENAMED = {"Erase": {"rectangles": "regions"}, "NormalizedChannelsFirst": {"normalisation": "normalization"}}
"""Fields of format 1 by the names they have today."""
NESTED: dict[str, tuple[str, type[Value]]] = {
    "Elastic": ("look", Look),
    "Padding": ("border", Border),
    "Resample": ("sampling", Sampling),
    "Warp": ("look", Look),
}
"""Fields of format 1 that lie in a value of their own today: the value's name and class."""


def of_format_1(data: dict[str, Any]) -> dict[str, Any]:
    """An op of format 1 (before the first release) as format 2 has it."""
    name = NAMES.get(data["op"], data["op"])
    names = RENAMED.get(name, {})
    fields = {**{names.get(field, field): part for field, part in data.items()}, "op": name}
    if name in NESTED:
        whole, cls = NESTED[name]
        fields[whole] = {part: fields.pop(part) for part in cls.fields if part in fields}
    return fields


RESAMPLED: dict[str, dict[str, int | None]] = {
    "MeanSegments": {"interpolation": LINEAR},
    "Paste": {"interpolation": None},
    "Shrunk": {"down": None, "up": None},
}
"""Fields of format 2 that say how an op resamples, and what they are where they are left out."""
SAMPLED = ("Collage", "Resample")
"""Ops of format 2 that say so in their ``sampling``."""


def of_format_2(data: dict[str, Any]) -> dict[str, Any]:
    """An op of format 2 (before the first release) as format 3 has it: linear was OpenCV's bit-exact variant."""
    if data["op"] in SAMPLED:
        sampling = data.get("sampling", {})
        unset: dict[str, int | None] = {"interpolation": LINEAR, "mask_interpolation": None}
        return {**data, "sampling": _exact(sampling, unset) if isinstance(sampling, dict) else sampling}
    return _exact(data, RESAMPLED.get(data["op"], {}))


def _exact(data: dict[str, Any], unset: dict[str, int | None]) -> dict[str, Any]:
    linear = [field for field, default in unset.items() if data.get(field, default) == LINEAR]
    return {**data, **dict.fromkeys(linear, LINEAR_EXACT)}


FORMER_OPS[1] = lambda data: of_format_2(of_format_1(data))
FORMER_OPS[2] = of_format_2
