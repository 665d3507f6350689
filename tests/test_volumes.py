"""Volumes: depth in shapes, plans and checks, ops that see whole volumes, containers, and keypoints with a z."""

from __future__ import annotations

import json

import numpy as np
import pytest
from catalogue import BUILT, BUILT_VOLUMETRIC, REFERENCES, made
from samples import picture, same

import augrepro as A
from augrepro.engine.frame import Frame
from augrepro.engine.op import Op, VolumeOp
from augrepro.engine.targets.table import TARGETS, Kind, Shape
from augrepro.ops.grid import Window
from augrepro.ops.volume import PadVolume, Subvolume

RNG = np.random.default_rng(11)
DEPTH, HEIGHT, WIDTH = 5, 8, 10
VOLUME = RNG.integers(0, 256, (DEPTH, HEIGHT, WIDTH, 3), np.uint8)
FLAT = VOLUME[..., 0].copy()
MASK = RNG.integers(0, 4, (DEPTH, HEIGHT, WIDTH), np.uint8)
MIDDLE = (slice(1, 4), slice(2, 6), slice(2, 7))
"""The voxels that ``CROP`` keeps."""
CROP = A.CenterCrop3D((3, 4, 5))


def crop(**arguments):
    return A.Compose([CROP], **arguments)


class Ask(A.DualTransform):
    """Does nothing, and keeps what it was shown."""

    def __init__(self):
        super().__init__(p=1)
        self.seen = {}

    def get_params_dependent_on_data(self, params, data):
        self.seen = {**data, "shape": params["shape"]}
        return {}

    def apply(self, img, **params):
        return img

    def apply_to_keypoints(self, keypoints, **params):
        return keypoints


# --- what comes in goes out: axes, dtypes, containers, counts


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("channels", [None, 1, 3, 6])
@pytest.mark.parametrize("name", ["volume", "volumes"])
def test_axes_and_dtype_of_volumes_stay(name, channels, dtype):
    shape = (DEPTH, HEIGHT, WIDTH) if channels is None else (DEPTH, HEIGHT, WIDTH, channels)
    volume = RNG.integers(0, 2, shape).astype(dtype)
    given = volume if name == "volume" else np.stack([volume, volume[::-1]])
    before = given.copy()
    out = crop()(**{name: given})[name]
    expected = given[MIDDLE] if name == "volume" else np.stack([one[MIDDLE] for one in given])
    assert same(out, np.ascontiguousarray(expected))
    assert out.flags.c_contiguous
    assert not np.may_share_memory(out, given)
    assert same(given, before)


@pytest.mark.parametrize("dtype", [np.uint8, np.bool_, np.uint16, np.int16, np.int32, np.float32])
@pytest.mark.parametrize("name", ["mask3d", "masks3d"])
def test_masks_of_every_dtype_are_cropped_and_padded(name, dtype):
    mask = MASK.astype(dtype)
    given = mask if name == "mask3d" else np.stack([mask] * 2)
    transform = A.Compose([CROP, A.Pad3D(1, fill=9, fill_mask=1)])
    out = transform(volume=FLAT, **{name: given})[name]
    one = np.pad(mask[MIDDLE], 1, constant_values=1)
    assert same(out, one if name == "mask3d" else np.stack([one] * 2))


@pytest.mark.parametrize("transform", [CROP, A.HorizontalFlip(p=1), A.NoOp(p=1)], ids=lambda t: type(t).__name__)
def test_containers_stay(transform):
    pipeline = A.Compose([transform])
    whole = pipeline(volume=FLAT)["volume"]
    out = pipeline(volumes=[FLAT, FLAT], masks3d=[MASK], volume=list(FLAT), mask3d=MASK)
    assert [type(value) for value in out.values()] == [list, list, list, np.ndarray]
    assert same(out["volumes"], [whole, whole])
    assert same(out["volume"], list(whole))
    assert same(out["masks3d"], [out["mask3d"]])
    nested = pipeline(volumes=[list(FLAT), list(FLAT)])["volumes"]
    assert same(nested, [list(whole)] * 2)


