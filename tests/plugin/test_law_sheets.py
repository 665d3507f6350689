"""The sheet of a broken law: the sample that differs, made again both ways, with what pipelines drew for it."""

import json

import cv2
import numpy as np
import plugin_datasets as datasets
import pytest

import augrepro as A
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.checks.faults import Plant
from pytest_augrepro.checks.sheets import NOT_EQUAL, NOT_SHOWN, SEEN_ALIKE, LawSheets, Look, captions, look
from pytest_augrepro.judging.breach import Breach
from pytest_augrepro.judging.comparing import changed_by
from pytest_augrepro.judging.evidence import Comparison, Evidence, Reading, Visit
from pytest_augrepro.judging.judges import RERUN
from pytest_augrepro.judging.laws import LAWS
from pytest_augrepro.matrix.cells import Cell, Duties
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.pictures.sheet import Sides, sheet
from pytest_augrepro.reading.again import Again, made_again
from pytest_augrepro.reading.gather import Gathering
from pytest_augrepro.reading.job import LoaderJob, Wanted
from pytest_augrepro.reading.kept import kept


class Turned(datasets.Clean):
    """A pipeline of augrepro's that draws by its own stream, on a picture with a box."""

    def __init__(self, seed):
        super().__init__(seed, length=5)
        boxes = A.BboxParams("pascal_voc", label_fields=["labels"])
        self.pipeline = A.Compose([A.Rotate((-40, 40), p=1)], seed=seed, bbox_params=boxes)

    def __getitem__(self, index):
        found = self.pipeline(image=self.images[index], bboxes=[[1, 1, 6, 6]], labels=["cat"])
        return {"image": found["image"], "bboxes": found["bboxes"]}


def again_of(make_dataset, cell, contract, law):
    """Read what one law needs; its first breach by a comparison, and the sample made again."""
    job = LoaderJob(137, Loading(cell), draws=0)
    gathering = Gathering(make_dataset, job, contract=contract, duties=Duties(once=False), limit=600, only=law)
    evidence, _ = gathering.evidence()
    comparisons = [each for each in evidence.comparisons if each.law == law]
    breach = next((found for each in comparisons for found in changed_by(each)), None) or next(
        LAWS[law].breaches(evidence)
    )
    return breach, made_again(gathering, breach)


def sheets_in(folder, told, awaited=False):
    return LawSheets(folder / "test_a", "test_a.py::test_it", "pytest a", str, told.append, lambda: awaited)


def test_a_sample_that_workers_draw_otherwise_is_shown_with_the_draws(tmp_path):
    breach, again = again_of(Turned, Cell(0), "invariant", "worker-invariant")
    told = []
    seen = look(breach, again, "w0", 137, sheets_in(tmp_path, told))
    assert seen.pixels[0].startswith("image: ") == (breach.target != "image")
    assert "px differ, max |delta|" in seen.pixels[0]
    assert any(line.startswith("Rotate.angle drew ") and ", cell w0 has " in line for line in seen.draws)
    folder = tmp_path / "test_a-worker-invariant"
    assert told == [folder]
    assert seen.sheet == str(folder / "sheet.png")
    facts = json.loads((folder / "report.json").read_text())
    assert facts["verdict"] == f"law worker-invariant broken: {breach.headline}"
    assert facts["why"] == list(seen.draws)
    assert facts["differences"]["image"] == [line.removeprefix("image: ") for line in seen.pixels]
    assert [line[:9] for line in facts["changes"]] == ["- bboxes:", "+ bboxes:"]
    given = cv2.cvtColor(cv2.imread(str(folder / "sheet.png")), cv2.COLOR_BGR2RGB)
    corner = Turned(137).images[breach.visit.index][7, 7]  # which the box on it leaves free
    assert (given == corner).all(axis=2).sum() >= 28 * 28, "the input stands beside both results"
    sides = [cv2.imread(str(folder / f"image-{side}.png")) for side in ("expected", "actual")]
    assert not np.array_equal(*sides)


@pytest.mark.parametrize(
    ("make", "cell", "law"),
    [(datasets.Entropy, Cell(2), "rerun"), (datasets.HashedName, Cell(0), "rerun")],
    ids=["entropy", "hash"],
)
def test_a_sample_that_does_not_repeat_is_shown(make, cell, law):
    """What hash() of a string decides shows in a process of its own alone."""
    breach, again = again_of(make, cell, "stream", law)
    assert captions(breach, "w2") == ("first run", "second run")
    assert "px differ" in look(breach, again, "w2", 137, None).pixels[0]


