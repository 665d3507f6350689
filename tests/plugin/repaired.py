"""The same code as in the faults, without the faults; any worker can import it."""

import os
import random

import numpy as np
import plugin_datasets as datasets

from pytest_augrepro.checks.faults.copies import Holder
from pytest_augrepro.checks.faults.planted import Planted, keyed, own, samples_of

TABLE = tuple(keyed(entry) for entry in range(8))


class Repaired(Planted):
    """Lists in order, spawns at once, fills its table at import, copies before it writes, keeps what it drew."""

    law = ""

    def begin(self, seed, made=()):
        self.children = np.random.SeedSequence(seed).spawn(len(self))
        self.images = np.arange(len(self) * 64, dtype=np.float32).reshape(len(self), 8, 8) / 7
        self.number, self.record = len([*made, seed]), None
        self.choices = random.Random(seed).sample(range(100), len(self))

    def replayed(self):
        self.record = {}
        return True

    def __getitems__(self, keys):
        return [self[key] for key in keys]

    def draw(self, key):
        image = self.images[key].copy()
        image += self.number
        drawn = own(key, int(self.children[key].generate_state(1)[0])) ^ TABLE[int(key) % 8] ^ int(image[0, 0])
        names = sorted(os.listdir(os.path.dirname(np.__file__)))
        drawn ^= keyed(names[0], self.choices[key], os.path.join("images", f"{int(key)}.png")) & 0xFFFF
        if self.record is None:
            return float(drawn)
        self.record[int(key)] = float(drawn)
        return self.record[int(key)]


class HoldsGenerator(Planted):
    """A generator in an attribute, made in the worker, that copies and pickles take along."""

    law = ""

    def begin(self, seed):
        self.holder = Holder(seed)

    def draw(self, key):
        return self.holder.draw()


def repaired(seed):
    return Repaired(samples_of(datasets.Clean), seed)


def holds_generator(seed):
    return HoldsGenerator(samples_of(datasets.Clean), seed)
