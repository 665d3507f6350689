"""Draw a picture of each transform of images: ``python docs/gallery.py OUT [NAME ...]`` writes OUT/NAME.png and a page.

The original stands beside two results of a weak setting and three of a strong one.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from gallery_settings import BOXED, BOXES, CALLS, MASKS, PHOTOGRAPHS, WEAK_AND_STRONG
from skimage import data

import augrepro as A

SIDE, GAP, HEAD, SEED = 256, 6, 24, 137
INK, GREEN = (60, 60, 60), (0, 220, 60)
Picture = np.ndarray[Any, np.dtype[Any]]


def names() -> list[str]:
    """Every transform of images that can be drawn.

    Those of volumes and of a user's functions are no picture, nor is another dtype, nor RGB made RGB.
    """
    left_out = {"FromFloat", "Lambda", "NoOp", "ToFloat", "ToRGB", "ToTensor3D", "ToTensorV2"}
    return [name for name in A.__all__ if _is_pictured(getattr(A, name, None)) and name not in left_out]


def _is_pictured(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, A.BasicTransform) and hasattr(cls, "draw") and not _is_base(cls)


def _is_base(cls: type) -> bool:
    return cls in (A.BasicTransform, A.ImageOnlyTransform, A.DualTransform) or cls.volumes_only


def photograph(name: str) -> Picture:
    """The RGB photograph, 256 x 256, that shows a transform."""
    return _taken(PHOTOGRAPHS.get(name, data.astronaut)).copy()


@cache
def _taken(found: Callable[[], Picture]) -> Picture:
    image = found()
    image = image if image.ndim == 3 else np.repeat(image[..., None], 3, 2)
    side = min(image.shape[:2])
    return cv2.resize(np.ascontiguousarray(image[:side, :side]), (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def original(name: str) -> Picture:
    """The photograph with the boxes that the transform looks at."""
    image = photograph(name)
    return boxed(image, BOXES) if name in BOXED else image


def views(name: str, arguments: dict[str, Any], image: Picture, count: int) -> list[Picture]:
    """What the transform makes of a photograph in its first calls, with the boxes that it looks at."""
    transform, given = pipeline(name, arguments), call(name, image)
    results = [transform(**given) for _ in range(count)]
    return [boxed(result["image"], result.get("bboxes", ())) for result in results]


def pipeline(name: str, arguments: dict[str, Any]) -> A.Compose:
    """The transform alone, sure to act."""
    boxes = A.BboxParams("pascal_voc", label_fields=["labels"]) if name in BOXED else None
    return A.Compose([getattr(A, name)(**arguments, p=1)], bbox_params=boxes, seed=SEED)


def call(name: str, image: Picture) -> dict[str, Any]:
    """The image with all that the transform looks at beside it."""
    mask = MASKS[name](image) if name in MASKS else image[..., 0] // 128
    boxes = {"bboxes": BOXES, "labels": [0] * len(BOXES)} if name in BOXED else {}
    return {**CALLS.get(name, {}), **boxes, "image": image, "mask": mask}


def boxed(image: Picture, boxes: Any) -> Picture:
    """The image with boxes drawn on it, where there are any."""
    if not len(boxes):
        return image
    out = image.copy()
    for box in boxes:
        x1, y1, x2, y2 = (round(float(x)) for x in box[:4])
        cv2.rectangle(out, (x1, y1), (x2 - 1, y2 - 1), GREEN, 2)
    return out


def shown(image: Picture) -> Picture:
    """Any result as an RGB cell of the page: floats between their least and largest value, small ones centered."""
    if image.dtype != np.uint8:
        low, high = float(image.min()), float(image.max())
        image = np.rint((image - low) / max(high - low, 1e-9) * 255).astype(np.uint8)
    image = (
        image
        if image.ndim == 3 and image.shape[2] == 3
        else np.repeat(image.reshape(*image.shape[:2], -1)[..., :1], 3, 2)
    )
    scale = min(1.0, SIDE / max(image.shape[:2]))
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cell = np.full((SIDE, SIDE, 3), 255, np.uint8)
    top, left = (SIDE - image.shape[0]) // 2, (SIDE - image.shape[1]) // 2
    cell[top : top + image.shape[0], left : left + image.shape[1]] = image
    return cell


def picture(name: str) -> Picture:
    """The original, two weak and three strong results, with their settings above them."""
    weak, strong = WEAK_AND_STRONG.get(name, ({}, {}))
    image = photograph(name)
    cells = [original(name), *views(name, weak, image, 2), *views(name, strong, image, 3)]
    gap = np.full((SIDE, GAP, 3), 255, np.uint8)
    row = np.hstack([part for cell in cells for part in (shown(cell), gap)])
    head = np.full((HEAD, row.shape[1], 3), 255, np.uint8)
    for at, text in ((0, "original"), (1, f"weak: {settings(weak)}"), (3, f"strong: {settings(strong)}")):
        cv2.putText(head, text, (at * (SIDE + GAP) + 2, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.4, INK, 1, cv2.LINE_AA)
    return np.vstack((head, row))


def settings(arguments: dict[str, Any]) -> str:
    """Arguments as one would write them."""
    told = {key: value for key, value in arguments.items() if key != "font_path"}
    return ", ".join(f"{key}={value!r}" for key, value in told.items()) or "the defaults"


def page(made: list[str]) -> str:
    """All pictures on one page, each with the transform's first sentence."""
    parts = []
    for name in made:
        sentence = " ".join((getattr(A, name).__doc__ or "").split("\n\n")[0].split())
        text = f"<h2>{name}</h2><p>{html.escape(sentence)}</p>"
        parts.append(f'<section id="{name}">{text}<img loading="lazy" src="{name}.png" alt="{name}"></section>')
    style = "body{font:15px sans-serif;margin:2em;max-width:1600px}img{max-width:100%}h2{margin-bottom:0}"
    return (
        f"<!doctype html><meta charset=utf-8><title>augrepro: gallery</title><style>{style}</style>{''.join(parts)}\n"
    )


def write(out: Path, wanted: list[str]) -> None:
    """Write the pictures and the page of all that are there."""
    out.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        cv2.imwrite(str(out / f"{name}.png"), cv2.cvtColor(picture(name), cv2.COLOR_RGB2BGR))
    made = [name for name in names() if (out / f"{name}.png").exists()]
    (out / "index.html").write_text(page(made), encoding="utf-8")
    print(out / "index.html")


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2:] or names())
