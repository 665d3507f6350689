"""The law of grades: an op is as exact as ``op.grade(dtype)`` says, whatever its fields and wherever it runs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from grades import CHANNELS, SIZES, departures, examples, registered, run, variants
from samples import picture, striped_mask

from augrepro.engine.declare.registry import OPS
from augrepro.engine.op import Grade, PixelOp, value
from augrepro.engine.variants import changed, listed
from augrepro.kernels import dtypes
from augrepro.ops.filters import Gaussian
from augrepro.ops.look import AREA, CUBIC, LANCZOS, LINEAR, NEAREST, Look, Sampling
from augrepro.ops.remap import Warp
from augrepro.ops.resize import Resample
from augrepro.ops.tiles import TileShuffle


def named(ops):
    return [f"{type(op).__name__}-{place}" for place, op in enumerate(ops)]


def negative_zeros():
    """Float noise with black, white and -0 in it, some of them in a whole corner."""
    image = picture(*SIZES[0], 3, "float32")
    for place, level in enumerate((-0.0, 0.0, 1.0)):
        image.reshape(-1)[place::5] = level
    image[:8, :8] = -0.0
    return image


def moved_by_numpys_clip(monkeypatch):
    """Ops of exact floats of which -0 in the image comes to other bits where ``np.clip`` gives 0, as NumPy 1 did."""
    clip, image = np.clip, negative_zeros()

    def without_sign(values, low, high, out=None):
        found = clip(values, low, high, out=out)
        return np.add(found, 0, out=found) if getattr(found, "dtype", np.dtype(int)).kind == "f" else found

    found = set()
    for variant in {each for op in examples() for each in variants(op) if each.grade("float32") == Grade.EXACT}:
        here = run(variant, "image", image)
        with monkeypatch.context() as patch:
            patch.setattr(np, "clip", without_sign)
            if run(variant, "image", image).tobytes() != here.tobytes():
                found.add(type(variant).__name__)
    return found


def test_exact_floats_do_not_depend_on_the_sign_that_numpys_clip_gives_0(monkeypatch):
    assert moved_by_numpys_clip(monkeypatch) == set()


def test_a_clip_that_leaves_the_sign_of_0_to_numpy_is_found(monkeypatch):
    if not np.signbit(np.clip(np.float32([-0.0]), 0, 1)).any():
        pytest.skip("this NumPy's clip gives 0 no sign")
    monkeypatch.setattr(dtypes, "clip_unit", lambda values, out: np.clip(values, 0, 1, out=out))
    assert {"CornerLight", "RandomFactors"} <= moved_by_numpys_clip(monkeypatch)


MASKED = [op for op in examples() if not isinstance(op, PixelOp)]


def test_every_op_is_held_to_its_grade():
    assert {type(op).__name__ for op in examples()} == registered()


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("op", examples(), ids=named(examples()))
def test_images_get_the_same_bits_as_far_as_the_grade_says(op, dtype):
    ran = 0
    sizes = SIZES[:1] if isinstance(op, TileShuffle) else SIZES  # its tiles are those of one size
    for variant in variants(op):
        for size, channels in [*((size, 3) for size in sizes), *((sizes[-1], n) for n in CHANNELS if n != 3)]:
            image = picture(*size, channels, dtype)
            try:
                found = list(departures(variant, "image", image))
            except ValueError:
                assert channels != 3, "every op takes RGB"
                continue
            assert found == [], (variant, image.shape, dtype)
            ran += 1
    assert ran


@pytest.mark.parametrize("op", MASKED, ids=named(MASKED))
def test_masks_get_the_same_bits_as_far_as_the_grade_says(op):
    for variant in variants(op):
        assert list(departures(variant, "mask", striped_mask(*SIZES[0])[..., None])) == [], variant


@pytest.mark.parametrize("op", MASKED, ids=named(MASKED))
def test_sixteen_bits_are_as_far_the_same_as_eight(op):
    for variant in variants(op):
        assert list(departures(variant, "mask", sixteen_bits(np.int16, 1))) == [], variant
        if getattr(variant, "inpaints", False):
            with pytest.raises(TypeError, match="needs images of uint8, float32 or float64"):
                list(departures(variant, "image", sixteen_bits(np.uint16, 3)))
        else:
            assert list(departures(variant, "image", sixteen_bits(np.uint16, 3))) == [], variant


def sixteen_bits(dtype, channels):
    values = np.arange(SIZES[0][0] * SIZES[0][1] * channels, dtype=np.uint32)
    return (values * values * 2654435761 >> 13).astype(np.uint16).view(dtype).reshape(*SIZES[0], channels)


def test_sixteen_bits_by_the_way_of_a_build_are_found(monkeypatch):
    monkeypatch.setattr("augrepro.kernels.resize.FIXED_POINT", frozenset())
    if cv2.ipp.useIPP():
        for target, dtype in (("image", np.uint16), ("mask", np.int16)):
            found = list(departures(Resample(13, 29, Sampling(LINEAR, LINEAR)), target, sixteen_bits(dtype, 1)))
            assert found == ["another CPU"]


def test_the_listed_fields_of_an_op_are_found_nested_ones_too():
    op = Warp((1.0, 0.0, 0.5, 0.0, 1.0, 0.5), 20, 20)
    fields = listed(op)
    assert set(fields) >= {("look", "interpolation"), ("look", "border_mode"), ("rotate_method",)}
    assert fields["look", "interpolation"] == (1, 0, 2, 3, 4)
    assert changed(op, ("look", "interpolation"), 4).look == Look(interpolation=4)
    assert {Look(2, border_mode=4), Look(0, 3), Look()} <= {variant.look for variant in variants(op)}


def test_grades_follow_the_fields():
    assert [Look(i).grade("uint8") for i in range(5)] == ["exact", "exact", "same-build", "exact", "same-build"]
    assert Look(NEAREST, NEAREST).grade("float32") == "exact"
    assert Look(LINEAR).grade("float32") == Look(mask_interpolation=CUBIC).grade("uint8") == "same-build"
    assert Sampling(LINEAR).grade("uint8") == Sampling(LANCZOS).grade("uint8") == "exact"
    assert Sampling(AREA).grade("uint8") == Sampling(area_for_downscale="image").grade("uint8") == "same-arch"
    assert Resample(3, 3, Sampling(CUBIC)).grade(np.uint8) == "same-build"


@pytest.fixture
def planted():
    @value
    class CpuDependent(PixelOp):
        """Another bit where OpenCV may not use what the CPU has."""

        soft: bool = False

        def pixels(self, image):
            return image + np.uint8(self.soft and not cv2.useOptimized())

    @value
    class LayoutDependent(PixelOp):
        """Another bit where rows do not follow each other."""

        uint8_grade = Grade.SAME_BUILD

        def pixels(self, image):
            return image + np.uint8(not image.flags.c_contiguous)

    @value
    class ThreadDependent(PixelOp):
        """Another bit where one thread works."""

        def pixels(self, image):
            return image + np.uint8(cv2.getNumThreads() == 1)

    yield CpuDependent(), LayoutDependent(), ThreadDependent()
    for name in ("CpuDependent", "LayoutDependent", "ThreadDependent"):
        del OPS[name]


def test_planted_faults_are_found_even_behind_a_field(planted):
    image = picture(24, 32)
    found = [[fault for variant in variants(op) for fault in departures(variant, "image", image)] for op in planted]
    assert found == [["another CPU"], ["another memory layout"], ["1 threads"]]


def test_a_float_blur_that_calls_itself_exact_is_found(monkeypatch):
    monkeypatch.setattr(Gaussian, "float_grade", Grade.EXACT)
    assert "another CPU" in list(departures(Gaussian(7, 1.7), "image", picture(64, 67, dtype="float32")))
