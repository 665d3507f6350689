"""Other samples that a call brings for its transforms to mix in: named by an argument and a place, told by a digest.

As with reference images, a plan holds no array. It holds ``SampleReference(key, index, digest)``: the argument under
which the samples stood (``mosaic_metadata=[{"image": ..., "bboxes": ...}, ...]``), the place of the sample among them,
and what was in it. A replay finds the sample under the same argument and refuses any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from .declare.errors import short_repr
from .declare.parse import PARSERS
from .reference import SHOWN, Named, digest
from .targets.geometry import Array, Boxes, Points
from .targets.stacks import Stack, planes_of, unpacked
from .targets.table import TARGETS, Kind, Shape, Target

SINGLE = {Kind.PIXELS: "image", Kind.MASKS: "mask"}
"""Where an other sample has no entry for the slices of a batch or a volume, each of them meets its image or mask."""


class SampleReference(Named):
    """A sample that a call brought."""

    __slots__ = ()

    @staticmethod
    def digest_of(item: Mapping[str, Any]) -> str:
        return sample_digest(item)


PARSERS[SampleReference] = SampleReference.from_dict


def sample_digest(item: Mapping[str, Any]) -> str:
    """32 hex digits that name a sample's arrays, numbers and texts; of anything else in it only the class counts."""
    found = hashlib.blake2b(digest_size=16)
    _feed(found, item)
    return found.hexdigest()


def _feed(found: Any, value: Any) -> None:
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        found.update(b"array" + digest(value).encode())
    elif isinstance(value, Mapping):
        found.update(f"dict{len(value)}".encode())
        for name in sorted(value, key=str):
            _feed(found, str(name))
            _feed(found, value[name])
    elif isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
        found.update(f"list{len(value)}".encode())
        for part in value:
            _feed(found, part)
    elif isinstance(value, (str, bytes)):
        text = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        found.update(f"text{len(text)}".encode() + text)
    elif value is None or isinstance(value, (bool, int, float, np.generic)):
        found.update(f"value{value.item() if isinstance(value, np.generic) else value!r};".encode())
    elif hasattr(value, "__array__"):
        _feed(found, np.asarray(value))
    else:
        found.update(type(value).__name__.encode())


class OtherSamples:
    """The samples under one argument of a call."""

    def __init__(self, key: str, items: list[Any]) -> None:
        self.key = key
        self.items = items

    @classmethod
    def of(cls, value: Any, key: str, alone: bool) -> OtherSamples:
        """The samples in a list; where ``alone`` says so, a single dict is one. TypeError for anything else."""
        if alone and isinstance(value, Mapping):
            return cls(key, [value])
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"{key} must be a list of dicts with image in each, got {short_repr(value)}")
        return cls(key, list(value))

    def __len__(self) -> int:
        return len(self.items)

    def refer(self, index: int) -> SampleReference:
        """A reference to one of the samples."""
        return SampleReference(self.key, index, item=self.items[index])

    def find(self, reference: SampleReference) -> Mapping[str, Any]:
        """The sample that a reference means; ValueError where it is not there or is another one."""
        if reference.index >= len(self.items):
            raise ValueError(f"needs the sample {reference.where}, got {len(self.items)} of them")
        item: Mapping[str, Any] = self.items[reference.index]
        if not isinstance(item, Mapping) or not reference.means(item):
            found = sample_digest(item)[:SHOWN] if isinstance(item, Mapping) else short_repr(item)
            raise ValueError(
                f"needs the sample {reference.where} that it was drawn with, of digest {reference.digest[:SHOWN]}, got "
                f"another one, of digest {found}"
            )
        return item


class OtherSample(NamedTuple):
    """An other sample as the call's codec reads it; its boxes and keypoints know their rows in the call's results."""

    where: str
    item: Mapping[str, Any]
    shape: Shape
    stacks: dict[str, Stack]
    boxes: dict[str, Boxes]
    points: dict[str, Points]

    def slices(self, name: str, target: Target, count: int, single: bool = False) -> list[Array] | None:
        """The (H, W, C) slices that meet the ``count`` slices of a target of the call; None where there are none.

        ``single``: a target of one slice, too, meets the sample's image or mask where it has no entry of that name.
        """
        kind = SINGLE[target.kind]
        if name in self.stacks:
            own, arrays = self.stacks[name]
            found = planes_of(arrays) if own.depth else arrays
        elif kind in self.stacks and (target.lead or single or name == kind):
            found = self.stacks[kind][1]
        else:
            return None
        if len(found) not in (1, count):
            raise ValueError(f"{self.where}[{name!r}] must hold {count} slices, as {name} does, got {len(found)}")
        return found if len(found) == count else found * count

    def overlay_mask(self) -> Array | None:
        """The (H, W, C) mask that says where the sample shows, of any size; None where it has none."""
        given = self.item.get("mask")
        return None if given is None else unpacked(f"{self.where}['mask']", TARGETS["mask"], given)[0]


def needed(name: str, target: Target) -> tuple[str, ...]:
    """The entries of an other sample of which one must be there to go with an image target of the call."""
    return (name,) if not target.lead else (name, SINGLE[target.kind])
