"""Input that is written to, in whatever a dataset keeps it."""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
from typing import Any

import numpy as np

from ...matrix.cells import Cell
from .planted import Planted, keyed, own


class InPlaceTensor(Planted):
    """One tensor holds all pictures, and a fetch writes to its part of it."""

    law = "input-unchanged"

    def begin(self, seed: int) -> None:
        torch = importlib.import_module("torch")
        self.pictures: Any = torch.arange(len(self) * 16, dtype=torch.int64).reshape(len(self), 4, 4)

    def draw(self, key: int) -> int:
        image = self.pictures[int(key)]
        image.sub_(5)
        return own(key, self.seed) ^ int(image[0, 0])


class InPlaceTensors(InPlaceTensor):
    """The same with a tensor for each picture, in a type that NumPy does not have."""

    def begin(self, seed: int) -> None:
        torch = importlib.import_module("torch")
        self.pictures = [torch.full((4, 4), at % 8, dtype=torch.bfloat16) for at in range(len(self))]


class InPlacePicture(Planted):
    """A picture of Pillow's is drawn on."""

    law = "input-unchanged"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return importlib.util.find_spec("PIL") is not None

    def begin(self, seed: int) -> None:
        image = importlib.import_module("PIL.Image")
        self.pictures = [image.new("RGB", (4, 4), (at % 256, 0, 0)) for at in range(len(self))]

    def draw(self, key: int) -> int:
        picture = self.pictures[key]
        red, green, blue = picture.getpixel((0, 0))
        picture.putpixel((0, 0), ((red + 1) % 256, green, blue))
        return own(key, self.seed) ^ int(red)


class InPlaceShared(Planted):
    """The pictures lie in memory that all processes share, and a fetch writes there."""

    law = "input-unchanged"

    def begin(self, seed: int) -> None:
        self.memory = multiprocessing.get_context("spawn").RawArray("l", len(self))

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "memory": list(self.memory)}

    def draw(self, key: int) -> int:
        self.memory[int(key)] += 1
        return own(key, self.seed) ^ int(self.memory[int(key)])


class Record:
    """What is known of one picture, in an object."""

    __slots__ = ("brightness",)

    def __init__(self, brightness: int) -> None:
        self.brightness = brightness


class InPlaceRecord(Planted):
    """Each picture has a record, and a fetch changes a number in it."""

    law = "input-unchanged"

    def begin(self, seed: int) -> None:
        self.records = [Record(at) for at in range(len(self))]

    def draw(self, key: int) -> int:
        self.records[key].brightness += 1
        return own(key, self.seed) ^ self.records[key].brightness


class InPlaceEntry(Planted):
    """The same with a dict for each picture that counts its fetches, and no randomness."""

    law = "input-unchanged"

    def begin(self, seed: int) -> None:
        self.entries = [{"count": 0} for _ in range(len(self))]

    def draw(self, key: int) -> int:
        self.entries[key]["count"] += 1
        return self.entries[key]["count"]


class InPlaceCutout(Planted):
    """A keyed cutout is written into the picture that is held: once done, it changes nothing any more."""

    law = "input-unchanged"

    def begin(self, seed: int) -> None:
        self.pictures = [np.arange(at, at + 64, dtype=np.uint8).reshape(8, 8) for at in range(len(self))]

    def draw(self, key: int) -> int:
        image, drawn = self.pictures[int(key)], own(key, self.seed)
        image[drawn % 6 : drawn % 6 + 2, 1:4] = 0
        return keyed(drawn, image.sum())


class InPlaceClip(InPlaceTensor):
    """A tensor is held between two bounds in place, which repeats itself, too."""

    def draw(self, key: int) -> int:
        image = self.pictures[int(key)]
        return keyed(own(key, self.seed), int(image.clamp_(5, 200).sum()))


FAULTS: tuple[type[Planted], ...] = (
    InPlaceTensor,
    InPlaceTensors,
    InPlacePicture,
    InPlaceShared,
    InPlaceRecord,
    InPlaceEntry,
    InPlaceCutout,
    InPlaceClip,
)
