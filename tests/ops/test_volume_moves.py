"""The cube's symmetries and blocks cut out of volumes: voxels, masks and keypoints go together."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest

import augrepro as A
from augrepro.engine.targets.geometry import Boxes, Points
from augrepro.engine.targets.table import Shape
from augrepro.ops.volume import EraseBlocks, Octahedral
from augrepro.transforms.volume import SYMMETRIES

VOLUME = np.random.default_rng(2).integers(0, 256, (3, 4, 5, 2), np.uint8)
SPOTS = [(x, y, z) for z in (0, 1, 2) for y in (0, 1, 3) for x in (0, 2, 4)]


def test_there_are_48_symmetries():
    assert len({(op.volume(VOLUME).shape, op.volume(VOLUME).tobytes()) for op in SYMMETRIES}) == 48


@pytest.mark.parametrize("dtype", ["uint8", "bool", "uint16", "int32", "float32", "float64"])
@pytest.mark.parametrize("channels", [1, 3, 7])
def test_voxels_go_where_the_axes_and_flips_say(dtype, channels):
    volume = (np.random.default_rng(1).random((3, 4, 5, channels)) * 200).astype(dtype)
    for axes, flips in product(permutations(range(3)), product((False, True), repeat=3)):
        expected = np.flip(volume.transpose(*axes, 3), [i for i in range(3) if flips[i]])
        op = Octahedral(axes, *flips)
        out = op.volume(volume)
        assert (out == expected).all()
        assert out.dtype == volume.dtype
        height, width, _, depth = op.after(Shape(4, 5, channels, 3))
        assert out.shape == (depth, height, width, channels)


@pytest.mark.parametrize("op", SYMMETRIES, ids=repr)
def test_a_keypoint_lands_where_its_voxel_lands(op):
    for x, y, z in SPOTS:
        volume = np.zeros((3, 4, 5, 1), np.uint8)
        volume[z, y, x] = 255
        (found,) = np.argwhere(op.volume(volume)[..., 0])
        columns = (np.array([float(n)]) for n in (x, y, z))
        moved = op.points(Points(*columns, np.zeros(1), np.zeros(1), np.arange(1), bare=True), Shape(4, 5, 1, 3))
        assert (moved.z[0], moved.y[0], moved.x[0]) == tuple(found)


def test_a_pipeline_moves_volume_mask_and_keypoints_together():
    volume = np.zeros((4, 6, 9), np.uint8)
    for i, (x, y, z) in enumerate(SPOTS):
        volume[z, y, x] = i + 1
    shapes = set()
    for seed in range(60):
        pipeline = A.Compose([A.CubicSymmetry()], keypoint_params=A.KeypointParams("xyz"), seed=seed)
        out = pipeline(volume=volume, mask3d=volume, volumes=np.stack([volume] * 2), keypoints=SPOTS)
        assert (out["mask3d"] == out["volume"]).all()
        assert (out["volumes"] == out["volume"]).all()
        assert [int(out["volume"][int(z), int(y), int(x)]) for x, y, z in out["keypoints"]] == [*range(1, 28)]
        shapes.add(out["volume"].shape)
    assert shapes == set(permutations((4, 6, 9)))


def test_every_symmetry_is_as_likely():
    drawn = [
        op for seed in range(2400) for op in A.Compose([A.CubicSymmetry()], seed=seed).draw_plan(volume=VOLUME).ops
    ]
    counts = np.array([drawn.count(op) for op in SYMMETRIES])
    assert counts.sum() == 2400
    assert ((counts - 50) ** 2 / 50).sum() < 100  # chi-squared of 47 degrees of freedom: once in 50,000 by chance


def test_boxes_reach_through_all_planes():
    boxes = Boxes(np.array([[1.0, 0.0, 3.0, 2.0]]), np.arange(1))
    for op in SYMMETRIES:
        volume = np.zeros((3, 4, 5, 1), bool)
        volume[:, 0:2, 1:3] = True
        moved = op.boxes(boxes, Shape(4, 5, 1, 3)).corners[0]
        rows, columns = (np.flatnonzero(op.volume(volume)[..., 0].any(axes)) for axes in ((0, 2), (0, 1)))
        assert moved.tolist() == [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]


def test_angles_turn_with_planes_that_stay_planes():
    points = Points(*(np.array([n]) for n in (1.0, 2.0)), None, np.array([30.0]), np.ones(1), np.arange(1))
    shape = Shape(4, 5, 1, 3)
    assert Octahedral((0, 1, 2), True, False, True).points(points, shape).angle.tolist() == [150.0]
    assert Octahedral((0, 1, 2), False, True, False).points(points, shape).angle.tolist() == [330.0]
    assert Octahedral((0, 2, 1), False, False, False).points(points, shape).angle.tolist() == [60.0]
    assert Octahedral((2, 1, 0), False, False, False).points(points, shape).angle.tolist() == [30.0]


# --- blocks


def test_blocks_have_their_shares_of_the_sides():
    transform = A.CoarseDropout3D((3, 3), (0.2, 0.2), (0.5, 0.6), (0, 0), fill=(1, 2, 3), fill_mask=9, p=1)
    volume = np.full((10, 20, 30, 3), 200, np.uint8)
    for seed in range(20):
        pipeline = A.Compose([transform], seed=seed)
        (op,) = pipeline.draw_plan(volume=volume).ops
        for z1, y1, x1, z2, y2, x2 in op.regions:
            assert (z2 - z1, x2 - x1) == (2, 1)
            assert 10 <= y2 - y1 <= 12
            assert 0 <= z1 < z2 <= 10
            assert 0 <= y1 < y2 <= 20
            assert 0 <= x1 < x2 <= 30
        out = A.Compose([]).apply_plan(pipeline.draw_plan(volume=volume), volume=volume, mask3d=volume[..., 0])
        hidden = (out["volume"] == (1, 2, 3)).all(3)
        assert hidden.any()
        assert (out["volume"][~hidden] == 200).all()
        assert ((out["mask3d"] == 9) == hidden).all()


def test_no_blocks_and_masks_left_alone():
    volume = np.full((3, 4, 5), 200, np.uint8)
    assert A.Compose([A.CoarseDropout3D((0, 0), p=1)]).draw_plan(volume=volume).ops == []
    out = A.Compose([A.CoarseDropout3D((5, 5), p=1)])(volume=volume, mask3d=volume, image=volume[0])
    assert (out["mask3d"] == 200).all()
    assert (out["image"] == 200).all()
    assert (out["volume"] == 0).any()


def test_keypoints_in_a_block_are_dropped():
    op = EraseBlocks(((0, 1, 1, 2, 3, 3),))
    plan = A.Plan.from_dict({"plan": 3, "shape": [4, 5, 1], "depth": 3, "steps": [{"path": "x", **op.to_dict()}]})
    volume = np.zeros((3, 4, 5), np.uint8)
    pipeline = A.Compose([], keypoint_params=A.KeypointParams("xyz"))
    found = pipeline.apply_plan(plan, volume=volume, keypoints=SPOTS)["keypoints"]
    assert [tuple(map(int, spot)) for spot in found] == [(x, y, z) for x, y, z in SPOTS if (x, y) != (2, 1) or z == 2]
    flat = A.Compose([], keypoint_params=A.KeypointParams("xy")).apply_plan(
        plan, volume=volume, keypoints=[(1, 1), (3, 3)]
    )
    assert flat["keypoints"] == [[3.0, 3.0]]
    kept = A.Compose([], keypoint_params=A.KeypointParams("xyz", remove_invisible=False))
    assert len(kept.apply_plan(plan, volume=volume, keypoints=SPOTS)["keypoints"]) == len(SPOTS)


@pytest.mark.parametrize("block", [[0, 0, 0, 0, 1, 1], [0, 2, 0, 1, 1, 1], [-1, 0, 0, 1, 1, 1]])
def test_a_plan_with_an_empty_block_is_refused(block):
    step = {"path": "x", "op": "EraseBlocks", "regions": [block]}
    with pytest.raises(A.PlanError, match=r"EraseBlocks.regions must be blocks"):
        A.Plan.from_dict({"plan": 3, "shape": [4, 5, 1], "depth": 3, "steps": [step]})


# --- tensors


@pytest.mark.parametrize(
    "shape", [(3, 4, 5), (1, 4, 5), (3, 4, 1), (1, 1, 1), (3, 4, 5, 1), (3, 4, 5, 2), (1, 4, 5, 3)]
)
@pytest.mark.parametrize("dtype", ["uint8", "float32", "int32"])
def test_tensors_of_volumes_have_channels_first(shape, dtype):
    torch = pytest.importorskip("torch")
    array = (np.random.default_rng(0).random(shape) * 9).astype(dtype)
    given = array if dtype != "int32" else array.astype("uint8")
    out = A.Compose([A.ToTensor3D()])(
        volume=given, mask3d=array, volumes=np.stack([given] * 2), masks3d=[array], image=given[0]
    )
    expected = array[None] if array.ndim == 3 else array.transpose(3, 0, 1, 2)
    for name in ("volume", "mask3d"):
        assert isinstance(out[name], torch.Tensor)
        assert out[name].is_contiguous()
        assert tuple(out[name].shape) == expected.shape
        assert (out[name].numpy() == expected).all()
    assert tuple(out["volumes"].shape) == (2, *expected.shape)
    assert [tuple(mask.shape) for mask in out["masks3d"]] == [expected.shape]
    assert str(out["mask3d"].dtype).endswith(dtype)
    assert isinstance(out["image"], np.ndarray)
