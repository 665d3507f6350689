"""Wrong use of a cell gives one clear error."""

import importlib.util
import math
import re
import time
from pathlib import Path

import plugin_datasets as datasets
import pytest
import torch

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading.child_task import ChildTask
from pytest_augrepro.reading.dataset import NotADataset
from pytest_augrepro.reading.job import PickleJob
from pytest_augrepro.reading.process import ChildKind, ReadingFailed
from pytest_augrepro.reading.runner import read

CELL = AugCell(Cell(), 137)


def test_unknown_contract():
    with pytest.raises(ValueError, match="there is no contract 'streem'; did you mean stream"):
        CELL.check(datasets.Clean, contract="streem")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("num_workers", "an axis of aug_matrix"),
        ("collate_fn", "fingerprints inside the workers"),
        ("sampler", "planned by the harness"),
        ("epoch", "did you mean epochs"),
        ("prefetch_facto", "did you mean prefetch_factor"),
        ("num_worker", "takes no 'num_worker', and no num_workers either: it is an axis of aug_matrix"),
        ("contrct", "did you mean contract"),
    ],
)
def test_option_that_is_not_ours(option, words):
    with pytest.raises(TypeError, match=words):
        CELL.check(datasets.Clean, **{option: 1})


@pytest.mark.parametrize(
    ("args", "options", "words"),
    [
        ((len, "ab"), {"num_worker": 2}, "aug_check takes no 'num_worker', and no num_workers either"),
        ((len, "ab"), {"num_workers": 2}, "aug_check does not take num_workers: it is an axis of aug_matrix"),
        ((len, "ab"), {"record": print}, "aug_check takes no 'record'; known: "),
        ((len, "ab"), {"shufle": True}, "did you mean shuffle?"),
        ((datasets.Clean(1),), {}, "needs the sample that Clean is called with, .*aug_cell.check"),
    ],
)
def test_aug_check_says_what_it_takes(aug_check, args, options, words):
    with pytest.raises(TypeError, match=words):
        aug_check(*args, **options)


def test_aug_compare_says_what_it_takes(aug_compare):
    with pytest.raises(TypeError, match="aug_compare takes no 'alow'; did you mean allow"):
        aug_compare(len, len, "ab", alow=["image"])


def test_no_dataset():
    with pytest.raises(NotADataset, match="returned a list_iterator without __len__ and __getitem__"):
        CELL.check(datasets.no_dataset)


def test_empty_dataset():
    with pytest.raises(NotADataset, match="returned an empty Empty; there is nothing to judge"):
        CELL.check(datasets.Empty)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
@pytest.mark.parametrize("contract", ["stream", "isolated"])
def test_what_cannot_be_sent_to_workers_is_a_broken_law(method, contract):
    outcomes = []
    with pytest.raises(
        LawBroken, match=r"^law picklable broken: .*: dataset.options\['scale'\] \(function\)"
    ) as caught:
        AugCell(Cell(1, start_method=method), 137, contract=contract, record=outcomes.append).check(datasets.Unsendable)
    assert "leave the attribute out in __getstate__" in str(caught.value)
    by_law = {finding.law: finding for finding in outcomes[0].findings}
    assert by_law.pop("picklable").outcome == "broken"
    assert {finding.outcome for finding in by_law.values()} == {"left out"}
    assert outcomes[0].notes == ()


class HoldsTorchGenerator(datasets.Clean):
    def __init__(self, seed):
        super().__init__(seed)
        self.parts = {"rng": torch.Generator()}


class Read:
    def __init__(self, *results):
        self.result = lambda: list(results)


@pytest.mark.parametrize("ended", [True, False])
def test_a_generator_of_torch_over_which_a_worker_ends_is_named(ended):
    """Whether one arrives differs from release to release of torch: so it is blamed only where a worker has ended."""
    cell = AugCell(Cell(1, start_method="forkserver"), 137)
    gathering = cell.gathering(HoldsTorchGenerator, cell.job({}, None), "stream", 9)
    job = PickleJob(137)
    told = gathering._unpicklable(
        [(ChildTask(ChildKind.FORKED, {"packed": job}), Read(read(HoldsTorchGenerator, job, None)))], ended
    )
    assert told.startswith("dataset.parts['rng'] (Generator): a worker that is not forked ended as it") == ended
    assert bool(told) == ended


def test_what_cannot_be_sent_is_no_matter_where_workers_are_forked():
    AugCell(Cell(1), 137).check(datasets.Unsendable)


def test_an_error_in_served_workers_is_not_blamed_on_pickling():
    with pytest.raises(ReadingFailed, match="no such picture"):
        AugCell(Cell(1, start_method="spawn"), 137).check(datasets.Raises)


@pytest.mark.parametrize("workers", [0, 2])
def test_exception_of_the_dataset_is_shown(workers):
    with pytest.raises(ReadingFailed, match="no such picture"):
        AugCell(Cell(workers), 137).check(datasets.Raises)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (datasets.Clean(1), "got a Clean"),
        (None, "got a NoneType"),
        (lambda: datasets.Clean(1), "called with one seed: too many positional arguments"),
        (lambda seed, folder: datasets.Clean(seed), "called with one seed: missing a required argument: 'folder'"),
    ],
    ids=["instance", "None", "no seed", "two arguments"],
)
def test_what_takes_no_seed_is_refused(make, words):
    expected = "make_dataset must be a function or class that takes a seed and returns a dataset"
    with pytest.raises(NotADataset, match=f"^{expected}(, |; ){words}"):
        CELL.check(make)


MISTAKE = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import plugin_datasets as datasets

@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
def test_it(aug_cell): aug_cell.check(datasets.Raises)
"""


def test_a_dataset_that_raises_shows_its_error_and_not_our_own_frames(project):
    project.write(test_a=MISTAKE)
    result = project.run()
    result.assert_outcomes(failed=2)
    shown = str(result.stdout)
    assert "gather.py" not in shown
    assert "job = Job(" not in shown
    result.stdout.fnmatch_lines(["not run: w0 w2 of *(could not run: KeyError: 'no such picture')"])


def test_a_wrong_axis_is_said_once(project):
    project.write(test_a="@pytest.mark.aug_matrix(num_worker=[0])\ndef test_it(aug_cell): pass\n")
    assert str(project.run().stdout).count("did you mean num_workers?") == 1


def test_options_for_workers_may_stand_where_there_are_none():
    CELL.check(datasets.Clean, timeout=60, prefetch_factor=2)


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_hanging_dataset_is_stopped_and_its_stack_shown(workers):
    start = time.monotonic()
    AugCell(Cell(workers), 137).run(datasets.Clean, epochs=1)
    limit = 2 + math.ceil(4 * (time.monotonic() - start))  # in which its workers are there, on a busy machine too
    start = time.monotonic()
    with pytest.raises(ReadingFailed) as caught:
        AugCell(Cell(workers), 137).check(datasets.Hangs, limit=limit)
    lines = str(caught.value).splitlines()
    assert lines[0].endswith(f"no answer within {limit} s: it hung, or limit= is too short for so many samples")
    frames = [line for line in lines if line.startswith("  File")]
    assert frames
    assert all(re.fullmatch(r'  File "[^"]+", line \d+ in [^ ]+', line) for line in frames), lines
    assert sum("plugin_datasets.py" in line for line in frames) >= max(1, workers)
    assert time.monotonic() - start < 300  # of the 600 for which it hangs


def test_torch_missing(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'augrepro\[torch\]'"):
        CELL.check(datasets.Clean)
