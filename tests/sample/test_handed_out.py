"""A loader's state counts what was handed out, whatever its workers have asked for."""

from __future__ import annotations

import pickle

import pytest

torch = pytest.importorskip("torch")
from keyed_help import Pictures, as_list, complaints, epochs_of, keyed_loader, rows_of
from torch.utils.data import BatchSampler, DataLoader

from augrepro.engine.chance.place import rank
from augrepro.torch import KeyedSampler, loader

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create .* worker processes:UserWarning"),
]


@pytest.mark.parametrize("arguments", [{}, {"persistent_workers": True}, {"prefetch_factor": 6}], ids=str)
def test_workers_that_ask_ahead_are_not_counted(arguments):
    made = keyed_loader(Pictures(), num_workers=2, batch_size=4, **arguments)
    reference = epochs_of(keyed_loader(Pictures()))
    assert made.state_dict() == {"v": 1, "seed": 7, "epoch": 0, "consumed_global": 0}
    rows = []
    for taken, batch in enumerate(made, 1):
        rows += batch
        epoch, place = (0, 4 * taken) if taken < 6 else (1, 0)
        assert (
            made.sampler.state_dict()
            == made.state_dict()
            == {"v": 1, "seed": 7, "epoch": epoch, "consumed_global": place}
        )
        if taken == 3:
            heir = keyed_loader(Pictures(), batch_size=7)
            heir.load_state_dict(made.state_dict())
            heir.set_epoch(0)
            assert rows + rows_of(heir) == reference[0]
    assert complaints([rows, *epochs_of(made, 2)], reference) == []


@pytest.mark.parametrize("workers", [0, 2])
def test_a_loop_that_is_left(workers):
    made = keyed_loader(Pictures(), num_workers=workers, batch_size=5)
    for _ in made:
        break
    assert made.state_dict()["consumed_global"] == 5
    made.load_state_dict(made.state_dict())
    assert rows_of(made) == epochs_of(keyed_loader(Pictures()), 1)[0][5:]
    assert made.state_dict() == {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 0}


@pytest.mark.parametrize("batch", [5, 24, 25, None, 1])
def test_the_rest_that_drop_last_drops_is_over(batch):
    """24 samples: after the last whole batch there is nothing to go on with, and the next epoch is next."""
    made = loader(range(24), seed=7, batch_size=batch, drop_last=batch is not None, collate_fn=list if batch else int)
    states = [made.state_dict() for _ in made]
    assert len(states) == 24 // (batch or 1)
    over = {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 0}
    assert [state for state in states if state["epoch"]] == states[-1:]
    assert made.state_dict() == over


def test_a_rank_counts_for_all():
    made = loader(range(24), seed=7, batch_size=3, rank=1, num_replicas=2)
    next(passing := iter(made))
    assert made.state_dict()["consumed_global"] == 6
    del passing


def test_a_plain_loader_with_workers_refuses_to_guess():
    sampler = KeyedSampler(range(24), seed=7)
    made = DataLoader(range(24), batch_size=4, sampler=sampler, num_workers=2, timeout=600)
    passing = iter(made)
    next(passing)
    with pytest.raises(RuntimeError, match=r"state_dict: consumed must be .*got None: a DataLoader with workers"):
        sampler.state_dict()
    assert sampler.state_dict(consumed=4)["consumed_global"] == 4
    sampler.set_epoch(0)  # as Lightning does behind it
    assert sampler.state_dict(consumed=4)["consumed_global"] == 4
    del passing
    without = DataLoader(range(24), batch_size=4, sampler=(other := KeyedSampler(range(24), seed=7)))
    for _ in without:
        break
    assert other.state_dict()["consumed_global"] == 4


def test_a_loader_can_be_pickled_and_goes_on():
    made = keyed_loader(Pictures(), batch_size=4)
    rows_of(made)
    twin = pickle.loads(pickle.dumps(made))
    assert rows_of(twin) == rows_of(made)


class BatchSamplerShard(BatchSampler):
    """What accelerate's prepare puts around a batch sampler: every n-th batch."""

    def __init__(self, batches, num_processes, process_index):
        self.batches, self.num_processes, self.process_index = batches, num_processes, process_index

    def __iter__(self):
        for number, batch in enumerate(self.batches):
            if number % self.num_processes == self.process_index:
                yield batch


