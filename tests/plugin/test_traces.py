"""An error whose text is taken holds nothing: a loader in its frames ends at once, and in order."""

import gc
import weakref

import pytest
import torch
from torch.utils.data import DataLoader

from pytest_augrepro.reading.traces import let_go


class Failing(torch.utils.data.Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        raise ValueError(f"no picture at {index}")


@pytest.fixture
def no_collection():
    gc.disable()
    yield
    gc.enable()


def held(forget):
    """What is left of an iterator's workers when nobody but an error of theirs knows it."""
    batches = iter(DataLoader(Failing(), num_workers=1))
    try:
        next(batches)
    except ValueError as problem:
        forget(problem)
    reference, workers = weakref.ref(batches), list(batches._workers)
    del batches
    return reference(), [worker for worker in workers if worker.is_alive()]


@pytest.mark.usefixtures("no_collection")
def test_workers_of_an_error_end_without_a_collection_of_garbage():
    assert held(let_go) == (None, [])


@pytest.mark.usefixtures("no_collection")
def test_where_it_is_not_forgotten_they_live_on():
    loader, workers = held(lambda problem: None)
    assert loader is not None
    assert len(workers) == 1
    loader._shutdown_workers()


def test_an_error_of_errors_is_forgotten_to_its_first():
    class Thing:
        pass

    def raised(thing):
        try:
            raise ValueError("first")
        except ValueError as problem:
            raise KeyError("second") from problem

    thing = Thing()
    reference = weakref.ref(thing)
    try:
        raised(thing)
    except KeyError as problem:
        del thing
        let_go(problem)
        assert reference() is None
