"""``Compose(exactness=)``: what a weaker promise changes, and all that it leaves as it is."""

from __future__ import annotations

import json
import pickle
from typing import Any
from unittest import mock

import cv2
import numpy as np
import pytest
from catalogue import CATALOGUE
from laws.grades import departures, examples
from samples import digest, picture, same, striped_mask

import augrepro as A
from augrepro.engine.declare.errors import PlanError
from augrepro.engine.op import Grade
from augrepro.engine.plan import Plan, Step
from augrepro.engine.targets.table import Shape
from augrepro.kernels import bilinear, free
from augrepro.ops.distortions import GridWarp
from augrepro.ops.look import CUBIC, LINEAR, NEAREST, Look
from augrepro.ops.pointwise import Invert
from augrepro.ops.remap import FreeRemap, Projection, Warp
from augrepro.show.machine import lines

FREER = (
    A.Rotate(p=1),
    A.SafeRotate(p=1),
    A.ShiftScaleRotate(p=1, border_mode=4),
    A.Affine(scale=(0.6, 1.4), rotate=(-40, 40), shear=(-9, 9), fill=(7, 90, 200), p=1),
    A.Perspective(p=1, fit_output=True),
    A.ElasticTransform(p=1, alpha=40, sigma=6),
    A.GridDistortion(p=1),
    A.OpticalDistortion(p=1),
    A.PiecewiseAffine(p=1),
    A.ThinPlateSpline(p=1),
)
FREED = [op for op in examples() if op.within(Grade.SAME_BUILD) is not op]
HEIGHT, WIDTH = 61, 83
STEP, MEAN = 8.0, 0.3
"""Levels of 255 by which a pixel, and all on average, may differ on photographs: a 32nd of a pixel is seen."""


def smooth(channels: int = 3, dtype: str = "uint8") -> Any:
    """An image as a lens makes them, with soft edges."""
    found = cv2.GaussianBlur(picture(HEIGHT, WIDTH, channels), (0, 0), 2.0).reshape(HEIGHT, WIDTH, channels)
    found = cv2.normalize(found, None, 0, 255, cv2.NORM_MINMAX).reshape(found.shape)
    if dtype == "uint16":
        return found.astype(dtype) * 257
    return found if dtype == "uint8" else (found / np.float32(255)).astype(dtype)


def sample(channels: int = 3, dtype: str = "uint8") -> dict[str, Any]:
    return {
        "image": smooth(channels, dtype),
        "mask": striped_mask(HEIGHT, WIDTH),
        "bboxes": [[4.0, 3.0, 50.0, 48.0], [18.0, 6.0, 80.0, 52.0]],
        "keypoints": [[35.0, 24.0], [36.0, 32.0]],
    }


def pipeline(*transforms: Any, exactness: Any = "same-build", **more: Any) -> A.Compose:
    return A.Compose(
        [*transforms],
        A.BboxParams("pascal_voc", label_fields=[]),
        A.KeypointParams("xy"),
        seed=7,
        exactness=exactness,
        **more,
    )


@pytest.mark.parametrize("transform", FREER, ids=lambda transform: type(transform).__name__)
def test_a_weaker_promise_changes_pixels_by_a_step_and_nothing_else(transform):
    if "fill" in transform.declared and transform.fill != 0:
        kinds = [(3, "uint8")]
    else:
        kinds = [(3, "uint8"), (1, "uint8"), (3, "float32"), (5, "uint8")]
    for channels, dtype in kinds:
        given = sample(channels, dtype)
        exact, arch, build = (
            pipeline(transform, exactness=kind)(**given) for kind in ("exact", "same-arch", "same-build")
        )
        assert same(exact, arch), "no faster way is known that holds on an architecture"
        for name in ("bboxes", "keypoints"):
            assert same(exact[name], build[name])
        assert (exact["mask"] != build["mask"]).mean() < 0.002
        one, other = exact["image"], build["image"]
        assert (one.shape, one.dtype) == (other.shape, other.dtype)
        away = np.abs(one.astype(np.float64) - other) * (1 if dtype == "uint8" else 255)
        assert away.max() <= STEP
        assert away.mean() <= MEAN


