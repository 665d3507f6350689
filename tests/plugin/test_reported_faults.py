"""What public reports told of: each fault is red by its law first, and the same code without it is green."""

import csv
import functools
import json
import re
import time
from pathlib import Path

import numpy as np
import plugin_datasets as datasets
import pytest
import reported_datasets as reported
from test_server import left

from pytest_augrepro import measure
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging.breach import Breach
from pytest_augrepro.judging.evidence import Evidence, Reading, SideEffects, Visit
from pytest_augrepro.judging.laws import LAWS
from pytest_augrepro.judging.repeats import ranks_distinct
from pytest_augrepro.judging.stream_laws import IN_WORKER
from pytest_augrepro.judging.verdict import describe
from pytest_augrepro.matrix.cells import Cell, Duties
from pytest_augrepro.reading.dataset import NotADataset, own_id
from pytest_augrepro.reading.handles import open_below
from pytest_augrepro.reading.process import ReadingFailed

W0, W1, W2, PERSISTENT = Cell(), Cell(1), Cell(2), Cell(2, persistent_workers=True)
BOTH = [W0, W2]
OTHERS = Duties(once=False)


def checked(make, cell, contract="stream", duties=None, **options):
    known = dict.fromkeys(LAWS, cell)  # the search for a simpler cell: test_smallest.py
    return AugCell(cell, 137, duties=duties or Duties(), smallest=known).check(make, contract=contract, **options)


def broken(make, cell, contract="stream", duties=None, **options):
    with pytest.raises(LawBroken) as caught:
        checked(make, cell, contract, duties, **options)
    return str(caught.value)


def cell_id(value):
    return value.id if isinstance(value, Cell) else getattr(value, "__name__", None)


@pytest.mark.parametrize("make", [reported.InPlaceUnderNoise, reported.InPlaceAlone], ids=cell_id)
@pytest.mark.parametrize("duties", [Duties(), OTHERS], ids=["judges it", "leaves it to another cell"])
@pytest.mark.parametrize("cell", BOTH, ids=cell_id)
def test_changed_input_comes_first_in_every_cell_that_is_red(make, duties, cell):
    if duties == OTHERS and make is reported.InPlaceUnderNoise and cell == W0:
        checked(make, cell, duties=duties)  # nothing is broken here but what the other cell tells
        return
    message = broken(make, cell, duties=duties)
    assert message.startswith("law input-unchanged broken: fetching a sample modified dataset.pictures in place")
    assert "seed-sensitive" not in message


@pytest.mark.parametrize("make", [reported.CopiedUnderNoise, reported.CopiedAlone], ids=cell_id)
@pytest.mark.parametrize("cell", BOTH, ids=cell_id)
def test_copied_input_is_green(make, cell):
    checked(make, cell)


def test_a_count_that_follows_the_workers_is_told_to_be_no_draw():
    words = " ".join(
        describe(
            [Breach("worker-invariant", "it broke", target="made")], cell="w2", seed=1, contract="invariant", pixels=(),
            smallest="", notes=(), side_effects=SideEffects(counted=("made",)),
        ).split()
    )  # fmt: skip
    assert "made counts the fetches of its process: state, and no draw that could be keyed" in words
    assert "leave made out of the sample" in words
    assert "key every draw" not in words


@pytest.mark.parametrize(("counted", "red"), [((), True), (("made",), False)])
def test_a_count_alone_is_no_randomness_that_ranks_share(counted, red):
    prints = [{"noise": "a", "made": str(at)} for at in range(12)]
    draws = [Visit(0, at, 0, 0, str(one), one, probe=True) for at, one in enumerate(prints)]
    rank = Reading(("epoch 0",), tuple(draws), 1)
    evidence = Evidence(rank, rank, rank, ranks=(rank, rank), side_effects=SideEffects(counted=counted))
    assert bool(list(ranks_distinct("ranks-distinct", evidence))) == red


@pytest.mark.parametrize("make", [reported.Counts, reported.CountsAlone], ids=cell_id)
@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
def test_a_count_of_fetches_is_no_draw(make, cell):
    checked(make, cell)


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
@pytest.mark.parametrize(
    ("make", "law"),
    [
        (reported.ShuffledByClock, "rerun broken: a second run with the same seed gave another order of samples"),
        (reported.ShuffledWithoutSeed, "seed-sensitive broken: another seed gave the same order of samples"),
        (reported.ShuffledAlike, "epochs-distinct broken: epoch 1 comes in the order of epoch 0"),
        (reported.FromASet, "rerun broken"),
    ],
    ids=cell_id,
)
def test_the_order_of_an_iterable_is_a_result(make, law, cell):
    assert broken(make, cell).startswith(f"law {law}")


