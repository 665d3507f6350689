"""Where a pipeline's randomness comes from: in stream mode a seed, the place in the parallel world, a call number.

The main process uses the base seed. A DataLoader worker uses ``(base_seed + torch.initial_seed()) % 2**32`` together
with the worker's own seed and number and the rank, so that no two workers, epochs or ranks share a stream and seed 137
in worker 1 is not seed 138 in worker 0. torch is looked at only where the program has imported it.

In sample mode it comes from the seed, the stream's name and the sample (``sample.py``), wherever it is drawn.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from bisect import insort
from itertools import count
from typing import Any

import numpy as np

from ..declare.errors import short_repr
from . import place
from .call_key import CallKey, Part, sample_source
from .place import current_process, forked_raw, has_parent, here, owner_of_new, rank, torch_seed, worker_info
from .rng import root_key
from .sample import Scope

MAX_SEED = 2**128 - 1
_spawn_numbers = count()


class _Counter:
    """A source's counter in one process, or in one worker, and the numbers below it that failed calls gave back."""

    __slots__ = ("calls", "free", "prefix", "worker_path")

    def __init__(
        self, prefix: bytes, worker_path: tuple[Part, ...], calls: int, free: tuple[int, ...] | list[int] = ()
    ) -> None:
        self.prefix, self.worker_path, self.calls, self.free = prefix, worker_path, calls, sorted(free)

    def next(self, repeats: bool) -> int:
        """The least number that no call has used up."""
        number = self.free[0] if self.free else self.calls
        if not repeats:
            if self.free:
                self.free.pop(0)
            else:
                self.calls += 1
        return number

    def give_back(self, number: int) -> None:
        """Let the next call have this number."""
        if number >= self.calls or number in self.free:
            return
        insort(self.free, number)
        while self.free and self.free[-1] == self.calls - 1:
            self.free.pop()
            self.calls -= 1


def checked_seed(seed: object, owner: str) -> int | None:
    """The seed as an int, or a clear error; booleans, floats and negative numbers are refused."""
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"{owner}.seed must be None or a whole number from 0 to 2**128 - 1, got {short_repr(seed)}")
    if not 0 <= int(seed) <= MAX_SEED:
        raise ValueError(f"{owner}.seed must be None or a whole number from 0 to 2**128 - 1, got {short_repr(seed)}")
    return int(seed)