@pytest.mark.parametrize("op", FREED, ids=lambda op: type(op).__name__)
def test_the_faster_way_holds_on_one_build(op):
    freed = op.within(Grade.SAME_BUILD)
    assert op.within(Grade.EXACT) is op is op.within(Grade.SAME_ARCH)
    for dtype in ("uint8", "float32"):
        assert freed.grade(dtype) is Grade.SAME_BUILD
        for channels in (1, 3, 5):
            assert list(departures(freed, "image", picture(40, 67, channels, dtype))) == []
    assert list(departures(freed, "mask", striped_mask(40, 67)[..., None])) == []


def test_each_warp_and_flow_has_one():
    assert {type(op).__name__ for op in FREED} == {
        "AffinePieces", "Elastic", "GridShift", "GridWarp", "Projection", "Radial", "ThinPlate", "Warp",
    }  # fmt: skip


TURNED = Warp((0.91, 0.31, 2.1, -0.23, 1.13, 1.2), 40, 60)
HORIZON = Projection((1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.03, 0.0, 0.2), 40, 60)
STEEP = Warp((1e-5, 0.0, 3.0, 0.0, 1e-5, 3.0), 40, 60)
CUBIC_WARP = Warp((0.9, 0.3, 2.0, -0.2, 1.1, 1.0), 40, 60, Look(CUBIC))


@pytest.mark.parametrize("op", [HORIZON, STEEP, CUBIC_WARP], ids=["a horizon", "a steep map", "cubic reading"])
def test_what_opencv_does_otherwise_is_done_as_ever(op):
    image = picture(40, 60)
    assert FreeRemap(op).pixels(image).tobytes() == op.pixels(image).tobytes()


@pytest.mark.parametrize("dtype", ["int32", "float64", "int16", "bool"])
def test_masks_of_every_dtype_go_through(dtype):
    mask = (striped_mask(40, 60)[..., None] % 2).astype(dtype)
    freed = FreeRemap(TURNED).mask(mask)
    assert freed.dtype == mask.dtype
    assert (freed != TURNED.mask(mask)).mean() < 0.002


TIES = {
    "half a pixel to the right and down": (1.0, 0.0, 0.5, 0.0, 1.0, 0.5),
    "half as large": (0.5, 0.0, 0.0, 0.0, 0.5, 0.0),
}


@pytest.mark.parametrize("forward", TIES.values(), ids=TIES)
def test_of_two_pixels_as_near_masks_take_the_one_that_they_always_take(forward):
    numbers = np.arange(40 * 60, dtype=np.uint16).reshape(40, 60, 1)
    for op in (Warp(forward, 40, 60), Projection((*forward, 0.0, 0.0, 1.0), 40, 60)):
        assert np.array_equal(FreeRemap(op).mask(numbers), op.mask(numbers))


def test_a_cubic_warp_of_images_with_a_nearest_mask_is_freed_for_the_mask_alone():
    assert isinstance(CUBIC_WARP.within(Grade.SAME_BUILD), FreeRemap)
    both = Warp(CUBIC_WARP.forward, 40, 60, Look(CUBIC, CUBIC))
    assert both.within(Grade.SAME_BUILD) is both
    assert Look(LINEAR, NEAREST) == Look()


def many(exactness: Any = "same-build", **more: Any) -> A.Compose:
    crop = A.RandomCrop(40, 50, p=1)
    return pipeline(
        A.Rotate(p=1), A.HorizontalFlip(), A.UnsharpMask(p=0.5), crop, A.RandomGamma(p=1), exactness=exactness, **more
    )


def test_rewriting_threads_and_keys_change_nothing():
    given, keys = sample(), [3, "name", (1, 2)]
    expected = [digest(many()(**given, sample_key=key)) for key in keys]
    assert expected == [digest(many(optimize=False)(**given, sample_key=key)) for key in keys]
    assert expected == [digest(pickle.loads(pickle.dumps(many()))(**given, sample_key=key)) for key in keys]
    cv2.setNumThreads(3)
    try:
        assert expected == [digest(many()(**given, sample_key=key)) for key in keys]
    finally:
        cv2.setNumThreads(-1)
    assert expected != [digest(many("exact")(**given, sample_key=key)) for key in keys]


