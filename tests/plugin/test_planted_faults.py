"""Each planted fault turns the right law red first; its clean twin stays green."""

import random

import numpy as np
import plugin_datasets as datasets
import pytest
import torch

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging.breach import spoken
from pytest_augrepro.judging.laws import LAWS
from pytest_augrepro.matrix.cells import Cell, Duties

W0, W2 = Cell(), Cell(2)
PERSISTENT = Cell(2, persistent_workers=True)
RESPAWN = Cell(2, respawn=True)
PERSISTENT_RESPAWN = Cell(2, persistent_workers=True, respawn=True)
ALL = [W0, Cell(respawn=True), Cell(1), W2, PERSISTENT, RESPAWN, PERSISTENT_RESPAWN, Cell(3)]


def cell_id(value):
    return value.id if isinstance(value, Cell) else getattr(value, "__name__", None)


def broken(make_dataset, cell, search=False, **options):
    known = None if search else dict.fromkeys(LAWS, cell)  # the search for a simpler cell: test_smallest.py
    with pytest.raises(LawBroken) as caught:
        AugCell(cell, 137, smallest=known).check(make_dataset, **options)
    return str(caught.value)


@pytest.mark.parametrize("cell", ALL, ids=cell_id)
def test_clean_dataset_is_green(cell):
    assert AugCell(cell, 137).check(datasets.Clean) == ()


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
@pytest.mark.parametrize("make", [datasets.HalfFlip, datasets.RareFlip, datasets.Keyed], ids=cell_id)
def test_honest_repetition_is_green(make, cell):
    AugCell(cell, 137).check(make)


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT_RESPAWN], ids=cell_id)
def test_no_randomness_is_green_and_noted(cell):
    (note,) = AugCell(cell, 137).check(datasets.Still)
    assert note.startswith("no randomness found")


@pytest.mark.parametrize("options", [{"shuffle": True}, {"drop_last": True}, {"batch_size": 3, "epochs": 3}], ids=str)
def test_loader_options_are_green(options):
    AugCell(W2, 137).check(datasets.Clean, **options)


@pytest.mark.parametrize("once", [True, False])
def test_every_cell_names_the_global_generator_that_was_drawn_from(once):
    with pytest.raises(LawBroken) as caught:
        AugCell(Cell(respawn=True), 137, duties=Duties(once=once)).check(datasets.GlobalNumpy)
    assert "law rerun broken" in str(caught.value)
    assert "draws from the global np.random while a sample is made" in str(caught.value)


@pytest.mark.parametrize("start_method", ["spawn", "forkserver"])
def test_clean_dataset_is_green_however_workers_start(start_method):
    AugCell(Cell(1, persistent_workers=True, start_method=start_method), 137).check(datasets.Clean)


@pytest.mark.parametrize(
    ("make", "cell", "law"),
    [
        (datasets.GeneratorKept, W2, "workers-distinct"),
        (datasets.GeneratorKept, PERSISTENT, "workers-distinct"),
        (datasets.GeneratorBesideCompose, W2, "workers-distinct"),
        (datasets.GeneratorBesideCompose, PERSISTENT, "workers-distinct"),
        (datasets.SharedTarget, PERSISTENT, "workers-distinct"),
        (datasets.LastIsBad, PERSISTENT, "workers-distinct"),
        (datasets.GeneratorKept, Cell(1), "epochs-distinct"),
        (datasets.GeneratorPerWorkerId, W2, "epochs-distinct"),
        (datasets.GeneratorPerWorkerId, PERSISTENT_RESPAWN, "epochs-distinct"),
        (datasets.EpochForgotten, W0, "epochs-distinct"),
        (datasets.EpochForgotten, PERSISTENT, "epochs-distinct"),
        (datasets.SeedIgnored, W0, "seed-sensitive"),
        (datasets.SeedIgnored, PERSISTENT, "seed-sensitive"),
        (datasets.Entropy, W0, "rerun"),
        (datasets.Entropy, W2, "rerun"),
        (datasets.Clock, PERSISTENT, "rerun"),
        (datasets.HashedName, W0, "rerun"),
        (datasets.InPlace, W0, "input-unchanged"),
        (datasets.InPlace, PERSISTENT, "input-unchanged"),
        (datasets.GlobalNumpy, W0, "rerun"),
        (datasets.GlobalRandom, W0, "rerun"),
        (datasets.GlobalTorch, W0, "rerun"),
    ],
    ids=cell_id,
)
def test_fault_breaks_its_law_first(make, cell, law):
    assert broken(make, cell).startswith(f"law {law} broken: ")


