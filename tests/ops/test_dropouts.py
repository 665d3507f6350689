"""Dropouts cut the holes that they say, of the size and at the chance that they say; boxes and keypoints follow."""

from __future__ import annotations

from itertools import groupby

import cv2
import numpy as np
import pytest
from ops_help import check, drawn, image, ops

import augrepro as A
from augrepro.engine.targets.table import Shape
from augrepro.kernels import pixel_holes, regions
from augrepro.ops.erase import Erase, EraseGrid
from augrepro.ops.lost_pixels import ErasePixels, EraseRegion, Objects, parts

KEY = "0123456789abcdef" * 2
BLANK = np.full((60, 80, 3), 200, np.uint8)


def two_discs():
    """A mask with a disc of class 1, two of class 2, of which one touches the first, and a single pixel of class 3."""
    y, x = np.mgrid[:60, :80]
    mask = np.zeros((60, 80), np.uint8)
    for value, cy, cx, radius in ((1, 20, 20, 10), (2, 20, 39, 10), (2, 45, 65, 8)):
        mask[(y - cy) ** 2 + (x - cx) ** 2 < radius**2] = value
    mask[55, 5] = 3
    return mask


# --- single pixels


@pytest.mark.parametrize("share", [0, 0.004, 0.3, 0.99999, 1])
@pytest.mark.parametrize("per_channel", [False, True])
def test_every_pixel_is_lost_with_its_chance(share, per_channel):
    given = np.full((300, 400, 3), 9, np.uint8)
    lost = ErasePixels(share, per_channel, KEY, (1.0, 2.0, 3.0)).pixels(given) != given
    assert (
        abs(lost.mean() - share) <= 4.5 * (share * (1 - share) / (lost.size if per_channel else lost.size / 3)) ** 0.5
    )
    alike = bool((lost[..., 0] == lost[..., 1]).all())
    assert alike == (not per_channel or share in (0, 1))


def test_chances_smaller_than_16_bits_are_kept():
    rare = [len(pixel_holes.places(f"{k:032x}", 2**20, 2.0**-18, 1)[0]) for k in range(60)]
    assert abs(np.mean(rare) - 4) < 4.5 * (4 / 60) ** 0.5


def test_a_mask_loses_the_same_pixels():
    for per_channel in (False, True):
        op = ErasePixels(0.3, per_channel, KEY, 0.0, 7.0)
        lost = op.pixels(np.full((40, 50, 3), 255, np.uint8)) == 0
        assert ((op.mask(np.zeros((40, 50, 1), np.uint8)) == 7)[..., 0] == lost[..., 0]).all()
        assert ((op.mask(np.zeros((40, 50, 3), np.int32)) == 7) == lost).all()


def test_without_a_value_one_color_is_drawn_for_the_image():
    for dtype in ("uint8", "uint16", "float32", "float64"):
        given = np.ones((30, 30, 3), dtype)
        out = ErasePixels(1, False, KEY, None).pixels(given)
        assert len(np.unique(out.reshape(-1, 3), axis=0)) == 1
        assert out.max() <= {"uint8": 255, "uint16": 65535}.get(dtype, 1)
    assert len({int(ErasePixels(1, False, f"{k:032x}", None).pixels(BLANK)[0, 0, 0]) for k in range(40)}) > 30


def test_boxes_that_lose_pixels_go_by_the_rules_alone():
    boxes = [[0, 0, 40, 40], [10, 10, 12, 12]]

    def left(share, **rules):
        pipeline = A.Compose([A.PixelDropout(share, p=1)], A.BboxParams("pascal_voc", **rules), seed=1)
        return pipeline(image=BLANK, bboxes=boxes)["bboxes"]

    assert left(1) == boxes
    assert left(1, min_visibility=0.1) == []
    assert left(0.5, min_visibility=0.45) in (boxes, boxes[:1])
    assert left(0.5, min_area=100) == boxes[:1]
    per_channel = A.PixelDropout(1, per_channel=True, p=1)
    out = A.Compose([per_channel], A.BboxParams("pascal_voc", min_visibility=0.5))(image=BLANK, bboxes=boxes)
    assert out["bboxes"] == boxes


def test_keypoints_stay_where_pixels_are_lost():
    out = A.Compose([A.PixelDropout(1, p=1)], keypoint_params=A.KeypointParams("xy"))(image=BLANK, keypoints=[(5, 5)])
    assert out["keypoints"] == [[5.0, 5.0]]


# --- grids


