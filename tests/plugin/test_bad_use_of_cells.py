"""Wrong use of a cell gives one clear error."""

import importlib.util
import time

import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading.dataset import NotADataset
from pytest_augrepro.reading.process import ReadingFailed

CELL = AugCell(Cell(), 137)


def test_unknown_contract():
    with pytest.raises(ValueError, match="there is no contract 'streem'; did you mean stream"):
        CELL.check(datasets.Clean, contract="streem")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("num_workers", "an axis of aug_matrix"),
        ("collate_fn", "fingerprints inside the workers"),
        ("sampler", "planned by the harness"),
        ("epoch", "did you mean epochs"),
        ("prefetch_facto", "did you mean prefetch_factor"),
    ],
)
def test_option_that_is_not_ours(option, words):
    with pytest.raises(TypeError, match=words):
        CELL.check(datasets.Clean, **{option: 1})


def test_no_dataset():
    with pytest.raises(NotADataset, match="returned a list_iterator without __len__ and __getitem__"):
        CELL.check(datasets.no_dataset)


def test_empty_dataset():
    with pytest.raises(NotADataset, match="returned an empty Empty; there is nothing to judge"):
        CELL.check(datasets.Empty)


@pytest.mark.parametrize("workers", [0, 2])
def test_exception_of_the_dataset_is_shown(workers):
    with pytest.raises(ReadingFailed, match="no such picture"):
        AugCell(Cell(workers), 137).check(datasets.Raises)


@pytest.mark.parametrize("workers", [0, 1])
def test_hanging_dataset_is_stopped_and_its_stack_shown(workers):
    start = time.monotonic()
    with pytest.raises(ReadingFailed) as caught:
        AugCell(Cell(workers), 137).check(datasets.Hangs, limit=4)
    assert "no answer within 4 s" in str(caught.value)
    assert "plugin_datasets.py" in str(caught.value)
    assert time.monotonic() - start < 15


def test_torch_missing(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'augrepro\[torch\]'"):
        CELL.check(datasets.Clean)
