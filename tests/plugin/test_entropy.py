"""Directories are listed in another order elsewhere, by whatever function one asks."""

import glob
import os
from pathlib import Path

import pytest

from pytest_augrepro.reading.entropy import other_entropy

WAYS = {
    "os.listdir": lambda folder: os.listdir(path=folder),
    "os.scandir": lambda folder: [entry.name for entry in os.scandir(path=folder)],
    "os.walk": lambda folder: [name for _, _, names in os.walk(folder) for name in names],
    "glob": lambda folder: glob.glob("*", root_dir=folder),
    "Path.iterdir": lambda folder: [path.name for path in Path(folder).iterdir()],
    "Path.glob": lambda folder: [path.name for path in Path(folder).glob("*")],
}


@pytest.mark.parametrize("way", WAYS)
def test_directory_is_listed_backwards_and_told(way, tmp_path):
    for name in "abcde":
        (tmp_path / name).touch()
    before = WAYS[way](tmp_path)
    with other_entropy() as consumers:
        listed = WAYS[way](tmp_path)
    assert listed == before[::-1]
    assert WAYS[way](tmp_path) == before
    assert [place for place in consumers.values() if place.startswith("test_entropy.py:")]
