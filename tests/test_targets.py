"""Ten targets, one draw: shapes, dtypes and containers come back as they went in."""

from __future__ import annotations

import numpy as np
import pytest

import augrepro as A

RNG = np.random.default_rng(3)
IMAGE = RNG.integers(0, 256, (16, 12, 3), np.uint8)
GREY = IMAGE[..., 0].copy()


def flip(**arguments):
    return A.Compose([A.HorizontalFlip(p=1)], **arguments)


def test_all_pixel_targets_share_one_draw():
    transform = A.Compose([A.RandomCrop(9, 7), A.D4()], seed=1)
    data = {
        "image": GREY,
        "images": np.stack([GREY] * 2),
        "mask": GREY,
        "masks": [GREY, GREY],
        "volume": np.stack([GREY] * 3),
        "volumes": np.stack([np.stack([GREY] * 3)] * 2),
        "mask3d": np.stack([GREY] * 3),
        "masks3d": np.stack([np.stack([GREY] * 3)] * 2),
    }
    out = transform(**data)
    for name, value in out.items():
        for plane in np.asarray(value).reshape(-1, *out["image"].shape):
            assert (plane == out["image"]).all(), name
        assert type(value) is type(data[name])


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("shape", [(16, 12), (16, 12, 1), (16, 12, 3), (16, 12, 5)])
def test_axes_and_dtype_stay(shape, dtype):
    image = RNG.integers(0, 2, shape).astype(dtype)
    out = A.Compose([A.HorizontalFlip(p=1), A.Rotate(20, p=1), A.RandomGamma(p=1), A.Resize(16, 12)])(image=image)
    assert out["image"].shape == shape
    assert out["image"].dtype == dtype
    assert out["image"].flags.c_contiguous


@pytest.mark.parametrize("p", [0, 1])
def test_a_result_shares_no_memory_with_the_input_and_the_input_stays(p):
    before = IMAGE.copy()
    out = A.Compose([A.Crop(0, 0, 12, 8, p=p), A.NoOp(p=1)])(image=IMAGE, mask=GREY)
    assert not np.may_share_memory(out["image"], IMAGE)
    assert not np.may_share_memory(out["mask"], GREY)
    assert (before == IMAGE).all()


@pytest.mark.parametrize(
    ("format", "box", "flipped"),
    [
        ("pascal_voc", [2, 4, 5, 10], [7, 4, 10, 10]),
        ("coco", [2, 4, 3, 6], [7, 4, 3, 6]),
        ("albumentations", [0.25, 0.25, 0.5, 0.625], [0.5, 0.25, 0.75, 0.625]),
        ("yolo", [0.375, 0.5, 0.25, 0.25], [0.625, 0.5, 0.25, 0.25]),
    ],
)
def test_box_formats(format, box, flipped):
    out = flip(bbox_params=A.BboxParams(format, label_fields=["labels"]))(image=IMAGE, bboxes=[box], labels=["cat"])
    assert np.allclose(out["bboxes"], [flipped], atol=1e-12)
    assert out["labels"] == ["cat"]


def test_boxes_that_are_lost_take_their_labels_along():
    params = A.BboxParams("pascal_voc", label_fields=["labels"], min_visibility=0.5)
    transform = A.Compose([A.Crop(0, 0, 6, 16)], bbox_params=params)
    boxes = np.array([[0, 0, 4, 4, 7], [5, 0, 9, 4, 8], [7, 7, 9, 9, 9]], np.float32)
    out = transform(image=IMAGE, bboxes=boxes, labels=np.array([1, 2, 3], np.int16))
    assert out["bboxes"].tolist() == [[0, 0, 4, 4, 7]]
    assert out["bboxes"].dtype == np.float32
    assert out["labels"].tolist() == [1]
    assert out["labels"].dtype == np.int16


