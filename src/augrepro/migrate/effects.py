"""Calls that mean what they meant and act otherwise all the same, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..engine.declare.rules import Arguments, Release
from .floats import readings
from .values import known

SIDES = frozenset(("Blur", "MedianBlur", "MotionBlur"))
MIRRORING = "ElasticTransform GridDistortion OpticalDistortion PadIfNeeded Rotate SafeRotate ShiftScaleRotate"
FILLS = {
    **dict.fromkeys(MIRRORING.split(), ("value", "border_mode", 4)),
    "Affine": ("cval", "mode", 0),
    "CropAndPad": ("pad_cval", "pad_mode", 0),
    "Perspective": ("pad_val", "pad_mode", 0),
}
"""What 1.3 called the fill and the mode of the border, and the mode where none was written."""
FILLED_WHOLE_SINCE: Release = (1, 4, 12)
FILLED_LESS_SINCE: Release = (1, 4, 22)
ENDED: Release = (2, 0, 0)
"""The end of 1.x, all of whose releases acted alike where this is named."""


@dataclass(frozen=True)
class Strength:
    """A class that changes an image more than 1.5 times as much as it did, or less than two thirds as much."""

    name: str
    call: str
    then: float
    """The mean change of a byte by this call in 1.3.1, over 40 calls on a portrait of 256 x 256 pixels in color."""
    here: float
    until: Release
    """The first release that acted as today, or nearer to that."""
    cure: str

    @property
    def words(self) -> str:
        """What a call does otherwise."""
        how = "more strongly" if self.here > self.then else "less strongly"
        return (
            f"{self.name} acts {how} than before {'.'.join(map(str, self.until))}: {self.call} changed a byte by "
            f"{self.then:g} in 1.3.1 and does by {self.here:g}; {self.cure}"
        )


STRENGTHS = (
    Strength("FancyPCA", "FancyPCA(0.3)", 6.5, 2.4, (1, 4, 15), "an alpha three times as high comes near"),
    Strength("ISONoise", "ISONoise()", 11.6, 4.7, (1, 4, 20), "an intensity half as high again comes near"),
    Strength(
        "MotionBlur",
        "MotionBlur((3, 7), allow_shifted=False)",
        3.6,
        7.2,
        (1, 4, 22),
        "lower p or blur_limit in return (then, many calls changed nothing)",
    ),
    Strength(
        "RandomFog",
        "RandomFog(0.2, 0.6)",
        7.5,
        16.5,
        ENDED,
        "lower fog_coef_range or p in return (with low coefficients many calls changed nothing)",
    ),
    Strength("RandomGravel", "RandomGravel()", 1.4, 0.24, ENDED, "five times the number_of_patches comes near"),
    Strength("RandomSunFlare", "RandomSunFlare()", 104, 52, (1, 4, 23), "src_radius=700 is as strong as 400 was"),
    Strength(
        "Superpixels",
        "Superpixels((0.3, 0.3), 50)",
        27.3,
        17.5,
        (1, 4, 20),
        "a p_replace half as high again comes near",
    ),
)
"""docs/compat.md shows them (docs/generate_compat.py)."""


def other_effects(name: str, given: Arguments, release: Release, floats: bool | None = None) -> tuple[str, ...]:
    """What a call of 1.x, in the arguments of then, does otherwise today; the figures are in docs/compat.md.

    ``floats`` is as in ``readings``.
    """
    found = [row.words for row in STRENGTHS if row.name == name and release < row.until and _is_meant(row, given)]
    if words := readings(name, given, release, floats):
        found.append(words)
    if name == "Cutout":
        found.append("Cutout left keypoints alone; CoarseDropout drops those in a hole")
    if name == "GridDistortion" and release < FILLED_LESS_SINCE and _is(given, "border_mode", 0) and "value" in given:
        found.append("GridDistortion fills less of the right edge than before 1.4.22, when it filled that column")
    if name in SIDES and release < (1, 4, 0) and _begins_below_three(given.get("blur_limit")):
        found.append(f"{name}: sides below 3, which changed next to nothing, are drawn no more: lower p in return")
    if name in FILLS and release < FILLED_WHOLE_SINCE and _fills_by_a_number(given, *FILLS[name]):
        fill = given[FILLS[name][0]]
        words = f"{name}: fill={fill} is of every channel; then it was of the first alone, and the others were 0"
        found.append(f"{words}: that is fill=({fill}, 0, 0)")
    return tuple(found)


def _is_meant(row: Strength, given: Arguments) -> bool:
    return row.name != "MotionBlur" or _is(given, "allow_shifted", False)


def _fills_by_a_number(given: Arguments, fill: str, mode: str, unwritten: int) -> bool:
    value, border = given.get(fill, 0), given.get(mode, unwritten)
    number = known(value) and type(value) in (int, float) and value != 0
    return number and known(border) and bool(border == 0)


def _is(given: Arguments, key: str, value: Any) -> bool:
    return key in given and known(given[key]) and bool(given[key] == value)


def _begins_below_three(value: Any) -> bool:
    first = value[0] if type(value) in (list, tuple) and value else value
    return type(first) is int and first < 3
