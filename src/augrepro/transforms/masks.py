"""Reading a mask on behalf of a draw."""

from __future__ import annotations

import numpy as np

from ..engine.frame import Frame
from ..engine.targets.geometry import Array
from ..engine.targets.table import Kind


def labelled(frame: Frame, ignore_values: tuple[int, ...], ignore_channels: tuple[int, ...]) -> Array:
    """Flat positions (row times width plus column) of the pixels that any mask labels; ValueError without a mask."""
    masks = frame.arrays(Kind.LABELS)
    if not masks:
        raise ValueError("CropNonEmptyMaskIfExists needs a mask: pass mask= or masks= beside the image")
    found = np.zeros(masks[0].shape[:2], bool)
    for mask in masks:
        kept = [channel for channel in range(mask.shape[2]) if channel not in ignore_channels]
        counts = mask[..., kept]
        found |= ((counts != 0) & ~np.isin(counts, ignore_values)).any(2)
    return np.flatnonzero(found)
