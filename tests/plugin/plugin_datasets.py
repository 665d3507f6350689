"""Datasets for the matrix: one that is right, and one per planted fault; any worker can import them."""

import os
import random
import time

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

import augrepro as A


class Clean:
    """Makes its generator in the worker, from the seed and what torch gives each worker."""

    def __init__(self, seed, length=10):
        self.seed, self.rng = seed, None
        self.images = np.arange(length * 8 * 8 * 3, dtype=np.uint32).astype(np.uint8).reshape(length, 8, 8, 3)

    def __len__(self):
        return len(self.images)

    def generator(self):
        if self.rng is None:
            worker = torch.initial_seed() % 2**32 if get_worker_info() else 0
            self.rng = np.random.default_rng([self.seed, worker])
        return self.rng

    def amount(self, index):
        return self.generator().integers(0, 256, dtype=np.uint8)

    def __getitem__(self, index):
        image = self.images[index] ^ self.amount(index)
        return {"image": torch.from_numpy(image), "label": index, "bboxes": [(0, 0, 4, 4)]}


class HalfFlip(Clean):
    """Only two outcomes: repetition is honest."""

    def __getitem__(self, index):
        return self.images[index][:, ::-1] if self.generator().random() < 0.5 else self.images[index]


class RareFlip(Clean):
    """One sample in twenty is flipped: sixteen equal draws prove nothing."""

    def __getitem__(self, index):
        return self.images[index][:, ::-1] if self.generator().random() < 0.05 else self.images[index]


class Still(Clean):
    """Nothing random at all."""

    def __getitem__(self, index):
        return self.images[index][::2, ::2]


class Keyed(Clean):
    """Keyed by seed, epoch and index."""

    def __init__(self, seed):
        super().__init__(seed)
        self.epoch = torch.zeros((), dtype=torch.int64).share_memory_()

    def set_epoch(self, epoch):
        self.epoch.fill_(epoch)

    def amount(self, index):
        return np.random.default_rng([self.seed, int(self.epoch), index]).integers(0, 256, dtype=np.uint8)


class EpochForgotten(Keyed):
    """Keyed by seed and index alone."""

    def amount(self, index):
        return np.random.default_rng([self.seed, index]).integers(0, 256, dtype=np.uint8)


class GeneratorKept(Clean):
    """A generator made in the constructor: every worker gets a copy."""

    def __init__(self, seed):
        super().__init__(seed)
        self.rng = np.random.default_rng(seed)


class GeneratorPerWorkerId(Clean):
    """Workers differ, but a new worker starts where the old one started."""

    def generator(self):
        if self.rng is None:
            info = get_worker_info()
            self.rng = np.random.default_rng([self.seed, info.id if info else 0])
        return self.rng


class SeedIgnored(Clean):
    def __init__(self, seed):
        super().__init__(42)

    def generator(self):
        if self.rng is None:
            info = get_worker_info()
            self.rng = np.random.default_rng([42, info.id if info else 0])
        return self.rng


class Entropy(Clean):
    def amount(self, index):
        return np.frombuffer(os.urandom(3), np.uint8)  # a byte a channel: no second run agrees by chance


class Unseeded(Clean):
    """Its pipeline has no seed, and its samples are tuples."""

    def __init__(self, seed, length=10):
        super().__init__(seed, length)
        self.transform = A.Compose([A.GaussNoise(p=1)])

    def __getitem__(self, index):
        return self.transform(image=self.images[index])["image"], index


class Clock(Clean):
    def amount(self, index):
        return np.uint8(time.time_ns() % 251)


class HashedName(Clean):
    """hash() of a string is another one in each interpreter."""

    def amount(self, index):
        return np.uint8(hash(f"image-{index}") % 256) ^ super().amount(index)


class HashedInWorker(Clean):
    """The hash of a string is part of a worker's seed: one number for all that a server forks."""

    def generator(self):
        if self.rng is None:
            worker = [torch.initial_seed() % 2**32, hash("brightness") % 2**32] if get_worker_info() else [0]
            self.rng = np.random.default_rng([self.seed, *worker])
        return self.rng


class GlobalNumpy(Clean):
    def amount(self, index):
        return np.uint8(np.random.randint(256))


class GlobalRandom(Clean):
    def amount(self, index):
        return np.uint8(random.randrange(256))


