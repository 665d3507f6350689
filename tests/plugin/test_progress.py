"""What a cell is at: shown on a terminal, wiped away, and nowhere else."""

import contextlib
import os
import pty
import threading
from pathlib import Path

import forked_runs
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


def on_a_terminal(project, *arguments):
    ours, theirs = pty.openpty()
    parts = []

    def read():
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 4096):
                parts.append(part)

    reader = threading.Thread(target=read)
    reader.start()
    terminal = os.ttyname(theirs)
    runs = project.runs_of(forked_runs.HEAVY)
    code = runs.run(["-p", "no:cacheprovider", "-p", "no:hydra_pytest", *arguments], terminal, terminal)
    os.close(theirs)
    reader.join()
    os.close(ours)
    text = b"".join(parts).decode()
    assert code == 0, text
    return text


@pytest.mark.parametrize(("arguments", "shown"), [([], True), (["-v"], True), (["-q"], False), (["-n1"], False)])
def test_progress_is_for_terminals(project, arguments, shown):
    project.write(test_a=TEST)
    text = on_a_terminal(project, *arguments)
    assert (SHOWN in text) == shown
    assert (SAVE in text) == shown
    assert text.count(f"{SAVE}{CLEAR}{RESTORE}") == shown  # wiped away, once


def test_no_progress_in_a_file(project):
    project.write(test_a=TEST)
    assert not any(SAVE in line for line in project.run().outlines)