@pytest.mark.parametrize("shape", [(60, 80), (61, 83), (7, 100), (2, 2)])
@pytest.mark.parametrize("shift", [None, (0, 0), (3, 1), (500, 500)])
def test_a_grid_has_one_hole_a_cell_inside_the_image(shape, shift):
    op = EraseGrid(5, 8, 0.5, shift, KEY)
    holes = np.array(op.holes(*shape)).reshape(-1, 4)
    rows, columns = (min(count, side) for count, side in zip((5, 8), shape, strict=True))
    smallest = shape[0] // rows, shape[1] // columns
    if min(smallest) > 1:
        assert len(holes) == rows * columns
    assert (holes[:, :2] >= 0).all()
    assert (holes[:, 2] <= shape[1]).all()
    assert (holes[:, 3] <= shape[0]).all()
    assert (holes[:, 2] > holes[:, 0]).all()
    assert (holes[:, 3] > holes[:, 1]).all()
    assert (holes[:, 2] - holes[:, 0] <= -(-shape[1] // columns) * 0.5 + 1).all()


def test_holes_without_a_shift_lie_at_the_corners_of_their_cells():
    out = A.GridDropout(0.5, random_offset=False, holes_number_xy=(4, 3), shift_xy=(2, 1), p=1)(image=BLANK)["image"]
    hidden = (out == 0).all(2)
    y, x = np.mgrid[:60, :80]
    assert (hidden == (((x - 2) % 20 < 10) & (x >= 2) & ((y - 1) % 20 < 10) & (y >= 1))).all()


def test_the_first_number_of_cells_counts_along_x():
    (op,) = ops(A.GridDropout(holes_number_xy=(7, 3)))
    assert (op.columns, op.rows) == (7, 3)


def test_cells_are_at_most_as_large_as_the_image():
    for shape in ((1, 1, 3), (1, 50, 3), (4, 9, 3)):
        for transform in (A.GridDropout(), A.GridDropout(unit_size_range=(20, 30)), A.GridDropout(ratio=1)):
            (op,) = ops(transform, shape=shape)
            out = op.pixels(np.full(shape, 9, np.uint8))
            assert (out == 0).any() == (min(shape[:2]) > 1)


def test_a_thousand_holes_make_a_small_plan():
    plan = drawn(A.GridDropout(unit_size_range=(2, 2)), image=np.zeros((400, 400, 3), np.uint8))
    assert len(plan.to_json()) < 1000
    assert len(plan.ops[0].holes(400, 400)) == 40_000


# --- rectangles and stripes


def test_erasing_keeps_area_and_ratio_where_they_fit():
    found = [op.regions[0] for seed in range(200) for op in ops(A.Erasing((0.1, 0.2), (0.5, 2)), seed, (200, 300, 3))]
    sides = np.array([(x2 - x1, y2 - y1) for x1, y1, x2, y2 in found])
    area, ratio = sides.prod(1) / 60000, sides[:, 0] / sides[:, 1]
    assert len(found) == 200
    assert 0.098 < area.min() < area.max() < 0.202
    assert 0.49 < ratio.min() < ratio.max() < 2.05
    assert np.ptp(area) > 0.08


@pytest.mark.parametrize("arguments", [{"scale": (0, 0)}, {"scale": (0.9, 1), "ratio": (0.1, 0.1)}, {"scale": (3, 9)}])
def test_a_hole_that_cannot_be_is_not_cut(arguments):
    assert ops(A.Erasing(**arguments)) == []
    assert ops(A.Erasing(), shape=(1, 1, 3)) in ([], [Erase(((0, 0, 1, 1),), 0.0)])


def test_stripes_reach_from_side_to_side():
    transform = A.XYMasking((2, 2), (3, 3), (4, 4), (5, 500), fill=1, fill_mask=2)
    (op,) = ops(transform, shape=(60, 80, 3))
    across = [region for region in op.regions if region[1::2] == (0, 60) and region[2] - region[0] == 4]
    along = [region for region in op.regions if region[0::2] == (0, 80)]
    assert len(across) == 2
    assert len(along) == 3
    assert ops(A.XYMasking(5, 5, 0, (0, 0))) == []


@pytest.mark.parametrize(("cls", "axis"), [(A.TimeMasking, 1), (A.FrequencyMasking, 0)])
def test_spectrograms_lose_a_run_of_times_or_frequencies(cls, axis):
    lengths = []
    for seed in range(100):
        out = A.Compose([cls(20, p=1)], seed=seed)(image=BLANK, mask=BLANK[..., 0])
        lost = (out["image"] == 0).all(axis=2)
        assert ((out["mask"] == 0) == lost).all()
        line = lost.all(axis=1 - axis)
        assert (lost == np.expand_dims(line, 1 - axis)).all()
        lengths.append(int(line.sum()))
        assert lengths[-1] in (0, *(np.ptp(np.flatnonzero(line)) + 1 for _ in lengths[-1:] if line.any()))
    assert set(lengths) <= set(range(21))
    assert 7 < np.mean(lengths) < 13
    assert ops(cls(10_000), shape=(3, 3, 1))[0].regions[0][(axis and 2) or 3] <= 3


# --- objects


def test_objects_are_pixels_of_one_value_that_touch():
    mask = two_discs()
    assert Objects(mask[..., None]).count == 4
    corner = np.array([[1, 0, 2], [0, 1, 2], [0, 0, 0]], np.int32)[..., None]
    assert Objects(corner).count == 2
    assert Objects(np.stack([mask, mask], 2)).count == 8
    assert Objects(np.zeros((3, 3, 1))).count == 0
    for dtype in ("bool", "int16", "int32", "float32"):
        assert Objects((mask > 0).astype(dtype)[..., None]).count == 3


@pytest.mark.parametrize("kept", [2**24, 0])
def test_the_union_holds_the_chosen_objects_alone(monkeypatch, kept):
    monkeypatch.setattr(regions, "MOST_KEPT", kept)
    mask = two_discs()
    objects = Objects(mask[..., None])
    single = [objects.union([number]) for number in (1, 2, 3, 4)]
    assert (np.sum(single, 0) == (mask > 0)).all()
    assert all(len(np.unique(mask[part])) == 1 for part in single)
    assert (objects.union([1, 3]) == single[0] | single[2]).all()
    assert (objects.union([1, 2, 3, 4]) == (mask > 0)).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (9, 1), (8, 8), (31, 47)])
