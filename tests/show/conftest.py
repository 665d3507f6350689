"""Commands that run in a folder with photographs and labels."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import photographs_for_commands
import pytest

from augrepro.__main__ import main


class Outcome(NamedTuple):
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def photographs(tmp_path_factory):
    """The data set, written once."""
    root = tmp_path_factory.mktemp("set")
    photographs_for_commands.write(root)
    return root


@pytest.fixture
def here(photographs, tmp_path, monkeypatch):
    """A copy of it, as the current folder."""
    shutil.copytree(photographs, tmp_path / "set")
    monkeypatch.chdir(tmp_path / "set")
    return tmp_path / "set"


@pytest.fixture
def command(capsys):
    """Runs a command in this process."""

    def run(*arguments):
        try:
            status = main([*map(str, arguments)])
        except SystemExit as error:
            status = error.code
        return Outcome(status, *capsys.readouterr())

    return run