class Seeding:
    """The seed of a pipeline and its counters; pickle and deepcopy continue the sequence exactly."""

    def __init__(self, seed: int | None) -> None:
        self.seed = seed
        self.base = int.from_bytes(os.urandom(16), "little") if seed is None else seed
        self.repeats = False
        self._start = 0
        self._free: tuple[int, ...] = ()
        self._owner_pid = owner_of_new()
        self._spawn_index = 0
        self._given: tuple[np.random.Generator | None, random.Random | None] | None = None
        self._counters: dict[int | tuple[int, int], _Counter] = {}
        self._lock = threading.Lock()

    @property
    def given(self) -> bool:
        """True where each call's root is drawn from generators that were given."""
        return self._given is not None

    def next(self) -> CallKey:
        """The key of the next call; safe to call from any thread."""
        torch_data = sys.modules.get("torch.utils.data")
        info = None if torch_data is None else torch_data.get_worker_info()
        counter = self._counters.get(place.pid if info is None else here(info)) or self._new_counter(info)
        root: bytes | None = None
        lock = self._lock
        lock.acquire()  # by hand: ``with`` takes as long as all that is done below it
        try:
            if counter.free or self.repeats:
                call = counter.next(self.repeats)
            else:
                call = counter.calls
                counter.calls = call + 1
            if self._given is not None:
                root = root_key("given", *self._given_words(), *counter.worker_path)
        finally:
            lock.release()
        return CallKey(counter.prefix if root is None else b"", counter.worker_path, call, None, root)

    def give_back(self, key: CallKey) -> None:
        """The call of this key failed: its number is the next call's. Generators that were given have moved on."""
        if self.repeats:
            return
        info = worker_info()
        counter = self._counters.get(here(info))
        if counter is not None and counter.worker_path == key.worker_path:
            with self._lock:
                counter.give_back(key.call)

    def keyed(self, scope: Scope, stream: str) -> CallKey:
        """The key of the next call for the scope's sample; the sequence of stream mode stays where it is."""
        if self._given is not None:
            raise ValueError(
                "set_random_state gave this pipeline generators, which cannot draw for a sample key; "
                "set_random_seed(seed) takes them away"
            )
        call = scope.call(self.seed, stream, self.repeats)
        return CallKey(sample_source(self.seed, stream), (), call, scope.sample)

    def at(self, call_key: CallKey, stream: str) -> CallKey:
        """The same call under this source's own seed: what a nested pipeline with a seed of its own draws from."""
        if call_key.sample is not None:
            return call_key.under(sample_source(self.seed, stream))
        return call_key.under(root_key("stream", self.base, *call_key.worker_path))

    @property
    def effective_seed(self) -> int:
        """The base seed; in a DataLoader worker ``(base_seed + torch.initial_seed()) % 2**32``."""
        return self.base if worker_info() is None else (self.base + torch_seed()) % 2**32

    def _new_counter(self, info: Any) -> _Counter:
        worker_path = self._worker_path(info)
        with self._lock:
            start, free = (0, ()) if info is not None else (self._start, self._free)
            key = here(info)
            return self._counters.setdefault(
                key, _Counter(root_key("stream", self.base, *worker_path), worker_path, start, free)
            )

    def _worker_path(self, info: Any) -> tuple[Part, ...]:
        worker_path: tuple[Part, ...] = ()
        if info is not None:
            worker_path = ("worker", torch_seed(), int(info.seed), int(info.id))
        elif os.getpid() != self._owner_pid:
            identity = getattr(current_process(), "_identity", ()) if has_parent() else ()
            raw = not identity or forked_raw()
            worker_path = ("child", *identity, *((os.getpid(),) if raw else ()), self._spawn_index)
        return (*worker_path, "rank", rank()) if rank() else worker_path

    def _given_words(self) -> tuple[int, ...]:
        assert self._given is not None
        rng, py_random = self._given
        words: tuple[int, ...] = ()
        if rng is not None:
            numpy_state = rng.bit_generator.state
            words = tuple(int(word) for word in rng.bit_generator.random_raw(2))
            if self.repeats:
                rng.bit_generator.state = numpy_state
        if py_random is not None:
            python_state = py_random.getstate()
            words = (*words, py_random.getrandbits(64))
            if self.repeats:
                py_random.setstate(python_state)
        return words

    def give(self, rng: np.random.Generator | None, py_random: random.Random | None, keep: bool = False) -> None:
        """Draw every later call's root from these generators, which advance with each call.

        ``keep``: one that is None stays as it was given before.
        """
        if not (isinstance(rng, np.random.Generator) or (keep and rng is None)):
            raise TypeError(
                f"set_random_state: random_generator must be a numpy.random.Generator, got {short_repr(rng)}"
            )
        if not (isinstance(py_random, random.Random) or (keep and py_random is None)):
            raise TypeError(f"set_random_state: py_random must be a random.Random, got {short_repr(py_random)}")
        before = self._given or (None, None)
        self._given = (rng or before[0], py_random or before[1]) if keep else (rng, py_random)

    @property
    def holds_generators(self) -> bool:
        """True after ``set_random_state``."""
        return self._given is not None

    def position(self) -> dict[str, Any]:
        """Where the sequence is in this process or worker, as JSON has it; ``move_to`` goes on from there."""
        if self._given is not None:
            raise ValueError("state_dict: set_random_state gave generators; save and restore those yourself")
        info = worker_info()
        counter = self._counters.get(here(info)) or self._new_counter(info)
        with self._lock:
            free = {"free": sorted(counter.free)} if counter.free else {}
            return {"v": 1, "base": self.base, "place": list(counter.worker_path), "calls": counter.calls, **free}

    def move_to(self, state: Any, owner: str) -> None:
        """Go on, in this process or worker, where ``position`` was told."""
        base, worker_path, calls, free = _checked_position(state, f"{owner}.load_state_dict")
        if self.seed is not None and base != self.seed:
            raise ValueError(f"{owner}.load_state_dict: a state of seed {base} cannot go on under seed {self.seed}")
        self.base, self._given = base, None
        info = worker_info()
        with self._lock:
            key = here(info)
            self._counters[key] = _Counter(root_key("stream", base, *worker_path), worker_path, calls, free)

    def __getstate__(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.__dict__.items() if k not in ("_counters", "_lock")}
        counter = self._counters.get(here(None))
        if counter is not None:
            with self._lock:
                kept.update(_start=counter.calls, _free=tuple(counter.free))
        return {**kept, "_from": os.getpid()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        sent_from = state.pop("_from")
        self.__dict__.update(state, _counters={}, _lock=threading.Lock())
        if sent_from != os.getpid() and worker_info() is None:
            if not has_parent():
                self._owner_pid = os.getpid()  # a new program reads a saved pipeline: it goes on where it stopped
            else:
                self._spawn_index = next(_spawn_numbers)


def _checked_position(state: Any, where: str) -> tuple[int, tuple[Part, ...], int, list[int]]:
    known = isinstance(state, dict) and set(state) - {"free"} == {"v", "base", "place", "calls"}
    if not known or type(state["v"]) is not int or state["v"] != 1 or not _is_position(**state):
        raise ValueError(f"{where} must get what state_dict gave (v=1, base, place, calls), got {short_repr(state)}")
    calls, free = state["calls"], state.get("free", [])
    if not isinstance(free, list) or not all(_below(number, calls) for number in free):
        raise ValueError(f"{where} must get numbers below calls as free, got {short_repr(free)}")
    return state["base"], tuple(state["place"]), calls, free


def _is_position(base: Any, place: Any, calls: Any, **more: Any) -> bool:
    parts = place if isinstance(place, list) else [None]
    known = all(part.isascii() if isinstance(part, str) else type(part) is int and abs(part) < 2**128 for part in parts)
    return known and _below(base, 2**128) and _below(calls, 2**63)


def _below(number: Any, most: int) -> bool:
    return type(number) is int and 0 <= number < most
