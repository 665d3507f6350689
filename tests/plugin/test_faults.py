"""Every fault that the selfcheck plants is seen by its own law and blamed on no law of a weaker contract."""

import plugin_datasets as datasets
import pytest
import repaired

from pytest_augrepro.checks.cell import ALL, AugCell
from pytest_augrepro.checks.faults import FAULTS, Nothing, Plant
from pytest_augrepro.checks.selfcheck import Planting, plant, visible
from pytest_augrepro.judging import judge
from pytest_augrepro.judging.contracts import CONTRACTS, included
from pytest_augrepro.judging.laws import laws_of, own_laws
from pytest_augrepro.judging.variations import variations
from pytest_augrepro.matrix.cells import Cell, Duties
from pytest_augrepro.reading.gather import Gathering

CELLS = [Cell(), Cell(1), Cell(2), Cell(2, persistent_workers=True), Cell(2, persistent_workers=True, respawn=True)]
FOLLOW = {  # what a fault of this law, or this fault, breaks besides, and rightly so
    "UnseededGeneratorOnDataset": {"rerun", "epochs-distinct"},
    "workers-distinct": {"epochs-distinct"},
    "picklable": {"start-method-invariant"},
    "global-rng-untouched": {"global-rng-isolated"},
    **{law: set(own_laws("invariant")) for law in own_laws("invariant")},
}


WARM = Duties(cold=False)
"""Served workers in place of cold ones, whose imports take seconds: where they differ is held by test_server.py."""


def broken_laws(fault, cell, contract, duties=ALL):
    aug_cell = AugCell(cell, 137, duties=duties)
    outcome, _ = aug_cell.judged(Plant(datasets.Clean, fault), aug_cell.job({}, None), contract, 600)
    return [breach.law for breach in judge.breaches(outcome.findings)]


SHOWN = list(visible("portable", CELLS)[0].items())
SHOWN += [
    (fault, cell) for fault, cell in visible("stream", [Cell(), Cell(2)])[0].items() if (fault, cell) not in SHOWN
]


@pytest.mark.parametrize(("fault", "cell"), SHOWN, ids=lambda value: value.id if isinstance(value, Cell) else value)
def test_fault_is_seen_by_its_law_and_blamed_on_no_other(fault, cell):
    kind = FAULTS[fault]
    duties = ALL if kind.law in ("picklable", "start-method-invariant") else WARM
    broken = broken_laws(fault, cell, kind.needed_contract(), duties)
    assert kind.law in broken
    assert set(broken) - {kind.law} <= FOLLOW.get(fault, FOLLOW.get(kind.law, set()))


@pytest.mark.parametrize(
    ("make", "contract", "laws"),
    [
        (
            repaired.repaired,
            "portable",
            {"rerun", "input-unchanged", "replayable", "entropy-free", "environment-invariant", "batch-invariant",
             "order-independent", "reentrant", "copy-invariant"},
        ),
        (repaired.holds_generator, "isolated", {"copy-invariant", "rerun", "epochs-distinct"}),
    ],
    ids=["repaired", "holds_generator"],
)  # fmt: skip
def test_the_same_code_without_the_faults_holds_their_laws(make, contract, laws):
    aug_cell = AugCell(Cell(), 137)
    outcome, _ = aug_cell.judged(make, aug_cell.job({}, None), contract, 600)
    assert {finding.law for finding in outcome.findings if finding.outcome == judge.HELD} >= laws
    assert judge.breaches(outcome.findings) == []


@pytest.mark.parametrize("cell", [CELLS[0], CELLS[1], CELLS[-1]], ids=lambda cell: cell.id)
def test_without_a_fault_every_contract_is_met(cell):
    assert broken_laws(Nothing.__name__, cell, "portable") == []


@pytest.mark.parametrize(
    ("fault", "cell"),
    [
        ("GeneratorOnDataset", Cell()),
        ("AddedSeeds", Cell(1, persistent_workers=True)),
        ("WorkerIdAlone", Cell(2, persistent_workers=True)),
        ("EpochInParent", Cell(2)),
        ("SeedLostInWorkers", Cell()),
    ],
    ids=str,
)
def test_fault_is_green_in_a_cell_where_it_does_not_show(fault, cell):
    assert not FAULTS[fault].shows(cell)
    assert broken_laws(fault, cell, "stream") == []


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_generator_that_a_pickle_takes_along_is_the_same_in_all_workers(method):
    assert broken_laws("GeneratorOnDataset", Cell(2, start_method=method), "stream")[0] == "workers-distinct"


