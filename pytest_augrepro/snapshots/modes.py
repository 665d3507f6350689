"""Canaries by mode: how a function of OpenCV was called, and its known answers when it is called so.

``cv2.resize linear_exact uint8`` may move where ``cv2.resize cubic uint8`` holds: each mode is code of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ..values.digest import Array

CV: Any = cv2
LARGEST = 255
"""The side of a kernel that is asked for at most."""
DTYPES = ("uint8", "uint16", "int16", "int32", "float32", "float64")
INTERPOLATIONS = {
    "nearest": CV.INTER_NEAREST,
    "linear": CV.INTER_LINEAR,
    "cubic": CV.INTER_CUBIC,
    "area": CV.INTER_AREA,
    "lanczos4": CV.INTER_LANCZOS4,
    "linear_exact": CV.INTER_LINEAR_EXACT,
    "nearest_exact": CV.INTER_NEAREST_EXACT,
}
TURN = np.array([[0.93, -0.31, 4.7], [0.29, 0.97, -2.3], [0.002, -0.001, 1.0]])
_SIDES = re.compile(r"(\d{1,3})x(\d{1,3})")


@dataclass(frozen=True)
class Modal:
    """A function with modes: the argument that chooses one, its name as a word, and what is asked in a mode."""

    parameter: str
    place: int
    word: Callable[[Any], str]
    ask: Callable[[Array, str], Iterator[Any]]
    usual: Any = None


def _interpolation(value: Any) -> str:
    return next((word for word, number in INTERPOLATIONS.items() if number == int(value) & 7), "")


def _code(value: Any) -> str:
    """A conversion of colors by its name, the shortest where one number has several."""
    names = (name for name in dir(cv2) if name.startswith("COLOR_") and getattr(cv2, name) == value)
    return min((name.removeprefix("COLOR_") for name in names), key=lambda name: (len(name), name), default="")


def _sides(value: Any) -> str:
    """The sides of a kernel, or its size as a pair or as one number; ``auto`` where the strength decides."""
    if isinstance(value, np.ndarray):
        sides = value.shape if value.ndim == 2 else (value.size, 1)
    else:
        sides = (value, value) if isinstance(value, int) else tuple(value)[::-1]
    return "auto" if not any(sides) else f"{sides[0]}x{sides[1]}"


def _kernel(mode: str) -> tuple[int, int]:
    found = _SIDES.fullmatch(mode)
    sides = (0, 0) if mode == "auto" else (int(found[1]), int(found[2])) if found else (-1, -1)
    if not 0 <= min(sides) <= max(sides) <= LARGEST:
        raise ValueError(mode)
    return sides


def _weights(mode: str) -> Array:
    height, width = _kernel(mode)
    rows, columns = (np.minimum(np.arange(side), np.arange(side)[::-1]) + 1.0 for side in (height, width))
    weights: Array = np.outer(rows, columns) / (rows.sum() * columns.sum())
    return weights.astype(np.float32)


def _resized(image: Array, mode: str) -> Iterator[Any]:
    for size in ((27, 17), (61, 37), (20, 12), (80, 48)):
        yield CV.resize(image, size, interpolation=INTERPOLATIONS[mode])


def _warped(warp: str, rows: int) -> Callable[[Array, str], Iterator[Any]]:
    def ask(image: Array, mode: str) -> Iterator[Any]:
        for border in (CV.BORDER_CONSTANT, CV.BORDER_REFLECT_101, CV.BORDER_REPLICATE):
            yield getattr(CV, warp)(image, TURN[:rows], (40, 24), flags=INTERPOLATIONS[mode], borderMode=border)

    return ask


def _remapped(image: Array, mode: str) -> Iterator[Any]:
    """From maps of floats, and from those of whole pixels and parts that they are turned into."""
    y, x = np.mgrid[0:24, 0:40].astype(np.float32)
    maps = x * np.float32(0.9) + np.float32(1.3), y + x / np.float32(7)
    how = INTERPOLATIONS[mode]
    for border in (CV.BORDER_CONSTANT, CV.BORDER_REFLECT_101):
        yield CV.remap(image, *maps, how, borderMode=border)
        yield CV.remap(image, *CV.convertMaps(*maps, CV.CV_16SC2), how, borderMode=border)


def _with_size(function: str, *more: Any) -> Callable[[Array, str], Iterator[Any]]:
    return lambda image, mode: iter([getattr(CV, function)(image, _kernel(mode)[::-1], *more)])


def _shaped(mode: str) -> Array:
    return np.asarray(CV.getStructuringElement(CV.MORPH_ELLIPSE, _kernel(mode)[::-1]))


FUNCTIONS: Mapping[str, Modal] = {
    "resize": Modal("interpolation", 5, _interpolation, _resized, CV.INTER_LINEAR),
    "warpAffine": Modal("flags", 4, _interpolation, _warped("warpAffine", 2), CV.INTER_LINEAR),
    "warpPerspective": Modal("flags", 4, _interpolation, _warped("warpPerspective", 3), CV.INTER_LINEAR),
    "remap": Modal("interpolation", 3, _interpolation, _remapped),
    "GaussianBlur": Modal("ksize", 1, _sides, _with_size("GaussianBlur", 1.3)),
    "blur": Modal("ksize", 1, _sides, _with_size("blur")),
    "boxFilter": Modal("ksize", 2, _sides, lambda image, mode: iter([CV.boxFilter(image, -1, _kernel(mode)[::-1])])),
    "medianBlur": Modal("ksize", 1, _sides, lambda image, mode: iter([CV.medianBlur(image, _kernel(mode)[0])])),
    "filter2D": Modal("kernel", 2, _sides, lambda image, mode: iter([CV.filter2D(image, -1, _weights(mode))])),
    "dilate": Modal("kernel", 1, _sides, lambda image, mode: iter([CV.dilate(image, _shaped(mode))])),
    "erode": Modal("kernel", 1, _sides, lambda image, mode: iter([CV.erode(image, _shaped(mode))])),
    "cvtColor": Modal("code", 1, _code, lambda image, mode: iter([CV.cvtColor(image, getattr(CV, f"COLOR_{mode}"))])),
}


def name_of(function: str, args: Sequence[Any], given: Mapping[str, Any]) -> str:
    """A call by its function, mode and dtype; empty where no mode is known of it."""
    modal = FUNCTIONS[function]
    image = args[0] if args else given.get("src")
    value = args[modal.place] if len(args) > modal.place else given.get(modal.parameter, modal.usual)
    if value is None or not isinstance(image, np.ndarray):
        return ""
    name = f"cv2.{function} {modal.word(value)} {image.dtype.name}"
    return name if is_known(name) else ""


def is_known(name: str) -> bool:
    """Whether there are known answers for a name such as ``cv2.resize area uint8``."""
    function, mode, dtype = (*name.split(" "), "", "")[:3]
    modal = FUNCTIONS.get(function.removeprefix("cv2."))
    if modal is None or not function.startswith("cv2.") or dtype not in DTYPES or name.count(" ") != 2:
        return False
    if modal.word is _interpolation:
        return mode in INTERPOLATIONS
    if modal.word is _code:
        return mode.isalnum() and hasattr(cv2, f"COLOR_{mode}")
    try:
        return bool(_kernel(mode))
    except ValueError:
        return False


def asked(name: str, images: Sequence[Array]) -> Iterator[Any]:
    """The known answers of a function in a mode; that a picture has none of it here is an answer, too."""
    function, mode, dtype = name.split(" ")
    for image in images:
        try:
            yield from FUNCTIONS[function.removeprefix("cv2.")].ask(_in_range(image, np.dtype(dtype)), mode)
        except Exception as problem:
            yield np.frombuffer(type(problem).__name__.encode(), np.uint8)


def _in_range(image: Array, dtype: np.dtype[Any]) -> Array:
    cast: Array = image.astype(dtype)
    return np.asarray(
        cast / dtype.type(255) if dtype.kind == "f" else cast * dtype.type(257 if dtype == np.uint16 else 1)
    )


class Listening:
    """While it is open, calls of OpenCV's functions are told by their modes. For code that is the library's own."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self.tell = tell
        self.real: dict[str, Any] = {}

    def __enter__(self) -> None:
        for function in FUNCTIONS:
            self.real[function] = getattr(cv2, function)
            setattr(cv2, function, self._told(function, self.real[function]))

    def __exit__(self, *reason: object) -> None:
        for function, real in self.real.items():
            setattr(cv2, function, real)

    def _told(self, function: str, real: Any) -> Any:
        @functools.wraps(real)
        def call(*args: Any, **given: Any) -> Any:
            self.tell(f"cv2.{function}", name_of(function, args, given))
            return real(*args, **given)

        return call
