"""Conditions that a dataset meets in another program, or in another run of this one."""

from __future__ import annotations

import copy
import os
import pickle
import sys
import threading
from collections.abc import Sequence
from typing import Any, ClassVar

from ...judging.evidence import UNRECORDED
from .. import entropy, environment, global_rng
from ..fingerprint import fingerprint
from .base import Condition, Fetch


class Replayed(Condition):
    law = "replayable"
    description = "replaying what was recorded"

    def prepare(self, dataset: Any) -> None:
        self.dataset, self.replays = dataset, False
        if hasattr(dataset, "replayed"):
            self.replays = dataset.replayed()

    def finish(self) -> None:
        if not self.replays:
            self.not_applicable = "the pipeline records no plan"
        elif unrecorded := getattr(self.dataset, "unrecorded", ""):
            self.not_applicable = f"{UNRECORDED}{unrecorded}"


class DisturbedGlobals(Condition):
    law = "global-rng-isolated"
    description = "other code drawing from the global generators between samples"

    def around(self, position: int, key: Any, one: Fetch) -> Any:
        global_rng.disturb(position)
        return one(key)


class Copied(Condition):
    """Copies are made anew for each pass, so that they start where the original has come to."""

    law = "copy-invariant"
    description = "fetching from a deep copy, the original in use beside it"

    def prepare(self, dataset: Any) -> None:
        self.dataset, self.copied = dataset, False

    def copy(self) -> Any:
        return copy.deepcopy(self.dataset)

    def fetch(self, keys: Sequence[Any], one: Fetch) -> list[Any]:
        try:
            twin = self.copy()
        except Exception as problem:
            self.not_applicable = f"the dataset cannot be copied: {problem}"
            return super().fetch(keys, one)
        self.copied, results = True, []
        for key in keys:
            results.append(fingerprint(twin[key]))
            with global_rng.preserved():
                one(key)
        return results

    def finish(self) -> None:
        if not self.copied and not self.not_applicable:
            self.not_applicable = "an iterable dataset decides its order by itself"


class Pickled(Copied):
    description = "fetching from a copy made by pickle, the original in use beside it"

    def copy(self) -> Any:
        return pickle.loads(pickle.dumps(self.dataset))


class OtherEntropy(Condition):
    law = "entropy-free"
    description = "another clock, process number and entropy pool"

    def begin(self) -> None:
        before = entropy.clock_of_a_dataset()
        self.consumers = self.stack.enter_context(entropy.other_entropy())
        if entropy.clock_of_a_dataset() - before < entropy.SHIFT / 2:
            self.no_effect = "the clock was not shifted"
        self.consumers.clear()

    def finish(self) -> None:
        self.blame = "; ".join(f"{name} by {place}" for name, place in self.consumers.items())
        if not self.consumers:
            self.not_applicable = "no source of entropy was asked"


class OtherEnvironment(Condition):
    law = "environment-invariant"
    description = "another time zone, locale, working directory, home, user, host name and sys.argv"

    def begin(self) -> None:
        unchanged = self.stack.enter_context(environment.other_environment())
        if unchanged:
            self.no_effect = f"what did not change: {', '.join(unchanged)}"


class OtherHashSeed(Condition):
    law = "hash-seed-invariant"
    description = "PYTHONHASHSEED=1"
    environment = {"PYTHONHASHSEED": "1"}

    def finish(self) -> None:
        if os.environ.get("PYTHONHASHSEED") != "1" or sys.flags.hash_randomization != 1:
            self.no_effect = "the hash seed was not set"


class Threads(Condition):
    law = "reentrant"
    description = "four threads fetching at once"
    first: ClassVar[bool] = True
    count: ClassVar[int] = 4

    def fetch(self, keys: Sequence[Any], one: Fetch) -> list[Any]:
        results: list[Any] = [None] * len(keys)
        problems: list[BaseException] = []
        barrier = threading.Barrier(self.count)

        def work(start: int) -> None:
            barrier.wait()
            try:
                for position in range(start, len(keys), self.count):
                    results[position] = one(keys[position])
            except BaseException as problem:
                problems.append(problem)

        before = sys.getswitchinterval()
        self.stack.callback(sys.setswitchinterval, before)
        sys.setswitchinterval(1e-5)
        workers = [threading.Thread(target=work, args=(start,)) for start in range(self.count)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if problems:
            raise problems[0]
        return results