def test_run_lengths_come_back(shape):
    rng = np.random.default_rng(3)
    for share in (0, 0.1, 0.5, 0.9, 1):
        region = rng.random(shape) < share
        assert (regions.region_of(regions.run_lengths(region), *shape) == region).all()
    large = np.zeros((900, 1000), bool)
    large[100:800, 50:60] = True
    assert (regions.region_of(regions.run_lengths(large), 900, 1000) == large).all()


def test_run_lengths_are_those_of_coco():
    """As pycocotools.mask.encode writes them: column by column, differences to the run before the last."""
    region = np.zeros((4, 5), bool)
    region[1:3, 1:4] = True
    assert regions.run_lengths(region) == "5220003"
    for seed in range(30):
        region = np.random.default_rng(seed).random((40, 300)) < seed / 30
        flat = region.T.ravel()
        runs = [0] * bool(flat[0]) + [len(list(group)) for _, group in groupby(flat.tolist())]
        assert regions.run_lengths(region) == coco_text(runs)


def coco_text(runs):
    """The runs as maskApi's rleToString writes them, one group of five bits after the other."""
    out = ""
    for i, run in enumerate(runs):
        number, more = run - runs[i - 2] if i > 2 else run, True
        while more:
            bits, number = number & 31, number >> 5
            more = number != (-1 if bits & 16 else 0)
            out += chr(48 + bits + 32 * more)
    return out


@pytest.mark.parametrize("counts", ["", "5", "522000", "~~", "5220003\x00", "oooooooo0", "é", "5220004", "P5"])
def test_run_lengths_of_something_else_are_refused(counts):
    op = EraseRegion(0, 0, 5, 4, counts)
    with pytest.raises(ValueError, match="counts must be the run lengths of a window of width 5 and height 4"):
        op.check(Shape(10, 10, 3))


def test_a_region_outside_the_image_is_refused():
    op = EraseRegion.around(two_discs() == 2, 0.0, None)
    with pytest.raises(ValueError, match=r"the window \(30, 11, 73, 53\) does not lie in an image of width 30"):
        op.check(Shape(30, 30, 3))


@pytest.mark.parametrize("fill", [9, "inpaint_telea", "inpaint_ns"])
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_whole_objects_are_dropped_and_nothing_else(fill, dtype):
    mask = two_discs()
    given = image(60, 80, 3, np.dtype(dtype).type)
    seen = set()
    for seed in range(20):
        pipeline = A.Compose([A.MaskDropout(1, fill, 7, p=1)], seed=seed)
        out = pipeline(image=given, mask=mask)
        dropped = out["mask"] == 7
        assert not (out["image"] != given).any(2)[~dropped].any()
        assert (out["image"] != given).any(2)[dropped].mean() > 0.9
        seen.add((int(dropped.sum()), int(mask[dropped][0])))
        assert len(np.unique(mask[dropped])) == 1
    assert len(seen) == 4