@pytest.mark.parametrize("rule", [{"min_area": 17}, {"min_width": 5}, {"min_height": 5}])
def test_small_boxes_are_dropped(rule):
    params = A.BboxParams("pascal_voc", **rule)
    out = flip(bbox_params=params)(image=IMAGE, bboxes=[[0, 0, 4, 4], [0, 0, 6, 6]])
    assert out["bboxes"] == [[6.0, 0.0, 12.0, 6.0]]


def test_long_boxes_are_dropped_and_wild_ones_clipped_or_filtered():
    assert (
        flip(bbox_params=A.BboxParams("coco", max_accept_ratio=2))(image=IMAGE, bboxes=[[0, 0, 2, 9]])["bboxes"] == []
    )
    clip = flip(bbox_params=A.BboxParams("pascal_voc", clip=True))
    assert clip(image=IMAGE, bboxes=[[-5, 0, 99, 4]])["bboxes"] == [[0.0, 0.0, 12.0, 4.0]]
    drop = flip(bbox_params=A.BboxParams("pascal_voc", filter_invalid_bboxes=True))
    assert drop(image=IMAGE, bboxes=[[5, 5, 2, 9], [0, 0, 6, 6]])["bboxes"] == [[6.0, 0.0, 12.0, 6.0]]


def test_empty_boxes_and_points_keep_their_shape():
    transform = flip(bbox_params=A.BboxParams("coco"), keypoint_params=A.KeypointParams("xy"))
    out = transform(image=IMAGE, bboxes=np.zeros((0, 4)), keypoints=np.zeros((0, 2)), masks=[])
    assert out["bboxes"].shape == (0, 4)
    assert out["keypoints"].shape == (0, 2)
    assert out["masks"] == []


@pytest.mark.parametrize(
    ("format", "point", "flipped"),
    [
        ("xy", [2, 4], [9, 4]),
        ("yx", [4, 2], [4, 9]),
        ("xya", [2, 4, 45], [9, 4, 135]),
        ("xys", [2, 4, 3], [9, 4, 3]),
        ("xyas", [2, 4, 45, 3], [9, 4, 135, 3]),
        ("xysa", [2, 4, 3, 45], [9, 4, 3, 135]),
        ("xyz", [2, 4, 6], [9, 4, 6]),
    ],
)
def test_keypoint_formats(format, point, flipped):
    out = flip(keypoint_params=A.KeypointParams(format))(image=IMAGE, keypoints=[[*point, "tail"]])
    assert np.allclose(out["keypoints"][0][:-1], flipped)
    assert out["keypoints"][0][-1] == "tail"


def test_points_outside_go_or_stay():
    for remove, count in ((True, 1), (False, 2)):
        params = A.KeypointParams("xy", remove_invisible=remove, label_fields=["names"])
        out = A.Compose([A.Crop(0, 0, 6, 6)], keypoint_params=params)(
            image=IMAGE, keypoints=[(1, 1), (9, 9)], names=("a", "b")
        )
        assert len(out["keypoints"]) == count
        assert out["names"] == ("a", "b")[:count]


def test_additional_targets_and_mask_interpolation():
    transform = A.Compose(
        [A.Resize(8, 6, mask_interpolation=1)], additional_targets={"right": "image"}, mask_interpolation=0
    )
    out = transform(image=IMAGE, right=IMAGE, mask=np.where(GREY > 127, 200, 0).astype(np.uint8))
    assert (out["right"] == out["image"]).all()
    assert set(np.unique(out["mask"])) <= {0, 200}


def test_pipelines_behave_like_lists():
    pipeline = A.Compose([A.HorizontalFlip(), A.VerticalFlip()], seed=1)
    assert len(pipeline) == 2
    assert isinstance(pipeline[1], A.VerticalFlip)
    longer = A.NoOp() + pipeline + A.Transpose()
    assert [type(node).__name__ for node in longer] == ["NoOp", "HorizontalFlip", "VerticalFlip", "Transpose"]
    assert len(longer - A.VerticalFlip) == 3
    with pytest.raises(ValueError, match="holds no"):
        pipeline - A.Transpose


