"""Functions of Albumentations 1, by its names: what is here does what it did, what is not says what to write."""

import re

import cv2
import numpy as np
import pytest

import augrepro.augmentations.functional as F
import augrepro.compat as A
from augrepro.engine.declare.former_names import CURES
from augrepro.functions import former_images, former_rows

IMAGE = np.random.default_rng(0).integers(0, 256, (24, 32, 3), np.uint8)
FLOAT = (IMAGE / 255).astype(np.float32)
BOX, POINT = (0.1, 0.2, 0.4, 0.7, 9), (10.0, 20.0, 0.5, 2.0)


@pytest.mark.parametrize("name", [*former_images.__all__, *former_rows.__all__])
def test_it_is_where_projects_import_it_from(name):
    assert getattr(F, name) is getattr(A.augmentations.functional, name)
    if not name.startswith("_"):
        assert getattr(A, name) is getattr(F, name)


@pytest.mark.parametrize("name", CURES)
def test_what_is_not_here_says_what_to_write(name):
    for module in (A, F, A.augmentations.functional):
        with pytest.raises(AttributeError, match=re.escape(CURES[name])):
            getattr(module, name)
    for written in re.findall(r"A\.(\w+)", CURES[name]):
        assert hasattr(A, written)


class TestImages:
    @pytest.mark.parametrize("image", [IMAGE, FLOAT], ids=["uint8", "float32"])
    @pytest.mark.parametrize("factor", [0.5, 1.3])
    def test_tones(self, image, factor):
        white = 255 if image.dtype == np.uint8 else 1
        wanted = np.clip(image.astype(float) * factor, 0, white)
        for found in (
            A.adjust_brightness_torchvision(image, factor),
            A.multiply(image, np.array([factor] * 3)),
            A.add_weighted(image, factor, image, 0.0),
        ):
            assert found.dtype == image.dtype
            assert np.abs(found - wanted).max() <= (0.51 if white == 255 else 1e-6)
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None].astype(float)
        wanted = np.clip(gray + factor * (image.astype(float) - gray), 0, white)
        assert np.abs(A.adjust_saturation_torchvision(image, factor) - wanted).max() < 0.01 * white
        wanted = np.clip(gray.mean() + factor * (image.astype(float) - gray.mean()), 0, white)
        assert np.abs(A.adjust_contrast_torchvision(image, factor) - wanted).max() < 0.01 * white

    def test_colors(self):
        assert np.abs(A.adjust_hue_torchvision(FLOAT, 1 / 3) - FLOAT[..., [2, 0, 1]]).max() < 1e-4
        assert np.array_equal(A.linear_transformation_rgb(IMAGE, np.eye(3)[::-1]), IMAGE[..., ::-1])
        assert A.move_tone_curve(IMAGE, 0.1, 0.5).mean() < A.move_tone_curve(IMAGE, 0.5, 0.9).mean()
        assert np.array_equal(A.gauss_noise(IMAGE, np.full(IMAGE.shape, 300.0)), np.full_like(IMAGE, 255))

    def test_holes_and_tiles(self):
        out = A.cutout(IMAGE, [(3, 4, 10, 12), (30, 20, 50, 60)], fill_value=7)
        assert (out[4:12, 3:10] == 7).all()
        assert (out[20:, 30:] == 7).all()
        assert (out != IMAGE).any(axis=2).sum() <= 7 * 8 + 4 * 2
        assert np.array_equal(A.cutout(IMAGE, []), IMAGE)
        assert (A.channel_dropout(IMAGE, (0, 2), 5)[..., [0, 2]] == 5).all()
        out = A.swap_tiles_on_image(IMAGE, [(0, 0, 10, 12, 8, 6), (10, 12, 0, 0, 8, 6)])
        assert np.array_equal(out[:8, :6], IMAGE[10:18, 12:18])
        assert np.array_equal(out[10:18, 12:18], IMAGE[:8, :6])

    def test_warps(self):
        assert np.array_equal(A.shift_scale_rotate(IMAGE, 180, 1.0, 0, 0), IMAGE[::-1, ::-1])
        moved = A.shift_scale_rotate(IMAGE, 0, 1.0, 0.25, 0, border_mode=0, value=9)
        assert np.array_equal(moved[:, 8:], IMAGE[:, :-8])
        assert (moved[:, :8] == 9).all()
        for still in (A.optical_distortion(IMAGE), A.grid_distortion(IMAGE, 2, (1.0,) * 3, (1.0,) * 3)):
            assert np.array_equal(still, IMAGE)
        with pytest.raises(ValueError, match="must hold 10 factors"):
            A.grid_distortion(IMAGE)
        with pytest.raises(ValueError, match="dx=0 and dy=0"):
            A.optical_distortion(IMAGE, 0.1, dx=3)

    @pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 6, 7, 10])
    def test_four_channels_at_a_time(self, channels):
        image, counts = np.tile(IMAGE, 4)[..., :channels], []

        def blurred(img, ksize):
            counts.append(img.shape[2])
            return cv2.blur(img, ksize)

        out = F._maybe_process_in_chunks(blurred, ksize=(3, 3))(image)
        wanted = np.dstack([cv2.blur(image[..., at], (3, 3)) for at in range(channels)])
        assert np.array_equal(out.reshape(wanted.shape), wanted)
        assert sum(counts) == channels
        assert max(counts) <= 4
        assert 2 not in counts or channels == 2


