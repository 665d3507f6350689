"""Same bits for any number of workers: every axis against one reference, and controls that must fail the same check."""

from __future__ import annotations

import gc
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from children import varied
from samples import digest, picture

torch = pytest.importorskip("torch")
from keyed_help import (
    CONTROLS,
    SAMPLES,
    Deadly,
    Jittery,
    Pictures,
    Records,
    Streamed,
    TwoViews,
    as_list,
    by_key,
    complaints,
    epochs_of,
    keyed_loader,
    pipeline,
    plain_loader,
    rows_of,
)
from torch.utils.data import ConcatDataset, DataLoader, Subset, random_split

from augrepro.torch import KeyedDataset, KeyedIterableDataset, KeyedSampler, SampleKey, loader

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create .* worker processes:UserWarning"),
]

CELLS = [
    {"num_workers": 0, "batch_size": 3},
    {"num_workers": 0, "batch_size": 8},
    {"num_workers": 0, "batch_size": None},
    {"num_workers": 1, "batch_size": 1, "persistent_workers": True, "prefetch_factor": 1},
    {"num_workers": 1, "batch_size": 8, "prefetch_factor": 4},
    {"num_workers": 2, "batch_size": 1, "prefetch_factor": 7},
    {"num_workers": 2, "batch_size": 3, "persistent_workers": True},
    {"num_workers": 2, "batch_size": 8, "persistent_workers": True, "prefetch_factor": 1},
    {"num_workers": 4, "batch_size": 1, "persistent_workers": True},
    {"num_workers": 4, "batch_size": 3, "prefetch_factor": 1},
    {"num_workers": 4, "batch_size": 8, "persistent_workers": True, "prefetch_factor": 4},
    {"num_workers": 2, "batch_size": 3, "persistent_workers": True, "multiprocessing_context": "spawn"},
    {"num_workers": 2, "batch_size": 8, "multiprocessing_context": "forkserver", "persistent_workers": True},
]
"""Each pair of values of two axes occurs at least once among fork's cells; spawn and forkserver are slow to start."""


@pytest.fixture(autouse=True)
def _no_iterator_left():
    """A loader's iterator that an error kept alive must not be ended inside workers forked by the next test."""
    yield
    gc.collect()


def named(cell):
    return "-".join(f"{name.split('_')[0]}={value}" for name, value in cell.items())


@pytest.fixture(scope="module")
def reference():
    """Three epochs with num_workers=0 and batch size 1."""
    return epochs_of(keyed_loader(Pictures()))


def test_the_reference_is_worth_comparing_with(reference):
    """Each sample once an epoch, another order and another augmentation each time."""
    assert [sorted(row[0] for row in rows) for rows in reference] == [list(range(SAMPLES))] * 3
    assert len({tuple(row[0] for row in rows) for rows in reference}) == 3
    assert len({row[1] for rows in reference for row in rows}) == 3 * SAMPLES


@pytest.mark.parametrize("cell", CELLS, ids=named)
def test_any_workers_batches_and_start_method_give_the_same(cell, reference):
    cell = dict(cell)
    if cell["batch_size"] is None:
        made = loader(Pictures(), seed=7, batch_size=None, num_workers=0, shuffle=True, collate_fn=None)
        epochs = [list(made) for _ in range(3)]
    else:
        epochs = epochs_of(keyed_loader(Pictures(), **cell))
    assert complaints(epochs, reference) == []


def control_epochs(control, **cell):
    return epochs_of(plain_loader(control(), **cell))


@pytest.mark.parametrize("control", CONTROLS)
def test_controls_fail_the_same_check_over_workers(control):
    one = control_epochs(control, num_workers=0, batch_size=1)
    assert complaints(control_epochs(control, num_workers=2, batch_size=3), one)


@pytest.mark.parametrize("control", CONTROLS)
def test_controls_fail_the_same_check_over_batch_sizes(control):
    one = control_epochs(control, num_workers=2, batch_size=1)
    assert complaints(control_epochs(control, num_workers=2, batch_size=8), one)


