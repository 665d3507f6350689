"""What a call does in a shorter way for few rows, plain arrays or no draw is what the general way does."""

from __future__ import annotations

import math
import pickle
import sys
from dataclasses import replace
from hashlib import blake2b

import numpy as np
import pytest

import augrepro as A
from augrepro.engine import codec
from augrepro.engine.chance import call_key, rng
from augrepro.engine.declare.parse import MOST
from augrepro.engine.frame import Frame
from augrepro.engine.targets import boxes, geometry, label_fields, stacks
from augrepro.engine.targets.boxes import all_valid, invalid
from augrepro.engine.targets.geometry import Boxes, Points
from augrepro.engine.targets.table import Shape
from augrepro.engine.watching import WATCHER
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


@pytest.mark.parametrize("rows", [1, 20, 40])
@pytest.mark.parametrize("op", SYMMETRIES, ids=repr)
def test_boxes_known_to_lie_inside_do(op, rows):
    """What decoding, clipping and the symmetries know of boxes on the edges and beyond is so, and found so anew."""
    params, shape, known = A.BboxParams("pascal_voc", filter_invalid_bboxes=False), Shape(10, 12, 3), 0
    for corners in np.split(odd_rows(60 * rows, 4), 60):
        valid = corners[[all_valid(row[None], 10, 12) for row in corners]]
        read, _ = params.decode("bboxes", valid, {}, 10, 12)
        for seen, (height, width) in ((read, (10, 12)), (read.filtered(10, 12), (10, 12)), (turned(read, op, shape))):
            if seen.inside is None:
                continue
            known += 1
            assert seen.inside == (height, width)
            anew = Boxes(seen.corners, seen.rows)
            assert anew.filtered(height, width) is anew
    assert known > 30


def turned(boxes, op, shape):
    """The boxes after a symmetry of the square, and the image's height and width after it."""
    return op.boxes(boxes.filtered(*shape[:2]), shape), op.after(shape)[:2]


def test_boxes_made_of_others_are_known_to_lie_nowhere():
    known = Boxes(np.array([[0.0, 0.0, 5.0, 5.0]]), np.arange(1))
    assert known.filtered(10, 12).inside == (10, 12)
    for other in (replace(known, corners=known.corners + 9), known.transformed((2.0, 0.0, 0.0, 0.0, 2.0, 0.0))):
        assert other.inside is None
        assert other.filtered(10, 12).corners.max() <= 12


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


def test_what_is_handed_back_at_a_look_is_what_is_handed_back():
    """For one array in every relation to the one that came: itself, a copy, views of it or of each other, strangers."""
    own = np.arange(6 * 6 * 3, dtype=np.uint8).reshape(6, 6, 3).copy()
    view = own[:, :]
    results = [own, own.copy(), own[1:], own[:, 1:], view, own.copy()[1:], own.copy()[:, ::-1], own.astype(np.int16)]
    results += [
        own[..., 0],
        own[..., :1].copy(),
        np.asfortranarray(own),
        np.ndarray((6, 6, 3), np.uint8, own.tobytes()),
    ]
    looked = 0
    for array in results:
        for before in (own, view, np.asfortranarray(own)):
            found = stacks.handed_back(array, before, 0)
            wanted = stacks.owned(array, before, before.ndim == 2)
            if found is not None:
                looked += 1
                assert (found is array) == (wanted is array)
                assert np.array_equal(found, wanted)
                assert found.dtype == wanted.dtype
                assert found.flags.c_contiguous
                assert not np.may_share_memory(found, before)
    assert 6 < looked < 36