@pytest.mark.parametrize("transform", [CROP, A.RandomCrop(4, 5), A.Rotate(20, p=1), A.NoOp(p=1), Ask()])
def test_counts_of_none_and_one(transform):
    pipeline = A.Compose([transform])
    one = pipeline(volume=VOLUME, volumes=VOLUME[None], masks3d=[], masks=np.zeros((0, HEIGHT, WIDTH), bool))
    height, width = one["volume"].shape[1:3] if not isinstance(transform, A.CenterCrop3D) else (HEIGHT, WIDTH)
    assert same(one["volumes"], one["volume"][None])
    assert one["masks3d"] == []
    assert same(one["masks"], np.zeros((0, height, width), bool))
    none = pipeline(volume=VOLUME, masks3d=np.zeros((0, DEPTH, HEIGHT, WIDTH, 2), np.int32))
    assert same(none["masks3d"], np.zeros((0, *none["volume"].shape[:3], 2), np.int32))


def test_a_mask_stack_of_none_follows_an_image():
    out = A.Compose([A.RandomCrop(4, 5), A.Resize(6, 7)])(image=FLAT[0], masks=np.zeros((0, HEIGHT, WIDTH), np.uint8))
    assert same(out["masks"], np.zeros((0, 6, 7), np.uint8))


def test_a_volume_of_one_plane_is_a_volume():
    out = A.Compose([A.CenterCrop3D((1, 4, 5)), A.HorizontalFlip(p=1)])(volume=FLAT[:1], mask3d=MASK[:1] > 1)
    assert same(out["volume"], np.ascontiguousarray(FLAT[:1, 2:6, 2:7][..., ::-1]))
    assert same(out["mask3d"], np.ascontiguousarray((MASK[:1, 2:6, 2:7] > 1)[..., ::-1]))
    assert A.Compose([A.CenterCrop3D((3, 4, 5), pad_if_needed=True)])(volume=FLAT[:1])["volume"].shape == (3, 4, 5)


def test_an_untouched_volume_is_a_copy():
    out = A.Compose([A.RandomGamma(p=1), A.NoOp(p=1)])(volume=VOLUME, mask3d=MASK)
    assert same(out["mask3d"], MASK)
    assert not np.may_share_memory(out["mask3d"], MASK)


# --- one draw for every plane


@pytest.mark.parametrize(("name", "kind", "arguments"), BUILT, ids=[f"{name}-{kind}" for name, kind, _ in BUILT])
def test_a_plane_of_a_volume_fares_as_an_image_does(name, kind, arguments):
    planes = np.stack([picture(24, 32, seed=seed) for seed in range(3)])
    mask = (planes[..., 0] > 127).astype(np.uint8)
    pipeline = A.Compose([made(name, arguments)], seed=3)
    plan = pipeline.draw_plan(volume=planes, mask3d=mask, **REFERENCES)
    assert plan.shape == Shape(24, 32, 3, 3)
    out = pipeline.apply_plan(plan, volume=planes, mask3d=mask, volumes=np.stack([planes] * 2), **REFERENCES)
    for i in range(3):
        alone = pipeline.apply_plan(plan, image=planes[i], mask=mask[i], **REFERENCES)
        assert same(np.ascontiguousarray(out["volume"][i]), alone["image"])
        assert same(np.ascontiguousarray(out["mask3d"][i]), alone["mask"])
        assert same(np.ascontiguousarray(out["volumes"][1, i]), alone["image"])


