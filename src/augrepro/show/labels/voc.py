"""Pascal VOC: an XML file an image, an ``object`` a box: its name, and xmin, ymin, xmax, ymax in pixels."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from .base import Format, LabelError, Labels, number, rounded

CORNERS = "xmin", "ymin", "xmax", "ymax"
MOST_BYTES = 4 * 2**20


class Voc(Format):
    """A folder of XML files; what they say beside sizes and boxes is kept as it is. Every image needs one."""

    name = "voc"
    boxes = True
    suffix = ".xml"

    def read(self, file: str, height: int, width: int) -> Labels:
        path = self.path_of(file)
        if not path.exists():
            raise LabelError(f"has no {path.name} among the labels")
        raw = path.read_bytes()
        letters = raw.replace(b"\0", b"")  # of UTF-16, too
        if len(raw) > MOST_BYTES or b"<!DOCTYPE" in letters or b"<!ENTITY" in letters:
            raise LabelError(f"{path.name}: more than 4 MiB, or a document type, which labels do not have")
        try:
            tree = ElementTree.fromstring(raw)
        except ElementTree.ParseError as error:
            raise LabelError(f"{path.name}: not XML ({error})") from None
        labels = Labels(source=tree, raw=raw)
        for at, found in enumerate(tree.findall("object")):
            where = f"{path.name} object {at + 1}"
            corners = [found.findtext(f"bndbox/{name}") for name in CORNERS]
            labels.boxes.append([number(text, f"{where} {name}") for name, text in zip(CORNERS, corners, strict=True)])
            labels.classes.append(found.findtext("name") or "")
            labels.rows.append(at)
        return labels

    def write(self, labels: Labels, result: dict[str, Any], file: str) -> bytes:
        tree = ElementTree.fromstring(labels.raw)
        height, width = result["image"].shape[:2]
        for path, text in (("filename", file.rpartition("/")[2]), ("size/width", width), ("size/height", height)):
            found = tree.find(path)
            if found is not None:
                found.text = str(text)
        kept = dict(zip(result["rows"], result["bboxes"], strict=True))
        for at, element in enumerate(tree.findall("object")):
            if at not in kept:
                tree.remove(element)
                continue
            for name, value in zip(CORNERS, kept[at], strict=True):
                corner = element.find(f"bndbox/{name}")
                if corner is not None:
                    corner.text = str(rounded(value))
        raw: bytes = ElementTree.tostring(tree, encoding="utf-8")
        return raw + b"\n"