def prepared(made, world, rank=0):
    """A stand-in for Accelerator().prepare on one of some ranks."""
    shard = BatchSamplerShard(made.batch_sampler, world, rank)
    return DataLoader(
        made.dataset, batch_sampler=shard, collate_fn=as_list, num_workers=made.num_workers, timeout=made.timeout
    )


@pytest.mark.parametrize("workers", [0, 2])
def test_a_second_dealing_to_ranks_is_refused(workers, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("RANK", "1")
    made = keyed_loader(Pictures(), num_workers=workers, batch_size=3)
    message = r"deals each epoch out to 2 ranks by itself, and BatchSamplerShard .* rank 1's .*prepare.*num_replicas=1"
    with pytest.raises(RuntimeError, match=message):
        rows_of(prepared(made, 2, 1))
    parts = []
    for number in (0, 1):
        whole = keyed_loader(Pictures(), num_workers=workers, batch_size=3, rank=0, num_replicas=1)
        parts.append(rows_of(prepared(whole, 2, number)))
    assert sorted(parts[0] + parts[1]) == sorted(epochs_of(keyed_loader(Pictures(), rank=0, num_replicas=1), 1)[0])


def test_a_shard_of_one_process_is_none():
    made = keyed_loader(Pictures(), batch_size=3)
    assert rows_of(prepared(made, 1)) == epochs_of(keyed_loader(Pictures()), 1)[0]


class SkipBatchSampler(BatchSampler):
    """What accelerate's skip_first_batches puts around a batch sampler."""

    def __init__(self, batch_sampler, skipped):
        self.batch_sampler, self.skipped = batch_sampler, skipped

    def __iter__(self):
        return (batch for number, batch in enumerate(self.batch_sampler) if number >= self.skipped)


def test_a_trainer_that_skips_batches_can_say_the_epoch_too():
    """transformers' Trainer tells ``loader.batch_sampler.batch_sampler`` when it resumes."""
    made = keyed_loader(Pictures(), batch_size=3)
    skipping = DataLoader(made.dataset, batch_sampler=SkipBatchSampler(made.batch_sampler, 2), collate_fn=as_list)
    skipping.batch_sampler.batch_sampler.set_epoch(1)
    assert rows_of(skipping) == epochs_of(keyed_loader(Pictures()), 2)[1][6:]


NUMBERS = ["²", "-1", "1_0", "٣", "one", "1.0", "9" * 400, "0x1", "+1"]


@pytest.mark.parametrize("text", NUMBERS, ids=ascii)
def test_what_a_launcher_left_that_is_no_number(text, monkeypatch):
    """Stream mode and who deals samples out refuse it: taken for rank 0, ranks would repeat each other."""
    monkeypatch.setenv("RANK", text)
    with pytest.raises(ValueError, match=r"the variable RANK must be a whole number >= 0, got "):
        rank()
    with pytest.raises(ValueError, match=r"the variable RANK must be a whole number >= 0, got "):
        len(KeyedSampler(range(9), seed=1))
    monkeypatch.setenv("RANK", "0")
    monkeypatch.setenv("WORLD_SIZE", text)
    with pytest.raises(ValueError, match=r"the variable WORLD_SIZE must be a whole number >= 1, got "):
        len(KeyedSampler(range(9), seed=1))


def test_numbers_with_space_and_unset_ones(monkeypatch):
    monkeypatch.setenv("RANK", " 1 ")
    monkeypatch.setenv("WORLD_SIZE", "2\n")
    assert (rank(), len(KeyedSampler(range(9), seed=1))) == (1, 5)
    monkeypatch.setenv("RANK", "")
    monkeypatch.setenv("WORLD_SIZE", " ")
    assert (rank(), len(KeyedSampler(range(9), seed=1))) == (0, 9)
    monkeypatch.setenv("WORLD_SIZE", "0")
    with pytest.raises(ValueError, match="WORLD_SIZE"):
        len(KeyedSampler(range(9), seed=1))
