"""COCO: one JSON file with images, annotations and categories; boxes, keypoints and regions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.declare.errors import nearest
from .base import Format, LabelError, Labels, number, rounded
from .polygons import moved, outlines
from .runs import mask_of, runs_of


class Coco(Format):
    """One file for all images; of each annotation box, keypoints and region follow, all else is kept as it is."""

    name = "coco"
    boxes = points = masks = True

    @cached_property
    def data(self) -> dict[str, Any]:
        """The file; LabelError for what is no COCO file."""
        try:
            found = json.loads(self.place.read_bytes())
        except (ValueError, RecursionError) as error:
            raise LabelError(f"{self.place.name}: not JSON ({error})") from None
        if not isinstance(found, dict) or not isinstance(found.get("images"), list):
            raise LabelError(f"{self.place.name}: a COCO file is an object with lists of images and annotations")
        for name in ("annotations", "categories"):
            rows = found.get(name) or []
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise LabelError(f"{self.place.name}: {name} must be a list of objects")
        return found

    @cached_property
    def images(self) -> dict[str, dict[str, Any]]:
        """The images by file name."""
        return {str(row.get("file_name")): row for row in self.data["images"] if isinstance(row, dict)}

    @cached_property
    def annotations(self) -> dict[Any, list[dict[str, Any]]]:
        """The annotations by image id."""
        found: dict[Any, list[dict[str, Any]]] = {}
        for row in self.data.get("annotations") or []:
            found.setdefault(row.get("image_id"), []).append(row)
        return found

    def read(self, file: str, height: int, width: int) -> Labels:
        image = self.images.get(file) or self.images.get(Path(file).name)
        if image is None:
            raise LabelError(f"is not among the images of {self.place.name}{nearest(file, self.images)}")
        if (image.get("height", height), image.get("width", width)) != (height, width):
            said = f"{image.get('width')} x {image.get('height')}"
            hint = " (it was turned as EXIF says)" if image.get("height") == width else ""
            raise LabelError(f"is {width} x {height} pixels, and {self.place.name} says {said}{hint}")
        rows = self.annotations.get(image.get("id"), [])
        labels = Labels(source=(image, rows), raw=json.dumps([image, rows], sort_keys=True).encode())
        names = {row.get("id"): row.get("name") for row in self.data.get("categories") or []}
        regions = any(row.get("segmentation") for row in rows)
        for at, row in enumerate(rows):
            where = f"{self.place.name} annotation {row.get('id', at)}"
            x, y, wide, high = _four(row.get("bbox"), f"{where} bbox")
            labels.boxes.append([x, y, x + wide, y + high])
            labels.classes.append(str(names.get(row.get("category_id"), row.get("category_id"))))
            labels.rows.append(at)
            for k, (px, py, shown) in enumerate(_triples(row.get("keypoints") or [], f"{where} keypoints")):
                if shown:
                    labels.points.append([px, py])
                    labels.point_rows.append(at * 1000 + k)
            if regions:
                given = row.get("segmentation") or []
                labels.masks.append(mask_of(given, height, width, f"{where} segmentation"))
        return labels

    def write(self, labels: Labels, result: dict[str, Any], file: str) -> list[dict[str, Any]]:
        height, width = result["image"].shape[:2]
        _, rows = labels.source
        points = dict(zip(result["point_rows"], result["keypoints"], strict=True))
        out = []
        for at, (x1, y1, x2, y2) in zip(result["rows"], result["bboxes"], strict=True):
            row = dict(rows[int(at)])
            row["bbox"] = [rounded(each) for each in (x1, y1, x2 - x1, y2 - y1)]
            if row.get("segmentation"):
                row |= _region(row, labels.masks[int(at)], np.asarray(result["masks"][int(at)]), (x1, y1, x2, y2))
            elif "area" in row and sorted(row["bbox"][2:]) != sorted(map(rounded, rows[int(at)]["bbox"][2:])):
                row["area"] = rounded((x2 - x1) * (y2 - y1))
            if row.get("keypoints"):
                row["keypoints"] = _moved(row["keypoints"], int(at), points, height, width)
                row["num_keypoints"] = sum(1 for shown in row["keypoints"][2::3] if shown)
            out.append(row)
        return out

    def joined(self, written: dict[str, tuple[str, int, int, list[dict[str, Any]]]]) -> dict[str, Any]:
        """The one file of all results: for each new name the old one, height, width and annotations."""
        images: list[dict[str, Any]] = []
        annotations: list[dict[str, Any]] = []
        for number_, (name, (old, height, width, rows)) in enumerate(sorted(written.items()), 1):
            before = self.images.get(old) or self.images[Path(old).name]
            images.append({**before, "id": number_, "file_name": name, "height": height, "width": width})
            for row in rows:
                annotations.append({**row, "id": len(annotations) + 1, "image_id": number_})
        return {**self.data, "images": images, "annotations": annotations}


def _four(given: Any, where: str) -> list[float]:
    if not isinstance(given, list) or len(given) != 4:
        raise LabelError(f"{where} must be x, y, width and height, got {given!r:.40}")
    return [number(each, where) for each in given]


def _triples(given: Any, where: str) -> list[tuple[float, float, float]]:
    if not isinstance(given, list) or len(given) % 3 or len(given) > 3000:
        raise LabelError(f"{where} must be x, y and visibility of each keypoint")
    values = [number(each, where) for each in given]
    return list(zip(values[::3], values[1::3], values[2::3], strict=True))


def _region(row: dict[str, Any], before: Any, after: Any, box: Sequence[float]) -> dict[str, Any]:
    """Segmentation and area of a region now: as they were given if it moved as a whole, of its pixels otherwise."""
    given = row["segmentation"]
    runs = isinstance(given, dict)
    polygons = moved([] if runs else given, before, after, box)
    if polygons is None:
        return {"segmentation": runs_of(after) if runs else outlines(after), "area": int(np.count_nonzero(after))}
    kept = runs_of(after) if runs else [[*map(rounded, each)] for each in polygons]
    return {"segmentation": kept, "area": row.get("area", int(np.count_nonzero(after)))}


def _moved(given: list[Any], at: int, points: dict[int, Any], height: int, width: int) -> list[Any]:
    """An annotation's keypoints after the move; those that left the image are 0, 0, 0, as unlabeled ones are."""
    out: list[Any] = []
    for k, shown in enumerate(given[2::3]):
        x, y = points.get(at * 1000 + k, (-1.0, -1.0))[:2]
        inside = bool(shown) and -0.5 <= x < width - 0.5 + 1e-9 and -0.5 <= y < height - 0.5 + 1e-9
        out += [rounded(x), rounded(y), shown] if inside else [0, 0, 0]
    return out