class TestRows:
    def test_windows(self):
        assert A.bbox_crop(BOX, 8, 0, 40, 64, 64, 80) == pytest.approx((0, 0.2, 0.75, 0.7, 9))
        assert A.bbox_center_crop(BOX, 32, 40, 64, 80) == A.bbox_crop(BOX, 20, 16, 60, 48, 64, 80)
        assert A.bbox_random_crop(BOX, 32, 40, 0, 0, 64, 80) == A.bbox_crop(BOX, 0, 0, 40, 32, 64, 80)
        assert A.crop_keypoint_by_coords(POINT, (3, 4, 50, 60)) == (7, 16, 0.5, 2)
        assert A.keypoint_center_crop(POINT, 32, 40, 64, 80) == (-10, 4, 0.5, 2)
        assert A.keypoint_random_crop(POINT, 32, 40, 0, 0, 64, 80) == POINT

    def test_mirrors_and_quarter_turns(self):
        assert A.bbox_flip(BOX, -1, 64, 80) == pytest.approx((0.6, 0.3, 0.9, 0.8, 9))
        assert A.bbox_flip(BOX, 0, 64, 80) == pytest.approx((0.1, 0.3, 0.4, 0.8, 9))
        assert (
            A.keypoint_flip(POINT, 1, 64, 80)
            == A.keypoint_hflip(POINT, 64, 80)
            == pytest.approx((69, 20, np.pi - 0.5, 2))
        )
        assert A.keypoint_flip(POINT, 0, 64, 80) == A.keypoint_vflip(POINT, 64, 80)
        assert A.keypoint_flip(POINT, -1, 64, 80) == pytest.approx(A.keypoint_rot90(POINT, 2, 64, 80))
        assert A.keypoint_rot90(POINT, 1, 64, 80) == pytest.approx((20, 69, 0.5 + 1.5 * np.pi, 2))
        assert A.keypoint_transpose(POINT) == pytest.approx((20, 10, np.pi / 2 - 0.5, 2))
        with pytest.raises(ValueError, match="d must be 0"):
            A.bbox_flip(BOX, 2, 64, 80)

    def test_rotations(self):
        assert A.keypoint_rotate(POINT, 90, 64, 64) == pytest.approx(A.keypoint_rot90(POINT, 1, 64, 64))
        found = A.keypoint_shift_scale_rotate(POINT, 30, 1.2, 0.1, -0.05, 64, 80)
        assert found == pytest.approx((9.943, 34.049, 0.5 - np.pi / 6 + 2 * np.pi, 2.4), abs=1e-3)
        assert A.bbox_rotate(BOX, 90, "largest_box", 64, 64) == pytest.approx(A.bbox_rot90(BOX, 1))
        assert A.bbox_rotate(BOX, 30, "ellipse", 64, 80)[:4] == pytest.approx((0.1, 0.377, 0.427, 0.849), abs=1e-3)
        found = A.bbox_shift_scale_rotate(BOX, 30, 1.2, 0.1, -0.05, "ellipse", 64, 80)
        assert found == pytest.approx((0.119, 0.302, 0.513, 0.869, 9), abs=1e-3)
        with pytest.raises(ValueError, match="'largest_box' or 'ellipse', got 'box'"):
            A.bbox_rotate(BOX, 30, "box", 64, 80)
