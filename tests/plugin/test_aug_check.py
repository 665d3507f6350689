"""Bare pipelines: any callable, held to a contract without a dataset."""

import json
import re

import albumentations_like as like
import numpy as np
import plugin_datasets as datasets
import pytest

import augrepro as A
from pytest_augrepro import measure
from pytest_augrepro.checks.bare import BarePipeline, check
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging.breach import Breach
from pytest_augrepro.judging.evidence import SideEffects
from pytest_augrepro.judging.verdict import describe
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading import global_rng
from pytest_augrepro.sample import scene

CELLS = (Cell(), Cell(2))
UNSEEDED = """

def unseeded(image):
    return image ^ np.uint8(np.random.default_rng().integers(256))

def test_unseeded(aug_check, aug_sample):
    aug_check(unseeded, aug_sample["image"])

@pytest.mark.xfail
def test_expected(aug_check, aug_sample):
    aug_check(unseeded, aug_sample["image"])
"""


def ours(**arguments):
    return A.Compose([A.RandomCrop(32, 32), A.HorizontalFlip(), A.RandomBrightnessContrast(p=1.0)], **arguments)


def sample():
    return {name: value for name, value in scene().items() if name in ("image", "mask")}


def broken(pipeline, given, contract="stream", cells=CELLS):
    with pytest.raises(LawBroken) as caught:
        check(pipeline, given, 137, contract, cells=cells)
    return str(caught.value).splitlines()[0]


class Keeps(A.ImageOnlyTransform):
    """A transform that draws from a generator of its own, and from a global one."""

    def __init__(self, p=1.0):
        super().__init__(p=p)
        self.rng = np.random.default_rng([137, 0])

    def apply(self, img, **params):
        return img ^ np.uint8(np.random.randint(9) + self.rng.integers(9))


class Function:
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def set_random_seed(self, seed):
        pass


def test_who_keeps_a_generator_that_no_seed_reaches_is_named():
    cause, remedy = BarePipeline(A.Compose([A.NoOp(), Keeps()], seed=1), {}).unseeded()
    assert cause == "Keeps keeps a generator of its own (transforms[1].rng), which no seed reaches"
    assert "self.py_random or self.random_generator" in remedy
    cause, remedy = BarePipeline(Function(), {}).unseeded()
    assert (cause.split()[0], "set_random_seed" in remedy, "self.py_random" in remedy) == ("Function", True, False)
    cause, _ = BarePipeline(ours(seed=1), {}).unseeded()
    assert cause == "the seed that aug_check gives to the pipeline never reaches what draws in it"


def test_a_draw_behind_a_call_in_its_line_is_told_of_its_own_file():
    def draw():
        return datasets.first_of([0]) + np.random.random()

    with global_rng.preserved():
        place = global_rng.first_consumer(draw, "the global np.random")
    assert re.fullmatch(r"test_aug_check\.py:\d+ in draw", place)


def test_draws_of_a_custom_transform_are_told_to_come_from_its_own_generators():
    pipeline, image = A.Compose([Keeps()], seed=1), np.zeros((4, 4, 3), np.uint8)
    with global_rng.preserved():
        place = global_rng.first_consumer(lambda: pipeline(image=image), "the global np.random")
    assert re.fullmatch(r"test_aug_check\.py:\d+ in apply of the transform Keeps", place)
    for at, told in ((place, True), (place.partition(" of the")[0], False)):
        words = describe(
            [Breach("rerun", "it broke")], cell="w0", seed=1, contract="stream", pixels=(), smallest="", notes=(),
            side_effects=SideEffects(moved={"the global np.random": at}),
        )  # fmt: skip
        assert ("self.py_random or self.random_generator" in words, "get_worker_info" in words) == (told, not told)


def test_stream_mode_meets_isolated_and_fails_invariant_by_workers():
    reached = measure(BarePipeline(ours(seed=1), sample()), contract="invariant", cells=CELLS)
    assert reached.reached == "isolated"
    assert str(reached).startswith("meets isolated; fails invariant at num_workers=2 instead of 0, epoch 0, sample 0")


def test_sample_mode_meets_every_contract():
    assert measure(BarePipeline(ours(seed=1, keyed=True), sample()), cells=CELLS).reached == "portable"


def test_global_draws_meet_stream_and_are_named_under_isolated():
    image = scene()["image"]
    assert check(like.jitter, image, 137, "stream", cells=CELLS) == ()
    line = broken(like.jitter, image, "isolated")
    assert line == "law global-rng-untouched broken: making a sample advanced the global np.random"