@pytest.mark.parametrize(
    ("make", "cell"),
    [
        (datasets.GeneratorKept, W0),
        (datasets.GeneratorPerWorkerId, PERSISTENT),
        (datasets.GlobalNumpy, W2),
        (datasets.GlobalTorch, PERSISTENT_RESPAWN),
    ],
    ids=cell_id,
)
def test_fault_is_not_blamed_where_it_does_not_show(make, cell):
    AugCell(cell, 137).check(make)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (datasets.GlobalNumpy, "the global np.random"),
        (datasets.GlobalRandom, "the global random module"),
        (datasets.GlobalTorch, "torch's global generator"),
    ],
    ids=cell_id,
)
def test_global_generator_is_named(make, name):
    assert f"likely   draws from {name} while a sample is made" in broken(make, W0)


def test_a_pipeline_without_a_seed_is_named_first_and_an_item_of_a_tuple_in_words():
    message = " ".join(broken(datasets.Unseeded, W0).split())
    assert "law rerun broken: a second run with the same seed gave another item 0 of the sample" in message
    assert "target item 0 of the sample" in message
    assert "likely a Compose without seed= (dataset.transform) draws anew in every run; or else something" in message
    assert "do give it the seed that make_dataset is given: Compose(..., seed=seed); derive" in message
    assert "without seed=" not in broken(datasets.Entropy, W0)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("[0]", "item 0 of the sample"),
        ("[12].image", "image of item 12 of the sample"),
        ("[1][2]", "[2] of item 1 of the sample"),
        ("image", "image"),
        ("views[0]", "views[0]"),
        ("sample", "sample"),
    ],
)
def test_a_part_of_a_sample_in_words(part, words):
    assert spoken(part) == words


def test_failure_names_cell_epoch_sample_target_and_pixels():
    message = broken(datasets.Entropy, W2, search=True)
    assert "cell     w2   seed 137   contract stream" in message
    assert "where    epoch 0, sample 0, worker 0, target image" in message
    assert "px differ, max |delta|" in message
    assert "first at x 0, y 0: [" in message
    assert "smallest cell w0 breaks it, too" in message


def test_modified_array_is_named():
    message = broken(datasets.InPlace, W2)
    assert message.splitlines()[0].endswith("fetching a sample modified dataset.images in place")
    assert "max |delta|" in message


def test_run_gives_one_digest_for_each_epoch_and_index():
    first = AugCell(W2, 137).run(datasets.Clean)
    assert set(first) == {(epoch, index) for epoch in range(2) for index in range(10)}
    assert first == AugCell(W2, 137).run(datasets.Clean)
    assert first != AugCell(W2, 138).run(datasets.Clean)


def test_reading_leaves_the_global_generators_of_the_tests_alone():
    before = random.getstate(), np.random.get_state()[2], torch.get_rng_state().tolist()
    AugCell(W2, 137).check(datasets.Clean)
    assert before == (random.getstate(), np.random.get_state()[2], torch.get_rng_state().tolist())


def test_dataset_that_cannot_travel_is_rerun_in_a_forked_child():
    (note,) = AugCell(W2, 137).check(lambda seed: datasets.Clean(seed))
    assert "rerun in a forked child instead" in note
    assert broken(lambda seed: datasets.GlobalNumpy(seed), W0).startswith("law rerun broken")


def test_arrays_that_are_no_input_may_change():
    AugCell(W0, 137).check(datasets.Books)


def test_held_generator_is_named():
    message = broken(datasets.GeneratorBesideCompose, PERSISTENT)
    assert "workers 0 and 1 hold generator dataset.extra in the same state" in message.splitlines()[0]
