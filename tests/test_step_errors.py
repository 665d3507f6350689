"""An error in a pipeline says which step it was: while drawing, while running, rewritten or not, and in a replay."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import cv2
import pytest
from samples import picture

import augrepro as A
from augrepro.engine.declare.registry import TRANSFORMS
from augrepro.ops.grid import Dihedral, Window
from augrepro.ops.pointwise import Gamma

FIVE = picture(64, 64, 5)
RGB = picture(64, 64, 3)
ROOT = Path(A.__file__).parent


def needs(got):
    return f"needs an image of 1 or 3 channels, got {got}"


def gray_needs(got):
    other = "method='average', 'max' or 'desaturation' takes any count of channels, 'pca' up to 16 of them"
    return f"{needs(got)}; {other}"


def one_each(channels, got):
    return f"must have one value or one for each of the {channels} channels, got {got}"


def told(message):
    return pytest.raises(ValueError, match=f"^{re.escape(message)}$")


CALLS = {
    "a count of channels": ([A.NoOp(), A.ToGray(p=1)], FIVE, "ToGray#0 " + gray_needs(5)),
    "a count that depends on what was drawn": (
        [A.ColorJitter(saturation=(2, 2), p=1)],
        FIVE,
        "ColorJitter#0 " + needs(5),
    ),
    "a count that depends on an argument": ([A.Equalize(by_channels=False, p=1)], FIVE, "Equalize#0 " + needs(5)),
    "inpainting": ([A.CoarseDropout(fill="inpaint_ns", p=1)], FIVE, "CoarseDropout#0 " + needs(5)),
    "the second of two": (
        [A.Normalize(mean=0.0, std=1.0), A.Normalize(mean=(1, 2, 3), max_pixel_value=1.0)],
        FIVE,
        "Normalize#1: mean " + one_each(5, "(1.0, 2.0, 3.0)"),
    ),
    "the length of a fill": (
        [A.CoarseDropout(p=1), A.CoarseDropout(fill=(1, 2, 3), p=1)],
        FIVE,
        "CoarseDropout#1: fill " + one_each(5, "(1.0, 2.0, 3.0)"),
    ),
    "the fill of a border": (
        [A.PadIfNeeded(80, 80, fill=(1, 2))],
        RGB,
        "PadIfNeeded#0: fill " + one_each(3, "(1.0, 2.0)"),
    ),
    "the fill of a warp": ([A.Rotate((9, 9), fill=(1, 2), p=1)], RGB, "Rotate#0: fill " + one_each(3, "(1.0, 2.0)")),
    "the fill of a bend": (
        [A.ElasticTransform(fill=(1, 2), p=1)],
        RGB,
        "ElasticTransform#0: fill " + one_each(3, "(1.0, 2.0)"),
    ),
    "a window too large": (
        [A.RandomCrop(99, 99)],
        RGB,
        "RandomCrop#0 needs an image of at least (99, 99) (height, width), got (64, 64); "
        "pad_if_needed=True pads smaller ones",
    ),
    "a window outside": (
        [A.Crop(90, 0, 99, 9)],
        RGB,
        "Crop#0 needs an image larger than (0, 90) (height, width), where the window starts, got (64, 64)",
    ),
    "a mask": (
        [A.CropNonEmptyMaskIfExists(9, 9)],
        RGB,
        "CropNonEmptyMaskIfExists#0 needs a mask: pass mask= or masks= beside the image",
    ),
    "channels that are not there": (
        [A.SelectiveChannelTransform([A.RandomGamma()], channels=(0, 4))],
        RGB,
        "SelectiveChannelTransform#0 needs an image of 5 channels or more, got 3",
    ),
    "a child of some channels": (
        [A.SelectiveChannelTransform([A.ToGray(p=1)], channels=(0, 1))],
        RGB,
        "SelectiveChannelTransform#0/ToGray#0 " + gray_needs(2),
    ),
    "a step in groups": (
        [A.OneOf([A.Sequential([A.NoOp(), A.ToGray(p=1, name="gray")], p=1)], p=1)],
        FIVE,
        "OneOf#0/Sequential#0/gray#0 " + gray_needs(5),
    ),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_need_is_told_while_drawing_and_names_the_step(case):
    transforms, image, message = CALLS[case]
    for run in (A.Compose(transforms, seed=1), A.Compose(transforms, seed=1).draw_plan):
        with told(f"Compose/{message}"):
            run(image=image)


def test_a_bare_transform_is_its_own_step():
    with told("ToGray " + gray_needs(5)):
        A.ToGray(p=1)(image=FIVE)


def test_no_pixel_moves_before_a_need_is_told(monkeypatch):
    monkeypatch.setattr(Gamma, "pixels", lambda *_: pytest.fail("a pixel moved"))
    with pytest.raises(ValueError, match="ToGray#0 needs"):
        A.Compose([A.RandomGamma(p=1), A.ToGray(p=1)])(image=FIVE)


def test_a_step_that_does_not_fire_needs_nothing():
    assert A.Compose([A.ToGray(p=0), A.HueSaturationValue(p=0)])(image=FIVE)["image"].shape == FIVE.shape


def test_masks_alone_have_no_channels_to_need():
    mask = picture(64, 64, None)
    steps = [A.ToGray(p=1), A.CoarseDropout(fill=(1, 2, 3), p=1), A.Normalize(), A.Rotate((9, 9), fill=(1, 2, 3), p=1)]
    assert A.Compose(steps, seed=1)(mask=mask)["mask"].shape == mask.shape


def test_a_second_image_is_told_when_it_is_reached():
    pipeline = A.Compose([A.NoOp(), A.ToGray(p=1)], additional_targets={"depth": "image"})
    with told("Compose/ToGray#0 " + gray_needs(5)):
        pipeline(image=RGB, depth=FIVE)


def test_in_a_replay_the_plan_names_the_step():
    plan = A.Compose([A.HorizontalFlip(p=1), A.ToGray(p=1)], seed=1).draw_plan(image=RGB)
    with told("Compose/ToGray#0 " + gray_needs(5)):
        A.Compose([]).apply_plan(A.Plan.from_json(plan.to_json()), image=FIVE)
    plan = A.Compose([A.RandomCrop(60, 60)], seed=1).draw_plan(image=RGB)
    with pytest.raises(ValueError, match=r"^Compose/RandomCrop#0: Window\(.*\) is no window of an image of width 9"):
        A.Compose([]).apply_plan(plan, image=RGB[:9, :9])


def fail(*_):
    raise ValueError("the kernel says no")


@pytest.mark.parametrize("optimize", [True, False])
def test_a_step_that_fails_while_running_is_named_though_steps_were_merged(monkeypatch, optimize):
    """The two gammas run as one table, behind the flip; the one at fault is found by running them as drawn."""
    plain = Gamma.table
    monkeypatch.setattr(Gamma, "table", lambda op: fail() if op.gamma > 1 else plain(op))
    steps = [A.RandomGamma((50, 50), p=1), A.RandomGamma((300, 300), p=1), A.HorizontalFlip(p=1)]
    for data in ({"image": RGB}, {"images": [RGB, RGB]}, {"volume": RGB[None]}):
        with told("Compose/RandomGamma#1: the kernel says no"):
            A.Compose(steps, optimize=optimize)(**data)


def test_merged_steps_that_fail_only_together_are_all_named(monkeypatch):
    monkeypatch.setattr(Dihedral, "then", lambda *_: Window(0, 0, 9, 9))
    monkeypatch.setattr(Window, "pixels", fail)
    steps = [A.HorizontalFlip(p=1), A.VerticalFlip(p=1)]
    monkeypatch.setattr(Dihedral, "is_identity", False)
    monkeypatch.setattr(Window, "is_identity", False, raising=False)
    with pytest.raises(ValueError, match=r"^Compose/HorizontalFlip#0 \+ Compose/VerticalFlip#0: the kernel says no$"):
        A.Compose(steps)(image=RGB)


@pytest.mark.parametrize("raw", [cv2.error("(-215) assertion"), IndexError("3"), ZeroDivisionError(), OverflowError()])
def test_a_raw_error_of_a_kernel_becomes_the_cause_of_a_sentence(monkeypatch, raw):
    def broken(*_):
        raise raw

    monkeypatch.setattr(Gamma, "table", broken)
    what = "image of shape (64, 64, 3) and uint8"
    with told(f"Compose/RandomGamma#0: Gamma cannot be applied to {what}: {type(raw).__name__}") as caught:
        A.Compose([A.RandomGamma(p=1)])(image=RGB)
    assert caught.value.__cause__ is raw


def test_boxes_and_keypoints_name_the_step_too(monkeypatch):
    monkeypatch.setattr(Dihedral, "boxes", fail)
    pipeline = A.Compose([A.NoOp(), A.HorizontalFlip(p=1)], bbox_params=A.BboxParams("pascal_voc"))
    with told("Compose/HorizontalFlip#0: the kernel says no"):
        pipeline(image=RGB, bboxes=[[1, 2, 3, 4]])


class Broken(A.ImageOnlyTransform):
    def __init__(self, error, where="apply", p=1.0):
        super().__init__(p)
        self.error, self.where = error, where

    def get_params(self):
        if self.where == "get_params":
            raise self.error
        return {}

    def apply(self, img, **params):
        raise self.error


@pytest.mark.parametrize("where", ["apply", "get_params"])
def test_an_error_of_your_own_transform_stays_what_it_is_and_gets_a_note(where):
    class Mine(Exception):
        pass

    mine = Mine("a", 3)
    with pytest.raises(Mine) as caught:
        A.Compose([A.NoOp(), Broken(mine, where)])(image=RGB)
    assert caught.value is mine
    assert mine.args == ("a", 3)
    assert mine.__notes__ == ["raised by the step Compose/Broken#0"]
    with told("Compose/OneOf#0/Broken#0: no"):
        A.Compose([A.OneOf([Broken(ValueError("no"), where)], p=1)])(image=RGB)


# --- no name of a transform below the transforms ----------------------------------------------------------------------

FORMER = "ops/former.py"
"""Names the ops of earlier plan formats, three of which had a transform's name."""


