"""Datasets that change what they hold in a way that repeats itself, and datasets that only fill a cache."""

import tempfile
from multiprocessing.sharedctypes import RawArray

import numpy as np
import torch
from PIL import Image

from pytest_augrepro.reading.dataset import BelowKeys


def pictures(seed=5):
    return np.random.default_rng(seed).integers(0, 256, (6, 8, 8, 3), dtype=np.uint8)


GLOBAL = pictures()


class Base(BelowKeys):
    def __init__(self, seed):
        self.seed = seed
        self.begin()

    def begin(self):
        self.pics = pictures()

    def __len__(self):
        return 6

    def drawn(self, key):
        draws = [self.seed, getattr(key, "epoch", 0), int(key), getattr(key, "draw", 0)]
        return np.random.default_rng(draws).integers(0, 6, 4)

    def __getitem__(self, key):
        image = self.make(int(key), self.drawn(key))
        return {"image": np.asarray(image).copy(), "draw": self.drawn(key)}


class Cutout(Base):
    def make(self, at, drawn):
        x = self.pics[at]
        x[drawn[0] : drawn[0] + 2, drawn[1] : drawn[1] + 2] = 0
        return x


class CutoutOfAConstant(Cutout):
    def begin(self):
        self.pics = np.full((6, 8, 8, 3), 128, np.uint8)


class CutoutInAList(Cutout):
    def begin(self):
        self.pics = list(pictures())


class CutoutOfConstantsInAList(Cutout):
    def begin(self):
        self.pics = [np.full((8, 8, 3), 100 + at, np.uint8) for at in range(6)]


class CutoutOfWholeRows(CutoutInAList):
    def make(self, at, drawn):
        self.pics[at][drawn[0] : drawn[0] + 2] = 0
        return self.pics[at]


class CutoutOfWhatAModuleHolds(Cutout):
    def begin(self):
        self.pics = GLOBAL


class Clip(Base):
    def make(self, at, drawn):
        return np.clip(self.pics[at], 20, 200, out=self.pics[at])


class ClipOfALargeHolding(Clip):
    def begin(self):
        self.pics = np.repeat(pictures(), 8192, axis=1)

    def make(self, at, drawn):
        return super().make(at, drawn)[:64]


class Floor(Base):
    def make(self, at, drawn):
        return np.maximum(self.pics[at], 1, out=self.pics[at])


class Threshold(Base):
    def make(self, at, drawn):
        x = self.pics[at]
        x[x > 200] = 0
        return x


class ClipOfFloats(Clip):
    def begin(self):
        self.pics = pictures().astype(np.float32) * 2


class Masked(Base):
    def begin(self):
        self.pics = pictures() > 128

    def make(self, at, drawn):
        self.pics[at, :, 2:4] = False
        return self.pics[at]


class Clamp(Base):
    def begin(self):
        self.pics = torch.from_numpy(pictures())

    def make(self, at, drawn):
        return self.pics[at].clamp_(10, 200).numpy()


class ClampOfConstants(Clamp):
    def begin(self):
        self.pics = [torch.full((3, 8, 8), 7 * at, dtype=torch.int32) for at in range(6)]


class Rectangle(Base):
    def begin(self):
        self.pics = [Image.fromarray(each) for each in pictures()]

    def make(self, at, drawn):
        self.pics[at].paste((0, 0, 0), (int(drawn[0]), 1, int(drawn[0]) + 2, 5))
        return self.pics[at]


class SharedClip(Base):
    def begin(self):
        self.memory = RawArray("B", pictures().tobytes())

    def __getstate__(self):
        return {**vars(self), "memory": bytes(self.memory)}

    def make(self, at, drawn):
        x = np.frombuffer(self.memory, np.uint8).reshape(6, 8, 8, 3)[at]
        return np.clip(x, 20, 200, out=x)


class Record:
    def __init__(self, brightness):
        self.brightness = brightness


