"""Whoever can be called by itself owns the seed and counters of its calls: hidden, mutable, made at the first use."""

from __future__ import annotations

import copy
import random
from typing import Self

import numpy as np

from .chance.call_key import CallKey
from .chance.sample import current
from .chance.seeding import Seeding, checked_seed
from .declare.former_members import Pointing


class Seeded(Pointing):
    """Base: what names the next call, and how users set it."""

    name: str | None = None
    """The name of the stream, where the class name is not wanted."""

    @property
    def stream_name(self) -> str:
        """The name under which the parent finds this node's stream: ``name=`` where given, else the class."""
        return self.name or type(self).__name__

    @property
    def sample_stream_name(self) -> str:
        """The name of the stream in sample mode, where it is called by itself."""
        return self.stream_name

    @property
    def seeding(self) -> Seeding:
        """Seed and counters; made at the first use."""
        found: Seeding | None = getattr(self, "_seeding", None)
        if found is None:
            found = Seeding(None)
            object.__setattr__(self, "_seeding", found)
        return found

    @property
    def repeats(self) -> bool:
        """True for what ``frozen`` made: every call of it is the same."""
        seeding: Seeding | None = getattr(self, "_seeding", None)
        return seeding is not None and seeding.repeats

    def _check_saved(self) -> None:
        """ValueError where a file, which holds a seed alone, would draw otherwise."""
        if self.repeats:
            raise ValueError(
                f"{type(self).__name__}: a frozen pipeline cannot be saved, since no file holds its draw: save a plan"
            )
        if "_seeding" in self.__dict__ and self.seeding.holds_generators:
            raise ValueError(
                f"{type(self).__name__}: set_random_state gave this pipeline generators, which no file holds: save it "
                f"before that, or call set_random_seed(seed) first"
            )

    def next_call_key(self) -> CallKey:
        """What names the next call: the sample whose scope is open, else the number of the call."""
        scope = current()
        return self.seeding.next() if scope is None else self.seeding.keyed(scope, self.sample_stream_name)

    def call_failed(self, key: CallKey) -> None:
        """Give a failed call's number back, so that the next call is the next draw whatever failed before it."""
        scope = current()
        if key.sample is None:
            self.seeding.give_back(key)
        elif scope is not None and not self.seeding.repeats:
            scope.give_back(self.seeding.seed, self.sample_stream_name, key.call)

    def set_random_seed(self, seed: int | None) -> None:
        """Start the sequence of a seed from its first call; None starts an unrepeatable one."""
        self.__dict__["_seeding"] = Seeding(checked_seed(seed, type(self).__name__))

    def set_random_state(self, random_generator: np.random.Generator, py_random: random.Random) -> None:
        """Draw each later call's root from these generators; both advance with every call and may be shared."""
        seeding = copy.copy(self.seeding)
        seeding.give(random_generator, py_random)
        self.__dict__["_seeding"] = seeding

    def give_generator(
        self, random_generator: np.random.Generator | None = None, py_random: random.Random | None = None
    ) -> None:
        """Draw each later call's root from this generator, and from the other kind where one was given before."""
        seeding = copy.copy(self.seeding)
        seeding.give(random_generator, py_random, keep=True)
        self.__dict__["_seeding"] = seeding

    def frozen(self) -> Self:
        """A copy that repeats one draw: every call of it is the next call of this transform."""
        twin = copy.deepcopy(self)
        twin.seeding.repeats = True
        return twin