@pytest.mark.parametrize("lead", [0, 1])
def test_what_came_without_a_channel_axis_is_handed_back_without_one(lead):
    """At a look as in general: the array itself with an axis more, fresh ones, views of one, mirrored ones, colors."""
    before = np.arange(4 * 6 * 6, dtype=np.uint8).reshape(4, 6, 6)[1 - lead :].copy()
    before = before if lead else before[0].copy()
    fresh = before.copy()[..., None]
    views = [before[..., None], fresh, before[1:][..., None], fresh[1:], fresh[:, ::-1], fresh.astype(np.int32)]
    known = 0
    for array in [*views, before.copy().repeat(3).reshape(*before.shape, 3), before[..., None].copy()]:
        found = stacks.handed_back(array, before, lead)
        wanted = stacks.owned(array, before, True)
        if found is not None:
            known += 1
            assert (found.shape, found.dtype, found.tobytes()) == (wanted.shape, wanted.dtype, wanted.tobytes())
            assert found.flags.c_contiguous
            assert not np.may_share_memory(found, before)
    assert known == 8


def test_a_mask_that_travelled_as_another_dtype_is_not_handed_back_at_a_look():
    for dtype in ("int8", "int64", "float16", ">u2"):
        before = np.zeros((4, 5, 1), dtype)
        array = stacks.checked("mask", codec.TARGETS["mask"], before, 0) + 1
        assert stacks.handed_back(array, before, 0) is None
        assert stacks.owned(array, before, False).dtype == dtype


