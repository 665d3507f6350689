"""What a cell is at: shown on a terminal, wiped away, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_augrepro.progress import CLEAR, RESTORE, SAVE

TEST = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import pytest
import plugin_datasets as datasets

@pytest.mark.aug_matrix(num_workers=[0], persistent_workers=[False])
def test_it(aug_cell): aug_cell.check(datasets.Clean)
"""
SHOWN = f"{SAVE}{CLEAR} w0: reading{RESTORE}"


def on_a_terminal(folder, *arguments):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    with subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=theirs, stdin=theirs) as process:
        os.close(theirs)
        text = b""
        while True:
            try:
                text += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
        assert process.wait() == 0, text.decode()
    os.close(ours)
    return text.decode()


@pytest.mark.parametrize(("arguments", "shown"), [([], True), (["-v"], True), (["-q"], False), (["-n1"], False)])
def test_progress_is_for_terminals(project, arguments, shown):
    project.write(test_a=TEST)
    text = on_a_terminal(project.path, *arguments)
    assert (SHOWN in text) == shown
    assert (SAVE in text) == shown
    assert text.count(f"{SAVE}{CLEAR}{RESTORE}") == shown  # wiped away, once


def test_no_progress_in_a_file(project):
    project.write(test_a=TEST)
    assert not any(SAVE in line for line in project.run().outlines)