def strings_and_names(tree):
    """Every identifier but OpenCV's own, and every text that is no docstring."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    first = (body[0] for body in bodies if body)
    docstrings = {id(node.value) for node in first if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from re.findall(r"\w+", node.value)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) != "cv2":
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


def transforms_named(root):
    names = {name for name, cls in TRANSFORMS.items() if cls.__module__.startswith("augrepro.")}
    for path in sorted((*root.glob("ops/*.py"), *root.glob("kernels/*.py"))):
        name = path.relative_to(root).as_posix()
        if name != FORMER:
            yield from (f"{name}: {found}" for found in {*strings_and_names(ast.parse(path.read_text()))} & names)


def test_ops_and_kernels_name_no_transform():
    assert list(transforms_named(ROOT)) == []


@pytest.mark.parametrize(
    "planted",
    [
        'def f(x):\n    raise ValueError(f"CoarseDropout.fill={x!r}")\n',
        "class CoarseDropout:\n    pass\n",
        "from x import CoarseDropout\n",
    ],
)
@pytest.mark.parametrize("room", ["ops", "kernels"])
def test_a_planted_name_is_found(tmp_path, room, planted):
    (tmp_path / room).mkdir()
    (tmp_path / room / "erase.py").write_text(planted)
    assert list(transforms_named(tmp_path)) == [f"{room}/erase.py: CoarseDropout"]


def test_the_record_of_a_failing_call_is_json():
    """A plan whose step fails elsewhere is still a plan: nothing of the error stays in it."""
    plan = A.Compose([A.ToGray(p=1)], seed=1).draw_plan(image=RGB)
    with pytest.raises(ValueError, match="ToGray#0"):
        A.Compose([]).apply_plan(plan, image=FIVE)
    assert json.loads(plan.to_json())["steps"][0]["path"] == "Compose/ToGray#0"
