"""Kinds of fault that public reports and storms found in how targets, labels and dtypes are handled."""

import numpy as np
import pytest
from samples import picture, striped_mask

import augrepro as A

IMAGE = picture(40, 60)
FLIP = A.HorizontalFlip(p=1)


def boxes(transforms, **params):
    return A.Compose(transforms, bbox_params=A.BboxParams("pascal_voc", **params), seed=1)


class TestLabelFields:
    def test_one_field_for_two_targets_is_refused(self):
        pipeline = A.Compose(
            [FLIP], bbox_params=A.BboxParams("coco", label_fields=["tags"]), additional_targets={"more": "bboxes"}
        )
        with pytest.raises(ValueError, match=r"label_fields \['tags'\] cannot hold the labels of bboxes and more"):
            pipeline(image=IMAGE, bboxes=[[0, 0, 5, 5]], more=[[1, 1, 5, 5]], tags=["a"])
        assert pipeline(image=IMAGE, bboxes=[[0, 0, 5, 5]], tags=["a"])["tags"] == ["a"]

    def test_one_field_for_boxes_and_keypoints_is_refused(self):
        with pytest.raises(ValueError, match="'tags' cannot hold the labels of boxes and of keypoints"):
            A.Compose(
                [FLIP], bbox_params=A.BboxParams("coco", ["tags"]), keypoint_params=A.KeypointParams("xy", ["tags"])
            )

    @pytest.mark.parametrize("name", ["masks", "image", "depth"])
    def test_a_field_that_is_a_target_is_refused(self, name):
        with pytest.raises(ValueError, match=f"label_fields: '{name}' is a target"):
            A.Compose([FLIP], bbox_params=A.BboxParams("coco", [name]), additional_targets={"depth": "mask"})

    def test_labels_of_a_series_are_picked_by_their_places(self):
        pandas = pytest.importorskip("pandas")
        crop = boxes([A.Crop(0, 0, 20, 20)], label_fields=["tags"])
        given = {"image": IMAGE, "bboxes": [[30, 30, 40, 40], [1, 1, 9, 9], [2, 2, 8, 8]]}
        series = crop(**given, tags=pandas.Series(["a", "b", "c"], index=[2, 0, 1]))["tags"]
        assert isinstance(series, pandas.Series)
        assert list(series) == ["b", "c"]

    def test_labels_keep_their_container(self):
        torch = pytest.importorskip("torch")
        crop = boxes([A.Crop(0, 0, 20, 20)], label_fields=["tags"])
        given = {"image": IMAGE, "bboxes": [[30, 30, 40, 40], [1, 1, 9, 9], [2, 2, 8, 8]]}
        tensor = crop(**given, tags=torch.tensor([7, 8, 9]))["tags"]
        assert isinstance(tensor, torch.Tensor)
        assert tensor.tolist() == [8, 9]
        assert crop(**given, tags=("a", "b", "c"))["tags"] == ("b", "c")
        assert crop(**given, tags=range(3))["tags"] == [1, 2]
        array = crop(**given, tags=np.array([[1, 2], [3, 4], [5, 6]]))["tags"]
        assert array.tolist() == [[3, 4], [5, 6]]

    @pytest.mark.parametrize("tags", [{"a", "b"}, {"a": 1, "b": 2}, "ab", (x for x in "ab"), 3, None])
    def test_what_has_no_order_is_refused(self, tags):
        with pytest.raises(TypeError, match="tags must be a list or array with one label for each of bboxes"):
            boxes([FLIP], label_fields=["tags"])(image=IMAGE, bboxes=[[0, 0, 5, 5], [1, 1, 5, 5]], tags=tags)


