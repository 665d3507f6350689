"""Other entropy: a condition that took effect says so, and directories are listed in another order."""

import contextlib
import glob
import os
from pathlib import Path
from socket import gethostname
from time import time as now

import pytest

from pytest_augrepro.reading import entropy, environment
from pytest_augrepro.reading.conditions.program import OtherEntropy
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


def test_names_that_a_module_of_the_users_has_bound_are_shifted_too_and_come_back():
    """``from time import time as now``: the module has its own name for the clock."""
    before, host, mine = now(), gethostname(), (now, gethostname)
    with other_entropy() as consumers:
        assert now() - before > entropy.SHIFT / 2
        assert list(consumers) == ["time.time"]
    with environment.other_environment():
        assert gethostname() == environment.HOST != host
    assert (now, gethostname) == mine


def test_the_condition_took_effect_however_fast_the_clock_is_asked():
    for _ in range(200):
        with OtherEntropy() as condition:
            assert condition.no_effect == ""
        assert condition.consumers == {}


def test_a_clock_that_is_not_shifted_is_no_effect(monkeypatch):
    monkeypatch.setattr(entropy, "other_entropy", lambda: contextlib.nullcontext({}))
    with OtherEntropy() as condition:
        assert condition.no_effect == "the clock was not shifted"