def test_drops_of_all_objects_and_of_none():
    out = A.MaskDropout(99, 0, 0, p=1).replaced(max_objects=(9, 99))(image=BLANK, mask=two_discs())
    assert ((out["image"] == 0).all(2) == (two_discs() > 0)).all()
    assert not out["mask"].any()
    assert (A.MaskDropout(p=1)(image=BLANK, mask=two_discs() * 0)["image"] == BLANK).all()
    listed = A.MaskDropout((9, 9), p=1)(image=BLANK, masks=[two_discs() == 1, two_discs() == 2])
    assert ((listed["image"] == 0).all(2) == np.isin(two_discs(), (1, 2))).all()


def test_what_an_object_hides_goes():
    pipeline = A.Compose(
        [A.MaskDropout((9, 9), p=1)],
        A.BboxParams("pascal_voc", min_visibility=0.1, label_fields=["labels"]),
        A.KeypointParams("xy"),
    )
    mask = np.zeros((60, 80), np.uint8)
    mask[10:30, 20:50] = 1
    out = pipeline(
        image=BLANK,
        mask=mask,
        bboxes=[[20, 10, 50, 30], [19, 10, 50, 30], [0, 0, 80, 60]],
        labels=["hidden", "a rim", "all"],
        keypoints=[(20, 10), (49, 29), (19, 10), (50, 29)],
    )
    assert out["labels"] == ["all"]
    assert out["bboxes"] == [[0.0, 0.0, 80.0, 60.0]]
    assert out["keypoints"] == [[19.0, 10.0], [50.0, 29.0]]


def test_a_mask_of_noise_is_refused():
    noise = np.random.default_rng(0).random((120, 120))
    with pytest.raises(ValueError, match="MaskDropout needs a mask of at most 10000 different values, got 14400"):
        A.MaskDropout(p=1)(image=np.zeros((120, 120, 3), np.uint8), mask=noise)


# --- holes in objects


def test_holes_lie_around_pixels_of_the_classes():
    transform = A.ConstrainedCoarseDropout((2, 2), (0.3, 0.5), (0.3, 0.5), mask_indices=[2])
    near = np.zeros((60, 80), bool)
    for y, x in np.argwhere(two_discs() == 2):
        near[max(y - 5, 0) : y + 5, max(x - 5, 0) : x + 5] = True
    for seed in range(20):
        (op,) = A.Compose([transform.replaced(p=1)], seed=seed).draw_plan(image=BLANK, mask=two_discs()).ops
        assert len(op.regions) == 4
        assert not op.covered(60, 80)[~near].any()


@pytest.mark.parametrize("where", ["a label field", "a fifth column"])
@pytest.mark.parametrize(("labels", "wanted"), [(["cat", "dog"], ["dog"]), ([1, 2], [2, 9]), ([0.5, 2.0], [2])])
def test_holes_lie_in_the_boxes_of_the_labels(where, labels, wanted):
    transform = A.ConstrainedCoarseDropout((3, 3), (0.3, 0.9), (0.3, 0.9), bbox_labels=wanted, p=1)
    boxes = [[0, 0, 30, 30], [40.5, 30, 80, 60]]
    if where == "a fifth column":
        params, more = A.BboxParams("pascal_voc"), {}
        boxes = [[*box, label] for box, label in zip(boxes, labels, strict=True)]
    else:
        params, more = A.BboxParams("pascal_voc", label_fields=["labels"]), {"labels": labels}
    (op,) = A.Compose([transform], params, seed=3).draw_plan(image=BLANK, bboxes=boxes, **more).ops
    assert len(op.regions) == 3
    assert all(40 <= x1 < x2 <= 80 and 30 <= y1 < y2 <= 60 for x1, y1, x2, y2 in op.regions)