class TestAdditionalTargets:
    @pytest.mark.parametrize("depth", [1, 2, 3])
    def test_those_of_an_inner_pipeline_are_augmented(self, depth):
        pipeline = A.Compose([FLIP], additional_targets={"depth": "image"})
        for _ in range(depth):
            pipeline = A.Compose([A.Sequential([pipeline], p=1)])
        assert (pipeline(image=IMAGE, depth=IMAGE)["depth"] == IMAGE[:, ::-1]).all()

    def test_a_child_that_comes_later_brings_its_own(self):
        outer = A.Compose([A.NoOp()])
        outer.transforms.append(A.Compose([FLIP], additional_targets={"depth": "image"}))
        outer(image=IMAGE)
        assert (outer(image=IMAGE, depth=IMAGE)["depth"] == IMAGE[:, ::-1]).all()

    def test_two_meanings_of_a_name_are_refused(self):
        inner = [A.Compose([FLIP], additional_targets={"depth": kind}) for kind in ("image", "mask")]
        with pytest.raises(ValueError, match="'depth' is image in one inner pipeline and mask in another"):
            A.Compose(inner)

    def test_a_target_may_be_named_as_itself(self):
        pipeline = A.Compose([FLIP], additional_targets={"mask": "mask", "image": "image"})
        assert (pipeline(image=IMAGE, mask=IMAGE)["mask"] == IMAGE[:, ::-1]).all()
        with pytest.raises(ValueError, match="'mask' is a target already"):
            A.Compose([FLIP], additional_targets={"mask": "image"})


