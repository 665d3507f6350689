"""Trees with small pictures: what each transform makes of a sample, and what a plan makes of it step by step."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..engine.markup import escape, folded, item
from ..engine.node import Node
from ..engine.plan import Plan
from ..pipeline.compose import Compose
from ..pipeline.tree_html import tree
from .display import Seen, picture
from .images import encode
from .sheet import Cell

SMALL = 96
"""Pixels of the longer side of a picture in a tree."""
See = Callable[[Any, Mapping[str, Any]], Seen]


def pictured_pipeline(transform: Node, given: Mapping[str, Any], see: See) -> tuple[list[Cell], str]:
    """The sample, and what each transform alone makes of it as though its p were 1; as cells and as a tree in HTML."""
    original = Cell(see(transform, given), "original")
    cells, pictures = [original], {id(transform): small(original)}
    for node in leaves(transform):
        found = alone(node, transform, given, see)
        if found is not None:
            cells.append(Cell(found, type(node).__name__))
            pictures[id(node)] = pictures.get(id(node), "") + small(cells[-1])
    return cells, tree(transform, lambda node: pictures.get(id(node), ""))


def pictured_plan(plan: Plan, cells: Sequence[Cell]) -> str:
    """A plan as a tree in HTML, each step with the sample as it is behind it; the first cell is the sample."""
    sides = " x ".join(map(str, plan.shape[:3]))
    lines = [cell.caption.partition("\n") for cell in cells[1:]]
    steps = [f"{small(cell)}{item(name, words)}" for cell, (name, _, words) in zip(cells[1:], lines, strict=True)]
    return folded(f"{small(cells[0])}{item('Plan', f'for {sides}')}", steps)


def leaves(node: Any) -> Iterator[Any]:
    """The transforms of a pipeline, those of inner pipelines too, in order; of a transform itself."""
    children = getattr(node, "transforms", None)
    if children is None:
        yield node
    else:
        for child in children:
            yield from leaves(child)


def alone(node: Any, pipeline: Any, given: Mapping[str, Any], see: See) -> Seen | None:
    """What one transform makes of the sample; None where it cannot act on the sample as it came."""
    names = ("bbox_params", "keypoint_params", "additional_targets")
    params: dict[str, Any] = {name: getattr(pipeline, name, None) for name in names}
    try:
        acting = node.replaced(p=1) if hasattr(node, "replaced") else node
        player = Compose([acting], seed=getattr(pipeline, "seed", None) or 0, **params)
        return see(player, player(**given))
    except Exception:  # a crop larger than the sample, a transform that wants what one before it makes
        return None


def small(cell: Cell) -> str:
    """A picture in HTML, on the line of what is said of it."""
    data = base64.b64encode(encode(picture(cell.seen, SMALL), ".png")).decode()
    style = "vertical-align:middle;margin:.15em .6em .15em 0"
    text = escape(cell.caption.partition("\n")[0])
    return f'<img alt="{text}" style="{style}" src="data:image/png;base64,{data}">'
