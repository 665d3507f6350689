"""Draw each photograph and eight augmentations of it: ``python contact_sheet.py OUT.png``."""

import sys
from pathlib import Path

import augrepro as A
import cv2
import numpy as np

from classifier.data import PHOTOGRAPHS
from classifier.transforms import augmentations

CELL, GAP, HEAD, VIEWS = 160, 6, 26, 8
INK = (60, 60, 60)


def fitted(image):
    """The image on a white square, its sides in proportion."""
    scale = CELL / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cell = np.full((CELL, CELL, 3), 255, np.uint8)
    top, left = (CELL - small.shape[0]) // 2, (CELL - small.shape[1]) // 2
    cell[top : top + small.shape[0], left : left + small.shape[1]] = small
    return cell


def written(width, text):
    """A white strip with a few words on it."""
    strip = np.full((HEAD, width, 3), 255, np.uint8)
    return cv2.putText(strip, text, (2, HEAD - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.5, INK, 1, cv2.LINE_AA)


def in_a_row(cells):
    gap = np.full((len(cells[0]), GAP, 3), 255, np.uint8)
    return np.hstack([part for cell in cells for part in (cell, gap)])


def contact_sheet(seed=137):
    """A row for each photograph: as it is, then what training would see."""
    transform = A.Compose(augmentations(), seed=seed)
    rows = []
    for name, load in PHOTOGRAPHS.items():
        image = load()
        views = [transform(image=image)["image"] for _ in range(VIEWS)]
        cells = in_a_row([fitted(picture) for picture in (image, *views)])
        rows += [written(cells.shape[1], f"{name}, {image.shape[1]} x {image.shape[0]}"), cells]
    return np.pad(np.vstack(rows), ((GAP, GAP), (GAP, 0), (0, 0)), constant_values=255)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), cv2.cvtColor(contact_sheet(), cv2.COLOR_RGB2BGR))
    print(path)