@pytest.mark.parametrize("cell", [W0, W2], ids=cell_id)
@pytest.mark.parametrize("contract", ["isolated"])
def test_an_iterable_that_shuffles_by_seed_and_epoch_is_green(cell, contract):
    assert checked(reported.Shuffled, cell, contract) == ()


def test_an_iterable_in_its_own_order_has_no_randomness():
    (note,) = checked(reported.Unshuffled, W2)
    assert note.startswith("no randomness found")


def test_what_does_not_vary_is_the_same_in_all_workers():
    message = broken(reported.ClassesAsMet, W2)
    assert message.startswith("law constants-equal broken: label is another than without a loader")
    checked(reported.ClassesAsMet, W0)
    checked(reported.ClassesSorted, W2)


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
def test_what_varies_by_epoch_alone_is_not_random(cell):
    (note,) = checked(reported.LevelShared, cell)
    assert note.startswith("no randomness found")


def test_an_epoch_that_live_workers_never_learn_is_red_without_any_draw():
    assert broken(reported.LevelPlain, PERSISTENT).startswith("law constants-equal broken")
    checked(reported.LevelPlain, W2)


FEW = [(12, 2), (8, 2), (64, 64), (14, 2), (16, 2), (4, 1), (6, 1), (3, 2)]


@pytest.mark.parametrize(("length", "every"), FEW)
def test_few_samples_that_forget_the_epoch_beside_fixed_ones(length, every):
    make = functools.partial(reported.FewDraw, length=length, every=every)
    assert broken(make, W0).startswith("law epochs-distinct broken: epoch 1 repeats epoch 0")


def test_few_samples_that_forget_the_epoch_in_workers():
    assert broken(reported.FewDraw, W2).startswith("law epochs-distinct broken: epoch 1 repeats epoch 0")


@pytest.mark.parametrize(("length", "every"), [(2, 1), (4, 2), (64, 64)])
def test_few_samples_that_toss_a_coin_in_each_epoch_may_repeat_one(length, every):
    for values in (2, 256):
        checked(functools.partial(reported.FewDraw, length=length, every=every, values=values, follows=True), W0)


@pytest.mark.parametrize("cell", BOTH, ids=cell_id)
def test_epochs_that_are_meant_to_be_equal(cell):
    assert broken(reported.FixedNoise, cell).startswith("law epochs-distinct broken")
    checked(reported.FixedNoise, cell, epochs="equal")
    assert broken(reported.LeakingNoise, cell, epochs="equal").startswith(
        "law epochs-equal broken: epoch 1 differs from epoch 0, and epochs are meant to be equal"
    )
    checked(reported.LeakingNoise, cell)


def test_measure_says_that_epochs_are_equal():
    assert "say epochs='equal'" in str(measure(reported.FixedNoise, contract="stream", cells=[W0]))
    assert "equal" not in str(measure(datasets.GeneratorKept, contract="stream", cells=[W2]))
    assert measure(reported.FixedNoise, contract="stream", cells=[W0], epochs="equal").reached == "stream"


@pytest.mark.parametrize("make", [reported.OpenFile, reported.Database], ids=cell_id)
def test_a_handle_that_forked_workers_share_is_red_and_named(make):
    message = broken(make, W2)
    assert "handles-unshared" in message
    assert "workers share dataset.file (a " in message
    checked(make, W0)


@pytest.mark.parametrize("make", [reported.Cursor, reported.InPartial, reported.InClosure], ids=cell_id)
def test_a_connection_is_found_in_what_holds_it(make):
    message = broken(make, W2)
    assert message.startswith("law handles-unshared broken: workers share dataset.file (a sqlite3.C"), message
    assert "SQLite says that a connection must not be carried across a fork" in message


