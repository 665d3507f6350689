"""Which primitives a piece of code calls: seen while it runs, so that it holds for any library."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2

from .canaries import here, is_known
from .modes import Listening

_CERTIFYING = "_choose"
"""Where augrepro tries out fast primitives, once a process: that is no use of them."""
_WORDS = {
    "NumPy's exp, log, sin, power": "exp log log2 sin cos tan power arctan2 hypot tanh sqrt cbrt",
    "NumPy's sum and mean": "sum mean std var cumsum average",
    "NumPy's linear algebra": "matmul dot einsum tensordot linalg eigh svd inv solve",
    "NumPy's fft": "fft fft2 rfft rfft2 ifft2 irfft2",
}
_BY_WORD = {word: primitive for primitive, words in _WORDS.items() for word in words.split()}
_NOT_LOOKED_INTO = ("pytest_augrepro", "numpy", "_pytest", "pluggy")
MOST = 2_000_000
"""Events that are looked at: what a test does for long it does often."""
_JPEG_AND_WEBP = ("JPEG codec", "WebP codec")
ALWAYS = ("NumPy's random streams",)
_NOT_SEEN_APART = {"imencode": _JPEG_AND_WEBP, "imdecode": _JPEG_AND_WEBP}


class Trace:
    """What was in use; all that is here where no trace could be made."""

    def __init__(self) -> None:
        self.used: set[str] = set(ALWAYS)
        self._codes: set[Any] = set()
        self._trying: Any = None
        self._left = MOST

    def __call__(self, frame: Any, event: str, argument: Any) -> None:
        self._left -= 1
        if self._left < 0:
            sys.setprofile(None)
        elif self._trying is not None:
            if event == "return" and frame is self._trying:
                self._trying = None
        elif event == "call":
            self._enter(frame)
        elif event == "c_call":
            self._call(frame, argument)

    def _call(self, frame: Any, function: Any) -> None:
        name = getattr(function, "__name__", "")
        if "torch" in sys.modules and _is_torch(function):
            self.used.add("torch")
            return
        opencv = getattr(cv2, name, None) is function
        if not opencv and name not in _BY_WORD:
            return
        if _module(frame).startswith(_NOT_LOOKED_INTO):
            return
        if opencv:
            self.used.update(_NOT_SEEN_APART.get(name, (f"cv2.{name}",)))
        elif type(getattr(function, "__self__", None)).__module__ == "numpy":
            self.used.add(_BY_WORD[name])

    def _enter(self, frame: Any) -> None:
        code = frame.f_code
        if code in self._codes:
            if code.co_name == _CERTIFYING and _module(frame) == "augrepro.kernels.certified":
                self._trying = frame
            return
        self._codes.add(code)
        module = _module(frame)
        if code.co_name == _CERTIFYING and module == "augrepro.kernels.certified":
            self._trying = frame
        elif module.startswith("torch") and "torch" in here():
            self.used.add("torch")
        elif code.co_name != "<module>" and not module.startswith(_NOT_LOOKED_INTO) and _knows_numpy(frame):
            self.used.update(_BY_WORD[word] for word in code.co_names if word in _BY_WORD)

    @property
    def primitives(self) -> list[str]:
        """The names of those in use that a canary answers for."""
        return sorted(filter(is_known, self.used))

    def tell(self, function: str, mode: str) -> None:
        """Take in a call by its mode, where that is known."""
        if self._trying is None:
            self.used.add(mode or function)


def _is_torch(function: Any) -> bool:
    """Whether a function in C is a method of a tensor, or one of torch's own."""
    places = (getattr(function, "__module__", None), type(getattr(function, "__self__", None)).__module__)
    return any(str(place).partition(".")[0] == "torch" for place in places)


def _module(frame: Any) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _knows_numpy(frame: Any) -> bool:
    numpy = sys.modules["numpy"]
    return any(frame.f_globals.get(name) is numpy for name in ("np", "numpy"))


@contextmanager
def tracing_modes() -> Iterator[Trace]:
    """Look on at code of augrepro's alone; OpenCV's functions are told by the modes that they are called in."""
    with tracing() as trace, Listening(trace.tell):
        yield trace


@contextmanager
def tracing() -> Iterator[Trace]:
    """Look on while this is open; where another profiler does, everything that is here counts as in use."""
    trace, outer = Trace(), sys.getprofile()
    if not (outer is None or isinstance(outer, Trace)):
        trace.used.update(here())
        yield trace
        return
    sys.setprofile(trace)
    try:
        yield trace
    finally:
        sys.setprofile(outer)
