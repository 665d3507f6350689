"""Other samples mixed in: their pixels, masks, boxes, keypoints and labels land together, and a plan knows them."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from ops_help import image

import augrepro as A
from augrepro.engine.others import SampleReference, sample_digest
from augrepro.ops.collage import Cell, Collage
from augrepro.ops.look import Sampling

BOXES = A.BboxParams("pascal_voc", label_fields=["labels"])
POINTS = A.KeypointParams("xyas", label_fields=["names"])
CELLS = {"target_size": (60, 80), "cell_shape": (60, 80), "p": 1}


def dotted(height, width, dots, ink=255, side=1):
    """A black image with square dots whose least corners are these (x, y)."""
    out = np.zeros((height, width, 3), np.uint8)
    for x, y in dots:
        out[y : y + side, x : x + side] = ink
    return out


def mosaic(seed=0, boxes=BOXES, points=None, **more):
    return A.Compose([A.Mosaic(**{**CELLS, **more})], boxes, points, seed=seed)


def corners(height, width, side):
    far_x, far_y = width - side, height - side
    return [(0, 0), (far_x, 0), (0, far_y), (far_x, far_y), (far_x // 2, far_y // 2), (far_x // 3, 0), (0, far_y // 2)]


# --- pixels, boxes and keypoints land together


@pytest.mark.parametrize("fit", ["cover", "contain"])
@pytest.mark.parametrize("grid", [(1, 1), (2, 2), (1, 3), (3, 2)])
@pytest.mark.parametrize("sides", [(60, 80), (30, 40), (50, 40), (33, 97)])
def test_boxes_land_where_drawn_squares_do(fit, grid, sides):
    """Squares of samples of several sizes, one ink each: every ink that shows fills its box, and no other box is."""
    for seed in range(4):
        spots = [corners(*size, 6) for size in (sides, (44, 60), (90, 25))]
        samples, ink = [], 0
        for (height, width), dots in zip((sides, (44, 60), (90, 25)), spots, strict=True):
            picture = np.zeros((height, width, 3), np.uint8)
            boxes, labels = [], []
            for x, y in dots:
                ink += 1
                picture[y : y + 6, x : x + 6] = ink
                boxes.append([x, y, x + 6, y + 6])
                labels.append(ink)
            samples.append({"image": picture, "mask": picture[..., 0], "bboxes": boxes, "labels": labels})
        out = mosaic(seed, grid_yx=grid, fit_mode=fit, interpolation=0)(**samples[0], mosaic_metadata=samples[1:])
        assert out["image"].shape == (60, 80, 3)
        assert (out["image"][..., 0] == out["mask"]).all()
        shown = {int(label) for label in np.unique(out["mask"])} - {0}
        assert shown <= set(out["labels"])
        for (x1, y1, x2, y2), label in zip(out["bboxes"], out["labels"], strict=True):
            assert 0 <= x1 < x2 <= 80
            assert 0 <= y1 < y2 <= 60
            window = out["mask"][int(np.ceil(y1)) : int(y2), int(np.ceil(x1)) : int(x2)]
            assert window.size == 0 or (window == label).mean() > 0.6


@pytest.mark.parametrize("fit", ["cover", "contain"])
def test_keypoints_land_where_drawn_dots_do(fit):
    points = A.KeypointParams("xyas")
    for seed in range(8):
        out = mosaic(seed, None, points, fit_mode=fit, interpolation=0, grid_yx=(2, 2))
        spots = [[x, y, 30.0, 2.0] for x, y in corners(30, 40, 1)]
        given = dotted(30, 40, corners(30, 40, 1))
        found = out(image=given, keypoints=spots, mosaic_metadata=[{"image": given, "keypoints": spots}] * 2)
        bright = found["image"][..., 0] == 255
        assert len(found["keypoints"])
        for x, y, angle, scale in found["keypoints"]:
            assert bright[int(y) : int(y) + 2, int(x) : int(x) + 2].any(), (x, y)
            assert (angle, scale) == (30.0, 4.0)  # an image of 30 x 40 is enlarged twice to fit a cell of 60 x 80


def test_boxes_are_cut_where_their_cell_ends_and_dropped_by_the_pipelines_rules():
    whole = {"image": image(60, 80), "bboxes": [[0, 0, 80, 60]], "labels": [1]}
    out = mosaic(center_range=(0.2, 0.2))(**whole, mosaic_metadata=[whole] * 3)
    assert [list(map(int, box)) for box in out["bboxes"]] == [
        [0, 0, 64, 48],
        [64, 0, 80, 48],
        [0, 48, 64, 60],
        [64, 48, 80, 60],
    ]
    seen = A.BboxParams("pascal_voc", label_fields=["labels"], min_visibility=0.5)
    assert len(mosaic(0, seen, center_range=(0.2, 0.2))(**whole, mosaic_metadata=[whole] * 3)["bboxes"]) == 1


def test_a_collage_is_what_its_cells_say():
    """Without other samples: the image resized to the cell, cut by hand."""
    given = image(60, 80)
    cells = (Cell(0, 0, 50, 60, 30, 0), Cell(50, 0, 80, 20, 0, 40))
    op = Collage(60, 80, 60, 80, "cover", cells, Sampling(0, 0), 7.0, 9.0)
    out, mask = op.pixels(given), op.mask(given[..., :1])
    assert (out[:, :50] == given[:, 30:80]).all()
    assert (out[:20, 50:] == given[40:60, :30]).all()
    assert (out[20:, 50:] == 7).all()
    assert (mask[20:, 50:] == 9).all()


def test_the_image_has_the_largest_cell_and_fills_those_that_lack_a_sample():
    given = np.full((60, 80, 3), 9, np.uint8)
    for seed in range(10):
        out = mosaic(seed, None)(image=given, mosaic_metadata=[{"image": given * 0 + 1}])["image"]
        counts = {int(ink): int((out[..., 0] == ink).sum()) for ink in np.unique(out)}
        assert set(counts) == {1, 9}
        assert counts[9] >= 60 * 80 // 4
    assert (mosaic(0, None)(image=given, mosaic_metadata=[])["image"] == 9).all()


def test_every_other_sample_is_as_likely_in_each_cell():
    others = [{"image": np.full((60, 80, 3), ink, np.uint8)} for ink in range(1, 7)]
    pipeline = mosaic(1, None, center_range=(0.5, 0.5))
    given = np.zeros((60, 80, 3), np.uint8)
    found = np.array(
        [pipeline(image=given, mosaic_metadata=others)["image"][[0, -1, -1], [-1, 0, -1], 0] for _ in range(600)]
    )
    for ink in range(1, 7):
        assert ((found == ink).sum(0) > 60).all()  # of 600, 100 are expected
    assert all(len(set(row)) == 3 for row in found)


@pytest.mark.parametrize("fill_mask", [0, 5])
def test_a_mask_that_a_sample_lacks_is_filled(fill_mask):
    given = image(60, 80)
    mask = np.ones((60, 80), np.int32)
    lacking = [{"image": given}, {"image": given, "mask": np.full((60, 80), 3, np.int64)}, {"image": given}]
    out = mosaic(0, None, fill_mask=fill_mask)(image=given, mask=mask, mosaic_metadata=lacking)["mask"]
    assert set(np.unique(out)) == {fill_mask, 1, 3}
    assert out.dtype == np.int32


# --- labels


@pytest.mark.parametrize(
    ("own", "theirs", "expected"),
    [
        (["cat"], ["dog"], ["cat", "dog"]),
        ([1], [2], [1, 2]),
        ([1], np.array([2]), [1, 2]),
        (("cat",), np.array(["dog"]), ("cat", "dog")),
        (np.array([1]), [2], np.array([1, 2])),
        (np.array([1]), [2.5], np.array([1.0, 2.5])),
        (np.array(["cat"]), ["elephant"], np.array(["cat", "elephant"])),
        (np.array([[0, 1]]), [[1, 0]], np.array([[0, 1], [1, 0]])),
    ],
)
def test_labels_of_other_samples_join_in_the_container_they_came_in(own, theirs, expected):
    whole = {"image": image(60, 80), "bboxes": [[0, 0, 80, 60]]}
    out = mosaic(grid_yx=(1, 2))(**whole, labels=own, mosaic_metadata=[{**whole, "labels": theirs}])["labels"]
    assert type(out) is type(expected)
    assert np.array_equal(out, expected)
    if isinstance(expected, np.ndarray):
        assert out.dtype.kind == expected.dtype.kind
    elif isinstance(out, list):
        assert all(type(label) in (int, str) for label in out)


@pytest.mark.parametrize(
    ("own", "theirs", "kind"), [([1], ["a"], "numbers"), (["a"], [1], "texts"), (np.array(["a"]), [1], "texts")]
)
def test_numbers_and_texts_do_not_mix_in_one_field(own, theirs, kind):
    whole = {"image": image(60, 80), "bboxes": [[0, 0, 80, 60]]}
    with pytest.raises(
        TypeError, match=rf"^Compose/Mosaic#0: mosaic_metadata\[0\]\['labels'\] must hold {kind}, as labels"
    ):
        mosaic()(**whole, labels=own, mosaic_metadata=[{**whole, "labels": theirs}])


def test_boxes_come_where_the_call_has_none():
    """In each container; with columns of their own, and with labels."""
    other = {"image": image(60, 80), "bboxes": [[0, 0, 80, 60]], "labels": ["dog"]}
    for none in ([], np.zeros((0, 4)), np.zeros((0,))):
        out = mosaic(grid_yx=(1, 2))(image=image(60, 80), bboxes=none, labels=[], mosaic_metadata=[other])
        assert type(out["bboxes"]) is type(none)
        assert np.shape(out["bboxes"]) == (1, 4)
        assert out["labels"] == ["dog"]
    plain = A.BboxParams("pascal_voc")
    boxes = np.array([[0, 0, 80, 60, 5]])
    out = mosaic(0, plain, grid_yx=(1, 2))(
        image=image(60, 80), bboxes=boxes, mosaic_metadata=[{**other, "bboxes": boxes + 0.0}]
    )
    assert out["bboxes"][:, 4].tolist() == [5, 5]
    with pytest.raises(
        ValueError, match=r"mosaic_metadata\[0\]\['bboxes'\] must have 5 columns, as bboxes has, got shape \(1, 4\)"
    ):
        mosaic(0, plain)(image=image(60, 80), bboxes=boxes, mosaic_metadata=[other])


def test_keypoints_in_no_cell_are_gone_even_where_invisible_ones_stay():
    """A mosaic chooses its keypoints; there is no old place for one that is not among them."""
    points = A.KeypointParams("xy", label_fields=["names"], remove_invisible=False)
    given = {"image": image(60, 80), "keypoints": [[1, 1], [float("nan"), 4], [79, 59]], "names": ["a", "b", "c"]}
    out = mosaic(0, None, points, center_range=(0.2, 0.2))(**given, mosaic_metadata=[given] * 3)
    assert len(out["keypoints"]) == len(out["names"]) < 12
    assert "b" not in out["names"]


def test_mosaics_and_overlays_one_after_the_other():
    """Rows of several samples are told apart through later steps, which drop some."""

    def sample(label):
        return {"image": image(60, 80), "bboxes": [[5, 5, 75, 55]], "labels": [label]}

    steps = [A.Mosaic(**CELLS), A.OverlayElements(p=1), A.Mosaic(**CELLS, metadata_key="more"), A.HorizontalFlip(p=1)]
    pipeline = A.Compose([*steps, A.CenterCrop(50, 70)], BOXES, seed=3)
    element = {"image": image(9, 9), "bbox": (0.4, 0.4, 0.6, 0.6), "bboxes": [[0, 0, 9, 9]], "labels": ["logo"]}
    keys = {"mosaic_metadata": [sample("m")] * 3, "overlay_metadata": element, "more": [sample("x")] * 3}
    out = pipeline(**sample("own"), **keys)
    assert set(out["labels"]) == {"own", "m", "logo", "x"}
    assert len(out["labels"]) == len(out["bboxes"])
    again = pipeline.apply_plan(mosaic_plan(pipeline, sample("own"), keys), **sample("own"), **keys)
    assert len(again["labels"]) == len(again["bboxes"])


def mosaic_plan(pipeline, sample, keys):
    return pipeline.draw_plan(**sample, **keys).to_json()


class Darker(A.Mosaic):
    """A class of a user's own over ours."""

    def apply(self, img, **params):
        return super().apply(img, **params) // 2


