"""A sample that is drawn often has an augmentation for each draw, whoever draws it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from keyed_help import SAMPLES, Pictures, as_list, complaints, epochs_of, keyed_loader, rows_of
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler, WeightedRandomSampler

from augrepro.torch import KeyedDataset, KeyedSampler, SampleKey, StampedSampler

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create .* worker processes:UserWarning"),
]
WEIGHTS = [0.0, 50.0, 3.0, *[1.0] * 20, 0.0]


def looked(rows):
    """How many augmentations each sample that was drawn has, and how often it was drawn."""
    drawn = Counter(name for name, _ in rows)
    return [(len({seen for name, seen in rows if name == one}), drawn[one]) for one in drawn]


def test_weights_draw_each_sample_in_proportion():
    sampler = KeyedSampler(range(4), seed=3, weights=[0, 1, 2, 5], num_samples=80_000)
    counts = np.bincount([int(key) for key in sampler], minlength=4)
    expected = np.array([0, 1, 2, 5]) * 10_000
    assert counts[0] == 0
    assert ((counts - expected)[1:] ** 2 / expected[1:]).sum() < 18.4, "chi-square below its 0.9999 quantile"


GOLDEN = {
    0: [3, 3, 1, 1, 3, 3, 1, 3, 1, 3],
    1: [0, 3, 1, 3, 1, 1, 0, 3, 3, 3],
}
"""Changing any of these needs a new KEY_VERSION."""


@pytest.mark.parametrize("epoch", GOLDEN)
def test_golden_weighted_order(epoch):
    sampler = KeyedSampler(range(4), seed=137, weights=[1, 2, 0, 3], num_samples=10)
    sampler.set_epoch(epoch)
    assert [int(key) for key in sampler] == GOLDEN[epoch]


def test_weights_of_any_scale_and_container_draw_alike():
    orders = []
    for weights in (
        [1, 2, 0, 4],
        (0.25, 0.5, 0.0, 1.0),
        np.array([2, 4, 0, 8], np.uint8),
        torch.tensor([1.0, 2, 0, 4]),
    ):
        sampler = KeyedSampler(range(4), seed=137, weights=weights, num_samples=50)
        orders.append([(int(key), key.draw) for key in sampler])
    assert all(order == orders[0] for order in orders)
    assert len(set(orders[0])) == 50


NOT_FINITE = [[1, float("nan"), 1], [1, float("inf"), 1]]
BAD = [[1, 2], [1, 2, -1], [0, 0, 0], *NOT_FINITE, 3, "abc", [[1], [2], [3]], [1j, 1, 1], ["1", "2", "3"]]


@pytest.mark.parametrize("weights", BAD, ids=str)
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(ValueError, match=r"KeyedSampler.weights must be 3 finite numbers >= 0, .*, got "):
        KeyedSampler(range(3), seed=1, weights=weights)


def test_weights_need_chance():
    with pytest.raises(ValueError, match=r"shuffle must be True where weights are given"):
        KeyedSampler(range(3), seed=1, weights=[1, 1, 1], shuffle=False)


def test_weighted_ranks_share_one_order():
    def keys(rank, world):
        sampler = KeyedSampler(range(24), seed=7, weights=WEIGHTS, rank=rank, num_replicas=world)
        return [(int(key), key.draw) for key in sampler]

    assert [key for pair in zip(keys(0, 2), keys(1, 2), strict=True) for key in pair] == keys(0, 1)


def test_a_weighted_loader_augments_each_draw_anew_for_any_number_of_workers():
    reference = epochs_of(keyed_loader(Pictures(), weights=WEIGHTS), 2)
    assert (
        complaints(epochs_of(keyed_loader(Pictures(), weights=WEIGHTS, num_workers=2, batch_size=5), 2), reference)
        == []
    )
    assert all(views == times for views, times in looked(reference[0]))
    assert max(times for _, times in looked(reference[0])) > 8


def weighted(epoch):
    return WeightedRandomSampler(WEIGHTS, SAMPLES, generator=torch.Generator().manual_seed(epoch))


def test_a_weighted_sampler_of_torchs_repeats_its_augmentations_unless_it_is_stamped():
    dataset = KeyedDataset(Pictures())
    dataset.set_epoch(0)
    bare = rows_of(DataLoader(dataset, sampler=weighted(0), collate_fn=as_list))
    assert any(views < times for views, times in looked(bare))
    stamped = rows_of(DataLoader(dataset, sampler=StampedSampler(weighted(0)), collate_fn=as_list))
    assert [name for name, _ in stamped] == [name for name, _ in bare]
    assert all(views == times for views, times in looked(stamped))


class Pairs:
    """A batch sampler of batches of two sizes."""

    def __init__(self):
        self.told = []

    def set_epoch(self, epoch):
        self.told.append(epoch)

    def __iter__(self):
        yield [3, 3]
        yield (np.int64(5), 3, 5)

    def __len__(self):
        return 2


def test_a_batch_sampler_is_stamped_too_and_told_the_epoch():
    inner = Pairs()
    stamped = StampedSampler(inner)
    passes = [[[(int(k), k.epoch, k.draw) for k in batch] for batch in stamped] for _ in range(2)]
    assert passes[0] == [[(3, 0, 0), (3, 0, 1)], [(5, 0, 0), (3, 0, 2), (5, 0, 1)]]
    assert passes[1][0] == [(3, 1, 0), (3, 1, 1)]
    stamped.set_epoch(9)
    assert next(iter(stamped))[0].epoch == 9
    assert (inner.told, len(stamped), stamped.sampler) == ([0, 1, 9, 9], 2, stamped)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stamped_batch_sampler_in_a_loader(workers):
    def made(workers):
        batches = StampedSampler(BatchSampler(weighted(1), 5, False))
        limit = 60 if workers else 0
        dataset = KeyedDataset(Pictures())
        return DataLoader(dataset, batch_sampler=batches, collate_fn=as_list, num_workers=workers, timeout=limit)

    assert made(0).batch_size is None
    assert complaints([rows_of(made(workers))], [rows_of(made(0))]) == []
    assert all(views == times for views, times in looked(rows_of(made(workers))))


@pytest.mark.parametrize(
    ("inner", "message"),
    [([1.5], "whole numbers or lists of them, got 1.5"), ([["a"]], "got 'a'"), ([SampleKey(1)], "stamped already")],
)
def test_what_has_no_index_is_refused(inner, message):
    with pytest.raises(TypeError, match=f"StampedSampler.sampler must yield .*{message}"):
        list(StampedSampler(inner))
    with pytest.raises(TypeError, match="must be a sampler or batch sampler, got 3"):
        StampedSampler(3)


@pytest.mark.parametrize("kind", ["keyed", "stamped"])
def test_an_epoch_that_comes_too_late_is_refused(kind):
    """As a trainer does that resumes: it makes the iterator, and says the epoch after that."""
    dataset = KeyedDataset(Pictures())
    sampler = KeyedSampler(dataset, seed=7) if kind == "keyed" else StampedSampler(SequentialSampler(dataset))
    for batch_size in (3, 24):
        made = DataLoader(
            dataset, batch_size=batch_size, sampler=sampler, num_workers=2, collate_fn=as_list, timeout=600
        )
        sampler.set_epoch(0)
        passing = iter(made)
        sampler.set_epoch(0)
        with pytest.raises(RuntimeError, match=r"epoch 3 came too late, .* begun epoch 0 .*augrepro.torch.loader"):
            sampler.set_epoch(3)
        rows = rows_of(passing)
        assert len(rows) == SAMPLES
        sampler.set_epoch(3)
        del passing
    again = keyed_loader(Pictures(), num_workers=2, batch_size=3)
    passing = iter(again)
    again.set_epoch(3)
    wanted = keyed_loader(Pictures())
    wanted.set_epoch(3)
    assert complaints([rows_of(passing)], [rows_of(wanted)]) == []
