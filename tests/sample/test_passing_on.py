"""Wrappers pass on what they wrap: epochs to curricula, states to torchdata, through any depth and into workers."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from children import varied
from samples import digest, picture

torch = pytest.importorskip("torch")
from torch.utils.data import ConcatDataset, DataLoader, Dataset, IterableDataset, Subset

from augrepro.torch import KeyedDataset, KeyedIterableDataset, KeyedSampler, loader

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:'set_vital' is deprecated:UserWarning"),
]


class Curriculum(Dataset):
    """Its samples, and how many there are, depend on the epoch that it was told."""

    def __init__(self):
        self.level = 0

    def set_epoch(self, epoch):
        self.level = epoch

    def __len__(self):
        return 4 + self.level

    def __getitem__(self, index):
        return 100 * self.level + index


class Wrapped(Dataset):
    """A wrapper that has no set_epoch."""

    def __init__(self, dataset):
        self.dataset = dataset

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        return self.dataset[index]


def nestings():
    yield "bare", Curriculum()
    yield "wrapped twice", Wrapped(Wrapped(Curriculum()))
    yield "a subset", Subset(Curriculum(), [0, 1, 2, 3])
    yield "keyed twice", KeyedDataset(Wrapped(Curriculum()))
    yield "joined", ConcatDataset([Curriculum(), Wrapped(Curriculum())])


def levels(batches):
    return {int(number) // 100 for batch in batches for number in batch}


@pytest.mark.parametrize("name", [name for name, _ in nestings()])
def test_a_curriculum_at_any_depth_is_told_the_epoch(name):
    made = loader(dict(nestings())[name], seed=7, batch_size=2)
    assert [levels(made) for _ in range(3)] == [{0}, {1}, {2}]
    made.set_epoch(7)
    assert levels(made) == {7}


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_that_live_on_are_told_too(method):
    made = loader(
        Wrapped(Curriculum()),
        seed=7,
        batch_size=2,
        num_workers=2,
        persistent_workers=True,
        timeout=600,
        multiprocessing_context=method,
    )
    assert [levels(made) for _ in range(3)] == [{0}, {1}, {2}]


def test_the_length_of_an_epoch_follows():
    made = loader(Curriculum(), seed=7, batch_size=1)
    assert [len(list(made)) for _ in range(3)] == [4, 5, 6]


def test_set_epoch_reaches_the_inside_without_a_keyed_sampler():
    inside = Curriculum()
    keyed = KeyedDataset(Wrapped(inside))
    keyed.set_epoch(3)
    assert (inside.level, keyed[1]) == (3, 301)


class Stateful(Curriculum):
    def state_dict(self):
        return {"level": self.level}

    def load_state_dict(self, state):
        self.level = state["level"]


def test_a_state_is_passed_on_where_there_is_one_and_missing_where_there_is_none():
    assert not hasattr(KeyedDataset(Curriculum()), "state_dict")
    assert not hasattr(KeyedIterableDataset([], id_fn=str), "load_state_dict")
    keyed = KeyedDataset(Wrapped(Stateful()))
    keyed.set_epoch(5)
    assert keyed.state_dict() == {"level": 5}
    other = KeyedDataset(Stateful())
    other.load_state_dict(keyed.state_dict())
    assert other.dataset.level == 5
    two = KeyedDataset(ConcatDataset([Stateful(), Wrapped(Stateful())]))
    two.load_state_dict({"v": 1, "datasets": [{"level": 1}, {"level": 2}]})
    assert two.state_dict()["datasets"] == [{"level": 1}, {"level": 2}]
    with pytest.raises(ValueError, match=r"KeyedDataset.load_state_dict must get .* for its 2 datasets, got"):
        two.load_state_dict({"level": 1})


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda d: pickle.loads(pickle.dumps(d))])
def test_a_copy_passes_on_to_its_own_inside(copied):
    keyed = KeyedDataset(Stateful())
    keyed.set_epoch(2)
    twin = copied(keyed)
    twin.dataset = Stateful()
    twin.dataset.level = 9
    assert twin.state_dict() == {"level": 9}
    assert keyed.state_dict() == {"level": 2}
    if copied is not copy.copy:
        twin.set_epoch(4)
        keyed[0]
        assert keyed.dataset.level == 2


class Shuffled(IterableDataset):
    """As Hugging Face's: an order by epoch, and a state of the dataset."""

    def __init__(self):
        self.epoch, self.at = 0, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __iter__(self):
        order = np.random.default_rng(self.epoch).permutation(12)
        while self.at < 12:
            self.at += 1
            yield f"r{order[self.at - 1]}"
        self.at = 0

    def state_dict(self):
        return {"epoch": self.epoch, "at": self.at}

    def load_state_dict(self, state):
        self.epoch, self.at = state["epoch"], state["at"]