STEPS = [
    A.Normalize(normalization="min_max", p=1),
    A.ToFloat(p=1),
    A.Rotate((30, 30), fill=7, fill_mask=3, p=1),
    A.Erasing(fill=9, p=1),
    A.PadIfNeeded(40, 40, fill_mask=2, p=1),
    A.RandomCrop3D((2, 4, 5), p=1),
    A.Pad3D(2, fill_mask=5, p=1),
    A.HorizontalFlip(p=1),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_the_only_step_of_a_call_runs_as_one_of_several_does(monkeypatch, step):
    """Images, masks and volumes of several dtypes, beside each other; and masks that cannot hold a fill are refused."""
    pick = np.random.default_rng(5)
    volume = pick.integers(0, 256, (3, 10, 12), dtype=np.uint8)
    calls = [{"volume": volume, "mask3d": volume // 9}, {"volumes": volume[None], "masks3d": [volume > 7]}]
    if not step.volumes_only:
        calls += [{"image": volume[0], "mask": (volume[1] // 9).astype(np.int64)}, {"image": volume.transpose(1, 2, 0)}]
        calls += [{"images": [volume[0], volume[1]], "masks": volume[:2] > 90}]
    found = []
    for alone in (True, False):
        if not alone:
            monkeypatch.setattr(Frame, "_run_alone", generally)
        pipeline = A.Compose([step], seed=3)
        found.append([told(pipeline, call) for call in calls])
    assert found[0] == found[1]


def generally(frame, op, paths, whole):
    frame._done = 1
    frame._run([op], paths, frame._shape_done)
    frame._shape_done = frame.shape


def told(pipeline, call):
    """What a call gives, to the bit, or says."""
    try:
        out = pipeline(**call)
    except (TypeError, ValueError) as error:
        return str(error)
    return {name: (type(value), np.asarray(value).dtype, np.array(value).tobytes()) for name, value in out.items()}


def test_numbers_far_below_the_limit_are_known_by_their_squares():
    """Whether rows pass, through either way: with NaN, infinity, and numbers on both sides of either limit."""
    edges = (0.0, 1.0, -MOST / 2, MOST / 2, MOST, -MOST, np.nextafter(MOST, math.inf), 1e200, math.nan, -math.inf)
    passed = []
    for one in edges:
        for other in edges:
            found = []
            for small in (0, 1_000):
                label_fields.SMALL, before = small, label_fields.SMALL
                try:
                    found.append(
                        label_fields._within("bboxes", np.array([[one, 2.0], [3.0, other]]), "refuse").tolist()
                    )
                except ValueError as error:
                    found.append(str(error))
                label_fields.SMALL = before
            assert found[0] == found[1]
            passed.append(isinstance(found[0], list))
    assert 20 < sum(passed) < 80


def test_rows_of_any_length_are_cut_or_taken_whole():
    """Rows of exactly four numbers, of more, of both, of too few and of none."""
    for rows in ([[1, 2, 3, 4]], [(1.0, 2, 3, 4), (5, 6, 7, 8)], [[1, 2, 3, 4, "a"], [5, 6, 7, 8]], []):
        found = label_fields.rows_of("bboxes", rows, 4)
        assert found.dtype == np.float64
        assert found.tolist() == [list(map(float, row[:4])) for row in rows]
        assert label_fields.picked(rows, found + 1, np.arange(len(rows))) == [
            [*(number + 1 for number in row[:4]), *row[4:]] for row in rows
        ]
    for rows in (["abcd"], [[1, 2, 3]], [{1: 1, 2: 2, 3: 3, 4: 4}], [[1, 2, 3, None]]):
        with pytest.raises(ValueError, match=r"bboxes\[0\] must"):
            label_fields.rows_of("bboxes", rows, 4)


def test_a_call_is_counted_by_the_digest_of_its_number():
    source = bytes(range(32))
    for call in (0, 1, 7, 2**40):
        wanted = blake2b(call.to_bytes(8, "little"), key=source, digest_size=32).digest()
        assert [call_key.CallKey(source, (), call).root for _ in range(2)] == [wanted] * 2


LIGHT = {
    "nothing": (lambda: A.Compose([], seed=1), 13),
    "no-op": (lambda: A.Compose([A.NoOp(p=1)], seed=1), 16),
    "flip": (lambda: A.Compose([A.HorizontalFlip(p=1)], seed=1), 23),
    "flip or not": (lambda: A.Compose([A.HorizontalFlip(p=0.5)], seed=1), 29),
    "flip by itself": (lambda: A.HorizontalFlip(p=1), 21),
    "crop": (lambda: A.Compose([A.RandomCrop(5, 5)], seed=1), 34),
}
"""Pipelines, and how many functions of Python one call may run: each costs 50 to 100 ns, and no clock is asked.

One more than there are, as there is where torch has been imported: a call asks it for the worker.
"""


def functions_run(call):
    """How many functions of Python a call runs, once it has found what it keeps."""
    counted = []
    for _ in range(3):
        counted.clear()
        sys.setprofile(lambda frame, event, _: counted.append(frame.f_code) if event == "call" else None)
        try:
            call()
        finally:
            sys.setprofile(None)
    return len(counted) - 1  # the call that turns the profile off again is C's own; the lambda around is not ours


def test_what_every_call_reads_of_a_frame_is_read_fast(image):
    """An attribute that its class has too is looked up anew each time by CPython 3.11, at ten times the cost."""
    frame = A.Compose([], seed=1)._codec.decode({"image": image}, None)
    for found in (frame, codec.TargetCodec(), A.Compose([], seed=1).seeding):
        assert vars(found).keys() & vars(type(found)).keys() == set()
    assert {"tables", "exactness", "_bound", "_done"} <= vars(frame).keys()


@pytest.mark.parametrize("name", LIGHT)
def test_a_light_call_runs_few_functions(image, name):
    build, most = LIGHT[name]
    transform = build()
    assert functions_run(lambda: transform(image=image)) <= most


def test_further_functions_in_each_call_are_seen(monkeypatch, image):
    """Planted: layers around what every call does."""
    build, most = LIGHT["nothing"]
    for _ in range(3):
        monkeypatch.setattr(codec, "plain_shape", lambda *args, inner=codec.plain_shape: inner(*args))
    transform = build()
    assert functions_run(lambda: transform(image=image)) > most


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


def test_a_call_leaves_what_a_watcher_is_told_as_it_came(image):
    """A result is made in a dict of its own: who watches calls sees the input behind them."""
    told = []
    transform = A.Compose([A.InvertImg(p=1)], seed=1)
    token = WATCHER.set(lambda node, data, plan: told.append(data["image"]))
    try:
        out = transform(image=image)
        transform.apply_plan(transform.draw_plan(image=image), image=image)
    finally:
        WATCHER.reset(token)
    assert [seen is image for seen in told] == [True, True]
    assert out["image"] is not image
