"""The condition OtherEnvironment: what it changes a dataset can see, and nothing stays changed."""

import locale
import os
import platform
import socket
import sys
import time
from pathlib import Path

import pytest

from pytest_augrepro.reading import environment
from pytest_augrepro.reading.direct import read_directly
from pytest_augrepro.reading.job import DirectJob


class Sees:
    """A sample is what the environment looks like."""

    def __init__(self, seed):
        self.seed = seed

    def __len__(self):
        return 1

    def __getitem__(self, index):
        return {
            "time zone": time.strftime("%H:%M", time.localtime(0)),
            "locale": locale.setlocale(locale.LC_COLLATE),
            "working directory": os.getcwd(),
            "absolute path": str(Path("image.png").absolute()),
            "home": str(Path.home()),
            "arguments": list(sys.argv),
            "program": sys.argv[0],
            "host": socket.gethostname(),
            "node": platform.node(),
            "nodename": os.uname().nodename if hasattr(os, "uname") else platform.uname().node,
            "user": os.environ.get("USER"),
            "new variable": os.environ.get("AUGREPRO_OTHER_ENVIRONMENT"),
        }


class Reads(Sees):
    """A sample is what files hold."""

    def __getitem__(self, index):
        places = "image.txt", "folder/image.txt", "../beside/image.txt", Path.home() / "image.txt"
        return [Path(place).read_text() for place in places]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working directory and a home with a file wherever one may look."""
    for folder in ("work/folder", "beside", "home"):
        (tmp_path / folder).mkdir(parents=True)
    for place in ("work", "work/folder", "beside", "home"):
        (tmp_path / place / "image.txt").write_text(place)
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def reading(make_dataset, condition):
    return read_directly(make_dataset, DirectJob(137, condition, epochs=1))


def test_each_part_of_the_environment_is_another_and_comes_back(here):
    before = environment.look()
    plain, moved = (reading(Sees, name).visits[0].prints for name in ("Condition", "OtherEnvironment"))
    assert [name for name in plain if plain[name] == moved[name]] == []
    assert environment.look() == before
    assert plain == reading(Sees, "Condition").visits[0].prints


def test_the_same_files_are_found_by_relative_paths_and_below_home(here):
    moved = reading(Reads, "OtherEnvironment")
    assert (moved.no_effect, moved.visits[0].prints) == ("", reading(Reads, "Condition").visits[0].prints)
    assert (here / "home" / "image.txt").read_text() == "home"


def test_part_that_does_not_change_is_no_effect(here, monkeypatch):
    monkeypatch.setattr(environment, "VARIABLES", {})
    monkeypatch.setattr(environment, "ZONE", os.environ.get("TZ", "UTC0"))
    assert reading(Sees, "OtherEnvironment").no_effect == "what did not change: time zone, variables"


@pytest.mark.parametrize("obstacle", ["no links", "too many entries"])
def test_directory_that_cannot_be_mirrored_stays(here, monkeypatch, obstacle):
    if obstacle == "no links":
        monkeypatch.setattr(Path, "symlink_to", lambda *_: (_ for _ in ()).throw(OSError("not allowed")))
    else:
        monkeypatch.setattr(environment, "MOST", 0)
    with environment.other_environment() as unchanged:
        assert unchanged == ()
        assert Path.cwd() == here / "work"
        assert Path.home() == here / "home"
        assert time.localtime(0).tm_gmtoff == 49_500