def test_a_plan_says_how_it_was_run_and_replays_so_everywhere():
    given = sample()
    made = many()(**given)
    plan = many().draw_plan(**given)
    assert plan.exactness == "same-build"
    assert plan.grade("uint8") is Grade.SAME_BUILD
    assert ", same-build: Rotate#0" in repr(plan)
    assert str(plan).endswith("\nrun with exactness=same-build")
    assert "same-build" in plan._repr_html_()
    again = Plan.from_json(plan.to_json())
    assert again == plan
    for player in (many(), many("exact"), many("same-arch")):
        assert same(player.apply_plan(again, **given), made)
    exact = many("exact").draw_plan(**given)
    assert "exactness" not in exact.to_dict()
    assert exact.grade("uint8") is Grade.EXACT
    assert same(many().apply_plan(exact, **given), many("exact")(**given))
    assert A.plan_changes(exact, plan, before="snapshot has") == ["run with exactness=same-build, snapshot has exact"]


def test_a_record_replays_so_too():
    image = smooth()
    result = A.ReplayCompose([A.Rotate(p=1)], seed=3, exactness="same-build")(image=image)
    record = json.loads(json.dumps(result["replay"]))
    assert record["exactness"] == "same-build"
    assert same(A.ReplayCompose.replay(record, image=image)["image"], result["image"])
    assert not same(A.ReplayCompose.replay({**record, "exactness": "exact"}, image=image)["image"], result["image"])


def test_a_plan_of_an_unknown_exactness_is_refused():
    data = Plan(Shape(4, 4, 3), (Step(Invert(), "x"),)).to_dict()
    for wrong in ("same-machine", None, 1, ["exact"]):
        with pytest.raises(PlanError, match="plan: exactness must be one of exact, same-arch, same-build, got"):
            Plan.from_dict({**data, "exactness": wrong})


def test_files_and_repr_hold_it_where_it_is_not_the_default():
    pipe = many("same-arch")
    data = A.to_dict(pipe)
    assert data["transform"]["exactness"] == "same-arch"
    assert A.from_dict(json.loads(json.dumps(data))) == pipe
    assert "exactness='same-arch'" in repr(pipe)
    assert "exactness" not in A.to_dict(many("exact"))["transform"]
    assert "exactness" not in repr(many("exact"))
    assert many("exact") != pipe
    assert A.Compose([]).exactness == "exact"
    assert (pipe + A.Blur(p=1)).exactness == "same-arch"


def test_pipelines_inside_take_that_of_the_outermost():
    given = {"image": smooth()}
    inside = A.Compose([A.Compose([A.OneOf([A.Compose([A.Rotate(p=1)])], p=1)])], seed=2, exactness="same-build")
    plan = inside.draw_plan(**given)
    assert plan.exactness == "same-build"
    assert same(inside.apply_plan(plan, **given), A.Compose([], exactness="same-build").apply_plan(plan, **given))


class Passing(A.Rotate):
    """A turn that hands on to its base."""

    def apply(self, img, **params):
        return super().apply(img, **params)


def test_a_class_or_a_mock_that_hands_on_to_its_base_runs_as_the_base_does():
    given = {"image": smooth(), "mask": (smooth()[..., 0] > 99).astype(np.uint8)}
    for kind in ("exact", "same-build"):
        pipes = [A.Compose([cls((33, 33), p=1)], seed=1, exactness=kind) for cls in (A.Rotate, Passing)]
        wanted, passed = (pipe(**given) for pipe in pipes)
        with mock.patch.object(A.Rotate, "apply", autospec=True, side_effect=A.Rotate.apply):
            mocked = pipes[0](**given)
        plan = pipes[1].draw_plan(**given)
        assert same(wanted, passed)
        assert same(wanted, mocked)
        assert same(wanted, A.Compose([]).apply_plan(plan, **given))
        exact = kind == "exact"
        assert same(wanted, A.Compose([A.Rotate((33, 33), p=1)], seed=1)(**given)) is exact


