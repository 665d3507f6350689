"""Golden outputs of every transform, each target, uint8 and float32: in ``snapshots/``, checked by our own plugin.

After a change that is meant: ``pytest tests/golden --snapshot-update``, and look at the pictures.
"""

from __future__ import annotations

import numpy as np
import pytest
from catalogue import CATALOGUE, REFERENCES, VOLUMETRIC
from skimage.data import astronaut

import augrepro as A

HEIGHT, WIDTH = 24, 32
FLOAT = 2e-6
"""Floats may differ from one CPU to another by this much; docs/exactness.md says which."""
BOXES = A.BboxParams("pascal_voc", label_fields=["labels"])
POINTS = A.KeypointParams("xyas", label_fields=["names"])


def photograph(dtype):
    """An astronaut's face in 24 x 32 pixels."""
    image = np.ascontiguousarray(astronaut()[40:184:6, 130:322:6])
    return image if dtype == "uint8" else (image / np.float32(255)).astype(np.float32)


def stripes():
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return ((x + 2 * y) // 9 % 3 * 100).astype(np.uint8)


def scene(dtype):
    return {
        "image": photograph(dtype),
        "mask": stripes(),
        "bboxes": [[4.0, 3.0, 20.0, 18.0], [8.0, 6.0, 30.0, 22.0]],
        "labels": ["cat", "dog"],
        "keypoints": [[5.0, 4.0, 30.0, 1.0], [16.0, 12.0, 200.0, 2.0], [28.0, 20.0, 0.0, 0.5]],
        "names": ["ear", "eye", "tail"],
    }


def volumes(dtype):
    image, mask = photograph(dtype), stripes()
    return {"volume": np.stack([image, image[::-1], image[:, ::-1]]), "mask3d": np.stack([mask, mask[::-1], mask])}


def called(name, arguments, data):
    """One call of the transform, which finds reference images where it looks for them; the targets alone."""
    pipeline = A.Compose([getattr(A, name)(**arguments, p=1.0)], seed=137, bbox_params=BOXES, keypoint_params=POINTS)
    out = pipeline(**data, **REFERENCES)
    return {key: value for key, value in out.items() if key not in REFERENCES}


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_image_mask_boxes_and_keypoints(name, dtype, aug_snapshot):
    for arguments in CATALOGUE[name]:
        out = called(name, arguments, scene(dtype))
        assert out == aug_snapshot(atol=FLOAT if out["image"].dtype.kind == "f" else None)


@pytest.mark.parametrize("name", sorted(VOLUMETRIC))
def test_volumes(name, aug_snapshot):
    for arguments in VOLUMETRIC[name]:
        assert called(name, arguments, volumes("uint8")) == aug_snapshot


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_the_planes_of_a_volume_are_treated_as_its_images_are(name):
    """So that the golden images speak for volumes too."""
    given = volumes("uint8")
    whole = called(name, CATALOGUE[name][0], given)
    images = called(name, CATALOGUE[name][0], {"images": given["volume"], "masks": given["mask3d"]})
    assert (whole["volume"] == images["images"]).all()
    assert (whole["mask3d"] == images["masks"]).all()
