"""The guide's "DataLoader Workers and Reproducibility", on real loaders and real worker processes."""

from __future__ import annotations

import os
import random
import signal
import time

import numpy as np
import pytest
from children import noisy, varied
from samples import sequence

import augrepro as A

torch = pytest.importorskip("torch")
from workers import Pictures, by_worker, epochs_of, loader_of, own_pipeline, reseed

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create .* worker processes:UserWarning"),
]


def digests(records):
    return [record.digest for record in records]


def test_the_effective_seed_formula():
    (records,) = epochs_of(varied(137), 2)
    assert {record.worker for record in records} == {0, 1}
    for record in records:
        assert record.effective_seed == (137 + record.torch_seed) % 2**32
    assert len({record.effective_seed for record in records}) == 2


def test_the_formula_wraps_at_32_bits():
    (records,) = epochs_of(varied(2**32 - 1), 1, length=2)
    assert all(record.effective_seed == (2**32 - 1 + record.torch_seed) % 2**32 < 2**32 for record in records)


def test_single_process_uses_the_base_seed_directly():
    (records,) = epochs_of(varied(137), 0)
    assert digests(records) == sequence(varied(137), 8)
    assert {(record.effective_seed, record.worker) for record in records} == {(137, -1)}


def test_single_process_does_not_look_at_the_torch_seed():
    assert digests(epochs_of(varied(137), 0, torch_seed=1)[0]) == digests(epochs_of(varied(137), 0, torch_seed=2)[0])


@pytest.mark.parametrize("persistent", [False, True], ids=["fresh", "persistent"])
def test_workers_and_epochs_are_distinct_and_reproducible(persistent):
    def run():
        return epochs_of(varied(137), 2, epochs=3, persistent_workers=persistent)

    epochs = run()
    seen = [digest for records in epochs for digest in digests(records)]
    assert len(set(seen)) == len(seen) == 24
    assert run() == epochs


def test_another_seed_gives_other_augmentations_in_workers():
    assert not set(digests(epochs_of(varied(137), 2)[0])) & set(digests(epochs_of(varied(138), 2)[0]))


def test_the_same_worker_has_the_same_effective_seed_across_runs():
    def seeds():
        return {record.worker: record.effective_seed for record in epochs_of(varied(137), 2)[0]}

    assert seeds() == seeds()


@pytest.mark.parametrize("workers", [0, 2])
def test_a_loaders_generator_is_as_good_as_the_global_torch_seed(workers):
    def run():
        generator = torch.Generator().manual_seed(5)
        return epochs_of(varied(137), workers, epochs=2, torch_seed=None, generator=generator)

    def shape(epochs):
        return [[(record.index, record.worker, record.digest) for record in records] for records in epochs]

    assert shape(run()) == shape(run())


def test_unseeded_torch_is_not_reproducible_in_workers():
    """The guide is silent here: ``seed=137`` alone does not pin a worker, whose torch seed is drawn by torch."""
    one, other = (epochs_of(noisy(137), 2, torch_seed=None)[0] for _ in range(2))
    assert not set(digests(one)) & set(digests(other))


def test_no_seed_stays_random_in_workers_under_a_torch_seed():
    one, other = (epochs_of(noisy(), 2, torch_seed=0)[0] for _ in range(2))
    assert not set(digests(one)) & set(digests(other))
    assert len(set(digests(one))) == 8


def test_same_seed_and_different_num_workers_gives_different_augmentations():
    maps = [digests(epochs_of(varied(137), workers)[0]) for workers in (0, 1, 2, 3)]
    assert len({tuple(found) for found in maps}) == 4


def test_seed_137_in_worker_1_is_not_seed_138_in_worker_0():
    one = [record for record in epochs_of(varied(137), 2)[0] if record.worker == 1]
    other = [record for record in epochs_of(varied(138), 2)[0] if record.worker == 0]
    assert one[0].effective_seed == other[0].effective_seed, "the guide's formula does collide"
    assert not set(digests(one)) & set(digests(other))


def test_a_worker_init_fn_that_seeds_torch_makes_nothing_identical():
    epochs = epochs_of(varied(137), 2, epochs=2, worker_init_fn=reseed)
    assert {record.torch_seed for records in epochs for record in records} == {42}
    assert {record.effective_seed for records in epochs for record in records} == {179}
    seen = [digest for records in epochs for digest in digests(records)]
    assert len(set(seen)) == 16
    assert epochs_of(varied(137), 2, epochs=2, worker_init_fn=reseed) == epochs


def test_a_used_pipeline_starts_afresh_in_workers():
    used = varied(137)
    sequence(used, 5)
    assert epochs_of(used, 2) == epochs_of(varied(137), 2)


def test_workers_do_not_move_the_main_process():
    transform = varied(137)
    epochs_of(transform, 2)
    assert sequence(transform) == sequence(varied(137))


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_start_methods_agree(method):
    def run(context):
        return epochs_of(varied(137), 2, length=4, multiprocessing_context=context)

    assert run(method) == run("fork")