@pytest.mark.parametrize(("name", "kind", "arguments"), BUILT, ids=[f"{name}-{kind}" for name, kind, _ in BUILT])
def test_an_op_that_sees_planes_keeps_the_depth(name, kind, arguments):
    shape = Shape(24, 32, 3, 7)
    for op in (
        A.Compose([made(name, arguments)], seed=3).draw_plan(image=picture(24, 32), mask=MASKED, **REFERENCES).ops
    ):
        assert not op.volumetric
        shape = op.after(shape)
        assert shape.depth == 7, op


MASKED = (picture(24, 32)[..., 0] > 127).astype(np.uint8)


def test_rewriting_stops_at_a_volume_and_goes_on_behind_it():
    volume = RNG.integers(0, 256, (6, 64, 60, 1), np.uint8)
    before = [A.RandomGamma(p=1), A.D4(p=1), A.RandomCrop(56, 52)]
    steps = [*before, A.RandomCrop3D((4, 50, 50)), A.D4(p=1), A.InvertImg(p=1)]
    fast, slow = (A.Compose(steps, seed=5, optimize=choice) for choice in (True, False))
    assert same(fast(volume=volume, mask3d=volume), slow(volume=volume, mask3d=volume))


# --- shapes that are compared


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"volume": VOLUME, "mask3d": MASK[:2]}, r"mask3d must have the depth of volume, 5, got 2"),
        ({"mask3d": MASK[:2], "volume": VOLUME}, r"mask3d must have the depth of volume, 5, got 2"),
        ({"volume": VOLUME, "volumes": VOLUME[None, :4]}, r"volumes must have the depth of volume, 5, got 4"),
        ({"mask3d": MASK, "masks3d": [MASK[:1]]}, r"masks3d must have the depth of mask3d, 5, got 1"),
        ({"volume": VOLUME, "mask3d": MASK[:, 1:]}, r"mask3d must have the height and width of the image, \(8, 10\)"),
        ({"image": VOLUME[0, 1:], "volume": VOLUME}, r"volume must have the height and width of the image, \(7, 10\)"),
        (
            {"volumes": [FLAT, FLAT[:2]]},
            r"volumes must have one depth, height and width, got \[\(5, 8, 10\), \(2, 8, 10\)\]",
        ),
        ({"volume": [FLAT[0], FLAT[1, 1:]]}, r"volume must have one height, width and channels"),
        ({"volume": []}, r"volume must have one plane or more, got \[\]"),
        ({"volume": FLAT[0]}, r"volume must have the axes \(D, H, W\) or \(D, H, W, C\), got shape \(8, 10\)"),
        ({"volumes": FLAT}, r"volumes must have the axes \(N, D, H, W\) or \(N, D, H, W, C\), got shape \(5, 8, 10\)"),
        ({"mask3d": MASK[:0]}, r"mask3d must not be empty"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_by_one_error(data, message):
    with pytest.raises(ValueError, match=message):
        A.Compose([A.HorizontalFlip(p=1)])(**data)


def test_planes_of_several_dtypes_are_no_volume():
    with pytest.raises(TypeError, match=r"volume must have planes of one dtype, got \['uint8', 'float32'\]"):
        A.Compose([])(volume=[FLAT[0], FLAT[1].astype(np.float32)])


def test_the_check_of_shapes_can_be_turned_off():
    out = A.Compose([A.HorizontalFlip(p=1)], is_check_shapes=False)(volume=VOLUME, mask3d=MASK[:2])
    assert same(out["mask3d"], np.ascontiguousarray(MASK[:2, :, ::-1]))


# --- whole volumes


@pytest.mark.parametrize(
    "data", [{"image": FLAT[0]}, {"images": FLAT}, {"mask": FLAT[0]}], ids=lambda data: next(iter(data))
)
@pytest.mark.parametrize(("name", "kind", "arguments"), BUILT_VOLUMETRIC)
def test_without_a_volume_a_transform_of_volumes_says_so_before_it_draws(name, kind, arguments, data):
    with pytest.raises(ValueError, match=rf"Compose/{name}#0 needs volume, volumes, mask3d or masks3d, since"):
        A.Compose([made(name, arguments, p=0)])(**data)


def test_a_plan_of_a_volume_refuses_an_image():
    plan = crop().draw_plan(volume=VOLUME)
    with pytest.raises(ValueError, match=r"Subvolume\(.*\) needs a volume, got an image of shape \(8, 10, 1\)"):
        crop().apply_plan(plan, image=FLAT[0])
    with pytest.raises(ValueError, match=r"does not lie in a volume of \(depth, height, width\) \(3, 8, 10\)"):
        crop().apply_plan(plan, volume=VOLUME[:3])


def test_what_has_no_depth_stays_beside_a_volume():
    out = crop()(volume=VOLUME, image=FLAT[0], images=FLAT, mask=MASK[0], masks=[MASK[1]])
    assert out["volume"].shape == (3, 4, 5, 3)
    for name, before in {"image": FLAT[0], "images": FLAT, "mask": MASK[0], "masks": [MASK[1]]}.items():
        assert same(out[name], before), name


def test_boxes_lie_in_the_planes_and_follow_in_x_and_y():
    params = A.BboxParams("pascal_voc", label_fields=["labels"])
    out = crop(bbox_params=params)(volume=VOLUME, bboxes=[[3, 3, 6, 5], [0, 0, 2, 2]], labels=["in", "out"])
    assert out["bboxes"] == [[1.0, 1.0, 4.0, 3.0]]
    assert out["labels"] == ["in"]


@pytest.mark.parametrize("given", ["volume", "mask3d", "volumes", "masks3d"])
def test_any_target_with_depth_is_enough(given):
    value = FLAT if TARGETS[given].single else FLAT[None]
    out = crop()(**{given: value})[given]
    assert same(out, np.ascontiguousarray(value[MIDDLE] if TARGETS[given].single else value[(slice(None), *MIDDLE)]))


def test_a_volume_that_is_too_small_is_padded_or_refused():
    small = A.CenterCrop3D((9, 4, 5))
    with pytest.raises(ValueError, match=r"CenterCrop3D#0 needs a volume of at least \(9, 4, 5\).*got \(5, 8, 10\)"):
        A.Compose([small])(volume=VOLUME)
    out = A.Compose([small.replaced(pad_if_needed=True, fill=(7, 8, 9), fill_mask=3)])(volume=VOLUME, mask3d=MASK)
    assert same(out["volume"][2:7], np.ascontiguousarray(VOLUME[:, 2:6, 2:7]))
    assert (out["volume"][[0, 1, 7, 8]] == (7, 8, 9)).all()
    assert (out["mask3d"][[0, 1, 7, 8]] == 3).all()


def test_random_crops_reach_every_place():
    ramp = np.arange(4 * 3 * 5, dtype=np.float32).reshape(4, 3, 5) / 60
    transform = A.Compose([A.RandomCrop3D((3, 2, 4))], seed=1)
    corners = {round(float(transform(volume=ramp)["volume"][0, 0, 0]) * 60) for _ in range(120)}
    assert corners == {z * 15 + y * 5 + x for z in (0, 1) for y in (0, 1) for x in (0, 1)}


def test_random_padding_shares_out_every_border():
    transform = A.Compose([A.PadIfNeeded3D((4, 5, 3), position="random")], seed=1)
    white = np.full((2, 3, 3), 255, np.uint8)
    places = set()
    for _ in range(60):
        out = transform(volume=white)["volume"]
        assert out.shape == (4, 5, 3)
        assert out.sum() == white.sum(dtype=int)
        places.add(tuple(np.argwhere(out)[0].tolist()))
    assert places == {(z, y, 0) for z in range(3) for y in range(3)}


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        ({"padding": 2}, (9, 12, 14)),
        ({"padding": (1, 0, 3)}, (7, 8, 16)),
        ({"padding": [1, 0, 3, 0, 0, 4]}, (6, 11, 14)),
        ({"padding": 0}, (5, 8, 10)),
    ],
)
def test_paddings(arguments, shape):
    assert A.Compose([A.Pad3D(**arguments)])(volume=FLAT)["volume"].shape == shape


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("Pad3D", {"padding": -1}, "Pad3D.padding must be"),
        ("Pad3D", {"padding": (1, 2)}, "Pad3D.padding must be"),
        ("PadIfNeeded3D", {}, "min_zyx or pad_divisor_zyx must be set"),
        ("CenterCrop3D", {"size": (0, 1, 1)}, "CenterCrop3D.size must be three whole numbers >= 1"),
        ("CenterCrop3D", {"size": 5}, "CenterCrop3D.size must be three whole numbers >= 1"),
        ("RandomCrop3D", {"size": (3, 5)}, "RandomCrop3D.size must be three whole numbers >= 1"),
    ],
    ids=str,
)
def test_bad_arguments_are_refused(name, arguments, message):
    with pytest.raises(ValueError, match=message):
        getattr(A, name)(**arguments)