def augmented(record):
    return record, digest(varied_once(image=picture())["image"])


varied_once = varied(137, keyed=True)


def records(workers=0):
    keyed = KeyedIterableDataset(Shuffled(), id_fn=str, transform=augmented)
    return keyed, DataLoader(keyed, batch_size=None, num_workers=workers, persistent_workers=workers > 0)


@pytest.mark.parametrize("workers", [0, 1])
def test_an_iterable_has_another_order_in_each_epoch(workers):
    keyed, made = records(workers)
    epochs = []
    for epoch in (0, 1, 0):
        keyed.set_epoch(epoch)
        epochs.append(list(made))
    assert epochs[0] == epochs[2]
    assert [name for name, _ in epochs[0]] != [name for name, _ in epochs[1]]
    assert {name for name, _ in epochs[0]} == {name for name, _ in epochs[1]}


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.filterwarnings("error")
def test_torchdata_resumes_an_iterable_by_its_state(workers, caplog):
    stateful = pytest.importorskip("torchdata.stateful_dataloader", reason="torchdata is not installed")

    def made():
        keyed = KeyedIterableDataset(Shuffled(), id_fn=str, transform=augmented)
        keyed.set_epoch(2)
        return stateful.StatefulDataLoader(keyed, batch_size=None, num_workers=workers)

    first = made()
    passing = iter(first)
    for _ in range(5):
        next(passing)
    state, rest = first.state_dict(), list(passing)
    heir = made()
    heir.load_state_dict(state)
    assert list(heir) == rest
    assert len(rest) == 7
    assert "fast-forwarding" not in caplog.text


class Counting:
    """An iterable whose iterator has the state."""

    def __iter__(self):
        return CountingIterator()


class CountingIterator:
    at = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.at += 1
        if self.at > 5:
            raise StopIteration
        return self.at

    def state_dict(self):
        return self.at

    def load_state_dict(self, state):
        self.at = state


def test_the_state_of_an_iterator_is_passed_on():
    keyed = KeyedIterableDataset(Counting(), id_fn=int)
    keyed.set_epoch(0)
    one = iter(keyed)
    assert [next(one), next(one), one.state_dict()] == [1, 2, 2]
    other = iter(keyed)
    other.load_state_dict(2)
    assert list(other) == [3, 4, 5]


def test_a_pickle_carries_the_epoch_and_can_be_read_twice():
    keyed = KeyedDataset(range(5))
    keyed.set_epoch(3)
    text = pickle.dumps(keyed)
    twins = [pickle.loads(text) for _ in range(2)]
    keyed.set_epoch(4)
    twins[0].set_epoch(6)
    assert [one._epoch.get("x") for one in (keyed, *twins)] == [4, 6, 3]


def sent(rank, keyed, queue):
    rows = list(DataLoader(keyed, batch_size=None, num_workers=1, multiprocessing_context="spawn", timeout=600))
    queue.put((rank, keyed._epoch.get("x"), [int(row) for row in rows]))


def test_a_keyed_dataset_sent_to_spawned_ranks():
    """What ddp_spawn does: each rank gets a copy, and has workers of its own."""
    context = torch.multiprocessing.get_context("spawn")
    keyed, queue = KeyedDataset(range(4)), context.SimpleQueue()
    keyed.set_epoch(3)
    torch.multiprocessing.spawn(sent, (keyed, queue), nprocs=1)
    assert queue.get() == (0, 3, [0, 1, 2, 3])


def test_keyed_samplers_over_a_raw_dataset_tell_it():
    raw = Curriculum()
    sampler = KeyedSampler(raw, seed=1)
    list(sampler)
    list(sampler)
    assert raw.level == 1