def test_copy_that_cannot_be_made_blames_nobody():
    aug_cell = AugCell(Cell(), 137)
    job = aug_cell.job({}, None)
    outcome, _ = aug_cell.judged(Plant(datasets.Clean, "NotPicklable"), job, "isolated", 600, "copy-invariant")
    assert next(f for f in outcome.findings if f.law == "copy-invariant").outcome == judge.HELD  # by deepcopy alone
    assert judge.breaches(outcome.findings) == []


@pytest.mark.parametrize("usual", [None, 2, 4])
def test_prefetch_is_another_than_the_loaders_own(usual):
    job = AugCell(Cell(2), 137).job({} if usual is None else {"prefetch_factor": usual}, None)
    others = [variation.loading.options for variation in variations(job.loading, "invariant", ("fork",))]
    assert {options.get("prefetch_factor") for options in others} - {usual} - {None} == {1 if usual == 4 else 4}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_contract_includes_the_weaker_ones(contract):
    weaker = included(contract)[:-1]
    assert {law for name in weaker for law in own_laws(name)} < set(laws_of(contract))


def test_every_fault_is_planted():
    assert {fault for fault, _ in SHOWN} == set(FAULTS)


def test_every_law_has_a_fault_that_breaks_it():
    followers = {"start-method-invariant", "global-rng-isolated", "hash-seed-invariant", "rank-invariant"}
    without = {"coverage", "epochs-equal"}  # test_iterables.py, test_reported_faults.py
    assert {kind.law for kind in FAULTS.values()} | followers | without >= set(laws_of("portable"))


def test_selfcheck_plants_each_fault_once_and_lists_what_no_cell_shows():
    first, unseen = visible("stream", [Cell(), Cell(2)])
    assert first["EpochForgotten"] == Cell()
    assert first["GeneratorOnDataset"] == Cell(2)
    assert "EpochInParent" in unseen
    assert "StridesDecide" in unseen


def test_selfcheck_tells_which_law_saw_a_fault():
    aug_cell = AugCell(Cell(2), 137)
    clean, seen = plant(["GeneratorOnDataset"], aug_cell, datasets.Clean, aug_cell.job({}, None), 600)
    assert (clean.ok, clean.by) == (True, ())
    assert (seen.ok, seen.by[0]) == (True, "workers-distinct")


def test_selfcheck_is_red_where_a_fault_is_missed():
    aug_cell = AugCell(Cell(), 137)
    _, missed = plant(["GeneratorOnDataset"], aug_cell, datasets.Clean, aug_cell.job({}, None), 600)
    assert not missed.ok
    assert str(missed) == "GeneratorOnDataset: not seen by any law; expected workers-distinct"


@pytest.mark.parametrize("make", [datasets.Shards, datasets.own_loader, datasets.Keyed])
def test_selfcheck_takes_every_dataset_that_a_cell_takes(make):
    aug_cell = AugCell(Cell(), 137)
    results = plant(["SeedIgnored"], aug_cell, make, aug_cell.job({}, None), 600)
    assert [(one.fault, one.by) for one in results] == [("Nothing", ()), ("SeedIgnored", ("seed-sensitive",))]


def test_selfcheck_plants_in_samples_that_were_read_before():
    sample = {"image": "digest"}
    planted = Plant(datasets.Raises, "SeedIgnored", (sample,))(137)
    assert planted[0]["sample"] == sample
    assert len(planted) == 1


def test_selfcheck_ends_what_is_being_read_when_it_is_stopped(monkeypatch):
    ended = []
    monkeypatch.setattr(Gathering, "begin", lambda self: None)
    monkeypatch.setattr(Gathering, "end", lambda self: ended.append(self.make_dataset.fault))
    monkeypatch.setattr(Planting, "judged", lambda self: 1 / 0)
    aug_cell = AugCell(Cell(), 137)
    with pytest.raises(ZeroDivisionError):
        plant(["SeedIgnored", "Clock"], aug_cell, datasets.Clean, aug_cell.job({}, None), 600)
    assert ended == ["SeedIgnored"]
