"""The bends: lenses, meshes, plates, tiles and turns; what is drawn as a dot ends where its keypoint and box end."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.engine.targets.table import Shape
from augrepro.kernels import mesh, radial, spline
from augrepro.kernels.folding import whole
from augrepro.ops.distortions import Radial
from augrepro.ops.look import Look
from augrepro.ops.meshes import AffinePieces, GridShift

WAYS = {
    "lens, weak": A.OpticalDistortion(p=1),
    "lens, out": A.OpticalDistortion((0.3, 0.6), p=1),
    "lens, in": A.OpticalDistortion((-0.3, -0.2), p=1),
    "fisheye": A.OpticalDistortion((-0.3, 0.6), mode="fisheye", p=1),
    "turn": A.SafeRotate(p=1),
    "grid": A.GridElasticDeform((3, 2), 9, p=1),
    "triangles": A.PiecewiseAffine(p=1),
    "triangles, strong": A.PiecewiseAffine((0.15, 0.2), 4, (3, 5), p=1),
    "plate": A.ThinPlateSpline((0.05, 0.1), p=1),
    "plate of five": A.ThinPlateSpline((0.3, 0.5), 2, p=1),
}
PLACES = [(66, 45), (4, 4), (156, 4), (4, 116), (156, 116), (80, 60), (30, 100), (140, 30), (80, 4), (4, 60)]
HEIGHT, WIDTH = 121, 161


def with_dot(x, y, size):
    blank = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    blank[max(y - size, 0) : y + size + 1, max(x - size, 0) : x + size + 1] = 255
    return blank


def moved(way, seed, x, y, size=2, **more):
    params = {"bbox_params": A.BboxParams("pascal_voc"), "keypoint_params": A.KeypointParams("xy")}
    blank = with_dot(x, y, size)
    return A.Compose([way], seed=seed, **params)(
        image=blank,
        mask=blank[..., 0],
        keypoints=[(x, y)],
        bboxes=[(x - size, y - size, x + size + 1, y + size + 1)],
        **more,
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_dot_ends_where_its_keypoint_and_its_box_end(way):
    whole = 0
    for place in PLACES:
        for seed in range(4):
            out = moved(WAYS[way], seed, *place)
            weights = out["image"][..., 0].astype(float)
            rim = max(weights[0].max(), weights[-1].max(), weights[:, 0].max(), weights[:, -1].max())
            if weights.max() == 0:
                assert all(min(x2 - x1, y2 - y1) < 1 for x1, y1, x2, y2 in out["bboxes"])
            if weights.max() < 255 or rim > 0:
                continue
            whole += 1
            x, y = ((at * weights).sum() / weights.sum() for at in np.mgrid[:HEIGHT, :WIDTH][::-1])
            (kx, ky), box = out["keypoints"][0], out["bboxes"][0]
            assert np.hypot(x - kx, y - ky) < 1, (place, seed)
            rows, columns = np.nonzero(weights > 127)
            edges = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
            assert np.abs(np.array(box) - edges).max() < 1.6, (place, seed)
            rows, columns = np.nonzero(out["mask"])
            assert np.hypot(columns.mean() - x, rows.mean() - y) < 1.2, (place, seed)
    assert whole >= 12, "dots that are seen whole"


@pytest.mark.parametrize("way", WAYS)
def test_the_pixel_at_a_keypoint_looks_at_where_the_keypoint_was(way):
    for seed in range(3):
        (op,) = ops(WAYS[way], seed, (HEIGHT, WIDTH, 3))
        x, y = (part.ravel().astype(float) for part in np.meshgrid(np.arange(0, WIDTH, 20), np.arange(0, HEIGHT, 20)))
        to_x, to_y = op.goes_to(x, y, Shape(HEIGHT, WIDTH, 3))
        inside = (to_x > 0) & (to_x < WIDTH - 1) & (to_y > 0) & (to_y < HEIGHT - 1)
        column, row = np.rint(to_x[inside]).astype(int), np.rint(to_y[inside]).astype(int)
        seen_x, seen_y = looked_at(op)
        away = np.hypot(seen_x[row, column] - x[inside], seen_y[row, column] - y[inside])
        steps = np.hypot(to_x[inside] - column, to_y[inside] - row)
        assert (away <= 0.1 + 4 * steps).all(), away.max()
        assert inside.sum() > 20


def looked_at(op, height=HEIGHT, width=WIDTH):
    """Where each pixel looks, in pixel centers."""
    seen = [np.empty((height, width)), np.empty((height, width))]
    for band, x, y in op.sources(height, width)(0):
        x, y = whole(x, y)
        seen[0][band], seen[1][band] = x / 65536, y / 65536
    return seen


def test_a_mesh_that_folds_still_finds_a_place_for_every_point():
    op = GridShift("0123456789abcdef" * 2, 4, 4, 60)
    seen_x = looked_at(op)[0]
    assert (np.diff(seen_x, axis=1) < 0).mean() > 0.1, "it does fold"
    y, x = (part.ravel() for part in np.mgrid[2:HEIGHT:9, 2:WIDTH:9].astype(float))
    nodes = op.nodes(HEIGHT, WIDTH)
    to_x, to_y = mesh.seen_at(nodes, x, y)
    dx, dy = mesh.at(nodes, to_x, to_y)
    off = np.hypot(to_x + dx - x, to_y + dy - y)
    assert (off < 0.01).mean() > 0.99
    assert off.max() < 2


def test_fields_at_points_are_those_of_pixels():
    for op in (
        AffinePieces("ab" * 16, 4, 5, 6.0),
        GridShift("cd" * 16, 3, 4, 9),
        *ops(WAYS["plate"], 1, (HEIGHT, WIDTH, 3)),
    ):
        x, y = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
        dx, dy = mesh.at(op.nodes(HEIGHT, WIDTH), x, y)
        seen_x, seen_y = looked_at(op)
        assert np.abs(seen_x - (x - 0.5 + dx)).max() < 1e-3
        assert np.abs(seen_y - (y - 0.5 + dy)).max() < 1e-3


def test_triangles_are_affine_and_cells_agree_along_their_sides():
    op = AffinePieces("ab" * 16, 3, 3, 7.0)
    nodes = op.nodes(80, 80)

    def value(x, y):
        return mesh.at(nodes, np.array([float(x)]), np.array([float(y)]))[0][0]

    assert np.isclose(value(15, 5), (value(10, 5) + value(20, 5)) / 2), "one triangle"
    assert np.isclose(value(25, 10), (value(20, 5) + value(30, 15)) / 2)
    assert abs(value(40 - 1e-9, 13) - value(40 + 1e-9, 13)) < 1e-6
    assert abs(value(13 - 1e-9, 13 + 1e-9) - value(13 + 1e-9, 13 - 1e-9)) < 1e-6


def test_pieces_never_look_beyond_the_border():
    for seed in range(4):
        (op,) = ops(A.PiecewiseAffine(2.0), seed, (60, 80, 3))
        x, y = looked_at(op, 60, 80)
        assert -0.5 - 1e-3 <= x.min() <= x.max() <= 79.5 + 1e-3
        assert -0.5 - 1e-3 <= y.min() <= y.max() <= 59.5 + 1e-3


def test_nodes_of_the_border_stay_and_inner_ones_move_by_whole_pixels():
    op = GridShift("12" * 16, 8, 6, 5)
    nodes = op.nodes(60, 80)
    for field in (nodes.dx, nodes.dy):
        assert (field[0] == 0).all()
        assert (field[-1] == 0).all()
        assert (field[:, 0] == 0).all()
        assert (field[:, -1] == 0).all()
        inner = field[1:-1, 1:-1]
        assert (inner == np.rint(inner)).all()
        assert set(inner.ravel()) <= set(range(-5, 6))
        assert len(set(inner.ravel())) > 5
    white = np.full((60, 80, 1), 255, np.uint8)
    (op,) = ops(A.GridElasticDeform((4, 4), 9), 1, white.shape)
    assert (op.pixels(white) == 255).all(), "no tears, no black at the border"


def test_a_lens_looks_where_its_formula_says():
    k, height, width = 0.4, 40, 60
    y, x = np.mgrid[:height, :width].astype(float)
    u, v = x - (width - 1) / 2, y - (height - 1) / 2
    for mode, q in (("camera", (u / width) ** 2 + (v / height) ** 2), ("fisheye", (u**2 + v**2) / (30**2 + 20**2))):
        factor = 1 + k * (q + q * q if mode == "camera" else q)
        seen_x, seen_y = looked_at(Radial(k, mode), height, width)
        assert np.abs(seen_x - (u * factor + (width - 1) / 2)).max() < 1e-3
        assert np.abs(seen_y - (v * factor + (height - 1) / 2)).max() < 1e-3


def test_no_distortion_is_no_change():
    given = image()
    for way in (
        A.OpticalDistortion((0, 0), p=1),
        A.OpticalDistortion((0, 0), mode="fisheye", p=1),
        A.PiecewiseAffine(0, p=1),
        A.ThinPlateSpline((0, 0), p=1),
        A.SafeRotate((0, 0), p=1),
        A.Morphological(1, p=1),
        A.RandomGridShuffle((1, 1), p=1),
    ):
        assert (A.Compose([way])(image=given)["image"] == given).all(), way


def test_what_no_pixel_looks_at_is_dropped():
    """From the turning point on a strong pincushion looks inwards again: corners of the source are seen nowhere."""
    lens = A.OpticalDistortion((-0.9, -0.9), mode="fisheye", p=1)
    out = moved(lens, 0, 4, 4)
    assert out["keypoints"] == []
    assert out["bboxes"] == []
    run = A.Compose([lens], bbox_params=A.BboxParams("pascal_voc"))
    (box,) = run(image=with_dot(80, 60, 3), bboxes=[(0, 0, WIDTH, HEIGHT)])["bboxes"]
    turn = radial.turning(radial.fisheye(-0.9, HEIGHT, WIDTH)) * np.hypot(HEIGHT, WIDTH) / 2
    assert np.allclose(box, (WIDTH / 2 - turn, 0, WIDTH / 2 + turn, HEIGHT), atol=2), "the circle before it"


def test_a_plate_goes_through_nothing_but_what_it_was_solved_for():
    """The spline of 2.0.8: solved for r**4 log r**2, spread by r**2 log r**2, in float64 by another way."""
    for points in (2, 3, 4):
        cx, cy = spline.controls(points)
        count = len(cx)
        squared = (cx - cx[:, None]) ** 2 + (cy - cy[:, None]) ** 2
        plate = np.where(squared > 0, squared * np.log(np.where(squared > 0, squared, 1)), 0)
        ones = np.stack((np.ones(count), cx, cy), 1)
        system = np.block([[squared * plate, ones], [ones.T, np.zeros((3, 3))]])
        given = np.random.default_rng(points).normal(0, 0.03, (2, count))
        weights = np.linalg.solve(system, np.vstack((given.T, np.zeros((3, 2)))))
        at = np.arange(spline.nodes(points)) / (spline.nodes(points) - 1)
        x, y = np.meshgrid(at, at)
        away = (x[..., None] - cx) ** 2 + (y[..., None] - cy) ** 2
        terms = np.concatenate((away * np.log(np.maximum(away, 1e-300)), np.stack((x * 0 + 1, x, y), -1)), -1)
        for found, want in zip(spline.displacement(points, *given), (terms @ weights).transpose(2, 0, 1), strict=True):
            assert np.abs(found - want).max() < 1e-9


def test_the_logarithm():
    x = np.concatenate((np.random.default_rng(0).uniform(1e-12, 4, 1000), [1.0, 0.5, 2.0]))
    assert np.abs(spline.logarithm(x) - np.log(x)).max() < 1e-13


def test_a_turned_image_shows_its_corners_at_its_own_size():
    for seed in range(5):
        (op,) = ops(A.SafeRotate(), seed, (60, 80, 3))
        x, y = op.goes_to(np.array([-0.5, 79.5, 79.5, -0.5]), np.array([-0.5, -0.5, 59.5, 59.5]), Shape(60, 80, 3))
        assert np.allclose((x.min(), x.max(), y.min(), y.max()), (-0.5, 79.5, -0.5, 59.5), atol=1e-4)
        assert (op.height, op.width) == (60, 80)


def test_near_to_the_real_valued_map():
    given = smooth(HEIGHT, WIDTH)
    for way in ("lens, out", "triangles, strong", "grid", "plate"):
        (op,) = ops(WAYS[way].replaced(p=1), 4, given.shape)
        x, y = looked_at(op)
        border = op.look.border_mode
        want = cv2.remap(given, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, None, border)
        assert np.abs(op.pixels(given).astype(int) - want).max() <= 7, way


@pytest.mark.parametrize("way", WAYS)
def test_laws(way):
    for op in ops(WAYS[way]):
        check(op)


def test_tiny_images():
    for way in [*WAYS.values(), A.RandomGridShuffle((3, 4), p=1), A.Morphological((3, 5), p=1)]:
        for size in ((1, 1), (1, 5), (2, 3), (5, 1)):
            given = image(*size)
            assert A.Compose([way], seed=1)(image=given)["image"].shape == given.shape


def test_a_lens_far_off_stays_in_bounds():
    for k in (1e12, -1e12):
        out = Radial(k, "camera", Look(fill=9.0)).pixels(np.full((30, 30, 1), 200, np.uint8))
        assert set(np.unique(out)) <= set(range(9, 201))