@pytest.mark.parametrize("op", [Subvolume(1, 2, 2, 4, 6, 7), PadVolume(1, 2, 0, 3, 4, 0, (7.0, 8.0, 9.0), 1.0)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_an_op_says_its_shape_beforehand_and_survives_json(op, dtype):
    volume = VOLUME.astype(dtype)
    out = op.volume(volume)
    assert isinstance(op, VolumeOp)
    assert op.after(Shape(HEIGHT, WIDTH, 3, DEPTH)) == Shape(*out.shape[1:], out.shape[0])
    assert out.dtype == dtype
    assert Op.from_dict(json.loads(json.dumps(op.to_dict()))) == op


# --- keypoints


@pytest.mark.parametrize("format", ["xyz", "xy", "xyas"])
def test_a_crop_moves_keypoints_and_drops_what_it_cuts_off(format):
    rows = [[4, 3, 2], [4, 3, 0], [4, 3, 4], [4, 3, 3.5], [9, 3, 2]]
    rows = rows if format == "xyz" else [[*row[:2], *([30, 2] if format == "xyas" else [])] for row in rows]
    params = A.KeypointParams(format, label_fields=["names"])
    out = crop(keypoint_params=params)(volume=VOLUME, keypoints=np.array(rows, np.float32), names=list("abcde"))
    if format == "xyz":
        assert same(out["keypoints"], np.array([[2, 1, 1], [2, 1, 2.5]], np.float32))
        assert out["names"] == ["a", "d"]
    else:  # a point without a z is in every plane
        tail = [30, 2] if format == "xyas" else []
        assert same(out["keypoints"], np.array([[2, 1, *tail]] * 4, np.float32))
        assert out["names"] == list("abcd")


def test_points_outside_the_volume_may_stay():
    params = A.KeypointParams("xyz", remove_invisible=False)
    out = crop(keypoint_params=params)(volume=VOLUME, keypoints=[(4, 3, 0, "tail"), (9, 9, 9)])
    assert out["keypoints"] == [[2.0, 1.0, -1.0, "tail"], [7.0, 7.0, 8.0]]


@pytest.mark.parametrize("transform", [A.HorizontalFlip(p=1), A.ElasticTransform(p=1), A.Affine(rotate=(20, 30), p=1)])
def test_a_transform_of_planes_leaves_z_alone(transform):
    points = np.array([[4, 3, 0.25], [5, 5, 4]])
    pipeline = A.Compose([transform], keypoint_params=A.KeypointParams("xyz"), seed=1)
    flat = A.Compose([transform], keypoint_params=A.KeypointParams("xy"), seed=1)
    out = pipeline(volume=VOLUME, keypoints=points)["keypoints"]
    assert out[:, 2].tolist() == [0.25, 4]
    assert (out[:, :2] == flat(volume=VOLUME, keypoints=points[:, :2])["keypoints"]).all()
    beyond = np.array([[4.0, 3, 99]])
    assert pipeline(image=VOLUME[0], keypoints=beyond)["keypoints"][0, 2] == 99, "an image has no depth to leave"


def test_padding_moves_z():
    transform = A.Compose([A.Pad3D((1, 0, 3, 0, 0, 4))], keypoint_params=A.KeypointParams("xyz"))
    assert transform(volume=VOLUME, keypoints=[(1, 2, 3)])["keypoints"] == [[1.0, 5.0, 4.0]]


# --- custom transforms


class Reverse(A.Transform3D):
    """The planes back to front, every second one."""

    def __init__(self, p=1.0):
        super().__init__(p=p)

    def apply_to_volume(self, volume, **params):
        return volume[::-2]

    def apply_to_keypoints(self, keypoints, **params):
        keypoints = keypoints.copy()
        keypoints[:, 2] = (DEPTH - 1 - keypoints[:, 2]) / 2
        return keypoints


@pytest.mark.parametrize("volume", [FLAT, VOLUME], ids=["flat", "channels"])
def test_a_custom_transform_may_change_the_depth(volume):
    transform = A.Compose([Reverse(), A.HorizontalFlip(p=1)], keypoint_params=A.KeypointParams("xyz"))
    data = {"volumes": np.stack([volume] * 2), "masks3d": [MASK], "image": FLAT[0], "mask": MASK[0]}
    out = transform(volume=volume, mask3d=MASK, keypoints=[(1, 2, 4), (1, 2, 1)], **data)
    assert same(out["volume"], np.ascontiguousarray(volume[::-2, :, ::-1]))
    assert same(out["volumes"], np.stack([out["volume"]] * 2))
    assert same(out["masks3d"], [np.ascontiguousarray(MASK[::-2, :, ::-1])])
    assert same(out["image"], np.ascontiguousarray(FLAT[0, :, ::-1]))
    assert out["keypoints"] == [[8.0, 2.0, 0.0], [8.0, 2.0, 1.5]]


def test_a_custom_transform_of_volumes_needs_one():
    with pytest.raises(ValueError, match="Compose/Reverse#0 needs volume, volumes, mask3d or masks3d"):
        A.Compose([Reverse()])(image=FLAT[0])


def test_a_custom_transform_sees_volumes_as_they_came():
    ask = Ask()
    params = A.KeypointParams("xyz", remove_invisible=False)
    A.Compose([CROP, ask], keypoint_params=params)(
        volume=FLAT, volumes=np.stack([VOLUME] * 2), masks3d=[MASK], keypoints=[(4, 3, 2)], masks=[]
    )
    assert same(ask.seen["volume"], FLAT[MIDDLE])
    assert ask.seen["volumes"].shape == (2, 3, 4, 5, 3)
    assert same(ask.seen["masks3d"], MASK[MIDDLE][None])
    assert ask.seen["shape"] == (4, 5, 1)
    assert ask.seen["keypoints"].tolist() == [[2, 1, 1, 0, 0]]


class Tagged(A.CenterCrop3D):
    """A user's subclass of a built-in: the same crop, then one voxel is marked."""

    def apply_to_volume(self, volume, **params):
        out = super().apply_to_volume(volume, **params).copy()
        out[0, 0, 0] = 255
        return out


def test_a_subclass_of_a_built_in_acts_on_volumes_masks_boxes_and_points():
    arguments = {"bbox_params": A.BboxParams("pascal_voc"), "keypoint_params": A.KeypointParams("xyz")}
    data = {"volume": VOLUME, "mask3d": MASK, "image": FLAT[0], "bboxes": [[3, 3, 6, 5]], "keypoints": [(4, 3, 2)]}
    out = A.Compose([Tagged((3, 4, 5))], **arguments)(**data)
    expected = crop(**arguments)(**data)
    expected["volume"][0, 0, 0] = 255
    for name in ("bboxes", "keypoints"):
        assert np.allclose(out.pop(name), expected.pop(name))
    assert same(out, expected)
    assert same(A.CenterCrop3D((3, 4, 5)).apply_to_volume(FLAT), FLAT[MIDDLE])


class Planes(A.ImageOnlyTransform):
    """Adds each plane's number in the call to it."""

    def __init__(self):
        super().__init__(p=1)

    def apply_to_images(self, images, **params):
        return images + np.arange(len(images), dtype=np.uint8).reshape(-1, *[1] * (images.ndim - 1))


def test_planes_of_a_volume_go_through_the_method_for_images():
    out = A.Compose([Planes()])(volume=FLAT, volumes=np.stack([FLAT] * 2), mask3d=MASK)
    expected = FLAT + np.arange(DEPTH, dtype=np.uint8)[:, None, None]
    assert same(out["volume"], expected)
    assert same(out["volumes"], np.stack([expected] * 2)), "each volume by itself"
    assert same(out["mask3d"], MASK)


def test_a_custom_method_must_return_a_volume():
    class Flatten(Reverse):
        def apply_to_volume(self, volume, **params):
            return volume[0, 0]

    with pytest.raises(ValueError, match=r"Flatten.apply_to_volume must return a \(D, H, W\) or \(D, H, W, C\) volume"):
        A.Compose([Flatten()])(volume=FLAT)


# --- pipelines, plans, frames


def test_additional_targets_may_be_volumes():
    out = crop(additional_targets={"ct": "volume", "organ": "mask3d", "scans": "volumes"})(
        ct=FLAT, organ=MASK, scans=VOLUME[None]
    )
    assert same(out["ct"], np.ascontiguousarray(FLAT[MIDDLE]))
    assert same(out["organ"], np.ascontiguousarray(MASK[MIDDLE]))
    assert same(out["scans"], np.ascontiguousarray(VOLUME[MIDDLE])[None])
    with pytest.raises(ValueError, match="organ must have the depth of ct, 5, got 2"):
        crop(additional_targets={"ct": "volume", "organ": "mask3d"})(ct=FLAT, organ=MASK[:2])


def test_a_plan_says_the_depth_it_was_drawn_for():
    transform = A.ReplayCompose([A.RandomCrop3D((3, 4, 5)), A.D4(p=1)], keypoint_params=A.KeypointParams("xyz"), seed=2)
    result = transform(volume=VOLUME, mask3d=MASK, keypoints=[(4, 3, 2)])
    record = json.loads(json.dumps(result.pop("replay")))
    assert record["shape"] == [8, 10, 3]
    assert record["depth"] == 5
    assert A.Plan.from_dict(record).shape == Shape(8, 10, 3, 5)
    assert same(A.ReplayCompose.replay(record, volume=VOLUME, mask3d=MASK, keypoints=[(4, 3, 2)]), result)


def test_a_plan_without_depth_is_an_images():
    plan = A.Compose([A.D4(p=1)], seed=2).draw_plan(image=VOLUME[0])
    assert "depth" not in plan.to_dict()
    assert A.Plan.from_json(plan.to_json()) == plan
    assert plan.shape.depth is None


@pytest.mark.parametrize("depth", [0, -1, 2.0, True, "5", [5]])
def test_a_plan_of_a_strange_depth_is_refused(depth):
    data = crop().draw_plan(volume=VOLUME).to_dict()
    with pytest.raises(A.PlanError, match="depth must be a whole number >= 1 and <= 2147483647 or left out"):
        A.Plan.from_dict({**data, "depth": depth})


def test_transforms_of_volumes_stand_in_every_group():
    crops = [A.CenterCrop3D((3, 4, 5)), A.RandomCrop3D((3, 4, 5))]
    for group in (A.OneOf(crops, p=1), A.SomeOf(crops, n=2), A.RandomOrder(crops, n=2), A.OneOrOther(*crops)):
        out = A.Compose([group, A.Sequential([A.RandomGamma(p=1)], p=1)], seed=1)(volume=VOLUME, mask3d=MASK)
        assert out["volume"].shape == (3, 4, 5, 3)
        assert out["mask3d"].shape == (3, 4, 5)


def test_selected_channels_of_a_volume_change_plane_by_plane():
    out = A.Compose([A.SelectiveChannelTransform([A.InvertImg(p=1)], channels=(1,))])(volume=VOLUME, mask3d=MASK)
    assert (out["volume"][..., 1] == 255 - VOLUME[..., 1]).all()
    assert (out["volume"][..., [0, 2]] == VOLUME[..., [0, 2]]).all()
    assert same(out["mask3d"], MASK)
    with pytest.raises(ValueError, match=r"SelectiveChannelTransform#0/CenterCrop3D#0 needs volume, volumes, mask3d"):
        A.Compose([A.SelectiveChannelTransform([CROP], channels=(1,))])(volume=VOLUME)


def test_a_frame_shows_whole_volumes():
    frame = A.Compose([])._codec.decode({"volume": FLAT, "masks3d": [MASK], "masks": [MASK[0], MASK[1]]}, None)
    assert isinstance(frame, Frame)
    frame.push(Subvolume(1, 2, 2, 4, 6, 7), "")
    frame.push(Window(0, 0, 3, 4), "")
    assert same(frame["volume"], FLAT[1:4, 2:6, 2:5, None])
    assert same(frame["masks3d"], [MASK[1:4, 2:6, 2:5, None]])
    assert [mask.shape for mask in frame["masks"]] == [(4, 3, 1)] * 2
    assert len(frame.arrays(Kind.MASKS)) == 3 + 2
    assert frame.shape == Shape(4, 3, 1, 3)


# --- tensors


def test_tensors_of_volumes():
    torch = pytest.importorskip("torch")
    out = A.Compose([CROP, A.ToTensorV2()])(
        volume=VOLUME, mask3d=MASK, volumes=np.stack([FLAT] * 2), masks3d=[MASK], masks=np.zeros((0, 8, 10), np.uint8)
    )
    assert same(out["volume"].numpy(), np.ascontiguousarray(VOLUME[MIDDLE].transpose(0, 3, 1, 2)))
    assert same(out["mask3d"].numpy(), np.ascontiguousarray(MASK[MIDDLE]))
    assert out["volumes"].shape == (2, 3, 1, 4, 5)
    assert [tuple(mask.shape) for mask in out["masks3d"]] == [(3, 4, 5)]
    assert isinstance(out["masks"], torch.Tensor)
    assert out["masks"].shape == (0, 8, 10)
    listed = A.Compose([A.ToTensorV2(transpose_mask=True)])(volume=list(FLAT), mask3d=np.stack([MASK] * 2, -1))
    assert [tuple(plane.shape) for plane in listed["volume"]] == [(1, 8, 10)] * DEPTH
    assert listed["mask3d"].shape == (DEPTH, 2, 8, 10)


def test_a_mask_without_depth_beside_a_volume_stays_whatever_its_size():
    volume, mask = np.zeros((4, 12, 10, 3), np.uint8), np.ones((4, 12), np.uint8)
    crop = A.CenterCrop3D((2, 6, 5), p=1)
    crop.add_targets({"volume2": "volume"})
    out = crop(volume=volume, volume2=volume, mask=mask)
    assert out["volume"].shape == out["volume2"].shape == (2, 6, 5, 3)
    assert (out["mask"] == mask).all()
    with pytest.raises(ValueError, match="mask3d must have the height and width of the image"):
        crop(volume=volume, mask3d=np.zeros((4, 6, 5), np.uint8))
    with pytest.raises(ValueError, match="mask must have the height and width of the image"):
        A.Compose([crop])(volume=volume, mask=mask)
