"""What a call does in a shorter way for few rows, plain arrays or no draw is what the general way does."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

import augrepro as A
from augrepro.engine.chance import call_key, rng
from augrepro.engine.targets import boxes, geometry, stacks
from augrepro.engine.targets.boxes import all_valid, invalid
from augrepro.engine.targets.geometry import Boxes, Points
from augrepro.engine.targets.table import Shape
from augrepro.transforms.flips import SYMMETRIES

ODD = (0.0, -0.0, 1.0, 5.0, 9.0, 10.0, 10.0005, 10.1, -0.0005, -1.0, 12.0, math.nan, math.inf, -math.inf)


@pytest.fixture
def image():
    return np.arange(10 * 12 * 3, dtype=np.uint8).reshape(10, 12, 3)


def odd_rows(count, columns):
    """Rows in and out of a 10 x 12 image, on its edges, inside out and not finite."""
    pick = np.random.default_rng(7)
    whole = np.rint(pick.uniform(0, 10, (count, columns)))
    return np.where(pick.random((count, columns)) < 0.3, pick.choice(ODD, (count, columns)), np.sort(whole, 1))


@pytest.mark.parametrize("rows", [1, 3])
def test_few_boxes_are_judged_as_many_are(monkeypatch, rows):
    """Through either way, whether all are valid, which are left and where; half of the batches are valid."""
    judged = []
    for corners in np.split(odd_rows(600 * rows, 4), 600):
        found = []
        for few in (0, 24):
            monkeypatch.setattr(boxes, "FEW", few)
            monkeypatch.setattr(geometry, "FEW", few)
            finite = corners if np.isfinite(corners).all() else np.zeros((rows, 4))  # a call lets in no others
            left = Boxes(finite, np.arange(rows)).filtered(10, 12)
            found.append((all_valid(corners, 10, 12), left.corners.tobytes(), left.rows.tolist()))
        assert found[0] == found[1], corners
        assert found[0][0] == (not invalid(corners, 10, 12).any())
        judged.append(found[0][0])
    assert 20 < sum(judged) < 580


def test_few_keypoints_are_judged_as_many_are(monkeypatch):
    kept = []
    for x, y in odd_rows(400, 2):
        found = []
        for few in (0, 24):
            monkeypatch.setattr(geometry, "FEW", few)
            one = np.array([x]), np.array([y])
            left = Points(*one, None, np.zeros(1), np.zeros(1), np.arange(1), bare=True)
            found.append(left.filtered(10, 12).rows.tolist())
        assert found[0] == found[1], (x, y)
        kept.append(bool(found[0]))
    assert 20 < sum(kept) < 380


def test_arrays_that_may_share_memory_are_told():
    """As NumPy tells them: the array itself, views, views of views, mapped and foreign memory, and strangers."""
    own = np.zeros((6, 6, 3))
    raw = bytearray(64)
    arrays = [own, own[1:], own[1:][..., 0], own[:1], own.copy(), own.copy()[1:], np.frombuffer(raw, np.uint8)]
    arrays += [np.frombuffer(raw, np.uint8), np.frombuffer(memoryview(raw)[8:], np.uint8), np.zeros(3)]
    told = [[stacks._overlap(a, b) for b in arrays] for a in arrays]
    assert told == [[np.may_share_memory(a, b) for b in arrays] for a in arrays]


def test_a_result_is_never_the_callers_memory(image):
    """Through every op that hands its argument on: nothing, a view, a view of a view."""
    flat = np.zeros((10, 12), np.uint8)
    for ops in ([], [A.NoOp(p=1)], [A.Crop(0, 0, 12, 10, p=1)], [A.Crop(0, 2, 12, 10, p=1), A.Crop(0, 0, 12, 5, p=1)]):
        for given in (image, image[:, ::-1], image[2:], flat, flat[:, :]):
            small = A.Compose([] if given.shape[0] < 10 else ops)
            out = small(image=given, mask=given[..., 0] if given.ndim == 3 else given)
            assert not np.may_share_memory(out["image"], given)
            assert not np.may_share_memory(out["mask"], given)


@pytest.mark.parametrize("op", SYMMETRIES, ids=repr)
def test_a_turn_carries_corners_where_its_pixels_go(op):
    """The kept matrix of a size, against the pixels of an image that counts them."""
    for height, width in ((3, 5), (5, 3), (4, 4)):
        counted = np.arange(height * width, dtype=np.uint8).reshape(height, width, 1)
        turned = op.pixels(counted)
        a, b, c, d, e, f = op.matrix(Shape(height, width, 1))
        for y in range(height):
            for x in range(width):
                u, v = a * (x + 0.5) + b * (y + 0.5) + c, d * (x + 0.5) + e * (y + 0.5) + f
                assert turned[int(v), int(u), 0] == counted[y, x, 0]


def test_a_call_that_draws_nothing_makes_no_key(monkeypatch, image):
    made = []
    real = call_key.blake2b

    def counted(*args, **kwargs):
        made.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(call_key, "blake2b", counted)
    monkeypatch.setattr(rng, "blake2b", counted)
    still, drawing = A.Compose([A.HorizontalFlip(p=1)], seed=1), A.Compose([A.HorizontalFlip(p=0.5)], seed=1)
    for transform in (still, drawing):
        transform(image=image)
        made.clear()
        transform(image=image)
        assert bool(made) == (transform is drawing)


def test_a_key_is_the_same_whenever_it_is_made(image):
    """Asked for early, late, or by a twin: the plan names the root that the draws came from."""
    early, late = (A.Compose([A.HorizontalFlip(p=0.5), A.D4()], seed=5) for _ in range(2))
    twin = pickle.loads(pickle.dumps(late))
    for _ in range(4):
        plans = [transform.draw_plan(image=image) for transform in (early, late, twin)]
        assert len({plan.to_json() for plan in plans}) == 1
        assert len(plans[0].key) == 64


@pytest.mark.parametrize("as_row", [list, tuple, np.array], ids=["lists", "tuples", "arrays"])
def test_further_columns_of_rows_come_back(image, as_row):
    rows = [as_row([1.0, 1.0, 5.0, 5.0, 7.0, 8.0]), as_row([2.0, 2.0, 6.0, 7.0, 9.0, 3.0])]
    transform = A.Compose([A.HorizontalFlip(p=1)], bbox_params=A.BboxParams("pascal_voc"))
    found = transform(image=image, bboxes=rows)["bboxes"]
    assert found == [[7.0, 1.0, 11.0, 5.0, 7.0, 8.0], [6.0, 2.0, 10.0, 7.0, 9.0, 3.0]]
    assert all(type(row) is list for row in found)


def test_an_overridden_call_runs_once_with_a_sample_key(image):
    calls = []

    class Counted(A.Compose):
        def __call__(self, *args, **data):
            calls.append("call")
            return super().__call__(*args, **data)

    Counted([A.HorizontalFlip()], seed=1)(image=image, sample_key=3)
    assert calls == ["call"]
