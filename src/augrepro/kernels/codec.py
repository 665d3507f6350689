"""What a lossy file leaves of an image."""

from __future__ import annotations

from typing import Any, Literal

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Codec = Literal["jpeg", "webp"]
FILES = {"jpeg": (".jpg", cv2.IMWRITE_JPEG_QUALITY), "webp": (".webp", cv2.IMWRITE_WEBP_QUALITY)}
MOST = {"jpeg": 65500, "webp": 16383}
"""Pixels a side: beyond, OpenCV prints an error of its own and encodes nothing."""


def compressed(image: Array, codec: Codec, quality: int, rgb: bool) -> Array:
    """A uint8 image encoded and decoded: three channels as color, any other count each as a gray image.

    Codecs take the channels for blue, green and red; ``rgb`` turns them round on the way in and out.
    """
    if image.shape[2] == 3:
        bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if rgb else np.ascontiguousarray(image)
        out = _trip(bgr, codec, quality, cv2.IMREAD_COLOR)
        return cv2.cvtColor(out, cv2.COLOR_BGR2RGB) if rgb else out
    planes = [np.ascontiguousarray(image[..., i]) for i in range(image.shape[2])]
    return np.stack([_trip(plane, codec, quality, cv2.IMREAD_GRAYSCALE) for plane in planes], -1)


def read_bgr(path: str) -> Array | None:
    """The image in a file, (H, W, 3) uint8 blue, green, red; None where there is none that can be read."""
    return cv2.imread(path, cv2.IMREAD_COLOR)


def read_rgb(path: str) -> Array | None:
    """The same, red, green, blue."""
    image = read_bgr(path)
    return None if image is None else cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def read_gray(path: str) -> Array | None:
    """The image in a file as (H, W) uint8 gray; None where there is none that can be read."""
    return cv2.imread(path, cv2.IMREAD_GRAYSCALE)


def _trip(image: Array, codec: Codec, quality: int, how: int) -> Array:
    suffix, knob = FILES[codec]
    done, data = cv2.imencode(suffix, image, [knob, quality])
    if not done:
        raise ValueError(f"OpenCV could not encode a {image.shape} image as {codec}")
    out = cv2.imdecode(data, how)
    assert out is not None
    return out
