"""White stays white, to the last pixel of the rim, under all that promises to show nothing beyond the source."""

from __future__ import annotations

import numpy as np
import pytest

import augrepro as A

INSIDE = {
    "GridDistortion": A.GridDistortion(p=1),
    "GridDistortion, strong": A.GridDistortion(4, 0.9, p=1),
    "GridDistortion, cubic": A.GridDistortion(4, 0.9, interpolation=2, mask_interpolation=1, p=1),
    "GridDistortion, Lanczos": A.GridDistortion(4, 0.9, interpolation=4, p=1),
    "GridDistortion, wrapped": A.GridDistortion(4, 0.9, border_mode=3, p=1),
    "GridDistortion, nothing read": A.GridDistortion(4, (-1, -1), p=1),
    "PiecewiseAffine": A.PiecewiseAffine(p=1),
    "PiecewiseAffine, strong": A.PiecewiseAffine((0.5, 1.0), 3, (3, 9), interpolation=2, p=1),
    "GridElasticDeform": A.GridElasticDeform((5, 4), 40, p=1),
    "Perspective": A.Perspective((0.001, 0.02), p=1),
    "Perspective, cubic": A.Perspective((0.001, 0.3), interpolation=2, mask_interpolation=1, p=1),
    "Perspective, its own size": A.Perspective((0.001, 0.1), keep_size=False, p=1),
    "Rotate, cropped": A.Rotate(90, crop_border=True, p=1),
    "Affine, enlarging": A.Affine(scale=(1, 1.1), p=1),
    "OpticalDistortion, inward": A.OpticalDistortion((-0.3, -0.01), p=1),
    "RandomGridShuffle": A.RandomGridShuffle((3, 4), p=1),
    "RandomScale": A.RandomScale(0.4, interpolation=2, p=1),
    "RandomResizedCrop": A.RandomResizedCrop((20, 30), interpolation=4, p=1),
    "RandomCropFromBorders": A.RandomCropFromBorders(p=1),
    "CropAndPad": A.CropAndPad(percent=(-0.2, -0.01), p=1),
    "D4": A.D4(p=1),
    "Downscale": A.Downscale((0.2, 0.6), p=1),
    "ChromaticAberration": A.ChromaticAberration(p=1),
    "ZoomBlur": A.ZoomBlur(p=1),
    "GlassBlur": A.GlassBlur(p=1),
    "MotionBlur": A.MotionBlur((9, 15), p=1),
    "Morphological": A.Morphological((3, 5), p=1),
}
COLORS_ALONE = ("ChromaticAberration",)
OVERSHOOTING = ("cubic", "Lanczos", "strong", "RandomScale", "RandomResizedCrop")
NOTHING = {
    "Affine": A.Affine(scale=1, rotate=0, shear=0, translate_px=0, p=1),
    "Affine, cubic": A.Affine(scale=(1, 1), interpolation=2, p=1),
    "Rotate": A.Rotate(0, p=1),
    "Rotate, cropped": A.Rotate(0, crop_border=True, p=1),
    "SafeRotate": A.SafeRotate(0, p=1),
    "ShiftScaleRotate": A.ShiftScaleRotate(0, 0, 0, p=1),
    "GridDistortion": A.GridDistortion(distort_limit=0, p=1),
    "PiecewiseAffine": A.PiecewiseAffine(0, p=1),
    "Perspective": A.Perspective(0, p=1),
    "Perspective, whole": A.Perspective(0, fit_output=True, p=1),
    "RandomScale": A.RandomScale(0, p=1),
}


def rim_of(way: str, steps: dict[str, A.BasicTransform], **targets: np.ndarray) -> list[np.ndarray]:
    pipes = [A.Compose([steps[way]], seed=5, exactness=exactness) for exactness in ("exact", "same-build")]
    return [value for pipe in pipes for _ in range(6) for value in pipe(**targets).values()]


@pytest.mark.parametrize("way", INSIDE)
def test_a_white_image_stays_white(way):
    channels = 3 if way in COLORS_ALONE else 5
    white = np.full((33, 47, channels), 255, np.uint8)
    for value in rim_of(way, INSIDE, image=white, mask=white[..., 0], images=white[None]):
        assert (value == 255).all(), f"down to {value.min()}"
    given = np.full((33, 47, channels), 0.7, np.float32)
    off = 1e-5 if way.endswith(OVERSHOOTING) else 1e-6
    for value in rim_of(way, INSIDE, image=given, volume=np.stack([given] * 2)):
        assert np.abs(value - 0.7).max() <= off


def test_where_the_source_may_end_fill_shows():
    """The same look at transforms that promise no such thing: it finds what is not white."""
    white = {"image": np.full((33, 47, 3), 255, np.uint8)}
    steps = {
        "beyond": A.GridDistortion(3, (0.1, 0.5), normalized=False, p=1),
        "whole": A.Perspective(fit_output=True, p=1),
        "plate": A.ThinPlateSpline(p=1),
    }
    for way in steps:
        assert min(value.min() for value in rim_of(way, steps, **white)) == 0


@pytest.mark.parametrize("way", NOTHING)
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_no_move_is_no_change(way, dtype):
    given = np.random.default_rng(3).integers(0, 256, (33, 47, 5)).astype(dtype)
    for value in rim_of(way, NOTHING, image=given, mask=given[..., 0]):
        assert (value == (given if value.ndim == 3 else given[..., 0])).all()


def test_keypoints_and_boxes_of_the_rim_follow_its_pixels():
    given, params = np.zeros((60, 80, 1), np.uint8), {"keypoint_params": A.KeypointParams("xy")}
    given[:, 70:] = 255
    pipe = A.Compose([A.GridDistortion(4, 0.9, p=1)], seed=2, bbox_params=A.BboxParams("pascal_voc"), **params)
    for _ in range(10):
        out = pipe(image=given, mask=given[..., 0], bboxes=[(70, 0, 80, 60)], keypoints=[(79, 30)])
        ((x1, y1, x2, y2),) = out["bboxes"]
        assert (y1, y2) == pytest.approx((0, 60))
        assert x2 == pytest.approx(80)
        for found in (out["image"][..., 0], out["mask"]):
            columns = np.nonzero(found.min(0) > 127)[0]
            assert columns.max() == 79
            assert abs(columns.min() - x1) < 1.5
        assert 0 <= out["keypoints"][0][0] < 80
