"""Fills of augrepro.compat that OpenCV took: fewer values than channels, values beyond a dtype, masks of volumes.

Every expected value is what albumentations 2.0.8 gave.
"""

import pickle
import warnings

import numpy as np
import pytest

import augrepro
import augrepro.compat as A
from augrepro.compat.per_image import BY_OPENCV

CALLS = {
    "Affine": {"translate_px": 20},
    "CenterCrop": {"height": 80, "width": 80, "pad_if_needed": True},
    "Crop": {"x_max": 80, "y_max": 80, "pad_if_needed": True, "pad_position": "center"},
    "ElasticTransform": {"alpha": 500, "sigma": 5},
    "GridDistortion": {"num_steps": 2, "distort_limit": (-0.9, -0.9), "normalized": False},
    "OpticalDistortion": {"distort_limit": (0.9, 0.9)},
    "Pad": {"padding": 20},
    "PadIfNeeded": {"min_height": 80, "min_width": 80},
    "Perspective": {"scale": (0.3, 0.3), "keep_size": False, "fit_output": True},
    "RandomCrop": {"height": 80, "width": 80, "pad_if_needed": True},
    "Rotate": {"limit": (45, 45)},
    "SafeRotate": {"limit": (45, 45)},
    "ShiftScaleRotate": {"shift_limit": (0.3, 0.3), "rotate_limit": (0, 0), "scale_limit": (0, 0)},
    "ThinPlateSpline": {"scale_range": (0.9, 0.9)},
}
EACH = {2: (10, 20), 4: (10, 20, 30, 0), 5: (10, 20, 30, 0, 10), 6: (10, 20, 30, 0, 10, 10)}
EACH |= {7: (10, 20, 30, 0, 10, 20, 30), 8: (10, 20, 30, 0, 10, 20, 30, 0)}


def image(channels, dtype=np.uint8):
    return np.full((40, 40, channels), 200 if dtype == np.uint8 else 0.5, dtype)


def pad(**kwargs):
    return A.PadIfNeeded(80, 80, border_mode=0, p=1, **kwargs)


def test_every_such_transform_has_a_call():
    assert set(CALLS) == BY_OPENCV
    assert all("fill" in getattr(augrepro, name).declared for name in BY_OPENCV)


@pytest.mark.parametrize("name", CALLS)
def test_three_values_on_five_channels(name):
    written = {**CALLS[name], "border_mode": 0, "p": 1}
    (ours, todays) = (
        augrepro.Compose([built], seed=7)
        for built in (
            getattr(A, name)(fill=(10, 20, 30), **written),
            getattr(augrepro, name)(fill=EACH[5], **written),
        )
    )
    with pytest.warns(A.LegacyWarning, match=r"5 channels(.|\n)*today it is\n    fill=\(10.0, 20.0, 30.0, 0.0, 10.0\)"):
        out = ours(image=image(5))["image"]
    assert np.array_equal(out, todays(image=image(5))["image"])
    assert (out[..., 3] < out[..., 4]).any()


@pytest.mark.parametrize("channels", EACH)
def test_groups_of_four_channels(channels):
    with pytest.warns(A.LegacyWarning):
        assert pad(fill=(10, 20, 30))(image=image(channels))["image"][0, 0].tolist() == [*EACH[channels]]


def test_what_fits_is_taken_without_a_word():
    built = pad(fill=(10, 20, 30))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert built(image=image(3))["image"][0, 0].tolist() == [10, 20, 30]
        assert built(image=image(1))["image"][0, 0].tolist() == [10]
        assert pad(fill=(300, 0, 0))(image=image(3).astype(np.uint16))["image"][0, 0].tolist() == [300, 0, 0]
        assert pad(fill=(7, 7, 7))(image=image(5))["image"][0, 0].tolist() == [7] * 5


@pytest.mark.parametrize(("fill", "found"), [(256, 255), (-5, 0), ((300, -1, 7), (255, 0, 7))])
def test_values_beyond_the_dtype_are_its_ends(fill, found):
    with pytest.warns(A.LegacyWarning):
        assert (pad(fill=fill)(image=image(3))["image"][0, 0] == found).all()


def test_in_groups_plans_and_pickles():
    built = pickle.loads(pickle.dumps(A.Compose([A.OneOf([pad(fill=(10, 20, 30))], p=1)], seed=3)))
    with pytest.warns(A.LegacyWarning):
        plan = built.draw_plan(image=image(4))
    assert built.apply_plan(plan, image=image(4))["image"][0, 0].tolist() == [10, 20, 30, 0]


def test_the_library_stays_strict():
    built = augrepro.PadIfNeeded(80, 80, border_mode=0, fill=(10, 20, 30))
    with pytest.raises(ValueError, match="one value or one for each of the 4 channels"):
        built(image=image(4))
    with pytest.raises(ValueError, match="from 0 to 255"):
        augrepro.PadIfNeeded(80, 80, border_mode=0, fill=256)(image=image(3))


@pytest.mark.parametrize("fill", [(10, 20, 30), 256])
@pytest.mark.parametrize("name", ["Affine", "ElasticTransform", "PadIfNeeded", "Perspective"])
def test_a_fill_that_a_border_mode_leaves_out_may_be_any(name, fill):
    pixels = np.arange(40 * 40 * 5, dtype=np.uint8).reshape(40, 40, 5)
    written = {**CALLS[name], "border_mode": 4, "p": 1}
    ones = [augrepro.Compose([getattr(augrepro, name)(fill=each, **written)], seed=3) for each in (fill, 0)]
    first, second = (one(image=pixels)["image"] for one in ones)
    assert np.array_equal(first, second)
    assert not np.array_equal(first, pixels)


class TestMasksOfVolumes:
    VOLUME = {"volume": np.full((10, 20, 20), 200, np.uint8), "mask3d": np.full((10, 20, 20), 3, np.uint8)}

    @pytest.mark.parametrize(("given", "found"), [({}, 0), ({"fill": 7}, 7), ({"fill": 7, "fill_mask": 5}, 5)])
    def test_they_get_the_fill(self, given, found):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", A.LegacyWarning)
            built = A.Compose([A.CoarseDropout3D(p=1, **given)], seed=1)
        assert np.unique(built(**self.VOLUME)["mask3d"]).tolist() == sorted((3, found))

    def test_todays_call_is_printed(self):
        with pytest.warns(A.LegacyWarning, match=r"A.CoarseDropout3D\(fill=7, fill_mask=7, p=1\)"):
            A.CoarseDropout3D(fill=7, p=1)

    def test_the_library_leaves_them(self):
        built = augrepro.Compose([augrepro.CoarseDropout3D(p=1)], seed=1)
        assert np.unique(built(**self.VOLUME)["mask3d"]).tolist() == [3]
        again = augrepro.from_dict(augrepro.to_dict(built))
        assert np.unique(again(**self.VOLUME)["mask3d"]).tolist() == [3]
