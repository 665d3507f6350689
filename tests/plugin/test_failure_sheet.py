"""The sheet of a failed comparison: what is drawn where; and the folder of all sheets."""

import json
import subprocess

import cv2
import numpy as np
import pytest

from pytest_augrepro.pages import failures
from pytest_augrepro.pictures import canvas, shown
from pytest_augrepro.pictures.marks import BOX, OUTLINE, POINT, marks_of
from pytest_augrepro.pictures.sheet import Sides, _views, sheet
from pytest_augrepro.values.difference import difference, is_image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def plain(color, shape=(40, 60)):
    return np.full((*shape, 3), color, np.uint8)


def count(picture, color):
    return int((picture == np.array(color, np.uint8)).all(axis=2).sum())


def test_each_side_is_shown_once_enlarged_by_whole_pixels():
    drawn = sheet("a test", Sides({"": plain((9, 99, 9))}, {"": plain(RED)}, {"": plain(BLUE)}), ["words"])
    times = canvas.WISHED // 60
    assert [count(drawn, color) for color in ((9, 99, 9), RED, BLUE)] == [40 * 60 * times**2] * 3
    assert count(drawn, (255, 255, 255)) >= 40 * 60 * times**2  # the difference, as bright as can be


@pytest.mark.parametrize("side", [512, 901])
def test_one_pixel_of_a_large_picture_is_not_lost(side):
    gray = np.zeros((side, side), np.uint8)
    gray[side // 3, side // 2] = 255
    factor = canvas.factor_for(side, side)
    assert factor < 1
    assert canvas.shrunk_by_largest(gray, factor).max() == 255
    assert canvas.resized(gray, factor).max() < 255  # a mean of areas would have dimmed it
    other = gray.copy()
    other[0, 0] = 1
    drawn = sheet("", Sides({}, {"": gray}, {"": other}), [])
    assert count(drawn, BOX) > 0, "what differs is framed where it is small"


BOXES = {
    "pascal_voc": ([10, 5, 30, 25], (10, 5, 30, 25)),
    "coco": ([20, 5, 10, 20], (20, 5, 30, 25)),
    "albumentations": ([0.1, 0.125, 0.5, 0.625], (6, 5, 30, 25)),
    "yolo": ([0.5, 0.5, 0.25, 0.5], (22.5, 10, 37.5, 30)),
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_are_read_in_the_format_that_fits_them(name):
    box, corners = BOXES[name]
    marks = marks_of({"bboxes": [[*box, "cat"]]}, 40, 60)
    assert marks.boxes.tolist() == [pytest.approx(corners)]
    assert marks_of({"sample.bboxes": np.array([box], np.float32)}, 40, 60).boxes[0] == pytest.approx(corners, abs=1e-5)


def test_boxes_of_one_side_are_read_as_those_of_the_other():
    """Where 10 10 40 40 alone could be corners, the sizes beside it say that it is none."""
    alone, beside = ([[10, 10, 40, 40]], [[30, 10, 20, 40]])
    assert marks_of({"bboxes": alone}, 99, 99).boxes.tolist() == [[10, 10, 40, 40]]
    assert marks_of({"bboxes": alone}, 99, 99, {"bboxes": beside}).boxes.tolist() == [[10, 10, 50, 50]]


def test_boxes_points_and_outlines_lie_on_each_picture():
    def parts(shift):
        mask = np.zeros((40, 60), np.uint8)
        mask[5:25, 10 + shift : 30 + shift] = 1
        points = [[20.0 + shift, 15.0], [1e9, -1e9]]
        return {"image": plain(RED), "mask": mask, "bboxes": [[40, 30, 50, 38]], "keypoints": points}

    drawn = sheet("", Sides(parts(0), parts(0), parts(4)), [])
    for color, least in ((BOX, 3 * 60), (POINT, 3 * 9), (OUTLINE, 3 * 200)):
        assert count(drawn, color) >= least
    nothing = sheet("", Sides({}, {"image": plain(RED)}, {"image": plain(BLUE)}), [])
    assert [count(nothing, color) for color in (POINT, OUTLINE)] == [0, 0]


SHAPES = [(), (0, 4, 3), (5,), (5, 4), (5, 6, 1), (5, 6, 3), (5, 6, 4), (3, 9, 8), (2, 9, 8, 3), (4, 9, 8), (1, 1, 3)]


@pytest.mark.parametrize(
    "dtype", [np.bool_, np.uint8, np.uint16, np.int64, np.float16, np.float32, np.complex64], ids=str
)
def test_no_array_is_too_strange_for_a_sheet(dtype):
    rng = np.random.default_rng(0)
    for shape in SHAPES:
        one, other = (rng.integers(0, 2, shape).astype(dtype) for _ in range(2))
        if np.dtype(dtype).kind == "f" and one.size:
            one.reshape(-1)[0], other.reshape(-1)[-1] = np.nan, np.inf
        smaller = other[:-1] if shape else other
        for actual in (other, smaller.astype(np.complex128)):
            assert sheet("t", Sides({}, {"mask": one}, {"mask": actual}), ["w"]).dtype == np.uint8


def test_of_a_stack_the_first_picture_that_differs_is_shown():
    stored = np.stack([plain(RED)] * 3)
    result = stored.copy()
    result[1] = BLUE
    drawn = sheet("", Sides({}, {"images": stored}, {"images": result}), [])
    assert count(drawn, RED) == count(drawn, BLUE) > 0


@pytest.mark.parametrize("channels", [2, 5, 8])
@pytest.mark.parametrize("name", ["", "image", "sample.image"])
def test_a_picture_of_many_channels_is_one_picture(name, channels):
    one = np.zeros((40, 60, channels), np.uint8)
    one[..., :3] = RED[:channels]
    other = one.copy()
    other[5, 7, channels - 1] += 1
    drawn = sheet("", Sides({}, {name: one}, {name: other}), [])
    seen, times = RED if channels > 2 else (RED[0],) * 3, canvas.WISHED // 60
    assert count(drawn, seen) >= 2 * 40 * 60 * times**2 - times**2
    assert count(drawn, (255, 255, 255)) >= times**2, "a channel that is not shown is in the difference"
    lines = difference(one, other, name).lines()
    assert lines[0] == "1 of 2400 px differ, max |delta| 1, box x 7:8 y 5:6"
    assert lines[1].startswith("first at x 7, y 5: ")


STACKS = {
    "": (16, 40, 60),
    "volume": (40, 60, 6),
    "images": (50, 40, 7),
    "a.mask3d": (40, 48, 8),
    "image": (40, 16, 60),
}


@pytest.mark.parametrize("name", STACKS)
def test_a_stack_stays_a_stack(name):
    one = np.zeros(STACKS[name], np.uint8)
    assert not is_image(one, name)
    assert difference(one, one + 1, name).unit == "elements"
    frames = np.zeros((3, 40, 60, 5), np.uint8)
    (view,) = _views(Sides({}, {"images": frames}, {"images": frames + 1}))
    assert (view.name, view.actual.shape) == ("images[0]", (40, 60, 5))


def test_channels_that_come_first_are_found_by_the_name():
    assert shown.picture_of(np.zeros((5, 40, 60)), "image").shape == (40, 60, 5)
    assert shown.picture_of(np.zeros((5, 40, 60)), "masks") is None


def test_floats_have_the_brightness_of_what_they_hold_and_holes_are_told_apart():
    values = np.linspace(-2, 2, 24, dtype=np.float32).reshape(4, 6)
    span = shown.span_of([values])
    pixels = shown.rgb(values, span)
    assert (pixels.min(), pixels.max()) == (0, 255)
    values[0, 0] = np.nan
    assert tuple(shown.rgb(values, span)[0, 0]) == shown.NOT_A_NUMBER


def test_classes_have_colors_of_their_own():
    colors = shown.class_colors(np.arange(20, dtype=np.uint8)[None])
    assert len({tuple(color) for color in colors[0]}) == 20


def test_letters_that_the_font_lacks_are_replaced():
    assert canvas.plain("Größe\n✓") == "Gr??e??"
    long = canvas.text_block(["x" * 500], 200)
    assert long.shape[1] == 200
    assert long.shape[0] > 10 * canvas.LINE


TWO = """\
@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "b"])
def test_it(aug_snapshot, name):
    assert noise(1) ^ np.uint8(SHIFT * (name != "b")) == aug_snapshot
    assert noise(2) ^ np.uint8(SHIFT) == aug_snapshot(name="second")

def test_gone(aug_snapshot):
    assert noise(3) ^ np.uint8(SHIFT) == aug_snapshot
"""


@pytest.fixture
def root(project, monkeypatch):
    """A project with three failures, in its folder of them."""
    project.write(test_a=TWO)
    project.run("--snapshot-update").assert_outcomes(passed=3)
    monkeypatch.setenv("SHIFT", "4")
    subprocess.run(["git", "init", "-q", "."], cwd=project.path, check=True)
    result = project.run("-q")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(["3 failed comparisons to look at: build/aug-failures/index.html"])
    return project.path / "build/aug-failures"


def red_in(root):
    return sorted(json.loads(path.read_text())["test"].partition("::")[2] for path in root.glob("*/report.json"))


def test_the_folder_has_an_index_is_hidden_from_git_and_follows_what_is_red(root, project, monkeypatch):
    text = (root / "index.html").read_text()
    assert "<script" not in text
    assert text.count("sheet.png") == 6
    seen = subprocess.run(["git", "status", "--porcelain", "build"], cwd=project.path, capture_output=True, check=True)
    assert seen.stdout == b""
    for path in root.glob("*/sheet.png"):
        assert cv2.imread(str(path)).shape[1] > 500
    names = red_in(root)
    assert names == ["test_gone", "test_it[<script>alert(1)</script>]", "test_it[b]"]

    project.run("-n2", "-q").assert_outcomes(failed=3)  # each worker has seen some of them only
    assert red_in(root) == names
    project.run("test_a.py::test_gone", "-q")  # of all others nothing is known
    assert red_in(root) == names
    project.write(test_a=TWO.partition("def test_gone")[0].replace("noise(2) ^ np.uint8(SHIFT)", "noise(2)"))
    project.run("-n2", "-q").assert_outcomes(failed=1, passed=1)  # test_gone is gone
    assert red_in(root) == ["test_it[<script>alert(1)</script>]"]
    monkeypatch.setenv("SHIFT", "0")
    project.run("-q").assert_outcomes(passed=2)
    assert not root.exists()


def test_what_is_not_the_plugins_is_left_alone(tmp_path):
    for name, text in {"mine/notes.md": "x", "other/report.json": "[1]", ".gitignore": "own", "index.md": "y"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    before = sorted(tmp_path.rglob("*"))
    failures.keep(tmp_path, [])
    assert not failures.write(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before
