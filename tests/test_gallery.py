"""The gallery of docs/ draws every transform, and its strong settings are stronger than its weak ones."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
gallery = importlib.import_module("gallery")
UNSIZED = {"ChannelDropout", "HEStain", "PlanckianJitter", "ShiftScaleRotate"}
"""Their settings differ in kind, not only in strength."""


@pytest.mark.parametrize("name", gallery.names())
def test_a_picture_shows_what_the_transform_does(name):
    picture = gallery.picture(name)
    cells = [picture[gallery.HEAD :, x : x + gallery.SIDE] for x in range(0, picture.shape[1] - 1, gallery.SIDE + 6)]
    assert len(cells) == 6
    changes = [float(np.abs(cell.astype(float) - cells[0]).mean()) for cell in cells[1:]]
    assert max(changes) > 0.05
    if name in gallery.WEAK_AND_STRONG and name not in UNSIZED:
        assert max(changes[2:]) >= 0.9 * max(changes[:2])
