"""A small data set of real photographs with labels of every kind, as the commands take them."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
from skimage import data

import augrepro as A

NAMES = ("astronaut.jpg", "chelsea.png", "coins.png", "sub/coffee.webp")


def pictures():
    """Photographs of different sizes, one of them gray."""
    found = (data.astronaut()[::4, ::4], data.chelsea()[::3, ::3], data.coins()[::3, ::3], data.coffee()[::4, ::4])
    return dict(zip(NAMES, map(np.ascontiguousarray, found), strict=True))


def pipeline(**arguments):
    """Crop, flip, turn and brighten."""
    steps = [
        A.RandomResizedCrop((80, 96), scale=(0.5, 1)),
        A.HorizontalFlip(p=0.5),
        A.Rotate(20, p=1),
        A.RandomGamma(p=0.5),
    ]
    return A.Compose(steps, **{"seed": 3, **arguments})


def write(root: Path) -> None:
    """``photos``, labels of every kind, ``pipeline.yaml`` and ``augment.py`` below a folder."""
    images, annotations = [], []
    for number, (name, image) in enumerate(pictures().items(), 10):
        height, width = image.shape[:2]
        for folder in ("photos", "labels", "voc", "masks"):
            (root / folder / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(root / "photos" / name), image if image.ndim == 2 else image[..., ::-1])
        stem = Path(name).with_suffix("")
        (root / "labels" / f"{stem}.txt").write_text("0 0.5 0.5 0.4 0.6\n3 0.05 0.05 0.1 0.1\n")
        (root / "voc" / f"{stem}.xml").write_text(voc(Path(name).name, height, width))
        gray = image if image.ndim == 2 else image[..., 0]
        cv2.imwrite(str(root / "masks" / f"{stem}.png"), (gray > gray.mean()).astype(np.uint8) * 2)
        images.append({"id": number, "file_name": name, "height": height, "width": width, "license": 1})
        annotations += coco(len(annotations), number, height, width)
    categories = [{"id": 7, "name": "thing"}, {"id": 8, "name": "corner"}]
    found = {"info": {"year": 2026}, "images": images, "annotations": annotations, "categories": categories}
    (root / "coco.json").write_text(json.dumps(found))
    A.save(pipeline(), root / "pipeline.yaml")
    (root / "augment.py").write_text(AUGMENT)


AUGMENT = """import augrepro as A

def train():
    return A.Compose([A.RandomCrop(64, 64), A.Lambda(image=lambda image, **params: 255 - image, p=1), A.Rotate(p=1)])
"""


def voc(name, height, width):
    """Two objects, one in the corner, and a field that nobody knows."""
    size = f"<size><width>{width}</width><height>{height}</height><depth>3</depth></size>"
    corners = [(10, 20, width - 30, height - 5), (0, 0, 12, 12)]
    objects = "".join(
        f"<object><name>{label}</name><difficult>0</difficult><bndbox><xmin>{a}</xmin><ymin>{b}</ymin><xmax>{c}</xmax>"
        f"<ymax>{d}</ymax></bndbox></object>"
        for label, (a, b, c, d) in zip(("cat &amp; dog", "corner"), corners, strict=True)
    )
    return f"<annotation><filename>{name}</filename><source>mine</source>{size}{objects}</annotation>"


def coco(first, image, height, width):
    """A polygon with keypoints, and a corner in run lengths."""
    wide, high = width - 40, height - 40
    polygon = [10, 20, 10 + wide, 20, 10 + wide, 20 + high, 10, 20 + high]
    runs = [0, 12, *[height - 12, 12] * 11, height - 12 + height * (width - 12)]
    return [
        {
            "id": first + 1,
            "image_id": image,
            "category_id": 7,
            "bbox": [10, 20, wide, high],
            "area": wide * high,
            "iscrowd": 0,
            "segmentation": [polygon],
            "keypoints": [30, 30, 2, 0, 0, 0, 10 + wide, 20 + high, 1],
            "num_keypoints": 2,
        },
        {
            "id": first + 2,
            "image_id": image,
            "category_id": 8,
            "bbox": [0, 0, 12, 12],
            "area": 144,
            "iscrowd": 0,
            "segmentation": {"size": [height, width], "counts": runs},
        },
    ]
