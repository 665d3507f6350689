"""Datasets after public reports, each fault beside the same code without it; any worker can import them."""

import functools
import os
import random
import sqlite3
import time

import numpy as np
import plugin_datasets as datasets
import torch
from torch.utils.data import get_worker_info

NAMES = [f"class {at * 7 % 10}" for at in range(10)]


class InPlaceUnderNoise(datasets.Keyed):
    """A tensor is written to, and keyed noise lies on top."""

    def __init__(self, seed):
        super().__init__(seed)
        self.pictures = torch.arange(len(self) * 4).reshape(len(self), 2, 2)

    def __getitem__(self, index):
        image = self.taken(index)
        image.sub_(5)
        return {"image": image + int(self.amount(index)), "index": int(index)}

    def taken(self, index):
        return self.pictures[index]


class CopiedUnderNoise(InPlaceUnderNoise):
    def taken(self, index):
        return self.pictures[index].clone()


class InPlaceAlone(InPlaceUnderNoise):
    """The same without any noise: samples differ from fetch to fetch, and no seed is missing."""

    def amount(self, index):
        return 0


class CopiedAlone(InPlaceAlone):
    taken = CopiedUnderNoise.taken


class Counts(datasets.Clean):
    """A sample says how many were made before: state, no draw."""

    def __init__(self, seed):
        super().__init__(seed)
        self.log = []

    def __getitem__(self, index):
        self.log.append(int(index))
        return {**super().__getitem__(index), "fetches": len(self.log)}


class CountsAlone(Counts):
    def __getitem__(self, index):
        self.log.append(int(index))
        return {"image": self.images[index], "fetches": len(self.log)}


class Shuffled(datasets.Shards):
    """Shuffles by seed and epoch."""

    def __init__(self, seed):
        super().__init__(seed)
        self.seed = seed

    def order(self):
        return random.Random(f"{self.seed} {int(self.epoch)}")

    def __iter__(self):
        indices = list(self.share())
        self.order().shuffle(indices)
        for index in indices:
            yield {"index": index}

    def share(self):
        info = get_worker_info()
        return range(40) if info is None else range(info.id, 40, info.num_workers)


class ShuffledByClock(Shuffled):
    def order(self):
        return random.Random(time.time_ns())


class ShuffledWithoutSeed(Shuffled):
    def order(self):
        return random.Random(int(self.epoch))


class ShuffledAlike(Shuffled):
    def order(self):
        return random.Random(self.seed)


class Unshuffled(Shuffled):
    def __iter__(self):
        yield from ({"index": index} for index in self.share())


class FromASet(Shuffled):
    """The order of a set of strings."""

    def __iter__(self):
        for name in {f"sample {index}" for index in self.share()}:
            yield {"index": name}


class ClassesAsMet(datasets.Keyed):
    """A class gets its number when a process meets it first."""

    def __init__(self, seed):
        super().__init__(seed)
        self.numbers = {}

    def number(self, name):
        return self.numbers.setdefault(name, len(self.numbers))

    def __getitem__(self, index):
        return {"image": self.images[index] ^ self.amount(index), "label": self.number(NAMES[index])}


class ClassesSorted(ClassesAsMet):
    def number(self, name):
        return sorted(NAMES).index(name)


class LevelShared(datasets.Keyed):
    """A level of each epoch in shared memory; nothing is random."""

    def __getitem__(self, index):
        return self.images[index] + np.uint8(self.level())

    def level(self):
        return int(self.epoch)


class LevelPlain(LevelShared):
    current = 0

    def set_epoch(self, epoch):
        self.current = epoch

    def level(self):
        return self.current


class FixedNoise(datasets.Clean):
    """Random, and the same in each epoch, as validation sets are."""

    def amount(self, index):
        return np.random.default_rng([self.seed, int(index)]).integers(0, 256, 64, dtype=np.uint8).reshape(8, 8, 1)


class GlobalDraws(datasets.Clean):
    """Draws from the global np.random, as the workers find it."""

    def amount(self, index):
        return np.random.randint(0, 256, dtype=np.uint8)


def same_for_all(worker):
    """A worker_init_fn that forgets the worker, the epoch and the seed."""
    np.random.seed(0)


class FewDraw(datasets.Clean):
    """Some samples of many have noise that is keyed without the epoch; the others are fixed."""

    length, every, values, follows = 12, 2, 256, False

    def __init__(self, seed, **facts):
        super().__init__(seed)
        vars(self).update(facts)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        key = [self.seed, int(index), *([index.epoch] if self.follows else [])]
        drawn = np.random.default_rng(key).integers(0, self.values, (1 if self.values == 2 else 64))
        return {"noise": drawn * (int(index) % self.every == 0), "index": int(index)}


class LeakingNoise(datasets.Keyed):
    """Meant to be the same in each epoch; but the epoch goes into the draw."""


class OpenFile(datasets.Clean):
    """Reads its numbers from a file that was opened in the constructor."""

    def __init__(self, seed):
        super().__init__(seed)
        self.file = self.opened()

    def opened(self):
        return open(np.__file__, "rb")

    def byte(self, index):
        self.file.seek(int(index))
        return self.file.read(1)[0]

    def __getitem__(self, index):
        return {**super().__getitem__(index), "byte": self.byte(index)}


