"""Draw the small pictures that docs/transforms.md shows: ``python docs/pictures.py`` writes docs/pictures/NAME.webp.

The original stands beside a result of the gallery's weak setting and the most visible of three results of its strong
one; of a volume, six planes stand above what became of them. A picture that has not changed is not written again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import gallery
import numpy as np
from gallery_settings import VOLUMES, WEAK_AND_STRONG, phantom

import augrepro as A

Picture = np.ndarray[Any, np.dtype[Any]]
FOLDER = Path(__file__).parent / "pictures"
SIDE, GAP, QUALITY = 160, 4, 70
PLANES, CELL = 6, 112


def names() -> list[str]:
    """Every transform that a picture shows."""
    return sorted([*gallery.names(), *VOLUMES])


def drawn(name: str) -> Picture:
    """The picture as the code makes it today, RGB."""
    return _volume(name) if name in VOLUMES else _row([_small(cell) for cell in _cells(name)])


def caption(name: str) -> str:
    """What stands in the picture, with the arguments."""
    if name in VOLUMES:
        return f"Planes of a volume, and below them planes of the result of {_told(VOLUMES[name])}."
    weak, strong = WEAK_AND_STRONG.get(name, ({}, {}))
    if not (weak or strong):
        return "The original and two results of the defaults."
    return f"The original, a weak setting ({_told(weak)}) and a strong one ({_told(strong)})."


def _told(arguments: dict[str, Any]) -> str:
    text = gallery.settings(arguments)
    return f"`{text}`" if "=" in text else text


def _cells(name: str) -> list[Picture]:
    weak, strong = WEAK_AND_STRONG.get(name, ({}, {}))
    image, original = gallery.photograph(name), gallery.original(name)
    if not (weak or strong):
        return [original, *gallery.views(name, {}, image, 2)]
    results = gallery.views(name, strong, image, 3)
    changes = [np.abs(_small(result).astype(int) - _small(original)).mean() for result in results]
    return [original, *gallery.views(name, weak, image, 1), results[int(np.argmax(changes))]]


def _small(cell: Picture) -> Picture:
    return cv2.resize(gallery.shown(cell), (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def _row(cells: list[Picture]) -> Picture:
    gap = np.full((len(cells[0]), GAP, 3), 255, np.uint8)
    return np.hstack([part for cell in cells for part in (cell, gap)][:-1])


def _volume(name: str) -> Picture:
    volume = np.repeat(phantom(), 9, 0) if name == "CubicSymmetry" else phantom()
    result = A.Compose([getattr(A, name)(**VOLUMES[name], p=1)], seed=gallery.SEED)(volume=volume)["volume"]
    top, bottom = (_row([_plane(x[i]) for i in _spread(len(x))]) for x in (volume, result))
    return np.vstack((top, np.full((GAP, top.shape[1], 3), 255, np.uint8), bottom))


def _spread(depth: int) -> list[int]:
    return [round(i * (depth - 1) / (PLANES - 1)) for i in range(PLANES)]


def _plane(plane: Picture) -> Picture:
    cell = np.full((CELL, CELL, 3), 255, np.uint8)
    height, width = plane.shape[:2]
    top, left = (len(cell) - height) // 2, (len(cell) - width) // 2
    cell[top : top + height, left : left + width] = plane[..., None]
    return cell


def encoded(picture: Picture) -> bytes:
    """The bytes of its file."""
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])[1])


def decoded(content: bytes) -> Picture:
    """The picture in a file, RGB."""
    found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(found, cv2.COLOR_BGR2RGB)


def apart(content: bytes, picture: Picture) -> float:
    """By how many levels, on average, a file differs from the one that would be written; infinite for another size."""
    there, here = decoded(content), decoded(encoded(picture))
    return float(np.abs(there.astype(int) - here).mean()) if there.shape == here.shape else float("inf")


def write() -> None:
    """Write the pictures that are missing or no longer what the code makes, and drop those of nothing."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.webp"):
        if path.stem not in names():
            path.unlink()
    for name in names():
        path, picture = FOLDER / f"{name}.webp", drawn(name)
        if not path.exists() or apart(path.read_bytes(), picture) > 0:
            path.write_bytes(encoded(picture))
    print(json.dumps({"pictures": len(names()), "bytes": sum(p.stat().st_size for p in FOLDER.glob("*.webp"))}))


if __name__ == "__main__":
    write()
