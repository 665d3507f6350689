"""Going on in the middle of an epoch: from four numbers, and through torchdata's StatefulDataLoader."""

from __future__ import annotations

import json

import pytest
from children import varied

torch = pytest.importorskip("torch")
from keyed_help import Pictures, as_list, complaints, epochs_of, keyed_loader, rows_of

from augrepro.torch import KeyedDataset, KeyedSampler

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create .* worker processes:UserWarning"),
    pytest.mark.filterwarnings("ignore:'set_vital' is deprecated:UserWarning"),  # torchdata's own
]


@pytest.fixture(scope="module")
def reference():
    return epochs_of(keyed_loader(Pictures()))


@pytest.mark.parametrize("before", [{"num_workers": 0, "batch_size": 5}, {"num_workers": 2, "batch_size": 2}], ids=str)
@pytest.mark.parametrize("after", [{"num_workers": 0, "batch_size": 8}, {"num_workers": 4, "batch_size": 3}], ids=str)
def test_resume_in_the_middle_of_an_epoch_with_other_workers_and_batches(before, after, reference):
    first = keyed_loader(Pictures(), **before)
    epochs = [rows_of(first), []]
    for batch in first:
        epochs[1] += batch
        if len(epochs[1]) == 10:
            break
    state = json.loads(json.dumps(first.sampler.state_dict(consumed=10)))
    assert state == {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 10}
    second = keyed_loader(Pictures(), **after)
    second.sampler.load_state_dict(state)
    epochs[1] += rows_of(second)
    epochs.append(rows_of(second))
    assert complaints(epochs, reference) == []


class Resumable(Pictures):
    """Stream mode that hands its pipeline's state on."""

    def __init__(self):
        super().__init__(varied(137))

    def state_dict(self):
        return self.transform.state_dict()

    def load_state_dict(self, state):
        self.transform.load_state_dict(state)


def stateful(kind, workers, batch_size=3):
    """A StatefulDataLoader over a keyed dataset, or over stream mode with or without a state of its own."""
    from torchdata.stateful_dataloader import StatefulDataLoader

    keys = KeyedSampler(range(24), seed=7)
    dataset = {"keyed": lambda: KeyedDataset(Pictures()), "stream": Resumable, "control": stateless}[kind]()
    return StatefulDataLoader(
        dataset,
        batch_size=batch_size,
        sampler=keys,
        num_workers=workers,
        collate_fn=as_list,
        timeout=600 if workers else 0,
        persistent_workers=False,
    )


def stateless():
    return Pictures(varied(137))


def first_half(kind, workers, batches):
    """One epoch and some batches of the next, then the state; and what would have come."""
    torch.manual_seed(0)
    made = stateful(kind, workers)
    rows_of(made)
    passing = iter(made)
    for _ in range(batches):
        next(passing)
    state = made.state_dict()
    rest = [row for batch in passing for row in batch]
    return state, [rest, rows_of(made)]


def second_half(kind, workers, path):
    """What a fresh process makes of a state: the rest of the epoch, and the next one."""
    made = stateful(kind, workers)
    made.load_state_dict(torch.load(path, weights_only=False))
    print(json.dumps([rows_of(made), rows_of(made)]))


@pytest.fixture
def in_a_fresh_process(forks, tmp_path):
    def run(kind, workers, path):
        code, said = (
            f"import test_resume; test_resume.second_half({kind!r}, {workers}, {str(path)!r})",
            tmp_path / "said",
        )
        assert forks.run([code], [said], 90) == [0], said.read_text()
        return [[tuple(row) for row in rows] for rows in json.loads(said.read_text().splitlines()[-1])]

    return run


@pytest.mark.parametrize(("workers", "batches"), [(0, 4), (2, 3), (2, 8)])
def test_a_keyed_stateful_loader_goes_on_in_a_fresh_process(workers, batches, in_a_fresh_process, tmp_path, reference):
    pytest.importorskip("torchdata", reason="torchdata is not installed")
    state, expected = first_half("keyed", workers, batches)
    assert expected == [reference[1][3 * batches :], reference[2]]
    torch.save(state, tmp_path / "state")
    assert in_a_fresh_process("keyed", workers, tmp_path / "state") == expected


def test_a_state_taken_between_epochs(tmp_path, reference):
    pytest.importorskip("torchdata", reason="torchdata is not installed")
    made = stateful("keyed", 0)
    rows_of(made)
    torch.save(made.state_dict(), tmp_path / "state")
    heir = stateful("keyed", 0)
    heir.load_state_dict(torch.load(tmp_path / "state", weights_only=False))
    assert complaints(epochs_of(heir, 2), reference[1:]) == []


@pytest.mark.parametrize("workers", [0, 2])
def test_stream_mode_goes_on_in_a_fresh_process(workers, in_a_fresh_process, tmp_path):
    """The rest of the epoch; the next one hangs on torch's seed, which a checkpoint keeps for itself."""
    pytest.importorskip("torchdata", reason="torchdata is not installed")
    state, expected = first_half("stream", workers, 4)
    torch.save(state, tmp_path / "state")
    resumed = in_a_fresh_process("stream", workers, tmp_path / "state")
    assert resumed[0] == expected[0]
    assert [row[0] for row in resumed[1]] == [row[0] for row in expected[1]]
    assert (resumed[1] == expected[1]) == (workers == 0)


@pytest.mark.parametrize("workers", [0, 2])
def test_stream_mode_without_its_state_fails_the_same_check(workers, in_a_fresh_process, tmp_path):
    pytest.importorskip("torchdata", reason="torchdata is not installed")
    state, expected = first_half("control", workers, 4)
    torch.save(state, tmp_path / "state")
    assert complaints(in_a_fresh_process("control", workers, tmp_path / "state")[:1], expected[:1])