@pytest.mark.parametrize(
    ("inner", "outer"), [("same-build", "exact"), ("same-arch", "exact"), ("same-arch", "same-build")]
)
def test_one_call_has_one_exactness(inner, outer):
    child = A.OneOf([A.Compose([], exactness=inner)])
    words = f"Compose.exactness must be that of the ReplayCompose around it, '{outer}', got '{inner}': .* outermost"
    with pytest.raises(ValueError, match=words):
        A.ReplayCompose([child], exactness=outer)
    with pytest.raises(ValueError, match=r"Compose.exactness must be that of the Compose around it"):
        A.Compose([], exactness=outer) + child
    A.Compose([child], exactness=inner)


def test_an_unknown_value_is_one_clear_error_and_a_known_one_is_fixed():
    with pytest.raises(
        ValueError, match=r"Compose.exactness must be one of .*, got 'same_build'; did you mean 'same-build'"
    ):
        A.Compose([], exactness="same_build")
    for wrong in (None, True, 3):
        with pytest.raises((ValueError, TypeError), match=r"Compose.exactness must be one of 'exact', 'same-arch'"):
            A.Compose([], exactness=wrong)
    with pytest.raises(AttributeError, match=r"Compose.exactness is fixed when it is built"):
        A.Compose([]).exactness = "same-build"


def test_the_report_of_a_machine_names_what_runs_faster():
    told = [line for line in lines() if "exactness=" in line]
    assert told[0] == "with Compose(exactness='same-arch') all run as with exact"
    start, names = told[1].split(": ")
    freed = {name for name, ways in CATALOGUE.items() for arguments in ways if runs_faster(name, arguments)}
    assert {"Affine", "GridElasticDeform", "Rotate"} <= freed
    assert set(names.split(", ")) == freed
    assert start == f"with Compose(exactness='same-build') {len(freed)} run by faster ways"


def runs_faster(name: str, arguments: dict[str, Any]) -> bool:
    """Whether a transform of whole images draws an op that has a faster way."""
    transform = getattr(A, name)(**arguments, p=1)
    transform.set_random_seed(3)
    try:
        ops = transform.draw_plan(image=picture(24, 32), mask=striped_mask(24, 32)).ops
    except ValueError:  # it needs boxes, volumes or a reference, which no warp does
        return False
    return any(op.within(Grade.SAME_BUILD) is not op for op in ops)


WAYS = {
    "a warp of bytes": (Warp, 13, "uint8", True),
    "a warp of two bytes": (Warp, 2, "uint8", "in integers"),
    "a warp of few floats": (Warp, 5, "float32", True),
    "a warp of many floats": (Warp, 6, "float32", False),
    "a projection of many floats": (Projection, 6, "float32", False),
    "a flow of few bytes": (GridWarp, 4, "uint8", "in integers"),
    "a flow of many bytes": (GridWarp, 5, "uint8", "in integers"),
    "a flow of many uint16": (GridWarp, 13, "uint16", True),
    "a flow of many floats": (GridWarp, 5, "float32", False),
}


@pytest.mark.parametrize(("kind", "channels", "dtype", "freed"), WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("blending", ["in integers", "as this machine does"])
def test_where_opencvs_own_way_is_no_faster_the_exact_one_runs(kind, channels, dtype, freed, blending, monkeypatch):
    """Bytes that OpenCV 4 blends are read twice by the exact way: there the other is faster for more of them."""
    op = next(op for op in FREED if type(op) is kind and op.look.interpolation == LINEAR)
    image = smooth(channels, dtype)
    if blending == "in integers":
        monkeypatch.setattr(bilinear.four, "_chosen", dict.fromkeys((True, False), bilinear.four.reference))
    if freed == "in integers":
        freed = not bilinear.four.holds
    assert same(op.within(Grade.SAME_BUILD).pixels(image), op.pixels(image)) is not freed


def test_masks_of_many_channels_are_read_the_exact_way():
    mask = picture(40, 60, 5)
    for op in (TURNED, Projection((*TURNED.forward, 0.0, 0.0, 1.0), 40, 60)):
        assert same(FreeRemap(op).mask(mask), op.mask(mask))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(free, "MOST_NEAREST", 5)
        assert not same(FreeRemap(TURNED).mask(mask), TURNED.mask(mask)), "an image that tells the ways apart"