class RecordClip(Base):
    def begin(self):
        self.records = [Record(100 + 30 * at) for at in range(6)]

    def make(self, at, drawn):
        record = self.records[at]
        record.brightness = min(record.brightness, 200)
        return [record.brightness]


class EntryClip(RecordClip):
    def begin(self):
        self.entries = [{"name": f"{at}.png", "brightness": 100 + 30 * at} for at in range(6)]

    def make(self, at, drawn):
        entry = self.entries[at]
        entry["brightness"] = min(entry["brightness"], 200)
        return [entry["brightness"]]


class ReadOnlyCutout(Cutout):
    """Copied first: the clean twin."""

    def make(self, at, drawn):
        x = self.pics[at].copy()
        x[drawn[0] : drawn[0] + 2] = 0
        return x


class DictCache(Base):
    def begin(self):
        self.cache = {}

    def load(self, at):
        return pictures()[at]

    def make(self, at, drawn):
        if at not in self.cache:
            self.cache[at] = self.load(at)
        return self.cache[at]


class ListCache(DictCache):
    def begin(self):
        self.cache = [None] * 6

    def make(self, at, drawn):
        if self.cache[at] is None:
            self.cache[at] = self.load(at)
        return self.cache[at]


class ZeroedCache(DictCache):
    def begin(self):
        self.cache = np.zeros((6, 8, 8, 3), np.uint8)

    def make(self, at, drawn):
        if not self.cache[at].any():
            self.cache[at] = self.load(at)
        return self.cache[at]


class WarmedCache(ZeroedCache):
    """The first two are there from the beginning."""

    def begin(self):
        super().begin()
        self.cache[:2] = pictures()[:2]


class NaNCache(DictCache):
    def begin(self):
        self.means = np.full(6, np.nan)

    def make(self, at, drawn):
        if np.isnan(self.means[at]):
            self.means[at] = self.load(at).mean()
        return [self.means[at]]


class NegativeCache(DictCache):
    def begin(self):
        self.sizes = [-1] * 6

    def make(self, at, drawn):
        if self.sizes[at] < 0:
            self.sizes[at] = int(self.load(at).sum())
        return [self.sizes[at]]


class SharedCache(DictCache):
    def begin(self):
        self.cache = torch.empty((6, 8, 8, 3), dtype=torch.uint8).share_memory_()
        self.done = set()

    def make(self, at, drawn):
        if at not in self.done:
            self.cache[at] = torch.from_numpy(self.load(at))
            self.done.add(at)
        return self.cache[at].numpy()


class RecordCache(DictCache):
    def begin(self):
        self.records = [{"name": f"{at}.png", "size": None} for at in range(6)]

    def make(self, at, drawn):
        if self.records[at]["size"] is None:
            self.records[at]["size"] = self.load(at).shape
        return self.records[at]["size"]


class Scratch(DictCache):
    def begin(self):
        self.buffer = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
        self.counts = np.arange(6)

    def make(self, at, drawn):
        self.counts[at] += 1
        self.buffer[...] = self.load(at)
        return self.buffer


class LazyFile(DictCache):
    def begin(self):
        self.file = None

    def __del__(self):
        if self.file is not None:
            self.file.close()

    def make(self, at, drawn):
        if self.file is None:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - held by the dataset
            self.file.write(pictures().tobytes())
        self.file.seek(at * 192)
        return np.frombuffer(self.file.read(192), np.uint8)


CHANGED = [
    *(Cutout, CutoutOfAConstant, CutoutInAList, CutoutOfConstantsInAList, CutoutOfWholeRows, CutoutOfWhatAModuleHolds),
    *(
        Clip,
        ClipOfALargeHolding,
        Floor,
        Threshold,
        ClipOfFloats,
        Masked,
        Clamp,
        ClampOfConstants,
        Rectangle,
        SharedClip,
    ),
    *(RecordClip, EntryClip),
]
UNCHANGED = [
    *(ReadOnlyCutout, DictCache, ListCache, ZeroedCache, WarmedCache, NaNCache, NegativeCache, SharedCache),
    *(RecordCache, Scratch, LazyFile),
]
