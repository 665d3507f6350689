"""What a kind of labels has to say: which targets an image's labels are, and the labels of a result."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..images import digest


class LabelError(ValueError):
    """Labels that cannot be read: the file, the place in it, what is wrong."""


@dataclass
class Labels:
    """An image's labels as a call takes them: boxes are corners in pixels.

    ``rows`` are the labels' places in the file, so that those of a result are found again.
    """

    boxes: list[list[float]] = field(default_factory=list)
    classes: list[Any] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    points: list[list[float]] = field(default_factory=list)
    point_rows: list[int] = field(default_factory=list)
    masks: list[Any] = field(default_factory=list)
    mask: Any = None
    source: Any = None
    """What the format itself needs to write a result."""
    raw: bytes = b""
    """What tells whether the labels changed."""

    @property
    def digest(self) -> str:
        """A name for the labels as they were read."""
        return digest(self.raw) if self.raw else ""


class Format:
    """One kind of labels, read from a place."""

    name = ""
    boxes = points = masks = mask = False
    """Which targets a call gets."""
    suffix = ""
    """Of the file of labels that stands beside each image; empty where one file holds all."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def read(self, file: str, height: int, width: int) -> Labels:
        """The labels of the image with this name below its folder; LabelError where they are broken."""
        raise NotImplementedError

    def write(self, labels: Labels, result: dict[str, Any], file: str) -> Any:
        """The labels of a result: bytes of a file, or what the one file of all holds of it."""
        raise NotImplementedError

    def path_of(self, file: str) -> Path:
        """Where the labels of an image stand."""
        return self.place / Path(file).with_suffix(self.suffix)

    def given(self, labels: Labels) -> dict[str, Any]:
        """The labels as arguments of a call."""
        call: dict[str, Any] = {}
        if self.boxes:
            call |= {"bboxes": labels.boxes, "labels": labels.classes, "rows": labels.rows}
        if self.points:
            call |= {"keypoints": labels.points, "point_rows": labels.point_rows}
        if self.masks and labels.masks:
            call |= {"masks": labels.masks}
        if self.mask and labels.mask is not None:
            call |= {"mask": labels.mask}
        return call


def number(text: Any, where: str) -> float:
    """A finite number; LabelError where it is none."""
    try:
        found = float(text)
    except (TypeError, ValueError):
        raise LabelError(f"{where} must be a number, got {text!r:.40}") from None
    if not abs(found) < 1e12:
        raise LabelError(f"{where} must be a finite number, got {text!r:.40}")
    return found


def rounded(value: float) -> float | int:
    """A coordinate as files hold it: at most four digits behind the point."""
    found = round(float(value), 4) + 0.0
    return int(found) if found == int(found) else found
