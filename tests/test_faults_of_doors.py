"""Kinds of fault that strangers found at the doors: fills, scales, frozen pipelines, custom rows, words."""

import cv2
import numpy as np
import pytest
from catalogue import BUILT, REFERENCES, TEXTS, made
from samples import picture

import augrepro as A

IMAGE = picture(12, 16)
FILLING = {
    "PadIfNeeded": {"min_height": 30, "min_width": 30},
    "Affine": {"rotate": (40, 50)},
    "CoarseDropout": {},
    "Perspective": {"fit_output": True},
    "ElasticTransform": {},
    "CenterCrop": {"height": 30, "width": 30, "pad_if_needed": True},
}


class TestFills:
    """A mask's fill is one that the dtype which the call brought holds, whatever dtype masks travel as."""

    @pytest.mark.parametrize("name", FILLING)
    @pytest.mark.parametrize(
        ("dtype", "fill", "ends"),
        [
            ("int8", 256, "from -128 to 127"),
            ("int8", 255, "from -128 to 127"),
            ("uint8", 0.5, "a whole number from 0 to 255"),
            ("uint32", -1, "from 0 to 4294967295"),
            ("float16", 1e6, "from -65504.0 to 65504.0"),
            ("bool", 0.5, "a whole number from 0 to 1"),
            ("bool", 255, "from 0 to 1"),
        ],
    )
    def test_a_fill_that_the_masks_dtype_cannot_hold_is_refused(self, name, dtype, fill, ends):
        transform = getattr(A, name)(**FILLING[name], fill_mask=fill, p=1)
        wrong = rf"{name}.*: fill_mask must be {ends}, which {dtype} holds, got {fill}.* \(for mask\)"
        with pytest.raises(ValueError, match=wrong):
            transform(image=IMAGE, mask=np.zeros((12, 16), dtype))
        with pytest.raises(ValueError, match=r"\(for masks\)"):
            transform(image=IMAGE, masks=[np.zeros((12, 16), np.float64), np.zeros((12, 16), dtype)])

    @pytest.mark.parametrize(("dtype", "fill"), [("int8", -128), ("bool", 1), ("float16", 0.5), ("uint16", 65535)])
    def test_a_fill_that_it_holds_is_what_comes_back(self, dtype, fill):
        pad = A.PadIfNeeded(30, 30, fill_mask=fill)
        out = pad(image=IMAGE, mask=np.zeros((12, 16), dtype))["mask"]
        assert out.dtype == dtype
        assert out[0, 0] == np.array(fill, dtype)

    def test_an_unused_fill_is_never_wrong(self):
        pad = A.PadIfNeeded(30, 30, border_mode=1, fill_mask=300)
        assert pad(image=IMAGE, mask=np.zeros((12, 16), np.int8))["mask"].shape == (30, 30)


class TestLargeLabels:
    @pytest.mark.parametrize("dtype", ["uint32", "int64", "uint64"])
    def test_whole_numbers_beyond_int32_come_through_as_they_were(self, dtype):
        mask = np.full((12, 16), 2**32 - 1, dtype)
        mask[:, :5] = 7
        flipped = A.HorizontalFlip(p=1)(image=IMAGE, mask=mask)["mask"]
        assert flipped.dtype == dtype
        np.testing.assert_array_equal(flipped, mask[:, ::-1])
        turned = A.Affine(rotate=(40, 50), p=1, fill_mask=2**32 - 1)(image=IMAGE, mask=mask)["mask"]
        assert set(np.unique(turned)) <= {7, 2**32 - 1}

    def test_beyond_what_a_double_counts_they_are_refused(self):
        with pytest.raises(ValueError, match=r"mask of dtype int64 must hold values from -2\*\*53 to 2\*\*53, got -"):
            A.HorizontalFlip(p=1)(image=IMAGE, mask=np.full((12, 16), -(2**60)))


EXEMPT = {"Normalize", "ToFloat", "FromFloat", "Mosaic", "OverlayElements"}
"""They change the scale, or lay other images beside this one."""
FILLS = ("fill", "drop_value")
"""A fill is in the image's own units."""


@pytest.mark.parametrize(("name", "kind", "arguments"), [row for row in BUILT if row[0] not in EXEMPT])
def test_floats_on_255_are_scaled_or_refused(name, kind, arguments):
    """What knows a white refuses an image, or one pixel, on another scale; what knows none gives 255 times as much."""
    arguments = {key: 0 if key in FILLS and not isinstance(value, str) else value for key, value in arguments.items()}
    transform = made(name, arguments)
    unit = cv2.GaussianBlur(picture(48, 64, dtype="float32"), (5, 5), 0)
    more = {**REFERENCES, **TEXTS, "mask": np.ones((48, 64), np.uint8), "bboxes": [[1, 1, 30, 30]]}
    pipeline = A.Compose([transform], bbox_params=A.BboxParams("pascal_voc"), seed=1)
    plan = pipeline.draw_plan(image=unit, **more)
    expected = pipeline.apply_plan(plan, image=unit, **more)["image"]
    try:
        found = pipeline.apply_plan(plan, image=unit * np.float32(255), **more)["image"]
    except ValueError as error:
        assert "float images must be on [0, 1]" in str(error)  # noqa: PT017 - either is right
        for value in (200.0, -3.4e38):  # of one pixel, wherever it lies
            lone = unit.copy()
            lone[7, 11] = value
            with pytest.raises(ValueError, match=r"float images must be on \[0, 1\]"):
                pipeline.apply_plan(plan, image=lone, **more)
        return
    np.testing.assert_allclose(found / 255, expected, atol=1e-3)


@pytest.mark.parametrize("name", ["HistogramMatching", "PixelDistributionAdaptation", "FDA"])
@pytest.mark.parametrize(("value", "words"), [(np.nan, "NaN"), (np.inf, "NaN"), (255.0, r"on \[0, 1\]")])
def test_a_reference_on_another_scale_is_refused_by_its_place(name, value, words):
    good = picture(12, 16, dtype="float32")
    bad = good.copy()
    bad[3, 4, 1] = value
    transform = getattr(A, name)(p=1, metadata_key="refs")
    with pytest.raises(ValueError, match=rf"refs\[1\] must .*{words}"):
        transform(image=good, refs=[good, bad])
    with pytest.raises(ValueError, match=rf"reference_images\[0\] must .*{words}"):
        getattr(A, name)(reference_images=[bad], metadata_key="refs")


def test_words_of_scale_name_the_far_end():
    with pytest.raises(ValueError, match="got values down to -100"):
        A.InvertImg(p=1)(image=np.full((20, 20, 3), -100, np.float32))