def test_one_of_takes_one_in_proportion_and_some_of_takes_n():
    counts = {"HorizontalFlip": 0, "VerticalFlip": 0}
    one = A.Compose([A.OneOf([A.HorizontalFlip(p=0.9), A.VerticalFlip(p=0.3)], p=1)], seed=1, save_applied_params=True)
    for _ in range(400):
        [(name, _)] = one(image=GREY)["applied_transforms"]
        counts[name] += 1
    assert 250 < counts["HorizontalFlip"] < 350
    pool = [A.HorizontalFlip(p=1), A.InvertImg(p=1), A.Transpose(p=1)]
    some = A.Compose([A.SomeOf(pool, n=2)], seed=1, save_applied_params=True)
    order = ["HorizontalFlip", "InvertImg", "Transpose"]
    for _ in range(20):
        names = [name for name, _ in some(image=GREY)["applied_transforms"]]
        assert len(names) == 2
        assert names == sorted(names, key=order.index)
    mixed = A.Compose([A.RandomOrder(pool, n=3)], seed=1, save_applied_params=True)
    orders = {tuple(name for name, _ in mixed(image=GREY)["applied_transforms"]) for _ in range(60)}
    assert len(orders) == 6


def test_selected_channels_alone_change():
    out = A.Compose([A.SelectiveChannelTransform([A.InvertImg(p=1)], channels=(1,))])(image=IMAGE)["image"]
    assert (out[..., 1] == 255 - IMAGE[..., 1]).all()
    assert (out[..., [0, 2]] == IMAGE[..., [0, 2]]).all()
    swapped = A.Compose([A.SelectiveChannelTransform([A.NoOp(p=1), A.HorizontalFlip(p=1)], channels=(2, 0))])
    out = swapped(image=IMAGE)["image"]
    assert (out[..., [0, 2]] == IMAGE[:, ::-1][..., [0, 2]]).all()


def test_who_asks_for_data_sees_the_selected_channels_as_they_are_by_then():
    seen = []

    class Looks(A.ImageOnlyTransform):
        def get_params_dependent_on_data(self, params, data):
            seen.append((params["shape"], data["image"].copy()))
            return {}

        def apply(self, img, **params):
            return img

    group = A.SelectiveChannelTransform([A.InvertImg(p=1), Looks(p=1)], channels=(2, 0))
    A.Compose([A.HorizontalFlip(p=1), group])(image=IMAGE)
    ((shape, image),) = seen
    assert shape == image.shape
    assert np.array_equal(image, 255 - IMAGE[:, ::-1][..., [2, 0]])
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 4), np.uint8)
    for method in ("vahadane", "macenko"):
        stained = A.Compose([A.SelectiveChannelTransform([A.HEStain(method=method, p=1)], channels=(3, 1, 2))], seed=1)
        out = stained(image=noise)["image"]
        assert [bool((out[..., at] != noise[..., at]).any()) for at in range(4)] == [False, True, True, True]


def test_one_or_other_takes_the_first_with_its_probability():
    pair = A.Compose(
        [A.OneOrOther(A.HorizontalFlip(p=0), A.VerticalFlip(p=0), p=0.9)], seed=1, save_applied_params=True
    )
    names = [pair(image=GREY)["applied_transforms"][0][0] for _ in range(400)]
    assert 330 < names.count("HorizontalFlip") < 390
    assert set(names) == {"HorizontalFlip", "VerticalFlip"}


@pytest.mark.parametrize("format", ["xya", "xyas", "xysa"])
def test_angles_may_be_radians(format):
    place = format.index("a")
    out = flip(keypoint_params=A.KeypointParams(format, angle_in_degrees=False))(
        image=IMAGE, keypoints=[[0.25] * len(format)]
    )
    assert np.isclose(out["keypoints"][0][place], np.pi - 0.25)


