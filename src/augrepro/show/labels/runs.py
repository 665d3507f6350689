"""Regions as COCO writes them: polygons, run lengths, and run lengths packed into a text."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..images import Array
from .base import LabelError, number
from .polygons import filled


def mask_of(segmentation: Any, height: int, width: int, where: str) -> Array:
    """The (H, W) uint8 region, 1 inside, of an annotation's ``segmentation``."""
    if isinstance(segmentation, dict):
        return _of_runs(segmentation, height, width, where)
    out = np.zeros((height, width), np.uint8)
    if not isinstance(segmentation, list):
        raise LabelError(f"{where} must be polygons or run lengths")
    for polygon in segmentation:
        if not isinstance(polygon, list) or len(polygon) < 6 or len(polygon) % 2:
            raise LabelError(f"{where} must hold polygons of three or more x, y pairs")
        out |= filled([number(each, where) for each in polygon], height, width)
    return out


def _of_runs(given: dict[str, Any], height: int, width: int, where: str) -> Array:
    if given.get("size") != [height, width]:
        raise LabelError(f"{where}.size must be [{height}, {width}], got {given.get('size')!r:.40}")
    counts = given.get("counts")
    runs = unpacked(counts, where) if isinstance(counts, str) else counts
    if not isinstance(runs, list) or not all(type(run) is int and run >= 0 for run in runs):
        raise LabelError(f"{where}.counts must be whole numbers >= 0 or a text")
    if sum(runs) != height * width:
        raise LabelError(f"{where}.counts must add up to {height * width} pixels, got {sum(runs)}")
    values = np.arange(len(runs), dtype=np.uint8) % 2
    out: Array = np.repeat(values, runs).reshape(width, height).T
    return np.ascontiguousarray(out)


def unpacked(text: str, where: str) -> list[int]:
    """The run lengths in COCO's packed text: five bits a letter, later runs as differences to the last but one."""
    runs: list[int] = []
    at = 0
    while at < len(text):
        value, shift = 0, 0
        while True:
            if at >= len(text):
                raise LabelError(f"{where}.counts is a text that breaks off")
            bits = ord(text[at]) - 48
            if not 0 <= bits < 64 or shift > 60:
                raise LabelError(f"{where}.counts holds {text[at]!r}, which no packed run has")
            value |= (bits & 31) << shift
            shift += 5
            at += 1
            if not bits & 32:
                if bits & 16:
                    value -= 1 << shift
                break
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
    return runs


def runs_of(mask: Array) -> dict[str, Any]:
    """A region as COCO's run lengths, column by column, the first of them outside."""
    flat = np.asarray(mask).reshape(mask.shape[:2]).T.ravel() != 0
    edges = np.flatnonzero(np.diff(flat)) + 1
    lengths = np.diff(np.concatenate(([0], edges, [flat.size]))).tolist()
    return {"size": [*mask.shape[:2]], "counts": [0, *lengths] if flat.size and flat[0] else lengths}
