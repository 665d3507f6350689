"""What making a sample imports and compares is done once, and found by the processes to come."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy as np
import plugin_datasets as datasets
import pytest

import augrepro as A
from augrepro.kernels.certified import CERTIFIED
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.reading import gather, preload, server
from pytest_augrepro.reading.job import DirectJob, FirstSamplesJob, LoaderJob, Wanted
from pytest_augrepro.reading.process import Child, ChildKind

LATE = "PIL.FtexImagePlugin"
"""A module of a steady library that nothing imports by itself."""
OTHER = "wave"
"""One of another library's."""


class ImportsLate(datasets.Clean):
    """Each sample says whether its process had the module before; both are imported when one is made."""

    def __getitem__(self, index: int) -> Any:
        had = LATE in sys.modules
        importlib.import_module(LATE)
        importlib.import_module(OTHER)
        return np.array(had)


class Resizes(datasets.Clean):
    def __getitem__(self, index: int) -> Any:
        return A.Resize(5, 7)(image=np.zeros((12, 12, 3), np.uint8))["image"]


def forked(make: Any, job: Any) -> Any:
    [result] = Child(make, [job], ChildKind.FORKED, 60).result()
    return result


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (LATE, OTHER):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.usefixtures("without")
def test_a_library_is_imported_by_the_first_reading_alone() -> None:
    job = DirectJob(137, "Condition", epochs=1, keep=Wanted(0, 0))
    for had in (False, True):
        [part] = forked(ImportsLate, job).kept.parts
        assert bool(part.array) is had
    assert OTHER not in sys.modules  # the tests get of steady libraries alone what a reading imported


def test_a_fast_way_is_compared_once() -> None:
    importlib.import_module("augrepro.kernels.linear")  # a kernel is known once it is imported
    resize = CERTIFIED["linear resize"]
    resize.forget()
    forked(datasets.Clean, FirstSamplesJob(137))
    assert not resize.compared
    forked(Resizes, FirstSamplesJob(137))
    assert resize.compared


@pytest.mark.usefixtures("without")
def test_the_server_is_told_of_what_the_first_samples_need(monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    request = preload.PreloadRequest()
    monkeypatch.setattr(server.server_with(), "request", request)
    gather.learn_needs(ImportsLate, LoaderJob(137, Loading(Cell())), 60)
    assert not request.sent
    request.send()
    assert LATE in request.path.with_name("names").read_text()
    gather.learn_needs(datasets.Raises, LoaderJob(137, Loading(Cell())), 60)  # once told, nothing is tried any more


@pytest.mark.usefixtures("without")
def test_a_dataset_that_cannot_be_made_is_left_to_the_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    monkeypatch.setattr(server.server_with(), "request", preload.PreloadRequest())
    for make in (datasets.Raises, datasets.no_dataset):
        gather.learn_needs(make, LoaderJob(137, Loading(Cell())), 60)


def test_what_cannot_be_imported_is_passed_over() -> None:
    preload.prepare(preload.Prepared(["PIL.no_such_module"], ["no such way"]))
    assert "PIL.no_such_module" not in sys.modules