def test_a_subclass_brings_other_samples_along_too():
    own = {
        "image": np.full((60, 80, 3), 8, np.uint8),
        "bboxes": [[0, 0, 80, 60]],
        "labels": [0],
        "keypoints": [[40, 30]],
    }
    others = [{**own, "image": own["image"] * 3, "labels": [i]} for i in (1, 2, 3)]
    points = A.KeypointParams("xy")
    expected = mosaic(0, BOXES, points, center_range=(0.5, 0.5))(**own, mosaic_metadata=others)
    pipeline = A.Compose([Darker(**{**CELLS, "center_range": (0.5, 0.5)}, name="Mosaic")], BOXES, points, seed=0)
    out = pipeline(**own, mosaic_metadata=others)
    assert (out["image"] == expected["image"] // 2).all()
    assert out["bboxes"] == expected["bboxes"]
    assert sorted(out["labels"]) == [0, 1, 2, 3]
    assert out["keypoints"] == expected["keypoints"]
    own_boxes = type("OwnBoxes", (A.Mosaic,), {"apply_to_bboxes": lambda self, bboxes, **params: bboxes})
    with pytest.raises(TypeError, match=r"OwnBoxes\.apply_to_bboxes cannot act where other samples bring bboxes along"):
        A.Compose([own_boxes(**CELLS)], BOXES)(
            image=own["image"], bboxes=own["bboxes"], labels=[0], mosaic_metadata=others
        )


# --- plans


def test_a_plan_replays_with_the_same_samples_and_refuses_others():
    own = {"image": image(60, 80), "bboxes": [[0, 0, 80, 60]], "labels": [0]}
    others = [{"image": image(30, 40, seed=i), "bboxes": [[0, 0, 40, 30]], "labels": [i]} for i in (1, 2, 3)]
    pipeline = mosaic()
    expected = mosaic()(**own, mosaic_metadata=others)
    plan = A.Plan.from_json(pipeline.draw_plan(**own, mosaic_metadata=others).to_json())
    copies = [{name: np.copy(value) if name == "image" else value for name, value in item.items()} for item in others]
    out = A.Compose([], BOXES).apply_plan(plan, **own, mosaic_metadata=copies)
    assert (out["image"] == expected["image"]).all()
    assert out["labels"] == expected["labels"]
    assert out["bboxes"] == expected["bboxes"]
    record = A.ReplayCompose([A.Mosaic(**CELLS)], BOXES, seed=0)(**own, mosaic_metadata=others)
    again = A.ReplayCompose.replay(json.loads(json.dumps(record["replay"])), **own, mosaic_metadata=copies)
    assert (again["image"] == record["image"]).all()
    assert again["labels"] == record["labels"]
    changed = {
        "pixels": lambda item: item["image"].__setitem__((0, 0, 0), 255 - item["image"][0, 0, 0]),
        "a box": lambda item: item.update(bboxes=[[0, 0, 40, 29]]),
        "a label": lambda item: item.update(labels=[9]),
    }
    for change in changed.values():
        wrong = [
            {name: np.copy(value) if name == "image" else value for name, value in item.items()} for item in others
        ]
        change(wrong[1])
        with pytest.raises(
            ValueError, match=r"^Compose/Mosaic#0 needs the sample mosaic_metadata\[1\] that it was drawn"
        ):
            pipeline.apply_plan(plan, **own, mosaic_metadata=wrong)
    with pytest.raises(ValueError, match=r"^Compose/Mosaic#0 needs other samples: pass mosaic_metadata=\["):
        pipeline.apply_plan(plan, **own)
    with pytest.raises(ValueError, match=r"needs the sample mosaic_metadata\[\d\], got 1 of them"):
        pipeline.apply_plan(plan, **own, mosaic_metadata=others[:1])


def test_a_plan_holds_no_sample():
    item = {"image": image(60, 80)}
    plan = mosaic(0, None).draw_plan(image=image(60, 80), mosaic_metadata=[item] * 3)
    reference = plan.ops[0].references()[0]
    before = reference.digest
    item["image"][:] = 0
    assert reference.digest == before
    assert len(pickle.dumps(plan)) < 4000
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_digests_tell_samples_apart_and_no_containers():
    base = {"image": image(4, 5), "bboxes": [[1, 2, 3, 4]], "labels": ["a"]}
    found = {sample_digest(base)}
    for changed in (
        {"labels": ["b"]},
        {"labels": ["a", "a"]},
        {"bboxes": [[1, 2, 3, 5]]},
        {"mask": None},
        {"image": image(5, 4)},
    ):
        found.add(sample_digest({**base, **changed}))
    assert len(found) == 6
    assert sample_digest({**base, "labels": ("a",)}) == sample_digest(dict(reversed(base.items())))
    assert sample_digest({"labels": np.array(["a"], object)}) == sample_digest({"labels": np.array(["a"])})
    for rest in (np.zeros((0, 4)), object(), 1.5, b"x", [], {"a": {}}, np.float32(3)):
        assert len(sample_digest({"more": rest})) == 32
    assert SampleReference("k", 1, item=base) == SampleReference("k", 1, sample_digest(base))


# --- what does not fit


MISFITS = {
    "no dict": (3, "must be a dict, got 3"),
    "no image": ({"mask": np.zeros((4, 4), np.uint8)}, "has no 'image'"),
    "other channels": ({"image": image(9, 9, 1)}, "has 1 channel in 'image', which in the call has 3"),
}


@pytest.mark.parametrize(("item", "words"), MISFITS.values(), ids=MISFITS)
def test_samples_that_do_not_fit_are_left_out_with_a_warning(item, words):
    with pytest.warns(UserWarning, match=rf"^mosaic_metadata\[1\] is left out: it {words}"):
        out = mosaic(0, None)(image=image(60, 80), mosaic_metadata=[{"image": image(60, 80) * 0}, item])
    assert out["image"].shape == (60, 80, 3)


WRONG = {
    "a dict": ({"image": image(9, 9)}, TypeError, r": mosaic_metadata must be a list of dicts with image in each, got"),
    "None": (None, TypeError, r": mosaic_metadata must be a list of dicts with image in each, got None"),
    "no array": ([{"image": "x.png"}] * 3, TypeError, r": mosaic_metadata\[\d\]: image must be a NumPy array"),
    "masks of another size": (
        [{"image": image(9, 9), "mask": np.zeros((8, 8), np.uint8)}] * 3,
        ValueError,
        r": mosaic_metadata\[\d\]: mask must have the height and width of the image, \(9, 9\), got \(8, 8\)",
    ),
    "no labels": (
        [{"image": image(9, 9), "bboxes": [[0, 0, 1, 1]]}] * 3,
        ValueError,
        r": mosaic_metadata\[\d\] must hold 'labels', which label_fields names",
    ),
    "a box outside": (
        [{"image": image(9, 9), "bboxes": [[0, 0, 1, 10]], "labels": [1]}] * 3,
        ValueError,
        r": mosaic_metadata\[\d\]: bboxes\[0\] must be a box inside the image",
    ),
    "another dtype": (
        [{"image": image(9, 9).astype(np.uint16)}] * 3,
        TypeError,
        r": mosaic_metadata\[\d\]\['image'\] must be uint8, as what it joins",
    ),
}


@pytest.mark.parametrize(("given", "error", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_other_samples_is_said(given, error, words):
    mask = np.zeros((60, 80), np.uint8)
    with pytest.raises(error, match=f"^Compose/Mosaic#0{words}"):
        mosaic()(image=image(60, 80), mask=mask, bboxes=[[0, 0, 9, 9]], labels=[1], mosaic_metadata=given)


def test_a_cell_that_memory_could_not_hold_is_refused():
    with pytest.raises(
        ValueError, match=r"^Compose/Mosaic#0: at most \d+ bytes may come out of a step, got an image of"
    ):
        mosaic(0, None, cell_shape=(10**9, 10**9))(image=image(60, 80), mosaic_metadata=[])


def test_bytes_and_floats_on_0_to_1_are_mixed():
    given = np.full((60, 80, 3), 0.5, np.float32)
    out = mosaic(0, None)(image=given, mosaic_metadata=[{"image": np.full((60, 80, 3), 255, np.uint8)}] * 3)["image"]
    assert set(np.unique(out)) == {0.5, 1.0}


def test_arguments_that_make_no_grid_are_refused():
    with pytest.raises(
        ValueError, match=r"Mosaic\.target_size must be at most grid_yx times cell_shape, \(20, 20\), got \(512, 512\)"
    ):
        A.Mosaic(cell_shape=(10, 10))
    with pytest.raises(ValueError, match=r"Mosaic\.metadata_key must be none of image, .*, got 'bboxes'"):
        A.Mosaic(metadata_key="bboxes")
    assert {"mosaic_metadata", "overlay_metadata"} <= A.Compose(
        [A.Mosaic(), A.OverlayElements()], strict=True
    ).available_keys


# --- elements on top


def overlay(boxes=BOXES, points=None):
    return A.Compose([A.OverlayElements(p=1)], boxes, points, seed=1)


def test_an_element_shows_where_its_mask_does_and_marks_masks():
    given, mask = image(40, 60), np.zeros((40, 60), np.uint8)
    shape = np.tri(10, 12, dtype=np.uint8)
    element = {"image": np.full((10, 12, 3), 9, np.uint8), "mask": shape, "mask_id": 4, "bbox": (0.5, 0.5, 0.7, 0.75)}
    out = overlay(None)(image=given, mask=mask, masks=[mask, mask], overlay_metadata=element)
    expected, classes = given.copy(), mask.copy()
    expected[20:30, 30:42][shape > 0] = 9
    classes[20:30, 30:42][shape > 0] = 4
    assert (out["image"] == expected).all()
    assert (out["mask"] == classes).all()
    assert (out["masks"][1] == classes).all()
    assert not mask.any()


def test_elements_go_anywhere_inside_and_large_ones_are_shrunk():
    corners = set()
    pipeline = overlay(None)
    for _ in range(300):
        shown = pipeline(
            image=np.zeros((12, 14, 3), np.uint8), overlay_metadata=[{"image": np.full((10, 12, 3), 9, np.uint8)}]
        )
        y, x = np.nonzero(shown["image"][..., 0])
        assert len(y) == 120
        corners.add((int(y.min()), int(x.min())))
    assert len(corners) == 9
    assert (
        pipeline(image=image(8, 20), overlay_metadata={"image": np.full((10, 12), 9, np.uint8)})["image"] == 9
    ).all()


def test_boxes_stay_and_those_of_an_element_join_them():
    element = {
        "image": image(10, 20),
        "bbox": (0.5, 0.5, 1, 1),
        "bboxes": [[0, 0, 10, 10]],
        "labels": ["logo"],
        "keypoints": [[10, 5, 45, 2]],
        "names": ["dot"],
    }
    given = {"bboxes": [[1, 2, 50, 30]], "labels": ["cat"], "keypoints": [[40, 30, 0, 1]], "names": ["ear"]}
    out = overlay(BOXES, POINTS)(image=image(40, 60), **given, overlay_metadata=element)
    assert out["bboxes"] == [[1, 2, 50, 30], [30, 20, 45, 40]]
    assert out["labels"] == ["cat", "logo"]
    assert [list(map(round, point)) for point in out["keypoints"]] == [[40, 30, 0, 1], [45, 30, 53, 4]]
    assert out["names"] == ["ear", "dot"]


def test_missing_joints_keep_their_places_beside_an_elements_keypoints():
    points = A.KeypointParams("xy", label_fields=["names"], remove_invisible=False)
    element = {"image": image(10, 20), "bbox": (0, 0, 0.5, 0.5), "keypoints": [[4, 4]], "names": ["dot"]}
    given = {"keypoints": [[1, 2], [float("nan"), 3], [50, 30]], "names": ["a", "b", "c"]}
    out = overlay(None, points)(image=image(40, 60), **given, overlay_metadata=element)
    assert out["names"] == ["a", "b", "c", "dot"]
    assert out["keypoints"][0] == [1, 2]
    assert np.isnan(out["keypoints"][1][0])
    assert out["keypoints"][2] == [50, 30]


ELEMENTS = {
    "no dict": ([3], TypeError, r"overlay_metadata\[0\] must be a dict with image in it, got 3"),
    "no image": ({}, TypeError, r"overlay_metadata\[0\]\['image'\] must be an array of the axes"),
    "alpha": ({"image": image(5, 5, 4)}, ValueError, r"overlay_metadata\[0\]\['image'\] must have 3 channels, .*alpha"),
    "a box beyond": (
        {"image": image(5, 5), "bbox": (0, 0, 2, 1)},
        ValueError,
        r"overlay_metadata\[0\]\['bbox'\] must be x_min",
    ),
    "a box inside out": (
        {"image": image(5, 5), "bbox": (0.5, 0, 0.4, 1)},
        ValueError,
        r"overlay_metadata\[0\]\['bbox'\] must have x_min < x_max",
    ),
    "a class of text": (
        {"image": image(5, 5), "mask_id": "x"},
        TypeError,
        r"overlay_metadata\[0\]\['mask_id'\] must be a whole number",
    ),
    "a large class": (
        {"image": image(5, 5), "mask_id": 300},
        ValueError,
        "mask_id must be from 0 to 255, which uint8 holds, got 300",
    ),
}


@pytest.mark.parametrize(("given", "error", "words"), ELEMENTS.values(), ids=ELEMENTS)
def test_what_is_wrong_with_an_element_is_said(given, error, words):
    with pytest.raises(error, match=f"^Compose/OverlayElements#0: {words}"):
        overlay(None)(image=image(40, 60), mask=np.zeros((40, 60), np.uint8), overlay_metadata=given)


def test_a_box_of_less_than_a_pixel_shows_nothing():
    given = image(40, 60)
    assert (
        overlay(None)(image=given, overlay_metadata={"image": image(5, 5), "bbox": (0, 0, 0.01, 1)})["image"] == given
    ).all()
