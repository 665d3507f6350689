"""A keypoint's direction and size go with the pixels also where the map bends."""

import numpy as np
import pytest

import augrepro as A

SIDE = 96
IMAGE = np.zeros((SIDE, SIDE, 3), np.uint8)
BENDING = [
    A.GridDistortion(distort_limit=0.5, p=1),
    A.ThinPlateSpline(scale_range=(0.1, 0.1), p=1),
    A.ElasticTransform(alpha=200, sigma=12, p=1),
    A.GridElasticDeform((3, 3), 6, p=1),
    A.PiecewiseAffine(0.04, p=1),
    A.OpticalDistortion(distort_limit=(0.6, 0.6), p=1),
    A.OpticalDistortion(distort_limit=(0.6, 0.6), mode="fisheye", p=1),
]


def moved(transforms, keypoints):
    params = A.KeypointParams("xyas", remove_invisible=False)
    return np.array(
        A.Compose(transforms, keypoint_params=params, seed=3)(image=IMAGE, keypoints=keypoints)["keypoints"]
    )


def turn(angles, others):
    return abs((angles - others + 180) % 360 - 180)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("bending", BENDING, ids=lambda t: type(t).__name__ + getattr(t, "mode", ""))
def test_keypoints_turn_and_grow_as_points_beside_them_move(bending, mirrored):
    rng = np.random.default_rng(1)
    places, angles = rng.uniform(25, 70, (40, 2)), rng.uniform(0, 360, 40)
    ahead = 1.5 * np.stack((np.cos(np.radians(angles)), np.sin(np.radians(angles))), 1)
    apart = [places, places + ahead, places - ahead]
    apart += [places + step for step in ([1.5, 0], [-1.5, 0], [0, 1.5], [0, -1.5])]
    rows = [[*at, angle, 3.0] for part in apart for at, angle in zip(part, angles, strict=True)]
    out = moved([bending, A.HorizontalFlip(p=float(mirrored))], rows).reshape(7, 40, 4)
    x, y = (out[1] - out[2])[:, :2].T
    sides = [np.hypot(*(out[i] - out[i + 1])[:, :2].T) / 3 for i in (3, 5)]
    off = turn(out[0, :, 2], np.degrees(np.arctan2(y, x)))
    assert np.median(off) < 1
    assert np.quantile(off, 0.9) < 6
    assert np.quantile(abs(out[0, :, 3] / 3 - np.maximum(*sides)), 0.9) < 0.1
    given = 180 - angles if mirrored else angles
    assert np.median(turn(out[0, :, 2], given)) > 3 * np.median(off) + 0.2  # what stayed would be told


def test_a_flow_that_moves_nothing_leaves_angles_and_sizes():
    rows = [[20.3, 40.7, 33.0, 1.7], [0.0, 95.0, 300.5, 0.1]]
    assert (
        moved([A.ElasticTransform(alpha=0, p=1), A.OpticalDistortion(distort_limit=(0, 0), p=1)], rows) == rows
    ).all()