class GlobalTorch(Clean):
    def amount(self, index):
        return np.uint8(torch.randint(256, ()).item())


class InPlace(Clean):
    def __getitem__(self, index):
        self.images[index] ^= self.amount(index)
        return self.images[index].copy()


class Hangs(Clean):
    def __getitem__(self, index):
        time.sleep(600)


class Unsendable(Clean):
    """Holds a function without a name, which no worker can be sent."""

    def __init__(self, seed):
        super().__init__(seed)
        self.options = {"scale": lambda value: value}


class Raises(Clean):
    def __getitem__(self, index):
        raise KeyError("no such picture")


def no_dataset(seed):
    return iter([seed])


class Shards(IterableDataset):
    """Shares its samples out among the workers; each says which it is."""

    def __init__(self, seed):
        self.seed, self.epoch = seed, torch.zeros((), dtype=torch.int64).share_memory_()

    def set_epoch(self, epoch):
        self.epoch.fill_(epoch)

    def share(self):
        info = get_worker_info()
        return range(10) if info is None else range(info.id, 10, info.num_workers)

    def __iter__(self):
        for index in self.share():
            yield {"index": index, "draw": np.random.default_rng([self.seed, int(self.epoch), index]).integers(2**40)}


class ShardsOfOneGenerator(Shards):
    """Each worker has a copy of one generator, in one state."""

    def __init__(self, seed):
        super().__init__(seed)
        self.rng = np.random.default_rng(seed)

    def __iter__(self):
        for index in self.share():
            yield {"index": index, "draw": self.rng.integers(2**40)}


class WholeShards(Shards):
    """Every worker reads all."""

    def share(self):
        return range(10)


class NamelessShards(Shards):
    def __iter__(self):
        for sample in super().__iter__():
            yield f"s{sample['index']}", sample["draw"]


def first_of(sample):
    return sample[0]


def own_loader(seed):
    return DataLoader(Clean(seed), batch_size=2, num_workers=1, shuffle=True)


def reseed(worker):
    torch.manual_seed(42)


def own_loader_that_reseeds(seed):
    """A worker_init_fn that gives every worker one seed."""
    return DataLoader(Clean(seed), num_workers=1, worker_init_fn=reseed)


class GeneratorBesideCompose(Clean):
    """A good pipeline, and beside it a generator that every worker gets a copy of."""

    def __init__(self, seed):
        super().__init__(seed)
        self.extra = np.random.default_rng(seed)

    def __getitem__(self, index):
        flip = self.extra.random() < 0.5
        image = self.images[index] ^ self.amount(index)
        return image[:, ::-1] if flip else image


class SharedTarget(Clean):
    """One target is drawn well; the other comes from a closure's shared generator."""

    def __init__(self, seed):
        super().__init__(seed)
        self.noise = SharedNoise(seed)

    def __getitem__(self, index):
        return {"image": self.images[index] ^ self.amount(index), "noise": self.noise.next()}


class SharedNoise:
    """Counts through a stream; what it holds is no generator that the harness knows."""

    def __init__(self, seed):
        self.seed, self.calls = seed, 0

    def next(self):
        self.calls += 1
        return np.random.default_rng([self.seed, self.calls]).integers(2**60)


class LastIsBad(Clean):
    """Only the last samples draw from a generator that is copied into every worker."""

    def __init__(self, seed):
        super().__init__(seed)
        self.noise = SharedNoise(seed)

    def amount(self, index):
        return np.uint8(self.noise.next() % 256) if index > 5 else super().amount(index)


class Books(Clean):
    """Counts its calls and keeps a scratch buffer: arrays that change, and are no input."""

    def __init__(self, seed):
        super().__init__(seed)
        self.calls, self.buffer = np.zeros(len(self), np.int64), np.zeros((8, 8, 3), np.uint8)

    def __getitem__(self, index):
        self.calls[index] += 1
        np.bitwise_xor(self.images[index], self.amount(index), out=self.buffer)
        return self.buffer.copy()


class Empty(Clean):
    def __init__(self, seed):
        super().__init__(seed, length=0)


class DropsInWorkers(Shards):
    """Workers leave out the last sample."""

    def share(self):
        return super().share() if get_worker_info() is None else [i for i in super().share() if i != 9]


class RanksReadAll(Shards):
    """Shares out among workers, but every rank reads all."""
