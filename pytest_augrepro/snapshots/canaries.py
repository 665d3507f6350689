"""Canaries: small known answers of the primitives under a pipeline, by which drift is told from regression.

Each asks a primitive of OpenCV, NumPy or torch itself, past all code of a pipeline: where its answer is another than
when a snapshot was written, the library, its build or the CPU has moved, whatever the code above does.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

import cv2
import numpy as np

from ..values.digest import Array
from . import modes

DIGITS = 8
Answers = Mapping[str, str]
CV: Any = cv2
"""OpenCV past its type hints, which know less than it takes."""


@functools.cache
def _gray() -> Array:
    y, x = np.mgrid[0:24, 0:40]
    picture: Array = ((x * x * 7 + y * 13 + x * y) % 251).astype(np.uint8)
    return picture


@functools.cache
def _color() -> Array:
    return np.stack([_gray(), _gray()[::-1], 255 - _gray()[:, ::-1]], axis=2)


def _both(image: Array) -> tuple[Array, Array]:
    return image, image.astype(np.float32) / np.float32(255)


TURN = np.array([[0.93, -0.31, 4.7], [0.29, 0.97, -2.3]])
TILT = np.array([[0.93, -0.31, 4.7], [0.29, 0.97, -2.3], [0.002, -0.001, 1.0]])
SPREAD = np.array([1, 4, 6, 4, 1], np.float32) / np.float32(16)
ELLIPSE = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


def _resize() -> Iterable[Any]:
    for image in _both(_color()):
        for how in (CV.INTER_NEAREST, CV.INTER_LINEAR, CV.INTER_CUBIC, CV.INTER_AREA, CV.INTER_LANCZOS4):
            yield CV.resize(image, (27, 17), interpolation=how)
            yield CV.resize(image, (61, 37), interpolation=how)


def _warp(warp: Callable[..., Any], *how: Any) -> Iterable[Any]:
    for image in _both(_color()):
        for interpolation in (CV.INTER_NEAREST, CV.INTER_LINEAR, CV.INTER_CUBIC):
            for border in (CV.BORDER_CONSTANT, CV.BORDER_REFLECT_101):
                yield warp(image, *how, flags=interpolation, borderMode=border)


def _remap() -> Iterable[Any]:
    y, x = np.mgrid[0:24, 0:40].astype(np.float32)
    for image in _both(_color()):
        for how in (CV.INTER_NEAREST, CV.INTER_LINEAR, CV.INTER_CUBIC):
            yield CV.remap(image, x * np.float32(0.9) + np.float32(1.3), y + x / np.float32(7), how)


def _colors() -> Iterable[Any]:
    codes = (CV.COLOR_RGB2GRAY, CV.COLOR_RGB2HSV, CV.COLOR_RGB2HLS, CV.COLOR_RGB2LAB, CV.COLOR_RGB2YCrCb)
    back = (CV.COLOR_HSV2RGB, CV.COLOR_HLS2RGB, CV.COLOR_LAB2RGB, CV.COLOR_YCrCb2RGB, CV.COLOR_RGB2BGR)
    for image in _both(_color()):
        for code in (*codes, *back):
            yield CV.cvtColor(image, code)


def _codec(suffix: str, setting: int) -> Iterable[Any]:
    for image in (_gray(), _color()):
        for quality in (20, 75, 100):
            done, data = CV.imencode(suffix, image, [setting, quality])
            yield CV.imdecode(data, CV.IMREAD_UNCHANGED) if done else 0


def _floats() -> Iterable[Any]:
    for dtype in (np.float32, np.float64):
        row: Any = np.linspace(0.01, 6, 97, dtype=dtype)
        yield from (np.exp(row), np.log(row), np.sin(row), np.cos(row), np.tan(row), np.sqrt(row), row ** dtype(0.45))
        yield from (np.arctan2(row, row[::-1]), np.tanh(row), np.hypot(row, row[::-1]))


def _sums() -> Iterable[Any]:
    table = _color().astype(np.float32) / np.float32(255)
    yield from (table.sum(), table.mean(), table.std(), table.sum(axis=1), table.mean(axis=(0, 1)), np.cumsum(table))


def _products() -> Iterable[Any]:
    for dtype in (np.float32, np.float64):
        table: Any = _gray() / np.array(255, dtype)
        square = table[:, :24] @ table[:, :24].T
        yield from (square, np.linalg.svd(table)[1], np.linalg.eigvalsh(square), np.einsum("ij,kj->ik", table, table))


def _frequencies() -> Iterable[Any]:
    yield np.fft.fft2(_gray().astype(np.float64))
    yield np.fft.irfft(np.fft.rfft(_gray().astype(np.float64), axis=1), axis=1)


def _streams() -> Iterable[Any]:
    for bits in (np.random.Philox, np.random.PCG64, np.random.MT19937):
        rng = np.random.Generator(bits(137))
        yield from (rng.integers(0, 2**63, 5), rng.random(5), rng.normal(size=5), rng.permutation(9), rng.poisson(4, 5))
        yield from (rng.beta(2, 3, 5), rng.exponential(size=5), rng.random(5, np.float32), rng.choice(9, 4, False))
    old = np.random.RandomState(137)
    yield from (old.rand(5), old.randint(0, 255, 5), old.normal(size=5), old.permutation(9))


def _torch() -> Iterable[Any]:
    torch: Any = sys.modules["torch"]
    functional = torch.nn.functional
    image = torch.from_numpy(_color().astype(np.float32) / np.float32(255)).permute(2, 0, 1)[None]
    grid = functional.affine_grid(torch.tensor(TURN[None], dtype=torch.float32), (1, 3, 17, 27), align_corners=False)
    yield functional.interpolate(image, size=(17, 27), mode="bilinear", antialias=True).numpy()
    yield functional.grid_sample(image, grid, align_corners=False).numpy()
    yield functional.conv2d(image, torch.full((3, 3, 3, 3), 1 / 27)).numpy()
    generator = torch.Generator().manual_seed(137)
    yield torch.rand(5, generator=generator).numpy()
    yield torch.randn(20, generator=generator).numpy()
    yield torch.randperm(9, generator=generator).numpy()


def _of_images(make: Callable[[Any], Any]) -> Callable[[], Iterable[Any]]:
    """A canary that asks for a gray and a color image, of bytes and of floats."""
    return lambda: [make(image) for each in (_gray(), _color()) for image in _both(each)]


PRIMITIVES: dict[str, Callable[[], Iterable[Any]]] = {
    "cv2.resize": _resize,
    "cv2.warpAffine": lambda: _warp(CV.warpAffine, TURN, (40, 24)),
    "cv2.warpPerspective": lambda: _warp(CV.warpPerspective, TILT, (40, 24)),
    "cv2.remap": _remap,
    "cv2.LUT": lambda: [CV.LUT(_color(), np.arange(255, -1, -1).astype(np.uint8))],
    "cv2.cvtColor": _colors,
    "cv2.blur": _of_images(lambda image: CV.blur(image, (3, 5))),
    "cv2.boxFilter": _of_images(lambda image: CV.boxFilter(image, -1, (3, 5))),
    "cv2.GaussianBlur": _of_images(lambda image: CV.GaussianBlur(image, (5, 5), 1.3)),
    "cv2.medianBlur": _of_images(lambda image: CV.medianBlur(image, 5)),
    "cv2.filter2D": _of_images(lambda image: CV.filter2D(image, -1, np.outer(SPREAD, SPREAD))),
    "cv2.sepFilter2D": _of_images(lambda image: CV.sepFilter2D(image, -1, SPREAD, SPREAD)),
    "cv2.dilate": _of_images(lambda image: CV.dilate(image, ELLIPSE)),
    "cv2.erode": _of_images(lambda image: CV.erode(image, ELLIPSE)),
    "cv2.morphologyEx": _of_images(lambda image: CV.morphologyEx(image, CV.MORPH_OPEN, ELLIPSE)),
    "cv2.addWeighted": _of_images(lambda image: CV.addWeighted(image, 0.37, image[::-1].copy(), 0.61, 0.3)),
    "cv2.multiply": _of_images(lambda image: CV.multiply(image, 1.37)),
    "cv2.transform": _of_images(
        lambda image: CV.transform(np.atleast_3d(image), np.full((1, np.atleast_3d(image).shape[2]), 0.31))
    ),
    "cv2.equalizeHist": lambda: [CV.equalizeHist(_gray())],
    "cv2.createCLAHE": lambda: [CV.createCLAHE(3.0, (4, 4)).apply(_gray())],
    "cv2.dft": lambda: [CV.dft(_gray().astype(np.float32))],
    "cv2.distanceTransform": lambda: [CV.distanceTransform(_gray(), CV.DIST_L2, 5)],
    "cv2.inpaint": lambda: [CV.inpaint(_color(), (_gray() < 40).astype(np.uint8), 3, CV.INPAINT_TELEA)],
    "JPEG codec": lambda: _codec(".jpg", CV.IMWRITE_JPEG_QUALITY),
    "WebP codec": lambda: _codec(".webp", CV.IMWRITE_WEBP_QUALITY),
    "NumPy's exp, log, sin, power": _floats,
    "NumPy's sum and mean": _sums,
    "NumPy's linear algebra": _products,
    "NumPy's fft": _frequencies,
    "NumPy's random streams": _streams,
    "torch": _torch,
}
ANSWERED: dict[str, str] = {}
"""Answers of this process; OpenCV's are asked for anew when its CPU dispatch is switched."""


