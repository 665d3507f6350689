"""The gallery of docs/ draws every transform, and its strong settings are stronger than its weak ones."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
gallery, pictures = importlib.import_module("gallery"), importlib.import_module("pictures")
UNSIZED = {"ChannelDropout", "HEStain", "PlanckianJitter", "ShiftScaleRotate", "TextImage"}
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


def sure(name):
    """How far a committed picture may be from the one that is drawn here, in levels of 255 on average."""
    return 3.0 if name in ("TextImage", "MaskDropout", "CLAHE", "ColorJitter", "HueSaturationValue") else 0.5


@pytest.mark.parametrize("name", pictures.names())
def test_the_committed_picture_is_what_the_code_makes_today(name):
    content = (pictures.FOLDER / f"{name}.webp").read_bytes()
    assert len(content) < 32_000
    assert pictures.apart(content, pictures.drawn(name)) <= sure(name), "run: python docs/pictures.py"


def test_pictures_of_something_else_are_told():
    content = (pictures.FOLDER / "HorizontalFlip.webp").read_bytes()
    assert pictures.apart(content, pictures.drawn("VerticalFlip")) > 20
    assert pictures.apart((pictures.FOLDER / "Blur.webp").read_bytes(), pictures.drawn("GaussianBlur")) > 0.5
    assert pictures.apart(content, pictures.drawn("Pad3D")) == float("inf")


def test_there_are_no_pictures_of_nothing_and_all_are_small():
    files = [*pictures.FOLDER.iterdir()]
    assert {path.name for path in files} == {f"{name}.webp" for name in pictures.names()}
    assert sum(path.stat().st_size for path in files) < 1_500_000
