"""Generators and pipelines that samples make from a seed, while they are made: one seed for all is the same draws."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import numpy as np

from . import global_rng
from .rebound import rebound

LONGEST = 80
"""Characters of a seed that is shown."""
PROFILED = 2
"""Samples in which calls are looked for that cannot be rebound; they take longer meanwhile."""
PIPELINES = ("augrepro", "albumentations")
OF_NUMPY = ("default_rng", "seed")
GLOBAL = {
    "np.random.seed": "the global np.random",
    "random.seed": "the global random module",
    "torch.manual_seed": "torch's global generator",
}
"""Calls that seed a global generator, which may be put back before the sample ends."""


class Made:
    """Counts, by call and place, the samples that made one thing from one seed."""

    def __init__(self) -> None:
        self.samples = 0
        self.always: dict[str, int] = {}
        self.now: set[str] = set()

    def found(self, besides: set[str], fewest: int) -> tuple[str, ...]:
        """The calls that every sample made that was looked at; without seeds of global generators ``besides``."""
        told = []
        for call, times in self.always.items():
            name = call.partition("(")[0]
            looked = self.samples if name.startswith("np.") else min(self.samples, PROFILED)
            if fewest <= looked <= times and GLOBAL.get(name) not in besides:
                told.append(call)
        return tuple(told)

    def end(self) -> None:
        """Note what the sample made that is done."""
        self.samples += 1
        for call in self.now:
            self.always[call] = self.always.get(call, 0) + 1
        self.now.clear()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """See what is called by names that can be rebound: ``np.random.default_rng(0)``, ``np.random.seed(0)``."""
        originals: dict[str, Callable[..., Any]] = {name: getattr(np.random, name) for name in OF_NUMPY}
        counting = {name: self._counting(f"np.random.{name}", original) for name, original in originals.items()}
        with rebound([(originals[name], counting[name]) for name in OF_NUMPY]):
            for name in OF_NUMPY:
                setattr(np.random, name, counting[name])
            try:
                yield
            finally:
                for name in OF_NUMPY:
                    setattr(np.random, name, originals[name])

    @contextmanager
    def profiled(self) -> Iterator[None]:
        """See the rest while a sample is made: methods of torch's generators, and whole pipelines."""
        if self.samples >= PROFILED:
            yield
            return
        previous = sys.getprofile()
        sys.setprofile(self._see)
        try:
            yield
        finally:
            sys.setprofile(previous)

    def _counting(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **kwargs: Any) -> Any:
            given = ", ".join([*map(_text, args), *(f"{key}={_text(value)}" for key, value in kwargs.items())])
            self._note(name, given, sys._getframe(1))
            return original(*args, **kwargs)

        return counting

    def _note(self, name: str, given: str, frame: FrameType | None) -> None:
        place = global_rng.location_of(frame)
        if given not in ("", "None", "seed=None") and len(given) < LONGEST and place != global_rng.UNKNOWN:
            self.now.add(f"{name}({given}) ({place})")

    def _see(self, frame: FrameType, event: str, called: Any) -> None:
        if event == "c_return" and getattr(called, "__name__", "") == "manual_seed":
            torch: Any = sys.modules.get("torch")
            of = called.__self__
            if torch is not None and isinstance(of, torch.Generator):
                own = of is not torch.random.default_generator
                name = "torch.Generator().manual_seed" if own else "torch.manual_seed"
                self._note(name, f"{of.initial_seed()}", frame)
        elif event == "call" and frame.f_code is random.Random.seed.__code__:
            given = frame.f_locals
            name = "random.seed" if given["self"] is getattr(random, "_inst", None) else "random.Random"
            self._note(name, _text(given["a"]), frame.f_back)
        elif event == "call" and frame.f_code.co_name == "__init__" and "seed" in frame.f_locals:
            given = frame.f_locals
            kind = type(given.get("self"))
            if _of_pipelines(kind.__module__) and "transforms" in given and not given.get("keyed"):
                seed = given["seed"]
                self._note(kind.__name__, "" if seed is None else f"..., seed={_text(seed)}", _caller(frame))


def _text(given: object) -> str:
    """An argument in text; of an index that knows its epoch the number alone."""
    return str(int(given)) if isinstance(given, int) else repr(given)


def _of_pipelines(module: str) -> bool:
    return module.partition(".")[0] in PIPELINES


def _caller(frame: FrameType | None) -> FrameType | None:
    """The frame below those of a library of pipelines."""
    while frame is not None and _of_pipelines(str(frame.f_globals.get("__name__", ""))):
        frame = frame.f_back
    return frame