@pytest.mark.parametrize("control", CONTROLS)
def test_controls_fail_the_same_check_over_persistence(control):
    one = control_epochs(control, num_workers=2, batch_size=3)
    assert complaints(control_epochs(control, num_workers=2, batch_size=3, persistent_workers=True), one)


def test_the_check_sees_a_lost_a_foreign_and_a_misplaced_sample(reference):
    first, *rest = reference
    assert complaints([first[1:], *rest], reference)
    assert complaints([[*first, (99, "x")], *rest], reference)
    assert complaints([[first[1], first[0], *first[2:]], *rest], reference) == ["the order differs"]


@pytest.mark.parametrize("persistent", [False, True], ids=["fresh", "persistent"])
def test_workers_that_overtake_each_other(persistent, reference):
    epochs = epochs_of(
        keyed_loader(
            Jittery(), num_workers=2, batch_size=2, in_order=False, persistent_workers=persistent, prefetch_factor=4
        )
    )
    assert complaints(epochs, reference, in_order=False) == []
    assert complaints(epochs, reference) == ["the order differs"], "the workers must have overtaken each other"


def test_the_control_fails_where_workers_overtake_each_other():
    runs = [
        epochs_of(plain_loader(JitteryStream(), num_workers=2, batch_size=2, in_order=in_order))
        for in_order in (True, False)
    ]
    assert complaints(runs[1], runs[0], in_order=False)


class JitteryStream(Jittery):
    def __init__(self):
        super().__init__(varied(137))


BREAKS = [
    {"num_workers": 0},
    {"num_workers": 2, "persistent_workers": True, "prefetch_factor": 4},
    {"num_workers": 2, "persistent_workers": True, "prefetch_factor": 1},
    {"num_workers": 2},
]


@pytest.mark.parametrize("cell", BREAKS, ids=named)
def test_an_early_break_does_not_touch_the_next_epoch(cell, reference):
    made = keyed_loader(Pictures(), batch_size=3, **cell)
    begun = next(iter(made))
    assert begun == reference[0][:3]
    assert complaints(epochs_of(made, 2), reference[1:]) == []


def test_the_control_fails_after_an_early_break():
    def second_epoch(prefetch):
        made = plain_loader(Streamed(), batch_size=3, num_workers=2, persistent_workers=True, prefetch_factor=prefetch)
        next(iter(made))
        return [rows_of(made)]

    assert complaints(second_epoch(4), second_epoch(1))


@pytest.mark.parametrize("workers", [0, 2])
def test_a_validation_loop_and_stray_draws_between_epochs(workers, reference):
    made = keyed_loader(Pictures(), num_workers=workers, persistent_workers=workers > 0)
    validation = keyed_loader(Pictures(length=5), seed=1, shuffle=False, num_workers=workers)
    epochs = []
    for _ in range(3):
        epochs.append(rows_of(made))
        rows_of(validation)
        torch.rand(3)
        varied(5)(image=picture())
    assert complaints(epochs, reference) == []


def test_the_control_fails_with_a_validation_loop():
    def epochs(validate):
        made = plain_loader(Streamed(), num_workers=2, batch_size=3)
        first = rows_of(made)
        if validate:
            rows_of(DataLoader(Pictures(varied(1), 4), collate_fn=as_list))
        return [first, rows_of(made)]

    assert complaints(epochs(True), epochs(False))


@pytest.mark.parametrize("workers", [0, 2])
def test_torchs_global_generator_is_neither_used_nor_moved(workers, reference):
    torch.manual_seed(3)
    before = torch.random.get_rng_state()
    epochs = epochs_of(keyed_loader(Pictures(), num_workers=workers))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert complaints(epochs, reference) == []


@pytest.mark.parametrize("workers", [0, 2])
def test_two_interleaved_iterators_of_one_loader(workers, reference):
    made = keyed_loader(Pictures(), num_workers=workers, batch_size=3)
    one, other = iter(made), iter(made)
    pairs = list(itertools.zip_longest(one, other, fillvalue=[]))
    epochs = [[row for pair in pairs for row in pair[turn]] for turn in (0, 1)]
    assert complaints(epochs, reference[:2]) == []


