"""The global generators of random, NumPy, torch and OpenCV: their states, and what reads or advances them."""

from __future__ import annotations

import os
import random
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Any

import numpy as np

from ..judging.evidence import OF_TRANSFORM, is_transform
from ..seeds import rng_state

State = dict[str, object]
OPENCV = "OpenCV's generator"
_SENTINEL = 4711
_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__))) + os.sep
_FAULTS = os.path.join(_PACKAGE, "checks", "faults") + os.sep
_BASIC = ("numpy", "torch")
"""Libraries whose own lines tell nothing of who has drawn."""
UNKNOWN = "an unknown place"
_LIBRARIES = tuple({os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")})


def states() -> State:
    """The states of the global generators; OpenCV's cannot be read, so its next draw stands for it."""
    torch: Any = sys.modules.get("torch")
    _, keys, position, *rest = np.random.get_state()
    found: State = {"the global random module": random.getstate()}
    found["the global np.random"] = (np.asarray(keys).tobytes(), position, *rest)
    if torch is not None:
        found["torch's global generator"] = torch.get_rng_state().numpy().tobytes()
    cv2: Any = sys.modules.get("cv2")
    if cv2 is not None:
        found[OPENCV] = cv2.randu(np.empty((1, 4), np.int32), 0, 2**30).tobytes()
        cv2.setRNGSeed(_SENTINEL)
    return found


def moved(before: State, after: State) -> list[str]:
    """The names of the generators that advanced; call ``states`` twice before the first comparison."""
    return [name for name in before if name in after and before[name] != after[name]]


def seed_from_entropy() -> None:
    """Give the global generators fresh entropy, as a program has that seeds nothing."""
    torch: Any = sys.modules.get("torch")
    random.seed()
    np.random.seed(None)
    if torch is not None:
        torch.random.default_generator.seed()


def seed_all(seed: int) -> None:
    """Put the global generators to one state, so that only a condition can move what depends on them."""
    torch: Any = sys.modules.get("torch")
    random.seed(seed)
    np.random.seed(seed % 2**32)
    if torch is not None:
        torch.random.default_generator.manual_seed(seed % 2**63)
    cv2: Any = sys.modules.get("cv2")
    if cv2 is not None:
        cv2.setRNGSeed(_SENTINEL)


@contextmanager
def preserved() -> Iterator[None]:
    """Put the global generators back to where they stood; OpenCV's cannot be read, and starts from one state."""
    cv2: Any = sys.modules.get("cv2")
    try:
        with rng_state.preserved():
            yield
    finally:
        if cv2 is not None:
            cv2.setRNGSeed(_SENTINEL)


def disturb(amount: int) -> None:
    """Draw from every global generator, as any other code of the program may at any time; reseed OpenCV's."""
    torch: Any = sys.modules.get("torch")
    for _ in range(1 + amount % 3):
        random.random()
        np.random.random_sample()
        if torch is not None:
            torch.rand(())
    cv2: Any = sys.modules.get("cv2")
    if cv2 is not None:
        cv2.setRNGSeed(_SENTINEL + 1 + amount)


def location_of(frame: FrameType | None) -> str:
    """File, line and function of the innermost frame of the user's, and of the library's that it has called.

    The search ends where our frames begin: what lies behind them has called us, and drawn nothing.
    """
    library = ""
    while frame is not None:
        file = _real(frame.f_code.co_filename)
        if is_ours(file):
            break
        installed = "site-packages" in file
        if _is_there(file) and (installed or not file.startswith(_LIBRARIES)):
            place = f"{os.path.basename(file)}:{frame.f_lineno} in {frame.f_code.co_name}"
            if not installed:
                return place + _transform_of(frame) + (f", by way of {library}" if library else "")
            if not any(f"site-packages{os.sep}{name}{os.sep}" in file for name in _BASIC):
                library = library or place
        frame = frame.f_back
    return library or UNKNOWN


@cache
def _real(path: str) -> str:
    """The path without links; asked for every line that is watched."""
    return os.path.realpath(path)


@cache
def _is_there(path: str) -> bool:
    return os.path.exists(path)


def _transform_of(frame: FrameType) -> str:
    """Of which transform of the user's own a method runs, in words; empty where of none."""
    kind = type(frame.f_locals.get("self"))
    return f"{OF_TRANSFORM}{kind.__name__}" if is_transform(kind) else ""


def is_ours(file: str) -> bool:
    """Whether a file is the harness's own; the faults that it plants stand for a user's code."""
    return file.startswith(_PACKAGE) and not file.startswith(_FAULTS)


def is_library(file: str) -> bool:
    """Whether a file is installed, the standard library's or the harness's own."""
    return "site-packages" in file or "dist-packages" in file or file.startswith(_LIBRARIES) or is_ours(file)


def first_consumer(fetch: Callable[[], object], name: str) -> str:
    """Run ``fetch`` line by line and return the place at which a generator first advances."""
    if name == OPENCV:
        return ""
    last: list[str] = [""]
    found: list[str] = []
    before = states()[name]

    def watch(frame: FrameType, event: str, argument: object) -> Any:
        if not found:
            if states()[name] != before:
                found.append(last[0])
            place = location_of(frame.f_back if event == "return" else frame)  # which goes on in the same line
            last[0] = last[0] if place == UNKNOWN else place
        return watch

    previous = sys.gettrace()
    sys.settrace(watch)
    try:
        fetch()
    finally:
        sys.settrace(previous)
    return (found[0] if found else last[0]) or UNKNOWN