@pytest.mark.parametrize(
    ("pipeline", "law"),
    [
        (like.Constant(), "seed-sensitive"),
        (like.InPlace(), "input-unchanged"),
        (like.BoxesInPlace(), "input-unchanged"),
        (like.ForgetfulRecord(), "replayable"),
        (like.RoundedRecord(), "replayable"),
        (like.SharedGenerator(), "workers-distinct"),
        (like.Unseeded(), "seed-sensitive"),
        (like.LeftOut(), "rerun"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_planted_fault_is_red_by_its_law(pipeline, law):
    given = {"image": scene()["image"], "bboxes": [[0, 0, 4, 4], [1, 1, 3, 3]]}
    assert broken(pipeline, given).startswith(f"law {law} broken: ")


@pytest.mark.parametrize(
    "pipeline", [like.SharedByCopies(), like.PickleStartsOver()], ids=lambda value: type(value).__name__
)
def test_copy_that_is_not_one_is_red_under_isolated_alone(pipeline):
    given = {"image": scene()["image"]}
    assert check(pipeline, given, 137, "stream", cells=CELLS[:1]) == ()
    assert broken(pipeline, given, "isolated", CELLS[:1]).startswith("law copy-invariant broken: fetching from a ")


def test_pipeline_that_nobody_seeds_gives_all_workers_one_copy():
    with pytest.raises(LawBroken, match=r"also +law workers-distinct: workers 0 and 1"):
        check(like.Unseeded(), {"image": scene()["image"]}, 137, "stream", cells=CELLS[1:])


def test_replay_is_held_where_there_is_a_record():
    found = measure(BarePipeline(ours(seed=1), sample()), contract="stream", cells=[Cell()]).results[0].findings
    assert {finding.law: finding.outcome for finding in found}["replayable"] == "held"


class Unregistered(A.ImageOnlyTransform):
    """A correct transform that no plan in a file can name."""

    def get_params(self):
        return {"mask": self.py_random.randint(0, 255)}

    def apply(self, image, mask=0, **params):
        return image ^ np.uint8(mask)


def test_a_custom_transform_that_is_not_registered_has_no_replay_to_judge_and_is_told_how():
    notes = check(A.Compose([Unregistered(p=1)], seed=1), sample(), 137, "stream", cells=[Cell()])
    assert any(
        note.startswith("replayable is not applicable: ") and "register it with @augrepro.register" in note
        for note in notes
    ), notes


def test_sample_of_a_test_stays_as_it_was():
    given = {"image": scene()["image"]}
    before = given["image"].copy()
    broken(like.InPlace(), given)
    assert np.array_equal(given["image"], before)


def test_no_pipeline_is_refused():
    with pytest.raises(TypeError, match="aug_check takes a pipeline, called with the sample, got list"):
        check([A.NoOp()], sample(), 137, "stream")


def test_notes_of_all_cells_come_back_each_once(monkeypatch):
    def noted(self, *_, **__):
        return "of all", f"of {self.cell.id}"

    monkeypatch.setattr(AugCell, "check", noted)
    assert check(len, sample(), 137, "stream", cells=CELLS) == ("of all", "of w0", "of w2")


def test_fixture_takes_the_contract_of_the_test(project, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent), prepend=":")
    check = "(aug_check, aug_sample):\n    aug_check(like.jitter, aug_sample['image'])\n"
    project.write(
        test_a="import albumentations_like as like\n\ndef test_stream" + check + "\n"
        "@pytest.mark.aug_contract('isolated')\ndef test_isolated" + check + UNSEEDED
    )
    result = project.run("-p", "no:randomly", "--aug-report=page")
    result.assert_outcomes(passed=1, failed=2, xfailed=1)
    result.stdout.fnmatch_lines(["*law global-rng-untouched broken: making a sample advanced the global np.random"])
    # two outputs that differ leave a sheet, where it is no test that was expected to fail
    result.stdout.fnmatch_lines(["E *sheet *build/aug-failures/test_a-test_unseeded-*-rerun/sheet.png"])
    result.stdout.fnmatch_lines(["1 failed comparison to look at: build/aug-failures/index.html"])
    failures = json.loads((project.path / "page/results.json").read_text())["failures"]
    sheets = {each["nodeid"].partition("::")[2]: each["sheets"] for each in failures}
    assert [len(sheets[name]) for name in ("test_isolated", "test_unseeded")] == [0, 1]
    assert (project.path / "page" / sheets["test_unseeded"][0]).is_file()
    assert all(any("likely" in line for line in each["changes"]) for each in failures)