def answers(names: Iterable[str]) -> dict[str, str]:
    """The first digits of the digest of each primitive's known answers here; nothing for one that is not here."""
    found: dict[str, str] = {}
    for name in sorted(each for each in set(names) if is_known(each)):
        key = f"{name} {CV.useOptimized()}"
        if key not in ANSWERED:
            ANSWERED[key] = _answer(name)
        if ANSWERED[key]:
            found[name] = ANSWERED[key]
    return found


def is_known(name: str) -> bool:
    """Whether a primitive, or a mode of one, has known answers."""
    return name in PRIMITIVES or modes.is_known(name)


def here() -> list[str]:
    """The primitives whose libraries this process has."""
    return [name for name in PRIMITIVES if name != "torch" or "torch" in sys.modules]


def _answer(name: str) -> str:
    if name in PRIMITIVES and name not in here():
        return ""
    digest = sha256()
    try:
        for value in PRIMITIVES[name]() if name in PRIMITIVES else modes.asked(name, (_gray(), _color())):
            array: Array = np.ascontiguousarray(value)
            digest.update(f"{array.dtype.str} {array.shape}\n".encode())
            digest.update(array.data)
    except Exception as problem:  # that it fails here is an answer, too: elsewhere it did not
        digest.update(type(problem).__name__.encode())
    return digest.hexdigest()[:DIGITS]