def test_boxes_may_be_checked_at_the_end_alone():
    there_and_back = [A.Crop(0, 0, 6, 16), A.PadIfNeeded(16, 12, position="top_left")]
    for each, boxes in ((True, [[0, 0, 6, 9]]), (False, [[0, 0, 9, 9], [7, 0, 9, 9]])):
        params = A.BboxParams("pascal_voc", check_each_transform=each)
        out = A.Compose([A.Sequential(there_and_back, p=1)], bbox_params=params)(
            image=IMAGE, bboxes=[[0, 0, 9, 9], [7, 0, 9, 9]]
        )
        assert out["bboxes"] == boxes


def test_a_fill_is_rounded_to_what_the_dtype_holds():
    out = A.Compose([A.PadIfNeeded(20, 12, fill=99.6)])(image=IMAGE)["image"]
    assert (out[[0, -1]] == 100).all()


@pytest.mark.parametrize("fill", [300, -5])
def test_a_fill_that_the_dtype_cannot_hold_is_refused(fill):
    with pytest.raises(ValueError, match=rf"fill must be from 0 to 255, which uint8 holds, got {fill}"):
        A.Compose([A.PadIfNeeded(20, 12, fill=fill)])(image=IMAGE)


def test_a_box_in_a_hole_goes_by_the_share_that_is_left():
    holes = A.CoarseDropout(num_holes_range=(1, 1), hole_height_range=(16, 16), hole_width_range=(6, 6), p=1)
    for visible, kept in ((0.0, 1), (0.9, 0)):
        params = A.BboxParams("pascal_voc", min_visibility=visible)
        out = A.Compose([holes], bbox_params=params, seed=1)(image=IMAGE, bboxes=[[0, 0, 12, 16]])
        assert len(out["bboxes"]) == kept


def test_channels_meet_the_children_in_the_order_they_are_listed():
    gray = A.ToGray(p=1)
    for channels in ((0, 1, 2), (2, 1, 0)):
        out = A.Compose([A.SelectiveChannelTransform([gray], channels=channels)])(image=IMAGE)["image"]
        wanted = A.Compose([gray])(image=np.ascontiguousarray(IMAGE[..., channels]))["image"]
        assert (out == wanted).all()


@pytest.mark.parametrize("kind", [list, np.float64, np.float32])
@pytest.mark.parametrize("format", ["yolo", "coco", "albumentations", "pascal_voc"])
def test_boxes_that_nothing_moved_come_back_to_the_last_bit(format, kind):
    rng = np.random.default_rng(1)
    places, sides = rng.uniform(0.3, 0.6, (200, 2)), rng.uniform(0.05, 0.25, (200, 2))
    boxes = np.hstack((places, places + sides if format in ("albumentations", "pascal_voc") else sides))
    boxes = boxes * ([77, 123] * 2 if format in ("coco", "pascal_voc") else 1)
    boxes = boxes.tolist() if kind is list else boxes.astype(kind)
    for transform in (A.HorizontalFlip(p=0), A.GaussNoise(p=1), A.Rotate((0, 0), p=1)):
        out = A.Compose([transform], A.BboxParams(format), seed=1)(image=np.zeros((123, 77, 3), np.uint8), bboxes=boxes)
        assert np.array_equal(out["bboxes"], boxes)


def test_angles_in_radians_that_nothing_turned_come_back_to_the_last_bit():
    rows = np.random.default_rng(1).uniform(0, 6, (200, 3))
    params = A.KeypointParams("xya", angle_in_degrees=False)
    assert np.array_equal(A.Compose([A.NoOp()], keypoint_params=params)(image=IMAGE, keypoints=rows)["keypoints"], rows)


def test_a_box_that_was_trimmed_or_is_in_an_image_of_another_size_is_computed():
    pipe = A.Compose([A.Crop(0, 0, 6, 8, p=1)], A.BboxParams("albumentations", clip=True))
    assert pipe(image=IMAGE, bboxes=[[0.25, 0.25, 0.5, 0.5]])["bboxes"] == [[0.5, 0.5, 1.0, 1.0]]
    still = A.Compose([], A.BboxParams("albumentations", clip=True))
    assert still(image=IMAGE, bboxes=[[0.25, 0.25, 1.3, 0.5]])["bboxes"] == [[0.25, 0.25, 1.0, 0.5]]