def test_respawn_by_a_new_iterator_is_new_and_reproducible():
    def run():
        torch.manual_seed(3)
        loader = loader_of(varied(137), 2)
        return list(loader), list(loader)

    first, second = run()
    assert not set(digests(first)) & set(digests(second))
    assert {r.effective_seed for r in first}.isdisjoint({r.effective_seed for r in second})
    assert run() == (first, second)


def test_respawn_by_a_new_loader_is_new_and_reproducible():
    def run():
        torch.manual_seed(3)
        transform = varied(137)
        return list(loader_of(transform, 2)), list(loader_of(transform, 2))

    first, second = run()
    assert not set(digests(first)) & set(digests(second))
    assert run() == (first, second)


def test_a_killed_worker_and_a_new_loader_continue_reproducibly():
    transform = varied(137)
    torch.manual_seed(0)
    loader = loader_of(transform, 2, length=64, persistent_workers=True)
    records = iter(loader)
    next(records)
    victim = records._workers[1].pid
    with pytest.raises(RuntimeError, match="worker"):  # noqa: PT012 - it is raised wherever the main thread then is
        os.kill(victim, signal.SIGKILL)
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            next(records)
            time.sleep(0.01)
    records._shutdown_workers()
    del records, loader
    assert epochs_of(transform, 2, epochs=2, torch_seed=9) == epochs_of(varied(137), 2, epochs=2, torch_seed=9)


def test_set_random_seed_reaches_the_next_workers():
    transform = varied(137)
    transform.set_random_seed(200)
    assert epochs_of(transform, 2) == epochs_of(varied(200), 2)


def test_set_random_state_does_not_make_workers_or_epochs_alike():
    def run():
        transform = varied(137)
        transform.set_random_state(np.random.default_rng(100), random.Random(100))
        return epochs_of(transform, 2, epochs=2)

    epochs = run()
    assert len({digest for records in epochs for digest in digests(records)}) == 16
    assert run() == epochs


class SharedGenerators(Pictures):
    """The guide's option 1: generators kept on the dataset, set before each call."""

    def __init__(self):
        super().__init__(varied(None))
        self.rng, self.py_rng = np.random.default_rng(137), random.Random(137)

    def __getitem__(self, index):
        self.transform.set_random_state(self.rng, self.py_rng)
        return super().__getitem__(index)


def test_option_1_is_reproducible_and_no_worker_repeats_another():
    """The guide says that it makes all worker counts equal; a stream cannot, and ours never repeats."""
    for workers in (0, 2):
        (records,) = epochs_of(SharedGenerators(), workers)
        assert len(set(digests(records))) == 8
        assert digests(epochs_of(SharedGenerators(), workers)[0]) == digests(records)


def test_option_2_a_pipeline_made_in_the_worker_is_reproducible_and_differs_by_worker():
    (records,) = epochs_of(varied(1), 2, worker_init_fn=own_pipeline)
    per_worker = by_worker(records)
    assert set(per_worker) == {0, 1}
    assert not set(per_worker[0]) & set(per_worker[1])
    assert epochs_of(varied(2), 2, worker_init_fn=own_pipeline) == [records]


def test_a_nested_seed_is_reproducible_in_workers_too():
    def run():
        inside = A.Compose([A.RandomGamma((20, 300), p=1.0)], seed=5)
        return digests(epochs_of(A.Compose([inside]), 2)[0])

    assert run() == run()
    assert len(set(run())) == 8


def test_ranks_differ(monkeypatch):
    def run(rank, workers):
        monkeypatch.setenv("RANK", rank)
        return digests(epochs_of(varied(137), workers)[0])

    for workers in (0, 2):
        zero, one = run("0", workers), run("1", workers)
        assert not set(zero) & set(one)
        assert run("1", workers) == one
    monkeypatch.delenv("RANK")
    assert digests(epochs_of(varied(137), 0)[0]) == run("0", 0)


def test_custom_transforms_draw_differently_in_each_worker():
    class Shade(A.ImageOnlyTransform):
        def get_params(self):
            return {"value": self.py_random.random(), "array": self.random_generator.uniform(size=3)}

        def apply(self, img, value, array, **params):
            return (img * (0.5 + value / 2) * (0.5 + array / 2)).astype(np.uint8)

    transform = A.Compose([Shade(p=1.0)], seed=137)
    epochs = epochs_of(transform, 2, epochs=2)
    assert len({digest for records in epochs for digest in digests(records)}) == 16
    assert epochs_of(A.Compose([Shade(p=1.0)], seed=137), 2, epochs=2) == epochs


def test_every_leaf_gate_differs_between_workers():
    """Not only continuous draws: which transforms fire is each worker's own affair, too."""
    transform = A.Compose([A.HorizontalFlip(p=0.5)], seed=137)
    (records,) = epochs_of(transform, 2, length=80)
    one, other = by_worker(records).values()
    agreed = sum(a == b for a, b in zip(one, other, strict=True))
    assert 8 < agreed < 32