def test_what_constrained_holes_need_is_said():
    boxes = A.BboxParams("pascal_voc")
    by_mask, by_box = (A.ConstrainedCoarseDropout(**{name: [1]}, p=1) for name in ("mask_indices", "bbox_labels"))
    with pytest.raises(ValueError, match="mask_indices or bbox_labels must be set, got None for both"):
        A.ConstrainedCoarseDropout()
    for pipeline, wanted in (
        (A.Compose([by_mask]), "mask= or masks="),
        (A.Compose([by_box], boxes), "bboxes="),
        (A.Compose([by_box.replaced(mask_indices=[1])], boxes), "mask=, masks= or bboxes="),
    ):
        with pytest.warns(
            UserWarning, match=f"ConstrainedCoarseDropout cuts no hole without {wanted} beside the"
        ) as said:
            assert (pipeline(image=BLANK)["image"] == BLANK).all()
        assert said[0].filename == __file__
    with pytest.raises(ValueError, match="needs boxes with labels, in a label field of bbox_params or as a fifth"):
        A.Compose([by_box], boxes)(image=BLANK, bboxes=[[0, 0, 9, 9]])
    assert (A.Compose([by_box], boxes)(image=BLANK, bboxes=[])["image"] == BLANK).all()
    many = by_mask.replaced(num_holes_range=(9999, 9999), hole_height_range=(1, 1), hole_width_range=(1, 1))
    with pytest.raises(ValueError, match="one call cuts at most 10000 holes, got 19998"):
        A.Compose([many])(image=BLANK, mask=two_discs() == 2)


# --- all of them


@pytest.mark.parametrize(
    "op",
    [
        EraseGrid(4, 6, 0.5, None, KEY),
        EraseGrid(4, 6, 0.5, (2, 1), KEY, "random"),
        EraseGrid(3, 2, 1.0, None, KEY, "random_uniform", 3.0),
        ErasePixels(0.2, True, KEY, None),
        ErasePixels(0.2, False, KEY, 3.0, 1.0),
        EraseRegion.around(two_discs()[:37, :53] > 0, 9.0, 2.0),
    ],
)
def test_the_laws_of_ops(op):
    check(op)


def test_holes_of_one_value_a_channel_are_filled_whole():
    op = Erase(((2, 3, 9, 8), (50, 30, 90, 70)), (1.0, 2.0, 3.0))
    out = op.pixels(BLANK)
    assert (out[op.covered(60, 80)] == (1, 2, 3)).all()
    assert (out[~op.covered(60, 80)] == 200).all()


def test_keypoints_go_where_a_dot_is_hidden():
    """A dot drawn at each of many places is seen in the result exactly where its keypoint is kept."""
    spots = [(x, y) for y in (0, 1, 14, 29, 58, 59) for x in (0, 1, 20, 39, 78, 79)]
    mask = two_discs()
    transforms = [A.GridDropout(), A.Erasing((0.3, 0.5)), A.XYMasking(3, 3, 20, 20), A.MaskDropout((2, 3))]
    transforms += [A.ConstrainedCoarseDropout((2, 4), (0.5, 1), (0.5, 1), mask_indices=[1, 2]), A.TimeMasking(30)]
    transforms += [A.FrequencyMasking(30), A.CoarseDropout((3, 5))]
    for transform in transforms:
        for seed in range(5):
            marked = np.full((60, 80, 1), 100, np.uint8)
            for i, (x, y) in enumerate(spots):
                marked[y, x] = 150 + i
            pipeline = A.Compose([transform.replaced(p=1)], keypoint_params=A.KeypointParams("xy"), seed=seed)
            out = pipeline(image=marked, mask=mask, keypoints=spots)
            seen = [spot for i, spot in enumerate(spots) if (out["image"] == 150 + i).any()]
            assert [tuple(point) for point in out["keypoints"]] == seen


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (61, 83)])
@pytest.mark.parametrize("side", [1, 7])
def test_parts_are_those_of_opencv_and_their_pixels_in_order(shape, side):
    """Noise has hundreds of parts of a few pixels, squares some large ones."""
    noise = np.random.default_rng(side).integers(0, 4, shape).astype(np.uint8)
    mask = noise[np.arange(shape[0]) // side][:, np.arange(shape[1]) // side]
    _, labels, stats, _ = cv2.connectedComponentsWithStats((mask == 1).view(np.uint8), connectivity=8)
    for least in (1, 6):
        numbers = [number for number in range(1, len(stats)) if stats[number, cv2.CC_STAT_AREA] >= least]
        found = parts(mask[..., None], (1,), least)
        assert [part.area for part in found] == [stats[number, cv2.CC_STAT_AREA] for number in numbers]
        for part, number in zip(found, numbers, strict=True):
            y, x = np.nonzero(labels == number)
            assert [part.pixel(place) for place in range(part.area)] == list(zip(x, y, strict=True))
