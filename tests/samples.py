"""Small deterministic samples, and ways to compare what came of them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np


def picture(height: int = 16, width: int = 16, channels: int | None = 3, dtype: str = "uint8", seed: int = 0) -> Any:
    """A busy image without repetition; ``channels=None`` makes it (H, W)."""
    shape = (height, width) if channels is None else (height, width, channels)
    pixels = np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)
    return pixels if dtype == "uint8" else (pixels / np.float32(255)).astype(dtype)


def font_file() -> str:
    """The path of a small font, which Pillow brings along and which is written down under the same path each time."""
    from PIL import ImageFont  # few tests need it

    path = Path(tempfile.gettempdir()) / "augrepro-tests" / "font.ttf"
    content = ImageFont.load_default(12).font_bytes
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"{os.getpid()}.part")
        draft.write_bytes(content)
        draft.replace(path)
    return str(path)


def striped_mask(height: int = 16, width: int = 16, classes: int = 4) -> Any:
    """A mask whose classes lie in slanted stripes."""
    y, x = np.mgrid[:height, :width]
    return ((x + 2 * y) // 5 % classes).astype(np.uint8)


def scene(height: int = 24, width: int = 32, dtype: str = "uint8") -> dict[str, Any]:
    """Image, mask, two pascal_voc boxes with a label each, three xy keypoints with a name each."""
    return {
        "image": picture(height, width, dtype=dtype),
        "mask": striped_mask(height, width),
        "bboxes": [[4.0, 3.0, 20.0, 18.0], [8.0, 6.0, 30.0, 22.0]],
        "labels": ["cat", "dog"],
        "keypoints": [[5.0, 4.0], [16.0, 12.0], [28.0, 20.0]],
        "names": ["ear", "eye", "tail"],
    }


def digest(value: Any) -> str:
    """A short name for an array's dtype, shape and bytes, or for a result's whole contents."""
    sha = hashlib.sha256()
    _feed(sha, value)
    return sha.hexdigest()[:16]


def _feed(sha: Any, value: Any) -> None:
    if isinstance(value, np.ndarray):
        sha.update(f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
    elif isinstance(value, dict):
        for key in sorted(value):
            sha.update(key.encode())
            _feed(sha, value[key])
    elif isinstance(value, (list, tuple)):
        sha.update(f"{type(value).__name__}{len(value)}".encode())
        for item in value:
            _feed(sha, item)
    else:
        sha.update(repr(value).encode())


def sequence(transform: Any, calls: int = 8, image: Any = None) -> list[str]:
    """The digests of the next calls' images, all on one input."""
    image = picture() if image is None else image
    return [digest(transform(image=image)["image"]) for _ in range(calls)]


def same(one: Any, other: Any) -> bool:
    """Equal in type, dtype, shape and every bit, through containers."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def plain_copy(value: Any) -> Any:
    """A deep copy of arrays in lists, tuples and dicts."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: plain_copy(item) for key, item in value.items()}
    return type(value)(plain_copy(item) for item in value) if isinstance(value, (list, tuple)) else value
