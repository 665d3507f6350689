"""A subclass that reads a drawn parameter by name, with a default, gets what was drawn, or is told that it cannot."""

import warnings

import numpy as np
import pytest

import augrepro
import augrepro.compat as former
from augrepro.engine.protocol.overridden import PARAMETERS, built_in

SIZE = {"height": 20, "width": 24}
ARGUMENTS: dict[str, dict] = {
    "AtLeastOneBBoxRandomCrop": SIZE,
    "CenterCrop": SIZE,
    "CenterCrop3D": {"size": (2, 20, 24)},
    "CoarseDropout3D": {"fill_mask": 0},
    "ConstrainedCoarseDropout": {"mask_indices": [1]},
    "Crop": {"x_max": 20, "y_max": 20},
    "CropAndPad": {"px": 3},
    "CropNonEmptyMaskIfExists": SIZE,
    "GridElasticDeform": {"num_grid_xy": (3, 3), "magnitude": 3},
    "LongestMaxSize": {"max_size": 30},
    "Pad": {"padding": 3},
    "Pad3D": {"padding": 2},
    "PadIfNeeded": {"min_height": 50, "min_width": 60},
    "PadIfNeeded3D": {"min_zyx": (8, 50, 60)},
    "RandomCrop": SIZE,
    "RandomCrop3D": {"size": (2, 20, 24)},
    "RandomCropNearBBox": {"max_part_shift": 0.3},
    "RandomResizedCrop": {"size": (20, 24)},
    "RandomSizedBBoxSafeCrop": SIZE,
    "RandomSizedCrop": {"min_max_height": (20, 30), "size": (20, 24)},
    "SmallestMaxSize": {"max_size": 30},
}
ABSENT = {"Cutout", "Flip", "JpegCompression", "RandomBrightness", "RandomContrast", "TemplateTransform", "TextImage"}
"""Names that ``augrepro`` does not have, or that need a font's file."""
IMAGE = np.random.default_rng(3).integers(0, 256, (40, 48, 3), np.uint8)
MASK = (IMAGE[..., 0] > 100).astype(np.uint8)
VOLUME = np.stack([IMAGE] * 4)
FREE = {
    "fda_metadata": [IMAGE],
    "hm_metadata": [IMAGE],
    "pda_metadata": [IMAGE],
    "cropping_bbox": (5, 5, 20, 20),
    "mosaic_metadata": [{"image": IMAGE}] * 3,
    "overlay_metadata": [],
}
DEFAULT = object()


def reading(base, name, got, **kwargs):
    """The class with an ``apply`` that reads the name with a default and hands back the image."""
    space = {}
    exec(
        f"def apply(self, img, {name}=DEFAULT, **params):\n got.append({name})\n return img",
        {**globals(), "got": got},
        space,
    )
    return type("Own", (base,), {**space, "apply_to_images": lambda self, images, **params: images})(**kwargs)


@pytest.mark.parametrize("module", [augrepro, former])
@pytest.mark.parametrize("cls", sorted(PARAMETERS.keys() - ABSENT))
def test_no_default_stands_for_a_parameter_that_the_releases_draw(cls, module):
    volumes = "3D" in cls or cls == "CubicSymmetry"
    data = {"volume": VOLUME, "mask3d": VOLUME[..., 0]} if volumes else {"image": IMAGE, "mask": MASK}
    seen = set()
    for name in sorted(PARAMETERS[cls]):
        got = []
        step = reading(getattr(module, cls), name, got, p=1, **ARGUMENTS.get(cls, {}))
        pipeline = augrepro.Compose([step], seed=1)
        try:
            pipeline(**data, **{key: value for key, value in FREE.items() if key in step.available_keys})
        except (TypeError, ValueError) as error:
            seen.add(str(error))
        assert not any(value is DEFAULT for value in got), (cls, name)
    assert all("nobody drew" in text or cls == "OverlayElements" or cls == "Mosaic" for text in seen), seen


def test_a_name_that_no_release_draws_keeps_its_default():
    got = []
    augrepro.Compose([reading(augrepro.RandomCrop, "quality", got, height=8, width=8, p=1)], seed=1)(image=IMAGE)
    assert got == [DEFAULT]


class Turn(augrepro.RandomRotate90):
    def apply(self, img, factor=0, **params):
        return np.ascontiguousarray(np.rot90(img, factor))


class Cut(augrepro.RandomCrop):
    def apply(self, img, crop_coords=(0, 0, 1, 1), **params):
        x_min, y_min, x_max, y_max = crop_coords
        return img[y_min:y_max, x_min:x_max]


