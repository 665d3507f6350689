"""Datasets that are hard to look into: a look that fails is never taken for one that found nothing."""

import mmap
import multiprocessing
import pickle

import numpy as np
import plugin_datasets as datasets
import pytest
import torch

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.judging.evidence import Evidence, Failed, SideEffects
from pytest_augrepro.judging.judge import LEFT, judge
from pytest_augrepro.judging.laws import LAWS
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.reading.conditions.machine import Poisoned
from pytest_augrepro.reading.held import held
from pytest_augrepro.reading.job import LoaderJob
from pytest_augrepro.reading.payload import CannotTravel, packed, unpacked
from pytest_augrepro.reading.results import NOTHING_READ, side_effects
from pytest_augrepro.reading.sending import cannot_travel
from pytest_augrepro.reading.stacks import written_stacks


class Beside:
    """An array beside what has no memory to look at."""

    def __init__(self, other):
        self.other, self.images = other, np.zeros((3, 2), np.uint8)


def closed_map():
    found = mmap.mmap(-1, 16)
    found.close()
    return found


@pytest.mark.parametrize(
    "make", [lambda: torch.zeros(3, device="meta"), closed_map], ids=["tensor on the meta device", "closed map"]
)
def test_data_without_memory_hides_no_other_data(make):
    assert [each.path for each in held(Beside(make()))] == ["dataset.images"]


def test_a_watch_that_failed_leaves_its_laws_out_and_is_noted():
    found = side_effects({"watched": Failed("TypeError: no look")})
    assert found.unwatched == "TypeError: no look"
    evidence = Evidence(NOTHING_READ, NOTHING_READ, NOTHING_READ, side_effects=found)
    left = {each.law: each.reason for each in judge(evidence, "isolated") if each.outcome == LEFT}
    assert left == dict.fromkeys(
        ("input-unchanged", "global-rng-untouched"), "fetching could not be watched: TypeError: no look"
    )
    assert {law.name for law in LAWS.values() if law.watched} == left.keys()
    seen = judge(Evidence(NOTHING_READ, NOTHING_READ, NOTHING_READ, side_effects=SideEffects()), "isolated")
    assert not [each for each in seen if each.outcome == LEFT]


class Unreadable(datasets.Clean):
    """A dataset whose data cannot be looked at."""

    class Refusing(dict):
        def items(self):
            raise RuntimeError("closed")

        keys = __iter__ = items

    def __init__(self, seed):
        super().__init__(seed, length=4)
        self.table = self.Refusing(a=1)


def test_who_cannot_be_watched_is_told_so():
    notes = AugCell(Cell(), 137).check(Unreadable)
    assert any(note.startswith("fetching could not be watched (RuntimeError: ") for note in notes), notes


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.uint8, torch.bool])
def test_fresh_tensors_of_every_dtype_are_poisoned(dtype):
    with Poisoned():
        made = torch.empty(5, dtype=dtype)
        wanted = torch.empty(2, requires_grad=True)
        none = torch.empty(2, device="meta")
    assert made.view(torch.uint8).tolist() == [0xAB] * made.nbytes
    assert wanted.detach().view(torch.uint8).tolist() == [0xAB] * 8
    assert none.device.type == "meta"


class Part:
    """An object with attributes of any name."""


def test_what_cannot_be_pickled_is_named_in_a_circle_too():
    whole, child = Part(), Part()
    whole.self, whole.child, child.parent = whole, child, whole
    assert cannot_travel(whole) == ""
    whole.double = lambda value: 2 * value
    assert cannot_travel(whole).startswith("dataset.double (function): ")
    child.double = whole.__dict__.pop("double")
    assert cannot_travel(whole).startswith("dataset.child.double (function): ")


class Left(Part):
    """Leaves out what it cannot send, and refuses by itself."""

    def __getstate__(self):
        raise TypeError("not me")


@pytest.mark.parametrize(("kind", "args"), [("Value", ("i", 0)), ("Array", ("d", 3)), ("Lock", ()), ("Queue", ())])
def test_what_is_shared_between_processes_is_sent_as_a_loader_sends_it(kind, args):
    """Locks and shared memory travel only while a process is started; those made for a fork do not travel at all."""
    part = Part()
    for method in ("spawn", "forkserver"):
        part.shared = getattr(multiprocessing.get_context(method), kind)(*args)
        assert cannot_travel(part) == ""
    assert multiprocessing.context.get_spawning_popen() is None
    part.shared = getattr(multiprocessing.get_context("fork"), kind)(*args)
    assert "fork context" in cannot_travel(part)


def test_the_owner_that_refuses_is_named_and_not_what_it_holds():
    part = Part()
    part.left = Left()
    part.left.double = lambda value: 2 * value
    assert cannot_travel(part) == "dataset.left (Left): not me"


def test_stacks_of_a_reading_that_has_just_ended_are_none(tmp_path):
    assert written_stacks(tmp_path / "gone", None) == ""


@pytest.mark.parametrize("name", ["make_dataset", "id_fn", "worker_init_fn"])
def test_the_part_that_stays_behind_is_named(name):
    given = {"make_dataset": datasets.Clean, "id_fn": len, "worker_init_fn": len, name: lambda value: value}
    loading = Loading(Cell(2), options={"worker_init_fn": given["worker_init_fn"]})
    with pytest.raises(CannotTravel, match=r"Can't pickle|cannot pickle") as caught:
        packed(given["make_dataset"], [LoaderJob(137, loading, id_fn=given["id_fn"])])
    assert caught.value.part == name


def test_what_cannot_be_imported_there_is_named():
    job = LoaderJob(137, Loading(Cell()), id_fn=len)
    arrived = packed(datasets.Clean, [job])
    assert unpacked(arrived) == (datasets.Clean, (job,))
    broken = [(name, b"cno_such_module\nf\n." if name == "id_fn" else data) for name, data in arrived]
    with pytest.raises(CannotTravel, match=r"ModuleNotFoundError: .*no_such_module") as caught:
        unpacked(broken)
    assert caught.value.part == "id_fn"
    assert pickle.loads(dict(arrived)["id_fn"]) is len
