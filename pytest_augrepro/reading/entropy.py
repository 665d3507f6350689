"""Sources that differ from run to run, shifted on purpose, and who asked them first."""

from __future__ import annotations

import builtins
import os
import random
import secrets
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import numpy as np

from .global_rng import location_of
from .rebound import rebound

SHIFT = 86_413.25


def _bytes(size: int) -> bytes:
    return bytes((7 * at + 13) % 256 for at in range(size))


def _sequence(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: original(*args, **kwargs) if _seeded(args, kwargs) else original(0xA09)


def _seeded(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    return any(value is not None for value in (*args[:1], kwargs.get("seed")))


class Backwards:
    """What os.scandir returns, in reverse order."""

    def __init__(self, entries: Any) -> None:
        with entries:
            self.entries: Iterator[Any] = reversed(list(entries))

    def __iter__(self) -> Iterator[Any]:
        return self.entries

    def __next__(self) -> Any:
        return next(self.entries)

    def __enter__(self) -> Backwards:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def close(self) -> None:
        self.entries = iter(())


class OtherIdentity(int):
    """An address as another run has it, which still finds what a table holds under the address of this one.

    Copies and pickles keep books by address, and tables filled before would be searched in vain.
    """

    def __new__(cls, address: int) -> OtherIdentity:
        made = super().__new__(cls, address + 4096)
        made.address = address
        return made

    address: int

    def __hash__(self) -> int:
        return hash(self.address)

    def __eq__(self, other: object) -> bool:
        return self.address == (other.address if isinstance(other, OtherIdentity) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        return int, (self.address,)


SOURCES: dict[str, tuple[Any, str, Callable[[Callable[..., Any]], Callable[..., Any]]]] = {
    "time.time": (time, "time", lambda original: lambda: original() + SHIFT),
    "time.time_ns": (time, "time_ns", lambda original: lambda: original() + 86_413_250_000_007),
    "time.perf_counter": (time, "perf_counter", lambda original: lambda: original() + SHIFT),
    "time.monotonic": (time, "monotonic", lambda original: lambda: original() + SHIFT),
    "os.getpid": (os, "getpid", lambda original: lambda: original() + 1_000_003),
    "os.urandom": (os, "urandom", lambda original: _bytes),
    "uuid.uuid4": (uuid, "uuid4", lambda original: lambda: uuid.UUID(bytes=_bytes(16))),
    "uuid.uuid1": (uuid, "uuid1", lambda original: lambda *args, **kwargs: uuid.UUID(bytes=_bytes(16))),
    "secrets.randbits": (secrets, "randbits", lambda original: lambda bits: 0xA5A5A5A5A5A5A5A5 % 2**bits),
    "secrets.randbelow": (secrets, "randbelow", lambda original: lambda limit: 0xA5A5A5A5A5A5A5A5 % limit),
    "secrets.token_bytes": (secrets, "token_bytes", lambda original: lambda size=32: _bytes(size)),
    "np.random.default_rng() without a seed": (np.random, "default_rng", _sequence),
    "os.listdir": (os, "listdir", lambda original: lambda *args, **kwargs: original(*args, **kwargs)[::-1]),
    "os.scandir": (os, "scandir", lambda original: lambda *args, **kwargs: Backwards(original(*args, **kwargs))),
    "id()": (builtins, "id", lambda original: lambda thing: OtherIdentity(original(thing))),
}
"""Name, where it lives, and the same source as another machine at another time has it."""


QUIET = frozenset(
    {"multiprocessing", "threading", "logging", "copy", "pickle", "copyreg", "torch", "pytest_augrepro", "reprlib"}
)
"""Modules that may ask undisturbed: they keep books with what they learn, and make no samples of it."""


@contextmanager
def other_entropy() -> Iterator[dict[str, str]]:
    """Shift every source, also where a module of the user's has it by a name of its own, while this is open.

    The dict fills with name and place of each first consumer.
    """
    consumers: dict[str, str] = {}
    originals = {name: getattr(owner, attribute) for name, (owner, attribute, _) in SOURCES.items()}
    watched = {
        name: _watched(name, originals[name], shifted(originals[name]), consumers)
        for name, (_, _, shifted) in SOURCES.items()
    }
    system = random.SystemRandom.getrandbits
    with rebound([(originals[name], watched[name]) for name in SOURCES]):
        try:
            for name, (owner, attribute, _) in SOURCES.items():
                setattr(owner, attribute, watched[name])
            random.SystemRandom.getrandbits = _bits  # type: ignore[method-assign]  # for a while
            yield consumers
        finally:
            random.SystemRandom.getrandbits = system  # type: ignore[method-assign]  # for a while
            for name, (owner, attribute, _) in SOURCES.items():
                setattr(owner, attribute, originals[name])


def clock_of_a_dataset() -> float:
    """The time as a dataset sees it; our own modules are among the quiet ones and see the real time."""
    ask = FunctionType((lambda: time.time()).__code__, {"__name__": "dataset", "time": time})
    seen: float = ask()
    return seen


def _bits(self: object, k: int) -> int:
    return int(0xA5A5A5A5A5A5A5A5 % 2**k)


def _watched(
    name: str, original: Callable[..., Any], shifted: Callable[..., Any], consumers: dict[str, str]
) -> Callable[..., Any]:
    def source(*args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        module = str(frame.f_globals.get("__name__", ""))
        if (module.partition(".")[0] in QUIET and not module.startswith("pytest_augrepro.checks.faults")) or (
            name.startswith("np.") and _seeded(args, kwargs)
        ):
            return original(*args, **kwargs)
        if name not in consumers:
            consumers[name] = location_of(frame)
        return shifted(*args, **kwargs)

    return source