def test_four_threads_on_one_dataset(reference):
    keys = [SampleKey(i, epoch) for epoch in range(3) for i in range(SAMPLES)]
    dataset = KeyedDataset(Pictures())
    barrier = threading.Barrier(4)

    def work(start):
        barrier.wait(LIMIT_SECONDS)
        return [(key.epoch, *dataset[key]) for key in keys[start::4]]

    with ThreadPoolExecutor(4) as pool:
        rows = [row for rows in pool.map(work, range(4), timeout=LIMIT_SECONDS) for row in rows]
    epochs = [[row[1:] for row in rows if row[0] == epoch] for epoch in range(3)]
    assert complaints(epochs, reference, in_order=False) == []


LIMIT_SECONDS = 300


@pytest.mark.parametrize("workers", [0, 2])
def test_subset_concat_and_split_inside(workers, reference):
    half = SAMPLES // 2
    parts = {
        "subset": Subset(Pictures(), range(SAMPLES)),
        "concat": ConcatDataset([Pictures(length=half), Pictures(length=SAMPLES - half, first=half)]),
        "nested": Subset(
            ConcatDataset([Subset(Pictures(), range(half)), Pictures(length=half, first=half)]), range(SAMPLES)
        ),
    }
    for dataset in parts.values():
        assert complaints(epochs_of(keyed_loader(dataset, num_workers=workers, batch_size=3)), reference) == []
    split, _ = random_split(Pictures(), [SAMPLES - 4, 4], torch.Generator().manual_seed(1))
    one, other = (epochs_of(keyed_loader(split, num_workers=w, batch_size=4 - w)) for w in (0, workers))
    assert complaints(other, one) == []


def test_content_ids_survive_another_order_and_a_filter():
    names = [f"images/{i:03}.png" for i in range(SAMPLES)]

    class Files(Pictures):
        def __init__(self, files):
            super().__init__(length=len(files))
            self.files = files

        def __getitem__(self, index):
            return self.files[index], super().__getitem__(index)[1]

    def run(files, workers):
        dataset = KeyedDataset(Files(files), key_fn=files.__getitem__)
        return by_key(epochs_of(keyed_loader(dataset, num_workers=workers, batch_size=4), 2))

    whole = run(names, 0)
    assert run(names[::-1], 2) == whole
    assert run(names[::3], 0) == {key: found for key, found in whole.items() if key[1] in names[::3]}


@pytest.mark.parametrize("workers", [0, 2])
def test_repeats_of_a_sample_differ_and_repeat(workers):
    """Sampling with replacement, and more samples than the dataset has."""
    runs = [
        epochs_of(keyed_loader(Pictures(), num_workers=w, batch_size=5, replacement=True, num_samples=60), 2)
        for w in (0, workers)
    ]
    assert complaints(runs[1], runs[0]) == []
    found = by_key(runs[0])
    assert max(map(len, found.values())) > 3
    assert len({d for digests in found.values() for d in digests}) == 120
    twice = by_key(epochs_of(keyed_loader(Pictures(), num_workers=workers, num_samples=2 * SAMPLES), 1))
    assert all(len(set(digests)) == 2 for digests in twice.values())


def test_views_and_a_second_pipeline_differ_and_repeat():
    one, other = (epochs_of(keyed_loader(TwoViews(), num_workers=w, batch_size=4 - w), 2) for w in (0, 2))
    assert complaints(other, one) == []
    views = [view for rows in one for _, found in rows for view in found.split("/")]
    assert len(set(views)) == len(views) == 6 * SAMPLES


def test_groups_and_nested_seeds_follow():
    one, other = (epochs_of(keyed_loader(Pictures(pipeline()), num_workers=w, batch_size=4 - w), 2) for w in (0, 2))
    assert complaints(other, one) == []