def test_what_holds_an_open_thing_is_looked_into(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text("1,2\n")
    with path.open() as file:
        keeper = [
            csv.reader(file),
            functools.partial(file.readline),
            file.seek,
            lambda: file,
            (each for each in [file]),
        ]
        for each in keeper:
            assert [thing for _, thing in open_below({"a": each})] == [file]
    assert list(open_below({"a": keeper, "b": [abs, len, print, np.array, json.loads, re.compile("x").match]})) == []


def test_a_worker_init_fn_that_seeds_all_alike_is_suspected():
    message = " ".join(broken(reported.GlobalDraws, W2, worker_init_fn=reported.same_for_all).split())
    assert "or same_for_all, given as worker_init_fn, seeds every worker alike" in message, message
    assert "in worker_init_fn seed from torch.initial_seed()" in message


def test_samples_without_a_name_are_told_with_their_fields():
    with pytest.raises(NotADataset, match=r"return sample\['path'\], got dict with the fields 'image', 'path'$"):
        own_id({"image": 1, "path": "a.png"})
    with pytest.raises(NotADataset, match=r"def name\(sample\): return sample\[0\], got tuple$"):
        own_id(("a.png", 1))


def test_a_function_that_cannot_be_sent_is_to_blame_and_not_the_dataset():
    message = broken(datasets.Keyed, W2, "isolated", id_fn=lambda sample: int(sample["label"]))
    assert message.startswith(
        "law start-method-invariant broken: not judged: id_fn cannot be sent to workers started by"
    )
    assert "make id_fn a function at the top of a module that can be imported" in " ".join(message.split())


@pytest.mark.parametrize(
    "make", [reported.FileOfEachProcess, reported.FileUnused, reported.OpenedAsAdvised], ids=cell_id
)
def test_a_handle_of_each_process_is_green(make):
    checked(make, W2)


@pytest.mark.parametrize("cell", [W0, W2], ids=cell_id)
def test_samples_are_counted_by_the_length_of_their_epoch(cell):
    checked(reported.Grows, cell)


@pytest.mark.parametrize("cell", [W0, W2], ids=cell_id)
@pytest.mark.parametrize("make", [reported.Shrinks, reported.Alternates, reported.GrowsByItself], ids=cell_id)
def test_a_length_that_follows_what_was_fetched_or_asked_is_red(make, cell):
    message = broken(make, cell)
    assert re.match(r"law coverage broken: (the dataset had|epoch \d has) \d+ samples", message), message
    assert "change it in set_epoch alone" in message


def test_id_fn_names_the_samples_of_a_map_style_dataset():
    assert "law coverage broken: sample volume" in broken(reported.MixesByItself, W2, id_fn=reported.name_of)
    checked(reported.MixedInMain, W2, id_fn=reported.name_of)


def test_tables_by_address_are_found_and_addresses_in_seeds_are_seen():
    checked(reported.TableById, W0, "isolated")
    message = broken(reported.SeededById, W0, "isolated")
    assert "law entropy-free" in message


@pytest.mark.parametrize("cell", [W0, W1, W2, PERSISTENT, Cell(2, respawn=True)], ids=cell_id)
def test_advice_followed_to_the_letter_is_green(cell):
    checked(reported.AsAdvised, cell)
    assert IN_WORKER in LAWS["workers-distinct"].remedy
    for line in IN_WORKER.removeprefix("inside the worker: ").split("; "):
        assert line in Path(reported.__file__).read_text(encoding="utf-8")


def test_a_sample_that_contains_itself_is_one_short_error():
    for cell in BOTH:
        with pytest.raises(ReadingFailed, match="parent contains itself") as caught:
            checked(reported.ContainsItself, cell)
        assert len(str(caught.value)) < 8_000


def test_an_error_that_says_much_is_cut_and_has_the_users_frame_alone():
    for cell in BOTH:
        with pytest.raises(ReadingFailed, match="characters left out") as caught:
            checked(reported.SaysMuch, cell)
        message = str(caught.value)
        assert len(message) < 15_000
        assert "reported_datasets.py" in message
        assert "/torch/utils/data/" not in message


def test_processes_that_a_dataset_leaves_are_ended_and_told(monkeypatch, tmp_path):
    path = tmp_path / "pids"
    monkeypatch.setenv("AUG_TEST_PIDS", str(path))
    start = time.monotonic()
    (note,) = checked(reported.LeavesProcesses, W2, limit=500)
    assert note.startswith("the dataset leaves ")
    assert time.monotonic() - start < 400  # of the 600 for which they live
    assert not left({int(line) for line in path.read_text().split()})


def test_the_place_of_a_draw_is_the_users_line():
    message = broken(datasets.GlobalNumpy, W0)
    assert "plugin_datasets.py:" in message
    assert "in amount" in message
    assert "cell.py" not in message


def test_a_draw_at_the_first_fetch_is_the_users_line_too():
    assert "in __getitem__" in broken(reported.DrawsAtOnce, W0)


def test_ranks_that_read_all_are_told_to_deal_out():
    message = broken(datasets.RanksReadAll, W0, "invariant")
    assert "not dealt out to the ranks" in message
    assert "seed" not in message.partition("likely")[2].partition("also")[0]


def test_no_advice_to_key_draws_where_nothing_is_drawn():
    message = broken(reported.Follows, W0, "invariant")
    assert "no randomness found" in message
    assert "key every draw" not in message