def test_a_sample_of_a_later_pass_of_one_worker_is_the_one_that_comes_along():
    """Behind repeated draws, in a batch with others, in the second epoch: by its own fingerprint."""
    job = LoaderJob(137, Loading(Cell(2, persistent_workers=True), batch_size=3), draws=24)
    gathering = Gathering(
        datasets.Clean, job, contract="stream", duties=Duties(once=False), limit=600, only="seed-sensitive"
    )
    evidence, _ = gathering.evidence()
    visit = next(each for each in evidence.first.data if (each.run, each.index) == (1, 7))
    other = next(each for each in evidence.rerun.data if (each.run, each.index) == (0, 9))
    again = made_again(gathering, Breach("rerun", "", visit=visit, other=other, readings=("first", "rerun")))
    names = {leaf.path: leaf for leaf in again.one.parts}
    assert json.loads(names["label"].value) == 7
    assert json.loads(next(leaf.value for leaf in again.other.parts if leaf.path == "label")) == 9
    images = datasets.Clean(137).images
    amount = np.unique(names["image"].array ^ images[7])
    assert len(amount) == 1, "the image of that sample, as one draw changed it"


def test_data_that_was_changed_is_shown_as_it_was_and_as_it_is_left(tmp_path):
    cell, told = AugCell(Cell(0), 137), []
    cell.sheets = sheets_in(tmp_path, told)
    with pytest.raises(LawBroken, match=r"sheet +.*test_a-input-unchanged/sheet\.png"):
        cell.check(datasets.InPlace)
    assert told == [tmp_path / "test_a-input-unchanged"]
    (before, after) = (np.load(path) for path in sorted(told[0].glob("*.npy"), key=lambda path: "actual" in path.name))
    assert np.array_equal(before, datasets.Clean(137).images)
    assert not np.array_equal(before, after)


class SameEachEpoch(datasets.Clean):
    """A pipeline of augrepro's whose key leaves the epoch out."""

    def __init__(self, seed):
        super().__init__(seed, length=5)
        self.pipeline = A.Compose([A.Rotate((-40, 40), p=1)], seed=seed)

    def __getitem__(self, index):
        return {"image": self.pipeline(image=self.images[index], sample_key=int(index))["image"], "label": "cat"}


@pytest.mark.parametrize(
    ("make", "law", "called", "drew"),
    [
        (SameEachEpoch, "epochs-distinct", ("epoch 1", "epoch 0"), ["both drew Rotate: "]),
        (datasets.SeedIgnored, "seed-sensitive", ("the seed", "another seed"), []),
        (Plant(datasets.Still, "BatchReseeds"), "calls-distinct", ("call 4 of one sample", "call 0"), []),
    ],
    ids=["epochs", "seeds", "calls"],
)
def test_two_samples_that_should_differ_are_shown_side_by_side(tmp_path, monkeypatch, make, law, called, drew):
    drawn = []
    monkeypatch.setattr("pytest_augrepro.snapshots.artifacts.sheet", lambda *given: drawn.append(given) or BLANK)
    cell, told = AugCell(Cell(0), 137), []
    cell.sheets = sheets_in(tmp_path, told)
    with pytest.raises(LawBroken, match=rf"law {law} broken: (.|\n)*pixels +equal: ") as caught:
        cell.check(make)
    assert f"sheet    {tmp_path}/test_a-{law}/sheet.png" in str(caught.value)
    ((_, sides, lines),) = drawn
    assert sides.captions == called
    assert sides.equal
    assert sides.expected.keys() == sides.actual.keys()
    assert all(np.array_equal(sides.expected[name], sides.actual[name]) for name in sides.actual)
    assert lines[0] == f"equal: {', '.join(sides.actual)}"
    assert [line[: len(start)] for line, start in zip(lines[1:], drew, strict=True)] == drew


BLANK = np.zeros((4, 4, 3), np.uint8)


