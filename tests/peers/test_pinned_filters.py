"""Filters with pinned parameters give what albumentations 2.0.8 gives, bytes within one level."""

import albumentations
import cv2
import numpy as np
import pytest
import strengths
from albumentations.augmentations.blur import functional as blur
from albumentations.augmentations.pixel.functional import convolve, unsharp_mask

import augrepro as A
from augrepro.kernels import spread
from augrepro.ops.blurs import Median, UnsharpMasking, Zooms
from augrepro.ops.convolutions import Disk, Embossing, Jinc, LaplacianSharpening, Motion

BYTES, FLOATS = strengths.photograph(), strengths.photograph("float32")


def motion(size, angle, direction):
    kernel = blur.create_motion_kernel(size, angle, direction, False, None)
    return kernel / kernel.sum()


def ringing(size, cutoff):
    fixed = albumentations.RingingOvershoot(blur_limit=(size, size), cutoff=(cutoff, cutoff))
    return fixed.get_params()["kernel"]


def matrix(name, alpha, other):
    cls, method = getattr(albumentations, name), {"Sharpen": "sharpening", "Emboss": "emboss"}[name]
    return getattr(cls, f"_{name}__generate_{method}_matrix")(alpha, other)


KERNELS = [
    *((Motion(*line), motion(*line)) for line in ((3, 33.0, 0.0), (7, 120.0, -0.5), (15, 70.0, 1.0), (21, 10.0, 0.2))),
    *((Jinc(*ring), ringing(*ring)) for ring in ((7, 0.8), (15, 1.5), (21, 3.1))),
    *((LaplacianSharpening(*pair), matrix("Sharpen", *pair)) for pair in ((0.2, 0.5), (0.5, 1.0), (1.0, 3.0))),
    *((Embossing(*pair), matrix("Emboss", *pair)) for pair in ((0.2, 0.2), (0.5, 0.7), (1.0, 3.0))),
]
DIRECT = [
    *((Disk(*disk), lambda image, disk=disk: blur.defocus(image, *disk)) for disk in ((3, 0.3), (6, 0.5), (10, 0.1))),
    *((Median(size), lambda image, size=size: blur.median_blur(image, size)) for size in (3, 5, 7)),
    *(
        (Zooms(*zoom), lambda image, zoom=zoom: blur.zoom_blur(image, np.arange(1.0, *zoom)))
        for zoom in ((1.31, 0.02), (1.1, 0.03))
    ),
]


def apart(one, other):
    return np.abs(one.astype(np.float64) - other).max()


@pytest.mark.parametrize(("op", "kernel"), KERNELS, ids=lambda x: str(x) if not isinstance(x, np.ndarray) else "")
def test_a_convolution(op, kernel):
    assert apart(op.weights(), kernel) < 1e-6
    assert apart(op.pixels(BYTES), convolve(BYTES, kernel)) <= 1
    assert apart(op.pixels(FLOATS), convolve(FLOATS, kernel.astype(np.float32))) < 1 / 255


@pytest.mark.parametrize(("op", "theirs"), DIRECT, ids=lambda x: str(x) if not callable(x) else "")
def test_another_filter(op, theirs):
    assert apart(op.pixels(BYTES), theirs(BYTES)) <= 1
    assert apart(op.pixels(FLOATS), theirs(FLOATS)) < 1 / 255


@pytest.mark.parametrize("mask", [(3, 0.8, 0.3, 10), (5, 1.1, 0.5, 10), (7, 2.0, 0.5, 0)])
def test_an_unsharp_mask(mask):
    """Bytes are blurred by weights in 256ths: what is half a level from the threshold may fall to its other side."""
    size, sigma, _, threshold = mask
    assert apart(UnsharpMasking(*mask).pixels(FLOATS), unsharp_mask(FLOATS, *mask)) < 1 / 255
    away = np.abs(BYTES - cv2.GaussianBlur(BYTES.astype(np.float64), (size, size), sigma))
    near = cv2.dilate((np.abs(away - threshold) < 0.5).astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    clear = np.ones(BYTES.shape, np.bool_) if threshold == 0 else ~near
    ours, theirs = UnsharpMasking(*mask).pixels(BYTES), unsharp_mask(BYTES, *mask)
    assert clear.mean() > 0.25
    assert apart(ours[clear], theirs[clear]) <= 1
    assert (np.abs(ours.astype(int) - theirs) > 1).mean() < 1e-3


def test_a_generalized_gaussian():
    fixed = albumentations.AdvancedBlur((7, 7), (1.5, 1.5), (0.6, 0.6), (30, 30), (0.5, 8), (1, 1))
    drawn = A.Compose([A.AdvancedBlur((7, 7), (1.5, 1.5), (0.6, 0.6), (30, 30), (0.5, 8), (1, 1), p=1)], seed=1)
    assert {op.sigmas for op in drawn.draw_plan(image=BYTES).ops} == {(1.5, 0.6)}
    fixed.py_random = Sharpest()
    assert apart(fixed.get_params()["kernel"], spread.generalized_gaussian(7, (1.5, 0.6), 30.0, 8.0)) < 1e-6


class Sharpest:
    """Draws the upper end of everything."""

    def uniform(self, low, high):
        return high

    def random(self):
        return 1.0
