"""Regions as COCO writes them: polygons, run lengths, and run lengths packed into a text."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from ..images import Array
from .base import LabelError, number

PARTS = 8
"""Polygons are filled in eighths of a pixel."""


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
        pairs = np.array([number(each, where) for each in polygon]).reshape(-1, 2) - 0.5
        cv2.fillPoly(out, [np.rint(pairs * PARTS).astype(np.int32)], 1, shift=3)
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


def polygons_of(mask: Array) -> list[list[float]]:
    """The outlines of a region as polygons on pixel edges that ``mask_of`` fills to the same pixels, holes left out."""
    region = (np.asarray(mask).reshape(mask.shape[:2]) != 0).astype(np.uint8)
    rims, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = [[float(each) + 0.5 for each in rim.reshape(-1)] for rim in rims]
    return [_thick(polygon) for polygon in found]


def _thick(polygon: list[float]) -> list[float]:
    """Three corners or more, where a region is a pixel or a line."""
    return polygon if len(polygon) >= 6 else (polygon * 3)[:6] if len(polygon) == 2 else [*polygon, *polygon[:2]]
