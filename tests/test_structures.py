"""Pipelines that cannot be what they seem: held by themselves, saved but never loaded, a record over a target."""

import io

import numpy as np
import pytest

import augrepro as A

IMAGE = np.arange(16 * 12 * 3, dtype=np.uint8).reshape(16, 12, 3)
VOLUME = np.zeros((4, 16, 12, 3), np.uint8)


class Unregistered(A.ImageOnlyTransform):
    def apply(self, img, **params):
        return img


def nested(levels):
    """Groups that lie in each other, the outermost included."""
    node = A.NoOp()
    for _ in range(levels - 1):
        node = A.Sequential([node])
    return A.Compose([node], seed=7)


def holds_itself():
    pipe = A.Compose([A.NoOp()], seed=7)
    pipe.transforms.append(pipe)
    return pipe


def holds_itself_deeper():
    pipe, inner = A.Compose([A.NoOp()], seed=7), A.Sequential([A.OneOf([A.NoOp()])])
    pipe.transforms.append(inner)
    inner.transforms[0].transforms.append(pipe)
    return pipe


@pytest.mark.parametrize("make", [holds_itself, holds_itself_deeper])
@pytest.mark.parametrize(
    "use",
    [lambda pipe: pipe(image=IMAGE), lambda pipe: pipe.to_dict(), lambda pipe: A.save(pipe, io.StringIO()), lambda pipe: A.OneOf([pipe])],
    ids=["called", "to_dict", "saved", "a child"],
)  # fmt: skip
def test_a_pipeline_that_holds_itself(make, use):
    with pytest.raises(ValueError, match=r"transforms must not hold the \w+ itself"):
        use(make())


@pytest.mark.parametrize("make", [holds_itself, holds_itself_deeper])
def test_a_pipeline_that_holds_itself_can_be_printed(make):
    assert "..." in repr(make())


def test_one_child_at_two_places_is_no_cycle():
    flip = A.Sequential([A.HorizontalFlip(p=1)], p=1)
    assert (A.Compose([flip, flip])(image=IMAGE)["image"] == IMAGE).all()


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_as_many_groups_as_are_saved_are_loaded(suffix, tmp_path):
    path = tmp_path / f"pipeline.{suffix}"
    A.save(nested(19), path)
    assert A.load(path) == nested(19)
    before = path.read_text()
    with pytest.raises(ValueError, match="at most 19 groups lie in each other"):
        A.save(nested(20), path)
    assert path.read_text() == before


def test_more_than_is_loaded_is_not_saved(tmp_path):
    pipe = A.Compose([A.Affine() for _ in range(6000)], seed=7)
    for place in (tmp_path / "pipeline.json", io.StringIO()):
        with pytest.raises(ValueError, match=r"more than the 4194304 .* could not be loaded: nothing was written"):
            A.save(pipe, place)
    assert not [*tmp_path.iterdir()]


def test_a_plan_of_more_than_is_loaded_is_not_saved(tmp_path):
    pipe = A.Compose([A.HorizontalFlip(p=1, name="n" * 3000) for _ in range(1500)], seed=7)
    with pytest.raises(ValueError, match="more than the 4194304"):
        pipe.draw_plan(image=IMAGE).save(tmp_path / "plan.json")


@pytest.mark.parametrize("group", [A.Compose, A.OneOf])
def test_an_unregistered_class_is_not_saved(group):
    for inside in (Unregistered(), A.Sequential([Unregistered()])):
        with pytest.raises(
            NotImplementedError,
            match=r'test_structures.Unregistered cannot be saved.*@augrepro.register\("yours.Unregistered"\)',
        ):
            A.save(group([inside]), io.StringIO())
    with pytest.warns(UserWarning, match="cannot be saved"):
        A.save(group([Unregistered()]), io.StringIO(), on_not_implemented_error="warn")


def test_a_lambda_is_saved_with_a_name_alone():
    with pytest.raises(NotImplementedError, match="Lambda holds functions and cannot be saved: give it name="):
        A.save(A.Compose([A.Lambda(image=np.copy)]), io.StringIO())
    A.save(A.Compose([A.Lambda(image=np.copy, name="mine")]), io.StringIO())


@pytest.mark.parametrize(
    ("key", "arguments"),
    [
        ("image", {}),
        ("masks", {}),
        ("labels", {"bbox_params": A.BboxParams("coco", label_fields=["labels"])}),
        ("names", {"keypoint_params": A.KeypointParams("xy", label_fields=["names"])}),
        ("left", {"additional_targets": {"left": "image"}}),
        ("applied_transforms", {"save_applied_params": True}),
    ],
)
def test_a_record_that_would_replace_a_result(key, arguments):
    with pytest.raises(ValueError, match=f"ReplayCompose.save_key must be none of the targets .* got '{key}'"):
        A.ReplayCompose([A.NoOp()], save_key=key, **arguments)


def test_a_record_whose_place_becomes_a_target():
    pipe = A.ReplayCompose([A.NoOp()])
    with pytest.raises(ValueError, match="save_key"):
        pipe.add_targets({"replay": "image"})
    assert pipe.additional_targets == {}
    with pytest.raises(ValueError, match=r"ReplayCompose.save_key must be a text, got 5"):
        A.ReplayCompose([A.NoOp()], save_key=5)


def test_an_image_beside_a_volume_that_changed_says_why():
    pipe = A.Compose([A.Pad3D(2, p=1), A.CenterCrop(18, 14)], seed=7)
    with pytest.raises(
        ValueError, match=r"Compose/CenterCrop#0: .*need one size \(a transform of volumes changes volumes alone"
    ):
        pipe(image=IMAGE, volume=VOLUME)
