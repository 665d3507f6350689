"""YOLO: a text file an image, a line a box: class, center x and y, width and height in shares of the image."""

from __future__ import annotations

from typing import Any

from .base import Format, LabelError, Labels, number


class Yolo(Format):
    """A folder of text files; an image without one has no boxes, and of a result without boxes the file is empty."""

    name = "yolo"
    boxes = True
    suffix = ".txt"

    def read(self, file: str, height: int, width: int) -> Labels:
        path = self.path_of(file)
        labels = Labels()
        if not path.exists():
            return labels
        labels.raw = path.read_bytes()
        try:
            lines = labels.raw.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise LabelError(f"{path.name}: not UTF-8 text") from None
        for at, line in enumerate(lines, 1):
            if not line.strip():
                continue
            parts = line.split()
            if len(parts) != 5:
                kind = "a polygon is not read" if len(parts) > 5 else "no box"
                raise LabelError(
                    f"{path.name} line {at}: a box is class, x, y, width, height, got {len(parts)} values ({kind})"
                )
            x, y, wide, high = (number(part, f"{path.name} line {at}") for part in parts[1:])
            corners = [(x - wide / 2) * width, (y - high / 2) * height, (x + wide / 2) * width, (y + high / 2) * height]
            labels.boxes.append(corners)
            labels.classes.append(parts[0])
            labels.rows.append(at)
        return labels

    def write(self, labels: Labels, result: dict[str, Any], file: str) -> bytes:
        height, width = result["image"].shape[:2]
        lines = []
        for (x1, y1, x2, y2), name in zip(result["bboxes"], result["labels"], strict=True):
            shares = (x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height
            lines.append(f"{name} {' '.join(f'{share:.6f}' for share in shares)}\n")
        return "".join(lines).encode()