def test_of_two_workers_each_brings_the_sample_that_it_made():
    job = LoaderJob(137, Loading(Cell(2)), draws=24)
    only = "workers-distinct"
    gathering = Gathering(datasets.GeneratorKept, job, contract="stream", duties=Duties(False), limit=60, only=only)
    breach = next(LAWS[only].breaches(gathering.evidence()[0]))
    assert (breach.visit.worker, breach.other.worker, breach.equal) == (1, 0, ("worker 1", "worker 0"))
    again = made_again(gathering, breach)
    one, other = ({leaf.path: leaf.digest for leaf in each.parts} for each in (again.one, again.other))
    assert one == other
    wanted = Wanted(0, 3, 5, worker=1)
    assert [wanted.is_made_by(0, 3, worker) for worker in (0, 1)] == [False, True]


def test_a_picture_of_equal_samples_shows_what_does_not_differ():
    parts = {"image": np.full((9, 9, 3), 7, np.uint8)}
    plain, equal = (sheet("", Sides({}, parts, parts, equal=equal), ()) for equal in (False, True))
    assert not (plain == 7).all(axis=2).any()
    assert (equal == 7).all(axis=2).any()


def test_ranks_that_draw_the_same_name_the_readings_of_both():
    names = "0 two ranks instead of one process", "1 two ranks instead of one process"
    draws = [Visit(0, at, 0, -1, f"{at}", {"image": f"{at}"}, probe=True, turn=at) for at in range(6)]
    ranks = [Reading(("epoch 0",), tuple(draws), 4) for _ in names]
    compared = [Comparison("rank-invariant", "", ranks[0], each, readings=("first", name))
                for each, name in zip(ranks, names, strict=True)]  # fmt: skip
    evidence = Evidence(*ranks, ranks[0], comparisons=tuple(compared), ranks=tuple(ranks))
    (breach,) = LAWS["ranks-distinct"].breaches(evidence)
    assert (breach.readings, breach.equal) == (names[::-1], ("rank 1", "rank 0"))
    assert breach.visit == breach.other == draws[0]


def test_samples_that_are_equal_only_now_and_then_leave_no_sheet(tmp_path):
    told = []
    breach = Breach("epochs-distinct", "", target="image", equal=("epoch 1", "epoch 0"))
    assert look(breach, Again(side(1), side(2)), "w0", 1, sheets_in(tmp_path, told)) == Look((NOT_EQUAL,))
    part = Breach("workers-distinct", "", target="n", equal=("worker 1", "worker 0"))
    seen = look(part, Again(side(1), side(2)), "w0", 1, sheets_in(tmp_path, told, awaited=True))
    assert seen == Look(("equal: n", "not equal: image"), (), "none: expected")
    assert told == []


def side(value, plans=()):
    found = kept({"image": np.full((6, 6), value, np.uint8), "n": 4}, ())
    return type(found)(found.parts, (), plans)


def test_two_sides_that_agree_when_made_again_leave_no_sheet(tmp_path):
    breach = Breach("rerun", "", condition=RERUN, target="image")
    told = []
    assert look(breach, Again(side(1), side(1)), "w0", 1, sheets_in(tmp_path, told)) == Look((SEEN_ALIKE,))
    assert look(breach, None, "w0", 1, sheets_in(tmp_path, told)) == Look((NOT_SHOWN,))
    expected = look(breach, Again(side(1), side(2)), "w0", 1, sheets_in(tmp_path, told, awaited=True))
    assert expected.sheet == "none: expected"
    assert told == []
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    breach = Breach("reentrant", "", condition="four threads", target="image", direct=True)
    seen = look(breach, Again(side(1), side(2)), "w0", 1, sheets_in(tmp_path / "file", []))
    assert seen.sheet.startswith("none: ")
    assert seen.pixels[0].startswith("36 of 36 px differ")


def test_a_comparison_names_both_samples_and_readings():
    """What made_again goes by; planted: a breach without them is not made again."""
    one, two = (Visit(0, 0, 3, -1, digest, {"image": digest}, turn=5) for digest in "ab")
    readings = [Reading(("epoch 0",), (visit,), 4) for visit in (one, two)]
    (breach,) = changed_by(Comparison("resumable", "x", *readings, readings=("first", "3 x")))
    assert (breach.visit, breach.other, breach.readings) == (one, two, ("first", "3 x"))
    assert made_again(None, Breach("rerun", "", visit=one)) is None
