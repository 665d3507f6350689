"""What a planted fault is made of: the user's samples, and one draw of its own kind."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from ...judging.laws import LAWS
from ...matrix.cells import Cell
from ...reading import global_rng
from ...reading.dataset import BelowKeys, MakeDataset
from ...reading.fingerprint import fingerprint

LARGEST = 2**63
Sample = Mapping[str, str]
"""A user's sample: the fingerprints of its parts."""


def samples_of(make_dataset: MakeDataset) -> list[Sample]:
    """What is known of the user's samples under one seed."""
    global_rng.seed_all(0)
    dataset = make_dataset(0)
    return [fingerprint(dataset[index]) for index in range(len(dataset))]


class Planted(BelowKeys):
    """A dataset whose samples are the user's, without their own randomness, and with one draw of a faulty kind."""

    law: ClassVar[str]
    contract: ClassVar[str] = ""
    """The contract under which it shows, where that is not its law's own."""
    clean: ClassVar[bool] = False

    def __init__(self, samples: Sequence[Sample], seed: int) -> None:
        self.samples = list(samples)
        global_rng.seed_all(seed)
        self.seed, self.epoch = seed, 0
        self.begin(seed)

    @classmethod
    def needed_contract(cls) -> str:
        """The weakest contract whose readings show the fault."""
        return cls.contract or LAWS[cls.law].contract

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        """Whether the fault can be seen in this cell."""
        return True

    def begin(self, seed: int) -> None:
        """Make what the constructor makes."""

    def draw(self, key: int) -> Any:
        """The one random number of a sample."""
        raise NotImplementedError(f"{type(self).__name__} must define draw")

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, key: int) -> dict[str, Any]:
        return {"sample": self.samples[key], "draw": np.array([self.draw(key)])}


def keyed(*parts: object) -> int:
    """A number that is a function of its parts, and of nothing else."""
    text = ",".join(str(part) for part in parts)
    return int.from_bytes(importlib.import_module("hashlib").blake2b(text.encode(), digest_size=7).digest(), "big")


def worker_id() -> int:
    info = importlib.import_module("torch.utils.data").get_worker_info()
    return -1 if info is None else int(info.id)


def torch_seed() -> int:
    return int(importlib.import_module("torch").initial_seed()) if worker_id() >= 0 else 0


def own(key: int, seed: int) -> int:
    """The draw of a dataset that does all right: keyed by seed, epoch, sample and draw number."""
    return keyed(seed, getattr(key, "epoch", 0), int(key), getattr(key, "draw", 0))


class Nothing(Planted):
    """No fault: the clean twin of all others, which must stay green under every contract."""

    law, contract, clean = "", "stream", True

    def draw(self, key: int) -> int:
        return own(key, self.seed)