class CutByShares(augrepro.RandomCrop):
    def apply(self, img, h_start=0, w_start=0, **params):
        y, x = int((img.shape[0] - self.height) * h_start), int((img.shape[1] - self.width) * w_start)
        return img[y : y + self.height, x : x + self.width]


class Lit(augrepro.RandomBrightnessContrast):
    def apply(self, img, alpha=1.0, beta=0.0, **params):
        top = 1 if img.dtype == np.float32 else 255
        return np.clip(np.rint(img * alpha + beta) if top == 255 else img * alpha + beta, 0, top).astype(img.dtype)


class Hidden(augrepro.CoarseDropout):
    def apply(self, img, holes=(), **params):
        out = img.copy()
        for x_min, y_min, x_max, y_max in holes:
            out[y_min:y_max, x_min:x_max] = 0
        return out


class Framed(augrepro.PadIfNeeded):
    def apply(self, img, pad_top=0, pad_bottom=0, pad_left=0, pad_right=0, **params):
        return np.pad(img, ((pad_top, pad_bottom), (pad_left, pad_right), (0, 0)))


class ByKey(augrepro.RandomRotate90):
    def apply(self, img, **params):
        return np.ascontiguousarray(np.rot90(img, params.get("factor", 0)))


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("own", [Turn, Cut, CutByShares, Lit, Hidden, Framed, ByKey])
def test_what_is_handed_over_is_what_the_transform_would_have_done(own, dtype):
    image = IMAGE if dtype == "uint8" else (IMAGE / 255).astype(dtype)
    arguments = {
        "p": 1,
        "name": "own",
        **ARGUMENTS.get(built_in(own).__name__, {}),
        **({"border_mode": 0} if own is Framed else {}),
    }
    one, other = (augrepro.Compose([cls(**arguments)], seed=5) for cls in (own, built_in(own)))
    for _ in range(6):
        expected = other(image=image)["image"]
        np.testing.assert_allclose(one(image=image)["image"], expected, atol=1 if dtype == "uint8" else 1e-6)


def test_one_value_changed_on_its_way_to_super_is_refused():
    class Further(augrepro.RandomRotate90):
        def apply(self, img, factor=0, **params):
            return super().apply(img, factor=factor + 1, **params)

    with pytest.raises(ValueError, match="factor was drawn as"):
        augrepro.Compose([Further(p=1)], seed=1)(image=IMAGE)


def test_own_getters_come_first():
    class Fixed(augrepro.RandomRotate90):
        def get_params(self):
            return {"factor": 2}

        def apply(self, img, factor=0, **params):
            return np.ascontiguousarray(np.rot90(img, factor))

    assert np.array_equal(augrepro.Compose([Fixed(p=1)])(image=IMAGE)["image"], np.rot90(IMAGE, 2))


@pytest.mark.filterwarnings("ignore::augrepro.compat.LegacyWarning")
def test_units_of_the_former_release_under_its_defaults():
    got = []
    with former.defaults("1.3"):
        lit = reading(former.RandomBrightnessContrast, "beta", got, brightness_limit=(0.2, 0.2), p=1)
        holes = reading(former.CoarseDropout, "holes", got, p=1)
        light = reading(former.Solarize, "threshold", got, threshold=100, p=1)
    for step in (lit, holes, light):
        augrepro.Compose([step], seed=1)(image=IMAGE)
    assert got[0] == pytest.approx(0.2)
    assert isinstance(got[1], list)
    assert all(type(row) is tuple for row in got[1])
    assert got[2] == pytest.approx(100)


def test_super_moves_one_keypoint_and_one_box_and_a_list_of_none_is_none():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")

        class Flip(former.HorizontalFlip):
            def apply_to_keypoint(self, keypoint, **params):
                return super().apply_to_keypoint(keypoint, **params)

            def apply_to_bbox(self, bbox, **params):
                return super().apply_to_bbox(bbox, **params)

        class Gone(former.CoarseDropout):
            def apply_to_keypoints(self, keypoints, holes=(), **params):
                return []

    boxes, points = augrepro.BboxParams("pascal_voc"), augrepro.KeypointParams("xy")
    data = {"image": IMAGE, "bboxes": [[2, 3, 20, 30]], "keypoints": [[5, 6]]}
    parts = [
        augrepro.Compose([step], boxes, points, seed=1)(**data)
        for step in (Flip(p=1), augrepro.HorizontalFlip(p=1), Gone(p=1))
    ]
    np.testing.assert_allclose(parts[0]["bboxes"], parts[1]["bboxes"])
    np.testing.assert_allclose(parts[0]["keypoints"], parts[1]["keypoints"])
    assert len(parts[2]["keypoints"]) == 0
