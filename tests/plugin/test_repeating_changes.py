"""A change in place that repeats itself is one, too; a cache that is filled is none."""

import pytest
import repeating_datasets as repeating
from test_planted_faults import W0, W2, broken, cell_id

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.reading.job import SideEffectsJob
from pytest_augrepro.reading.runner import read


def changed(make):
    return read(make, SideEffectsJob(137), None).changed


@pytest.mark.parametrize("make", repeating.CHANGED, ids=cell_id)
def test_a_change_that_repeats_itself_is_seen(make):
    assert changed(make)


@pytest.mark.parametrize("make", repeating.UNCHANGED, ids=cell_id)
def test_a_cache_that_is_filled_is_no_change(make):
    assert changed(make) == ()


@pytest.mark.parametrize("contract", ["stream", "isolated"])
@pytest.mark.parametrize("cell", [W0, W2], ids=cell_id)
def test_a_cutout_into_the_held_picture_is_red(cell, contract):
    message = broken(repeating.Cutout, cell, contract=contract)
    assert "law input-unchanged broken: fetching a sample modified dataset.pics in place" in message
    assert "px differ" in message or "elements differ" in message


def test_of_a_list_the_picture_that_changed_is_named():
    assert changed(repeating.Rectangle) == tuple(f"dataset.pics[{at}]" for at in range(6))


def test_a_copied_cutout_is_green():
    AugCell(W0, 137).check(repeating.ReadOnlyCutout, contract="isolated")
