"""Iterable datasets name their samples; they have to share them out."""

import functools
import multiprocessing

import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.matrix.cells import Cell, Duties
from pytest_augrepro.reading.child_task import ChildTask
from pytest_augrepro.reading.dataset import NotADataset
from pytest_augrepro.reading.gather import Gathering
from pytest_augrepro.reading.process import ChildKind


@pytest.mark.parametrize("cell", [Cell(), Cell(2), Cell(2, persistent_workers=True)], ids=lambda cell: cell.id)
@pytest.mark.parametrize("contract", ["stream", "isolated"])
def test_iterable_that_shares_out_is_green(cell, contract):
    cold = not cell.persistent_workers  # other start methods are read for one epoch, in which that is no difference
    AugCell(cell, 137, duties=Duties(cold=cold)).check(datasets.Shards, contract=contract)


def test_iterable_that_every_worker_reads_whole_is_red():
    with pytest.raises(LawBroken, match="law coverage broken: sample 0 came twice in epoch 0"):
        AugCell(Cell(2), 137).check(datasets.WholeShards)


@pytest.mark.parametrize("cell", [Cell(2), Cell(2, persistent_workers=True)], ids=lambda cell: cell.id)
def test_copies_of_one_generator_are_red_though_no_sample_is_drawn_again(cell):
    with pytest.raises(LawBroken, match=r"law workers-distinct broken: workers 0 and 1 hold generator dataset\.rng"):
        AugCell(cell, 137).check(datasets.ShardsOfOneGenerator)


def test_where_nothing_tells_the_workers_apart_the_law_is_idle():
    found = []
    AugCell(Cell(2), 137, record=found.append).check(datasets.Shards)
    (reason,) = [finding for finding in found[0].findings if finding.law == "workers-distinct"]
    assert (reason.outcome, reason.reason) == (
        "not applicable", "an iterable dataset chooses its order, so that no sample is drawn again",
    )  # fmt: skip


@pytest.mark.parametrize("workers", [0, 2])
def test_id_fn_may_be_a_lambda(workers):
    (note,) = AugCell(Cell(workers), 137).check(datasets.NamelessShards, id_fn=lambda sample: sample[0])
    assert note.startswith("id_fn cannot be sent to a fresh process")


def test_what_cannot_be_sent_is_not_read_as_if_it_had_been_and_is_noted_once():
    def make_dataset(seed):
        raise AssertionError("nothing is to be read")

    job = AugCell(Cell(), 137).job({}, None)
    gathering = Gathering(make_dataset, job, contract="portable", duties=Duties(), limit=9, only="")
    tasks = [ChildTask(ChildKind.SERVED, {"x": job}, {"PYTHONHASHSEED": "1"}, fresh=True)] * 3
    assert [gathering.delivery.child(task) for task in tasks] == [None] * 3
    (note,) = gathering.notes
    assert "rerun in a forked child instead, hash-seed-invariant is left out; define it" in note
    assert gathering.delivery.nothing_read().unsent.startswith("make_dataset cannot be sent to a fresh process (")


def of_shared_memory(value, seed):
    raise AssertionError("nothing is to be read")


def test_what_processes_share_cannot_be_sent_and_another_way_is_told():
    make_dataset = functools.partial(of_shared_memory, multiprocessing.Value("i", 1))
    job = AugCell(Cell(), 137).job({}, None)
    gathering = Gathering(make_dataset, job, contract="stream", duties=Duties(), limit=9, only="")
    assert gathering.delivery.child(ChildTask(ChildKind.SERVED, {"x": job}, fresh=True)) is None
    (note,) = gathering.notes
    assert "Value, Lock or Queue) reaches those alone that are started with it: make it in make_dataset" in note
    assert "importable" not in note


def test_id_fn_names_the_samples():
    first = AugCell(Cell(2), 137).run(datasets.NamelessShards, id_fn=datasets.first_of)
    assert set(first) == {(epoch, f"s{index}") for epoch in range(2) for index in range(10)}


def test_sample_without_a_name_is_refused():
    with pytest.raises(
        Exception, match=r"must say which they are: a field 'index', or check\(\.\.\., id_fn=\.\.\.\)"
    ) as caught:
        AugCell(Cell(), 137).check(datasets.NamelessShards)
    assert isinstance(caught.value, NotADataset)
    with pytest.raises(NotADataset, match=r"^the samples of an iterable dataset must say which they are"):
        AugCell(Cell(2), 137).check(datasets.NamelessShards)


def test_loader_of_the_users_own_is_taken_apart():
    AugCell(Cell(2), 137).check(datasets.own_loader)
    with pytest.raises(LawBroken, match="law workers-distinct broken"):
        AugCell(Cell(2), 137).check(datasets.own_loader_that_reseeds)


def test_iterable_whose_workers_lose_a_sample_is_red():
    with pytest.raises(LawBroken, match="law coverage broken: sample 9 never came in epoch 0"):
        AugCell(Cell(2), 137).check(datasets.DropsInWorkers)


def test_iterable_that_every_rank_reads_whole_is_red():
    with pytest.raises(LawBroken, match="law ranks-distinct broken: ranks 0 and 1 both read sample 0 in epoch 0"):
        AugCell(Cell(), 137).check(datasets.RanksReadAll, contract="invariant")


class UsedUp(datasets.Shards):
    """Reads one iterator on, which has come to its end when the second pass begins."""

    records = None

    def __iter__(self):
        if self.records is None:
            self.records = super().__iter__()
        return self.records


@pytest.mark.parametrize("cell", [Cell(), Cell(2, persistent_workers=True)], ids=lambda cell: cell.id)
def test_a_pass_without_samples_is_red(cell):
    aug_cell = AugCell(cell, 137)
    result, _ = aug_cell.judged(UsedUp, aug_cell.job({}, None), "stream", 120)
    [breach] = [each.breach for each in result.findings if each.breach]
    assert (breach.law, breach.headline) == ("coverage", "epoch 1 gave no sample, and epoch 0 gave 10")