class FileOfEachProcess(OpenFile):
    def opened(self):
        return None

    def byte(self, index):
        if self.file is None:
            self.file = super().opened()
        return super().byte(index)


class FileUnused(OpenFile):
    """Keeps the file open, and reads no more from it."""

    def byte(self, index):
        return 0


class Database(OpenFile):
    def opened(self):
        found = sqlite3.connect(":memory:", check_same_thread=False)
        found.execute("create table bytes (number)")
        found.executemany("insert into bytes values (?)", [(at,) for at in range(10)])
        return found

    def byte(self, index):
        return self.file.execute("select number from bytes where rowid = ?", (int(index) + 1,)).fetchone()[0]


class Cursor(Database):
    """A cursor holds its connection, which no attribute names."""

    def opened(self):
        return super().opened().cursor()


class InPartial(Database):
    """A method of a connection, in a partial."""

    def opened(self):
        return functools.partial(super().opened().execute, "select number from bytes where rowid = ?")

    def byte(self, index):
        return self.file((int(index) + 1,)).fetchone()[0]


class InClosure(Database):
    def opened(self):
        connection = super().opened()
        return lambda *asked: connection.execute(*asked)

    def byte(self, index):
        return self.file("select number from bytes where rowid = ?", (int(index) + 1,)).fetchone()[0]


class Grows(datasets.Keyed):
    """Has more samples in each epoch."""

    def __init__(self, seed):
        super().__init__(seed)
        self.length = 6

    def set_epoch(self, epoch):
        super().set_epoch(epoch)
        self.length = 6 + epoch

    def __len__(self):
        return self.length


class Shrinks(datasets.Clean):
    """Has the fewer samples the more were fetched."""

    fetched = 0

    def __init__(self, seed):
        super().__init__(seed, length=40)

    def __getitem__(self, index):
        self.fetched += 1
        return super().__getitem__(index)

    def __len__(self):
        return 12 - self.fetched // 12 * 4


class Alternates(Shrinks):
    """Has one sample more each second time that somebody asks."""

    asked = 0

    def __len__(self):
        self.asked += 1
        return 10 + self.asked % 2


class GrowsByItself(Shrinks):
    """Has more samples in each epoch, of which nobody tells it."""

    def __len__(self):
        return 12 + self.fetched // 12


class MixesByItself(datasets.Keyed):
    """Each worker goes through all samples in an order of its own, whatever it is asked for."""

    def __init__(self, seed):
        super().__init__(seed)
        self.mixed = []

    def __getitem__(self, index):
        if not self.mixed:
            self.mixed = np.random.default_rng([self.seed, int(self.epoch)]).permutation(10).tolist()
        chosen = self.mixed.pop()
        return {"image": self.images[chosen] ^ self.amount(chosen), "name": f"volume {chosen}"}


class MixedInMain(MixesByItself):
    """One order for all, made in the constructor."""

    def __init__(self, seed):
        super().__init__(seed)
        self.order = np.random.default_rng(seed).permutation(10)

    def __getitem__(self, index):
        chosen = int(self.order[int(index)])
        return {"image": self.images[chosen] ^ self.amount(index), "name": f"volume {chosen}"}


def name_of(sample):
    return sample["name"]


RECIPE = object()
TABLE = {id(RECIPE): 3}


class TableById(datasets.Clean):
    """Looks up by address what was filled in before."""

    def __getitem__(self, index):
        return {**super().__getitem__(index), "recipe": TABLE[id(RECIPE)]}


class SeededById(datasets.Clean):
    """An address is part of a seed."""

    def amount(self, index):
        return np.random.default_rng([self.seed, id(RECIPE) % 1000]).integers(0, 256, dtype=np.uint8)


class AsAdvised(datasets.Clean):
    """The remedy of workers-distinct, to the letter."""

    def generator(self):
        if self.rng is None:
            seed = self.seed
            info = get_worker_info()
            self.rng = np.random.default_rng([seed, 0 if info is None else info.seed])
        return self.rng


class OpenedAsAdvised(OpenFile):
    """The remedy of handles-unshared, to the letter."""

    def opened(self):
        self.owner = os.getpid()
        return open(np.__file__, "rb")

    def byte(self, index):
        if self.owner != os.getpid():
            self.file = self.opened()
        return super().byte(index)


class ContainsItself(datasets.Clean):
    def __getitem__(self, index):
        sample = {"image": self.images[index]}
        sample["parent"] = sample
        return sample


class SaysMuch(datasets.Clean):
    def __getitem__(self, index):
        raise ValueError("x" * 3_000_000)


class LeavesProcesses(datasets.Clean):
    """Starts a process that nobody ends."""

    def __init__(self, seed):
        super().__init__(seed)
        if os.fork() == 0:
            with open(os.environ["AUG_TEST_PIDS"], "a") as file:
                print(os.getpid(), file=file, flush=True)
            time.sleep(600)
            os._exit(0)


class DrawsAtOnce(datasets.Clean):
    """The first line of a fetch draws, and returns at once."""

    def __getitem__(self, index):
        return np.random.randint(2**31, size=4)


class Follows(datasets.Clean):
    """Gives what was asked for before, too; nothing is random."""

    last = 0

    def __getitem__(self, index):
        before, self.last = self.last, int(index)
        return {"image": self.images[index], "before": before if 1 < index < 8 else 0}