def test_a_killed_worker_rebuilt_and_continued(tmp_path, reference):
    made = keyed_loader(Deadly(tmp_path / "died"), num_workers=2, batch_size=2, persistent_workers=True)
    rows = []
    with pytest.raises(RuntimeError, match="worker"):  # noqa: PT012 - it is raised wherever the main thread then is
        for batch in made:
            rows += batch
    assert (tmp_path / "died").exists()
    assert rows == reference[0][: len(rows)] != reference[0]
    state = made.sampler.state_dict(consumed=len(rows))
    rebuilt = keyed_loader(Deadly(tmp_path / "died"), num_workers=1, batch_size=3)
    rebuilt.sampler.load_state_dict(state)
    rows += rows_of(rebuilt)
    assert complaints([rows, *epochs_of(rebuilt, 2)], reference) == []


def augmented(name):
    return name, digest(TRANSFORM(image=picture())["image"])


TRANSFORM = varied(137, keyed=True)


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_an_iterable_keyed_by_its_records(workers):
    dataset = KeyedIterableDataset(Records(), id_fn=str, transform=augmented)
    made = DataLoader(dataset, num_workers=workers, batch_size=3, collate_fn=as_list, persistent_workers=workers > 0)
    epochs = []
    for epoch in range(2):
        dataset.set_epoch(epoch)
        epochs.append(rows_of(made))
    expected = [
        [(f"record-{i}", digest(TRANSFORM(image=picture(), sample_key=(e, f"record-{i}"))["image"])) for i in range(24)]
        for e in range(2)
    ]
    assert complaints(epochs, expected, in_order=workers < 2) == []


def test_an_iterable_without_a_transform_keeps_the_scope_open_for_each_record():
    dataset = KeyedIterableDataset(Records(), id_fn=str)
    dataset.set_epoch(4)
    found = dict(augmented(record) for record in dataset)
    assert found["record-3"] == digest(TRANSFORM(image=picture(), sample_key=(4, "record-3"))["image"])
    assert len(set(found.values())) == SAMPLES
    with pytest.raises(RuntimeError, match="promises"):
        TRANSFORM(image=picture())


class Telling(Pictures):
    """Tells the error instead of raising it: torch takes 10 s to close workers that raised."""

    def __getitem__(self, index):
        try:
            return super().__getitem__(index)
        except RuntimeError as error:
            return index, str(error)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_promise_without_a_scope_raises_in_any_loader(workers):
    made = DataLoader(Telling(), num_workers=workers, collate_fn=as_list)
    assert all("promises a sample key" in found for _, found in rows_of(made))


def test_plain_indices_have_the_shared_epoch_or_raise(reference):
    dataset = KeyedDataset(Pictures())
    with pytest.raises(RuntimeError, match=r"KeyedDataset knows no epoch.*set_epoch"):
        dataset[0]
    with pytest.raises(RuntimeError, match="KeyedDataset knows no epoch"):
        Subset(dataset, range(SAMPLES))[SampleKey(3, 1)]
    made = DataLoader(dataset, num_workers=2, batch_size=3, collate_fn=as_list, persistent_workers=True)
    epochs = []
    for epoch in range(3):
        dataset.set_epoch(epoch)
        epochs.append(rows_of(made))
    assert complaints(epochs, reference, in_order=False) == []
    assert dataset[-1] == dataset[SAMPLES - 1]


def test_a_keyed_dataset_inside_has_the_epoch_of_the_one_outside(reference):
    """The inner one knows the better id, the outer one the epoch."""
    inner = KeyedDataset(Pictures(), key_fn=lambda index: index)
    assert complaints(epochs_of(keyed_loader(Subset(inner, range(SAMPLES)))), reference) == []


def test_a_sampler_of_ones_own_batches_keys_too(reference):
    """A batch sampler is iterated twice by a loader with workers: the epoch must not move twice."""
    sampler = KeyedSampler(Pictures(), seed=7)
    batches = torch.utils.data.BatchSampler(sampler, 5, drop_last=False)
    for workers in (0, 2):
        sampler.set_epoch(0)
        made = DataLoader(KeyedDataset(Pictures()), batch_sampler=batches, num_workers=workers, collate_fn=as_list)
        assert complaints(epochs_of(made), reference) == []
