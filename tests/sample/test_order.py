"""The order of an epoch: golden, even, the same for every world, and resumed from four numbers."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from augrepro.torch import KeyedDataset, KeyedIterableDataset, KeyedSampler, loader
from augrepro.torch.order import epoch_order, occurrences

GOLDEN = {
    (137, 0): [3, 6, 8, 2, 0, 4, 1, 9, 5, 7],
    (137, 1): [6, 0, 4, 5, 2, 1, 7, 8, 9, 3],
    (2**128 - 1, 0): [0, 4, 1, 9, 2, 8, 5, 3, 7, 6],
}
GOLDEN_REPLACED = [[5, 7, 4, 1, 7, 9, 2, 9, 4, 9, 9, 0], [0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 3, 0]]
"""Changing any of these needs a new KEY_VERSION."""


def places(sampler):
    """One pass as (index, epoch, draw)."""
    return [(int(key), key.epoch, key.draw) for key in sampler]


def ranks(world, length=23, state=None, **arguments):
    """The pass of each rank of a simulated world."""
    out = []
    for rank in range(world):
        sampler = KeyedSampler(range(length), seed=7, rank=rank, num_replicas=world, **arguments)
        if state is not None:
            sampler.load_state_dict(state)
        out.append(places(sampler))
    return out


def woven(parts):
    """The global order that ranks took their shares of."""
    return [key for step in zip(*parts, strict=True) for key in step]


@pytest.mark.parametrize("case", GOLDEN, ids=str)
def test_golden_order(case):
    assert epoch_order(*case, 10, 10, True, False).indices.tolist() == GOLDEN[case]


def test_golden_order_with_replacement():
    order = epoch_order(137, 0, 10, 12, True, True)
    assert [order.indices.tolist(), order.draws.tolist()] == GOLDEN_REPLACED


@pytest.mark.parametrize("replacement", [False, True])
def test_the_order_is_even(replacement):
    """Where an index lands (or which is drawn) over 2,000 epochs of 16: chi-square below its 0.9999 quantile."""
    table = np.array([epoch_order(5, e, 16, 16, True, replacement).indices for e in range(2000)])
    for place in (0, 7, 15):
        counts = np.bincount(table[:, place], minlength=16)
        assert ((counts - 125) ** 2 / 125).sum() < 44.3
    assert abs(np.corrcoef(table[:-1, 0], table[1:, 0])[0, 1]) * math.sqrt(1999) < 4.5


def test_a_large_epoch_is_a_permutation():
    order = epoch_order(1, 0, 300_000, 300_000, True, False)
    assert np.array_equal(np.sort(order.indices), np.arange(300_000))


def test_occurrences_are_counted():
    assert occurrences(np.array([3, 1, 3, 3, 1, 0])).tolist() == [0, 0, 1, 2, 1, 0]


def test_every_pass_is_a_new_epoch_and_set_epoch_overrides():
    sampler = KeyedSampler(range(9), seed=7)
    epochs = [places(sampler) for _ in range(3)]
    assert [{epoch for _, epoch, _ in rows} for rows in epochs] == [{0}, {1}, {2}]
    assert len({tuple(row[0] for row in rows) for rows in epochs}) == 3
    sampler.set_epoch(1)
    assert places(sampler) == epochs[1]
    assert places(KeyedSampler(range(9), seed=8)) != epochs[0]
    assert [i for i, _, _ in places(KeyedSampler(range(9), seed=7, shuffle=False))] == list(range(9))


def test_passes_that_are_never_used_move_nothing():
    sampler = KeyedSampler(range(9), seed=7)
    for _ in range(5):
        iter(sampler)
    assert sampler.epoch == 0
    assert next(iter(sampler)).epoch == 0
    assert sampler.epoch == 1


@pytest.mark.parametrize("world", [1, 2, 3, 4, 23, 30])
@pytest.mark.parametrize("arguments", [{}, {"replacement": True}, {"num_samples": 60}, {"shuffle": False}], ids=str)
def test_any_world_shares_one_order(world, arguments):
    (whole,) = ranks(1, **arguments)
    parts = ranks(world, **arguments)
    shared = woven(parts)
    assert shared[: len(whole)] == whole
    assert shared[len(whole) :] == [whole[i % len(whole)] for i in range(len(shared) - len(whole))], "padding"
    assert {len(part) for part in parts} == {-(-len(whole) // world)}
    short = woven(ranks(world, drop_last=True, **arguments))
    assert short == whole[: len(whole) // world * world]


def test_repeats_have_draw_numbers_over_all_ranks():
    keys = woven(ranks(2, replacement=True, num_samples=90))
    assert len({(index, draw) for index, _, draw in keys}) == 90
    for index in range(23):
        drawn = [draw for i, _, draw in keys if i == index]
        assert drawn == list(range(len(drawn)))


@pytest.mark.parametrize("replacement", [False, True])
def test_elastic_two_one_three(replacement):
    """Two ranks for five steps, one for four, three to the end and through the next epoch."""
    arguments = {"length": 28, "replacement": replacement}
    whole = [places(s := KeyedSampler(range(28), seed=7, replacement=replacement)), places(s)]
    log, state = [], None
    for world, steps in ((2, 5), (1, 4), (3, None)):
        samplers = [
            KeyedSampler(range(28), seed=7, replacement=replacement, rank=r, num_replicas=world) for r in range(world)
        ]
        if state is not None:
            for sampler in samplers:
                sampler.load_state_dict(state)
        passes = [iter(sampler) for sampler in samplers]
        for _ in range(steps or 99):
            step = [next(keys, None) for keys in passes]
            if step[0] is None:
                break
            log += [(int(key), key.epoch, key.draw) for key in step]
        (state,) = {json.dumps(sampler.state_dict()) for sampler in samplers}
        state = json.loads(state)
    assert log[:28] == whole[0]
    assert len(log) <= 28 + 2, "no more than padding"
    assert state == {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 0}
    assert woven(ranks(1, state=state, **arguments)) == whole[1]


def test_what_a_loader_asked_ahead_is_told_by_consumed():
    sampler = KeyedSampler(range(20), seed=7)
    keys = iter(sampler)
    taken = [(int(key), key.epoch, key.draw) for key in (next(keys) for _ in range(15))]
    assert sampler.state_dict()["consumed_global"] == 15
    state = sampler.state_dict(consumed=6)
    heir = KeyedSampler(range(20), seed=7)
    heir.load_state_dict(state)
    heir.set_epoch(0)  # as trainers do before each epoch: the state stays
    assert places(heir)[:9] == taken[6:]
    assert places(heir)[0][1] == 1
    assert sampler.state_dict(consumed=20) == {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 0}
    heir.load_state_dict(state)
    heir.set_epoch(3)
    assert len(places(heir)) == 20


def test_state_before_between_and_after_passes():
    sampler = KeyedSampler(range(5), seed=7)
    assert sampler.state_dict() == {"v": 1, "seed": 7, "epoch": 0, "consumed_global": 0}
    places(sampler)
    assert sampler.state_dict() == {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 0}
    sampler.set_epoch(6)
    assert sampler.state_dict()["epoch"] == 6


def test_the_rank_is_looked_up_when_an_epoch_starts(monkeypatch):
    sampler = KeyedSampler(range(8), seed=7)
    assert (len(sampler), sampler.rank, sampler.num_replicas, sampler.total_size) == (8, 0, 1, 8)
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert (len(sampler), sampler.rank, sampler.num_replicas) == (4, 1, 2)
    assert places(sampler) == places(KeyedSampler(range(8), seed=7, rank=1, num_replicas=2))
    monkeypatch.setenv("RANK", "2")
    with pytest.raises(ValueError, match="RANK must be below WORLD_SIZE, got 2 and 2"):
        next(iter(sampler))


def test_in_order_false_refuses_an_exact_state():
    made = loader(range(9), seed=7, in_order=False)
    with pytest.raises(RuntimeError, match="in_order=False"):
        made.sampler.state_dict()


STATE = {"v": 1, "seed": 7, "epoch": 0, "consumed_global": 3}
BAD_STATES = [{}, None, {**STATE, "v": 2}, {**STATE, "epoch": -1}, {**STATE, "more": 1}, {**STATE, "epoch": 1.0}]


@pytest.mark.parametrize("state", BAD_STATES, ids=str)
def test_a_state_that_is_none_is_refused(state):
    sampler = KeyedSampler(range(9), seed=7)
    with pytest.raises(ValueError, match=r"KeyedSampler.load_state_dict must get what state_dict gave"):
        sampler.load_state_dict(state)
    with pytest.raises(ValueError, match="of seed 7 cannot go on under seed 8"):
        KeyedSampler(range(9), seed=8).load_state_dict(STATE)
    assert sampler.state_dict()["consumed_global"] == 0


DATA = range(9)
REFUSED = {
    "no seed": (lambda: KeyedSampler(DATA, seed=None), TypeError, r"KeyedSampler.seed must be .*, got None"),
    "a bad seed": (lambda: KeyedSampler(DATA, seed=1.5), TypeError, r"KeyedSampler.seed must be .*, got 1.5"),
    "a bad switch": (lambda: KeyedSampler(DATA, seed=1, shuffle=1), TypeError, "shuffle must be True or False, got 1"),
    "no shuffle": (lambda: KeyedSampler(DATA, seed=1, shuffle=False, replacement=True), ValueError, "shuffle must be True"),
    "half a share": (lambda: KeyedSampler(DATA, seed=1, rank=1), ValueError, "both or neither, got 1 and None"),
    "a rank too many": (lambda: KeyedSampler(DATA, seed=1, rank=2, num_replicas=2), ValueError, "rank must be below num_replicas=2, got 2"),
    "no samples": (lambda: KeyedSampler(DATA, seed=1, num_samples=0), ValueError, "num_samples must be None or a whole number >= 1, got 0"),
    "an empty dataset": (lambda: len(KeyedSampler([], seed=1)), ValueError, r"KeyedSampler.dataset must have 1 to .* samples, got 0"),
    "a bad epoch": (lambda: KeyedSampler(DATA, seed=1).set_epoch(-1), ValueError, "set_epoch: epoch must be a whole number >= 0, got -1"),
    "a truth as epoch": (lambda: KeyedDataset(DATA).set_epoch(True), TypeError, "epoch must be a whole number >= 0, got True"),
    "no indices": (lambda: KeyedDataset(iter([])), TypeError, r"KeyedDataset.dataset must have __getitem__"),
    "no function": (lambda: KeyedDataset(DATA, key_fn=3), TypeError, r"key_fn must be None or a function of the index, got 3"),
    "a bad id": (lambda: KeyedDataset(DATA, key_fn=float)[1], TypeError, r"key_fn\(1\) must be a whole number, a text or bytes, got 1.0"),
    "a bad index": (lambda: KeyedDataset(DATA)[1.5], TypeError, "KeyedDataset: index must be .*, got 1.5"),
    "no id_fn": (lambda: KeyedIterableDataset(DATA), TypeError, "id_fn"),
    "an id_fn of None": (lambda: KeyedIterableDataset(DATA, id_fn=None), TypeError, "id_fn must be a function of a record, got None.*number of workers"),
    "nothing to iterate": (lambda: KeyedIterableDataset(3, id_fn=str), TypeError, "dataset must be iterable, got 3"),
    "an is_identity transform": (lambda: KeyedIterableDataset(DATA, id_fn=str, transform=3), TypeError, "transform must be None or a function, got 3"),
    "an iterable without epoch": (lambda: next(iter(KeyedIterableDataset(DATA, id_fn=str))), RuntimeError, "KeyedIterableDataset knows no epoch"),
    "an id that is none": (lambda: bad_record(), TypeError, r"id_fn\(record\) must be .*, got None"),
    "a sampler": (lambda: loader(DATA, seed=1, sampler=DATA), TypeError, r"loader.sampler must be left to it.*KeyedDataset\(dataset\)"),
    "a batch sampler": (lambda: loader(DATA, seed=1, batch_sampler=DATA), TypeError, "loader.batch_sampler must be left"),
    "an iterable dataset": (lambda: loader(KeyedIterableDataset(DATA, id_fn=str), seed=1), TypeError, "loader.dataset must have indices"),
    "two key functions": (lambda: loader(KeyedDataset(DATA), seed=1, key_fn=str), TypeError, "loader.key_fn must be None where"),
    "an unknown argument": (lambda: loader(DATA, seed=1, num_werkers=2), TypeError, "num_werkers"),
    "no seed for a loader": (lambda: loader(DATA), TypeError, "seed"),
}  # fmt: skip


def bad_record():
    dataset = KeyedIterableDataset(DATA, id_fn=lambda record: None)
    dataset.set_epoch(0)
    next(iter(dataset))


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    call, error, message = REFUSED[case]
    with pytest.raises(error, match=message):
        call()


def test_a_keyed_dataset_fetches_one_by_one():
    assert not hasattr(KeyedDataset(DATA), "__getitems__"), "a batch fetch would be one scope for the whole batch"


def test_loader_hands_on_any_argument_of_a_data_loader():
    made = loader(
        DATA,
        seed=1,
        batch_size=2,
        num_workers=1,
        prefetch_factor=3,
        persistent_workers=True,
        pin_memory=False,
        drop_last=True,
        timeout=9,
        generator=(own := torch.Generator()),
    )
    assert isinstance(made, torch.utils.data.DataLoader)
    assert (made.prefetch_factor, made.persistent_workers, made.drop_last, made.timeout) == (3, True, True, 9)
    assert made.generator is own
    assert len(made) == 4