class TestTensorsComeLast:
    def test_ours_behind_is_refused_when_built(self):
        pytest.importorskip("torch")
        for built in (
            lambda: A.Compose([A.ToTensorV2(), A.CenterCrop(4, 4)]),
            lambda: A.Compose([A.Sequential([A.ToTensorV2()], p=1), FLIP]),
            lambda: A.Sequential([A.OneOf([A.ToTensorV2()]), A.Compose([A.RandomGamma()])]),
        ):
            with pytest.raises(ValueError, match=r"ToTensorV2 must come last, but .* stands behind it"):
                built()

    def test_functions_of_ones_own_may_follow(self):
        torch = pytest.importorskip("torch")
        pipeline = A.Compose([A.ToTensorV2(), A.NoOp(), A.Lambda(image=lambda image, **_: image * 2, p=1)])
        out = pipeline(image=IMAGE // 2)["image"]
        assert isinstance(out, torch.Tensor)
        assert (out.permute(1, 2, 0).numpy() == IMAGE // 2 * 2).all()


class TestBoxes:
    @pytest.mark.parametrize("format", ["pascal_voc", "coco", "albumentations", "yolo"])
    @pytest.mark.parametrize("dtype", ["float64", "float32"])
    def test_thresholds_are_inclusive_in_every_format(self, format, dtype):
        rows = np.array([(x, y, x + 8, y + 8) for x in range(92) for y in (3, 37)], dtype="float64")
        size = np.array([100, 50, 100, 50], float)
        if format in ("coco", "yolo"):
            rows[:, 2:] = 8
        if format == "yolo":
            rows[:, :2] += 4
        if format in ("albumentations", "yolo"):
            rows /= size
        rules = {"min_area": 64, "min_width": 8, "min_height": 8, "min_visibility": 1.0}
        pipeline = A.Compose([FLIP], bbox_params=A.BboxParams(format, **rules))
        assert len(pipeline(image=picture(50, 100), bboxes=rows.astype(dtype))["bboxes"]) == len(rows)
        rules = {"min_area": 64.2}
        assert not len(
            A.Compose([FLIP], bbox_params=A.BboxParams(format, **rules))(
                image=picture(50, 100), bboxes=rows.astype(dtype)
            )["bboxes"]
        )

    def test_invalid_ones_are_trimmed_or_dropped_with_their_labels(self):
        pipeline = boxes([A.NoOp()], label_fields=["tags"], filter_invalid_bboxes=True)
        given = [[-3, 5, 20, 30], [np.nan, 1, 2, 3], [5, 5, 4, 9], [70, 5, 90, 9], [1, 1, 9, 9]]
        out = pipeline(image=IMAGE, bboxes=given, tags=list("abcde"))
        assert out["bboxes"] == [[0.0, 5.0, 20.0, 30.0], [1.0, 1.0, 9.0, 9.0]]
        assert out["tags"] == ["a", "e"]

    @pytest.mark.parametrize(
        ("box", "words"),
        [
            ((-3, 5, 20, 30), "x_min is 3 px left of the image, which is 60 wide and 40 high"),
            ((3, 5, 20, 44), "y_max is 4 px beyond the image"),
            ((9, 5, 9, 30), "x_min 9 px is not below x_max 9 px"),
        ],
    )
    def test_the_error_says_which_edge_and_by_how_much(self, box, words):
        with pytest.raises(ValueError, match=r"bboxes\[1\] must be a box inside the image .*" + words):
            boxes([FLIP])(image=IMAGE, bboxes=[(1, 1, 9, 9), box])

    def test_the_error_shows_the_bad_row_of_many(self):
        rows = [[1.0, 1.0, 9.0, 9.0]] * 200 + [[1.0, "x", 3.0, 4.0]]
        with pytest.raises(ValueError, match=r"bboxes\[200\] must hold numbers .*'x'"):
            boxes([FLIP])(image=IMAGE, bboxes=rows)

    def test_none_keep_two_axes(self):
        assert boxes([FLIP])(image=IMAGE, bboxes=np.zeros((0,)))["bboxes"].shape == (0, 4)
        assert boxes([FLIP])(image=IMAGE, bboxes=np.zeros((0, 6)))["bboxes"].shape == (0, 6)

    def test_complex_numbers_are_refused(self):
        with pytest.raises(ValueError, match=r"keypoints\[0\] must hold numbers"):
            A.Compose([FLIP], keypoint_params=A.KeypointParams("xy"))(image=IMAGE, keypoints=np.array([[1j, 2]]))


class TestMissingJoints:
    GIVEN = [[3.0, 4.0], [np.nan, np.nan], [np.nan, 7.0], [59.0, 0.0]]

    @pytest.mark.parametrize(
        "transform",
        [
            FLIP,
            A.Rotate((20, 20), p=1),
            A.ElasticTransform(50, 5, p=1),
            A.Resize(20, 20),
            A.CoarseDropout(p=1),
            A.D4(p=1),
        ],
        ids=lambda transform: type(transform).__name__,
    )
    @pytest.mark.parametrize("container", [list, np.array])
    def test_they_pass_through_every_op(self, transform, container):
        params = A.KeypointParams("xy", label_fields=["names"], remove_invisible=False)
        pipeline = A.Compose([transform], keypoint_params=params, seed=1)
        out = pipeline(image=IMAGE, keypoints=container(self.GIVEN), names=list("abcd"))
        assert isinstance(out["keypoints"], list if container is list else np.ndarray)
        points = np.array(out["keypoints"])
        assert out["names"] == list("abcd")
        assert np.isnan(points[1]).all()
        assert np.isnan(points[2, 0])
        without = pipeline.__class__([transform], keypoint_params=params, seed=1)(
            image=IMAGE, keypoints=[self.GIVEN[0], self.GIVEN[3]], names=["a", "d"]
        )
        np.testing.assert_array_equal(points[[0, 3]], np.array(without["keypoints"]))

    def test_they_are_dropped_where_invisible_ones_are(self):
        pipeline = A.Compose([FLIP], keypoint_params=A.KeypointParams("xy", label_fields=["names"]), seed=1)
        out = pipeline(image=IMAGE, keypoints=self.GIVEN, names=list("abcd"))
        assert out["names"] == ["a", "d"]
        assert out["keypoints"] == [[56.0, 4.0], [0.0, 0.0]]


class TestDtypes:
    MASKS = ["int8", "int64", "uint32", "uint64", "float16", "float64", ">u2", ">i4", ">f4", ">f8"]

    @pytest.mark.parametrize("dtype", MASKS)
    def test_masks_of_any_dtype_are_taken_and_it_is_kept(self, dtype):
        mask = striped_mask(40, 60).astype(dtype)
        for transform in (FLIP, A.Rotate((30, 30), p=1), A.Resize(20, 25), A.PadIfNeeded(80, 80), A.Crop(3, 3, 20, 20)):
            pipeline = A.Compose([transform], seed=1)
            out, want = (
                pipeline(image=IMAGE, mask=mask)["mask"],
                pipeline(image=IMAGE, mask=striped_mask(40, 60))["mask"],
            )
            assert out.dtype == mask.dtype
            assert (out == want).all()

    def test_labels_that_no_kernel_holds_are_refused(self):
        with pytest.raises(ValueError, match=r"mask of dtype int64 must hold values from -2\*\*53 to 2\*\*53"):
            A.Compose([FLIP])(image=IMAGE, mask=np.full((40, 60), 2**60))

    @pytest.mark.parametrize("dtype", ["uint16", "float64", ">u2", ">f4"])
    def test_images_of_other_dtypes_move_resample_and_normalize(self, dtype):
        image = (IMAGE.astype("float64") / 255 * (65535 if dtype.endswith(("16", "u2")) else 1)).astype(dtype)
        assert (A.Compose([FLIP])(image=image)["image"] == image[:, ::-1]).all()
        assert A.Compose([FLIP])(image=image)["image"].dtype == image.dtype
        for transform in (A.Rotate((30, 30), p=1), A.Resize(20, 25), A.D4(p=1), A.PadIfNeeded(80, 80)):
            out = A.Compose([transform], seed=1)(image=image)["image"]
            assert out.dtype == image.dtype
            assert out.max() <= image.max()
        white = 65535.0 if dtype.endswith(("16", "u2")) else 1.0
        out = A.Compose([A.Normalize(0.0, 1.0, max_pixel_value=white)])(image=image)["image"]
        assert out.dtype.newbyteorder("=") == np.float32
        np.testing.assert_allclose(out, IMAGE / 255, atol=1e-4)

    @pytest.mark.parametrize("dtype", ["uint16", "float64"])
    @pytest.mark.parametrize(
        "name", ["RandomGamma", "ColorJitter", "GaussNoise", "ImageCompression", "Equalize", "ToGray"]
    )
    def test_tone_and_color_say_what_they_need(self, name, dtype):
        with pytest.raises(TypeError, match=f"needs images of uint8 or float32, got {dtype}"):
            A.Compose([getattr(A, name)(p=1)], seed=1)(image=IMAGE.astype(dtype))

    def test_a_dtype_that_a_function_made_is_checked_and_it_is_named(self):
        ints = A.Lambda(image=lambda image, **_: image.astype(np.int64), p=1)
        with pytest.raises(TypeError, match=r"Lambda\.apply must return one of .*got int64"):
            A.Compose([ints, A.RandomGamma(p=1)])(image=IMAGE)
        wide = A.Lambda(image=lambda image, **_: image.astype(np.uint16), p=1)
        with pytest.raises(TypeError, match="needs images of uint8 or float32, got uint16"):
            A.Compose([wide, A.RandomGamma(p=1)])(image=IMAGE)


class TestFloats:
    def test_bytes_as_floats_are_refused_where_white_is_fixed(self):
        image = IMAGE.astype(np.float32)
        for name in ("RandomGamma", "RandomBrightnessContrast", "ColorJitter", "GaussNoise", "Equalize", "InvertImg"):
            with pytest.raises(
                ValueError, match=r"float images must be on \[0, 1\], got values up to 25\d: divide them by 255"
            ):
                A.Compose([getattr(A, name)(p=1)], seed=1)(image=image)
        assert A.Compose([FLIP, A.Normalize(), A.GaussianBlur(3, p=1)])(image=image)["image"].dtype == np.float32

    def test_infinity_is_refused_as_nan_is(self):
        image = (IMAGE / 255).astype(np.float32)
        image[3, 4, 1] = np.inf
        with pytest.raises(ValueError, match="image must hold no NaN and no infinity, got 1 of them"):
            A.Compose([FLIP])(image=image)

    @pytest.mark.parametrize("interpolation", [2, 4])
    def test_resampling_does_not_overshoot(self, interpolation):
        image = np.zeros((40, 60, 3), np.float32)
        image[10:30, 20:40] = 1
        for transform in (
            A.Resize(57, 91, interpolation=interpolation),
            A.Rotate((20, 20), interpolation=interpolation, p=1),
            A.ElasticTransform(50, 5, interpolation=interpolation, p=1),
        ):
            out = A.Compose([transform, A.RandomGamma(p=1)], seed=1)(image=image)["image"]
            assert not np.isnan(out).any()
            raw = A.Compose([transform], seed=1)(image=image)["image"]
            assert (raw.min(), raw.max()) == (0.0, 1.0)


def test_a_smaller_second_image_is_refused_where_a_window_does_not_fit():
    pipeline = A.Compose([A.Crop(60, 0, 100, 20)], is_check_shapes=False, additional_targets={"other": "image"})
    with pytest.raises(ValueError, match=r"needs other of the image's height and width, \(50, 120\), .* \(50, 90\)"):
        pipeline(image=picture(50, 120), other=picture(50, 90))


def test_force_apply_leaves_the_probability_out():
    never = A.Compose([FLIP], p=0)
    assert (never(image=IMAGE)["image"] == IMAGE).all()
    out = never(image=IMAGE, force_apply=True)
    assert (out["image"] == IMAGE[:, ::-1]).all()
    assert set(out) == {"image"}
    assert (A.HorizontalFlip(p=1e-9)(image=IMAGE, force_apply=True)["image"] == IMAGE[:, ::-1]).all()


class FlipByHand(A.ImageOnlyTransform):
    def apply(self, img, **params):
        return img[:, ::-1].copy()


@pytest.mark.parametrize("flip", [A.HorizontalFlip, FlipByHand])
def test_a_transform_of_p_0_never_acts(flip):
    """As in 2.0.8: neither alone nor chosen by a group; a group of 0 acts where it is forced to."""
    never, ways = flip(p=0), {"force_apply": True}
    assert (never(image=IMAGE, **ways)["image"] == IMAGE).all()
    for group in (A.Compose([never], p=0), A.OneOrOther(never, never), A.OneOf([never]), A.Sequential([never], p=0)):
        assert (group(image=IMAGE, **ways)["image"] == IMAGE).all()
    for group in (A.Compose([flip(p=1)], p=0), A.OneOf([flip(p=1)], p=0), A.Sequential([flip(p=1)], p=0)):
        assert (group(image=IMAGE, **ways)["image"] == IMAGE[:, ::-1]).all()


@pytest.mark.parametrize("shape", [(1, 17, 3), (17, 1, 3), (1, 1, 3), (2, 17, 1), (17, 2, 1), (1, 40, 1)])
@pytest.mark.parametrize("fill", ["inpaint_ns", "inpaint_telea"])
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_inpainting_of_thin_images_reads_no_stray_memory(shape, fill, dtype):
    image = picture(*shape, dtype=dtype)
    pipeline = A.Compose([A.CoarseDropout((1, 2), (0.1, 0.9), (0.1, 0.9), fill=fill, p=1)], seed=1)
    plan = pipeline.draw_plan(image=image)
    found = set()
    for i in range(200):
        junk = [np.full(size, i, np.uint8) for size in range(20, 4000, 50)]
        del junk
        found.add(pipeline.apply_plan(plan, image=image)["image"].tobytes())
    assert len(found) == 1


def test_floats_below_zero_have_no_power_and_count_as_black():
    with pytest.warns(UserWarning, match="RandomGamma behind Normalize"):
        pipeline = A.Compose([A.Normalize(), A.RandomGamma(p=1)], seed=0)
    out = pipeline(image=IMAGE)["image"]
    assert not np.isnan(out).any()
    below = A.Compose([A.Normalize()])(image=IMAGE)["image"] < 0
    assert below.any()
    assert (out[below] == 0).all()


class TestWhatEarlierStepsLeaveOutside:
    @pytest.mark.parametrize("seed", range(12))
    def test_a_safe_crop_looks_at_what_is_inside(self, seed):
        pipeline = boxes([A.Crop(20, 20, 40, 40), A.BBoxSafeRandomCrop()], check_each_transform=False)
        pipeline.set_random_seed(seed)
        given = {"image": IMAGE, "bboxes": [[0, 0, 5, 5], [15, 15, 30, 30], [50, 30, 60, 40]]}
        plan = pipeline.draw_plan(**given)
        assert A.Plan.from_json(plan.to_json()) == plan
        window = plan.ops[1]
        assert (window.x_min, window.y_min) == (0, 0)
        assert min(window.x_max, window.y_max) >= 10
        assert pipeline.apply_plan(plan, **given)["image"].size

    def test_a_keypoint_that_was_cut_away_does_not_come_back_on_the_border(self):
        for transforms in (
            [A.RandomCropFromBorders(0, 0, 0.2, 0), A.Crop(0, 4, 10, 40), A.Pad((0, 20, 9, 0))],
            [A.Crop(0, 5, 10, 35), A.PadIfNeeded(40, 60, position="bottom_right")],
        ):
            params = {"label_fields": ["names"]}
            pipeline = A.Compose(transforms, keypoint_params=A.KeypointParams("xy", **params))
            out = pipeline(image=IMAGE, keypoints=[[1, 2], [4, 20]], names=["cut", "kept"])
            assert out["names"] == ["kept"]
            late = A.KeypointParams("xy", check_each_transform=False, **params)
            out = A.Compose(transforms, keypoint_params=late)(
                image=IMAGE, keypoints=[[1, 2], [4, 20]], names=["a", "b"]
            )
            assert out["names"] == ["a", "b"], "only the end is looked at"


def test_a_frozen_child_is_refused():
    for child in (A.Compose([A.Rotate()], seed=1).frozen(), A.Rotate().frozen()):
        with pytest.raises(ValueError, match=r"OneOf\.transforms\[1\]: .* is frozen, which a child cannot be"):
            A.OneOf([A.NoOp(), child])
    whole = A.Compose([A.Compose([A.Rotate(p=1)], seed=1)], seed=2).frozen()
    assert len({whole(image=IMAGE)["image"].tobytes() for _ in range(5)}) == 1


def test_label_fields_are_distinct():
    with pytest.raises(ValueError, match=r"label_fields must be distinct names, got \['a', 'a'\]"):
        boxes([FLIP], label_fields=["a", "a"])


@pytest.mark.parametrize("text", [None, 5, [], b"{}"])
def test_a_plan_text_is_a_text(text):
    with pytest.raises(A.PlanError, match="a plan's JSON is a text, got"):
        A.Plan.from_json(text)


def test_a_number_beyond_every_float_is_refused_by_row():
    with pytest.raises(ValueError, match=r"bboxes\[1\] must hold numbers"):
        boxes([FLIP])(image=IMAGE, bboxes=[[1, 1, 3, 3], [10**400, 1, 2, 3]])


class TestPointsOnTheFirstPixel:
    """A point whose pixel is still in the image stays, on whichever side a warp moved it a little."""

    @pytest.mark.parametrize("column", [0, 56])
    @pytest.mark.parametrize("seed", range(4))
    def test_a_small_warp_loses_no_point_at_an_edge(self, column, seed):
        params = A.KeypointParams("xy", label_fields=["rows"])
        transform = A.Compose([A.ElasticTransform(p=1)], seed=seed, keypoint_params=params)
        points = np.array([(column, row) for row in range(40)], np.float64)
        out = transform(image=np.zeros((40, 57, 3), np.uint8), keypoints=points, rows=list(range(40)))
        assert out["rows"] == list(range(40))
        assert (np.abs(out["keypoints"] - points) < 0.2).all()
        assert (out["keypoints"] >= 0).all()

    def test_half_a_pixel_is_the_end(self):
        transform = A.Compose([A.NoOp()], keypoint_params=A.KeypointParams("xy"))
        points = [(-0.5, 3), (-0.6, 3), (3, -0.2), (3, -0.7), (55.9, 39.9), (57, 3)]
        out = transform(image=np.zeros((40, 57, 3), np.uint8), keypoints=points)["keypoints"]
        assert [tuple(point) for point in out] == [(0, 3), (3, 0), (55.9, 39.9)]

    def test_planes_are_counted_alike(self):
        transform = A.Compose([A.NoOp()], keypoint_params=A.KeypointParams("xyz"))
        points = [(1, 1, -0.4), (1, 1, -0.6), (1, 1, 3.9), (1, 1, 4)]
        out = transform(volume=np.zeros((4, 8, 8), np.uint8), keypoints=points)["keypoints"]
        assert [tuple(point) for point in out] == [(1, 1, 0), (1, 1, 3.9)]

    def test_nothing_is_put_anywhere_where_points_outside_stay(self):
        transform = A.Compose([A.NoOp()], keypoint_params=A.KeypointParams("xy", remove_invisible=False))
        out = transform(image=np.zeros((8, 8, 3), np.uint8), keypoints=[(-0.4, 3)])["keypoints"]
        assert [tuple(point) for point in out] == [(-0.4, 3)]
