"""What a transform makes of a sample, as a sheet of pictures: for notebooks and the command line."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..engine.declare.errors import short_repr
from ..engine.declare.files import replace_file
from ..engine.markup import escape
from ..engine.node import Node
from ..engine.plan import Plan
from ..pipeline.compose import Compose
from .display import seen
from .images import encode
from .pictured import pictured_pipeline, pictured_plan
from .sheet import SIDE, Cell, rows_of, sheet

COLUMNS = 4
MOST = 64


class Preview:
    """Pictures with captions: shown by notebooks as they are, written by ``save`` as a PNG file."""

    def __init__(self, rows: Sequence[Sequence[Cell]], side: int = SIDE, tree: str = "") -> None:
        self.rows = [[*row] for row in rows]
        self.side = side
        self.tree = tree
        """HTML that notebooks show in the place of the sheet, where there is any."""

    def image(self) -> Any:
        """The sheet as (H, W, 3) uint8 RGB."""
        return sheet(self.rows, self.side)

    def _repr_png_(self) -> bytes:
        return encode(self.image(), ".png")

    def _repr_html_(self) -> str:
        if self.tree:
            return self.tree
        text = escape("; ".join(cell.caption.replace("\n", ": ") for row in self.rows for cell in row))
        data = base64.b64encode(self._repr_png_()).decode()
        return f'<img alt="{text}" style="max-width:100%" src="data:image/png;base64,{data}">'

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the sheet as a PNG file, all or not at all."""
        if not os.fspath(path).lower().endswith(".png"):
            raise ValueError(f"save: path must end in .png, got {short_repr(os.fspath(path))}")
        replace_file(path, self._repr_png_())

    def __repr__(self) -> str:
        return f"<Preview of {sum(map(len, self.rows))} pictures>"


def preview(
    transform: Node | Plan,
    image: Any,
    *,
    n: int = 7,
    steps: bool = False,
    tree: bool = False,
    columns: int = COLUMNS,
    side: int = SIDE,
    **data: Any,
) -> Preview:
    """The sample and ``n`` results of the next calls of a copy of the transform, whose own sequence stays as it was.

    ``steps=True`` shows one call instead, step by step, with what each transform drew; a ``Plan`` in the place of the
    transform is shown so. ``tree=True`` shows the pipeline as notebooks do, each transform with a small picture of what
    it alone makes of the sample as though its p were 1; of steps and of a plan, the plan with a picture a step. Further
    targets (``mask=``, ``bboxes=`` in the pipeline's own format ...) are drawn over the pictures. TypeError and
    ValueError as from a call.
    """
    if not isinstance(transform, Node | Plan):
        raise TypeError(f"preview: transform must be a transform, a pipeline or a plan, got {short_repr(transform)}")
    for name, value in (("n", n), ("columns", columns), ("side", side)):
        most = MOST if name != "side" else 4096
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise ValueError(f"preview: {name} must be a whole number from 1 to {most}, got {short_repr(value)}")
    if not isinstance(getattr(image, "shape", None), tuple):
        raise TypeError(f"preview: image must be an image to draw on, as an array, got {short_repr(image)}")
    given = {"image": image, **data}
    if isinstance(transform, Plan) or steps:
        plan, player = _drawn(transform, given)
        cells = [Cell(_seen(player, given), "original"), *cells_of_plan(player, given, plan)]
        html = pictured_plan(plan, cells) if tree else ""
    elif tree:
        cells, html = pictured_pipeline(twin_of(transform), given, _seen)
    else:
        cells, html = cells_of_calls(twin_of(transform), given, n), ""
    return Preview(rows_of(cells, columns), side, html)


def _drawn(transform: Node | Plan, given: Mapping[str, Any]) -> tuple[Plan, Any]:
    """The plan that is shown step by step, and what carries it out."""
    if isinstance(transform, Plan):
        return transform, Compose([])
    twin = twin_of(transform)
    return twin.draw_plan(**given), twin


def twin_of(transform: Node) -> Any:
    """A copy whose calls leave the sequence of the original where it is."""
    twin = transform.frozen()
    twin.seeding.repeats = False
    return twin


def cells_of_calls(transform: Any, given: Mapping[str, Any], n: int, keys: Sequence[Any] = ()) -> list[Cell]:
    """The sample and ``n`` results, each with its plan in words."""
    cells = [Cell(_seen(transform, given), "original")]
    for i in range(n):
        plan = transform.draw_plan(**given, **({"sample_key": keys[i]} if keys else {}))
        cells.append(Cell(_seen(transform, transform.apply_plan(plan, **given)), str(plan)))
    return cells


def cells_of_steps(transform: Any, given: Mapping[str, Any], **key: Any) -> list[Cell]:
    """The sample and what it is after each turn of one plan."""
    plan = transform.draw_plan(**given, **key)
    return [Cell(_seen(transform, given), "original"), *cells_of_plan(transform, given, plan)]


def cells_of_plan(transform: Any, given: Mapping[str, Any], plan: Plan) -> list[Cell]:
    """What a sample is after each turn of a plan."""
    cells, end = [], 0
    for path, words in plan.turns():
        while end < len(plan.steps) and plan.steps[end].path == path:
            end += 1
        result = transform.apply_plan(replace(plan, steps=plan.steps[:end]), **given)
        cells.append(Cell(_seen(transform, result), f"{plan.steps[end - 1].transform}\n{words}"))
    return cells


def _seen(transform: Any, data: Mapping[str, Any]) -> Any:
    """What is drawn of a call's data, boxes and keypoints read as the pipeline reads them."""
    boxes, points = getattr(transform, "bbox_params", None), getattr(transform, "keypoint_params", None)
    data = {name: value for name, value in data.items() if value is not None}
    shown = dict(data)
    height, width = _size(data["image"])
    if boxes is not None and len(data.get("bboxes", ())):
        rows = [[*map(float, row[:4])] for row in data["bboxes"]]
        shown["bboxes"] = [CORNERS[boxes.format](row, height, width) for row in rows]
    if points is not None and len(data.get("keypoints", ())):
        x, y = points.format.index("x"), points.format.index("y")
        shown["keypoints"] = [(float(row[x]), float(row[y])) for row in data["keypoints"]]
    fields = tuple(getattr(boxes, "label_fields", None) or ())
    names = [str(label) for label in data.get(fields[0], ())] if fields else []
    return seen(shown, names)


def _size(image: Any) -> tuple[int, int]:
    shape = tuple(image.shape)
    return shape[:2] if hasattr(image, "__array_interface__") or len(shape) == 2 else shape[1:3]


def _of_yolo(row: Sequence[float], height: int, width: int) -> list[float]:
    x, y, wide, high = row
    return [(x - wide / 2) * width, (y - high / 2) * height, (x + wide / 2) * width, (y + high / 2) * height]


CORNERS: dict[str, Callable[[Sequence[float], int, int], Sequence[float]]] = {
    "pascal_voc": lambda row, height, width: row,
    "coco": lambda row, height, width: [row[0], row[1], row[0] + row[2], row[1] + row[3]],
    "albumentations": lambda row, height, width: [row[0] * width, row[1] * height, row[2] * width, row[3] * height],
    "yolo": _of_yolo,
}
"""Corners in pixels of a box in each format."""
