"""Fingerprints, differences and codecs."""

import array
import collections
import datetime
import decimal
import enum
import fractions
import json
import pathlib
import uuid
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from pytest_augrepro.reading.fingerprint import fingerprint
from pytest_augrepro.values import codec
from pytest_augrepro.values.difference import Tolerance, difference
from pytest_augrepro.values.digest import Leaf, digest_of, leaves
from pytest_augrepro.values.form import Form


class Mode(enum.Enum):
    FAST = 1


@dataclass
class Box:
    left: float
    mode: Mode


def test_digest_sees_layout_by_content_only():
    array = np.arange(24, dtype=np.uint8).reshape(4, 6)
    assert digest_of(array) == digest_of(np.asfortranarray(array)) == digest_of(array[::-1][::-1])
    assert len({digest_of(each) for each in (array, array.T, array.astype("<i2"), array.astype(">i2"))}) == 4


def test_parts_have_paths_and_values_have_text():
    found = leaves({"b": [torch.zeros(2), {"c": np.ones(1)}], "a": Box(1.5, Mode.FAST), "n": np.int64(3)})
    assert [leaf.path for leaf in found] == ["a", "b[0]", "b[1].c", "n"]
    assert found[0].value == '{"left": 1.5, "mode": "Mode.FAST"}'
    assert found[-1].value == "3"


METADATA = {
    "1.50": decimal.Decimal("1.50"),
    "2020-01-02": datetime.date(2020, 1, 2),
    "03:04:00": datetime.time(3, 4),
    "2020-01-02T03:04:00+00:00": datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.UTC),
    "1 day, 12:00:00": datetime.timedelta(1.5),
    "UTC": datetime.UTC,
    "range(0, 3)": range(3),
    "slice(1, None, 2)": slice(1, None, 2),
    "a/b": pathlib.PurePosixPath("a/b"),
    "Mode.FAST": Mode.FAST,
    "(3+4j)": 3 + 4j,
    "torch.bfloat16": torch.bfloat16,
    "cpu": torch.device("cpu"),
    "builtins.int": int,
    "dtype('uint8')": np.dtype("uint8"),
    "Ellipsis": ...,
}


@pytest.mark.parametrize(("text", "value"), METADATA.items(), ids=list(METADATA))
def test_what_metadata_is_made_of_has_a_fixed_text(text, value):
    """Alone, below a list or a set, and as a key of a dict."""
    assert json.loads(leaves(value)[0].value) == text
    assert json.loads(leaves(["a", value])[0].value) == ["a", text]
    if not isinstance(value, slice):
        assert json.loads(leaves({"s": {value}})[0].value) == [text]
        (leaf,) = leaves({value: 1})
        assert text in leaf.path


def test_a_number_that_python_has_no_type_for_has_a_fixed_text():
    third = np.longdouble(1) / 3
    assert json.loads(leaves(third)[0].value) == repr(third)
    assert json.loads(leaves({"scores": [third, np.float32(0.5)]})[0].value) == [repr(third), 0.5]


def test_exact_numbers_and_identifiers_tell_each_other_apart():
    pairs = [(uuid.UUID(int=1), uuid.UUID(int=2)), (fractions.Fraction(1, 3), fractions.Fraction(2, 3))]
    for one, other in [*pairs, (decimal.Decimal("1.5"), decimal.Decimal("1.50")), (bytearray(b"a"), bytearray(b"b"))]:
        assert leaves(one)[0].digest != leaves(other)[0].digest
    assert [leaf.path for leaf in leaves({one: 1 for one, _ in pairs})] == [
        "{Fraction 1/3}",
        "{UUID 00000000-0000-0000-0000-000000000001}",
    ]
    assert leaves(collections.deque([1, decimal.Decimal(2)]))[0].value == '[1, "2"]'


def test_buffers_tell_each_other_apart_by_their_numbers_and_the_type_of_these():
    numbers = array.array("h", [1, 2])
    buffers = [numbers, array.array("h", [1, 3]), array.array("H", [1, 2]), array.array("h", [1, 2, 0])]
    views = [memoryview(each) for each in (b"ab", b"ac", np.zeros((2, 1), np.uint8), np.zeros((1, 2), np.uint8))]
    assert len({leaves(each)[0].digest for each in [*buffers, *views]}) == 8
    assert leaves({"raw": array.array("h", [1, 2])}) == leaves({"raw": numbers})
    assert leaves(memoryview(b"aabb")[::2]) == leaves(memoryview(b"ab"))


def test_a_fingerprint_sees_bytes_shape_and_dtype():
    array = np.arange(6, dtype=np.int16)
    changed = array.copy()
    changed[3] += 1
    others = [array.reshape(2, 3), array.astype(np.int32), array.view(np.uint16), changed, array[::-1], "text"]
    assert len({fingerprint(value)["sample"] for value in (array, *others)}) == 7
    assert fingerprint(np.asfortranarray(array.reshape(2, 3))) == fingerprint(array.reshape(2, 3))


def test_fingerprint_does_not_depend_on_the_order_of_a_dict():
    assert list(fingerprint({"a": 1, "b": 2})) == list(fingerprint({"b": 2, "a": 1})) == ["a", "b"]


def test_difference_in_words():
    old = np.zeros((8, 9, 3), np.uint8)
    new = old.copy()
    new[2:4, 5] = 7
    found = difference(old, new)
    assert found.lines()[0] == "2 of 72 px differ, max |delta| 7, box x 5:6 y 2:4"
    assert found.lines()[1] == "first at x 5, y 2: [0, 0, 0] became [7, 7, 7]"
    assert found.within(Tolerance(7, 0.03))
    assert not found.within(Tolerance(6))
    assert difference(old, old) is None


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_boxes_are_no_pixels(dtype):
    old = np.zeros((200, 4), dtype)
    new = old.copy()
    new[3:5, 1] = 7
    assert difference(old, new).lines() == [
        "2 of 800 values differ, max |delta| 7, box column 1:2 row 3:5",
        f"first at column 1, row 3: {dtype(0)} became {dtype(7)}",
    ]
    assert difference(old.repeat(20, 1), new.repeat(20, 1)).lines()[0].startswith("40 of 16000 px differ")


def test_not_a_number_is_never_within_a_tolerance():
    found = difference(np.array([1.0, np.nan]), np.array([np.nan, np.nan]))
    assert found.count == 1
    assert not found.within(Tolerance(1e9))


@pytest.mark.parametrize("values", [(0.0, -0.0), (np.uint64(2**64 - 1), np.uint64(0)), (True, False), (1 + 2j, 1j)])
def test_scalars_differ_too(values):
    assert difference(np.asarray(values[0]), np.asarray(values[1])).count == 1


PICTURES = {
    "gray": ("array", np.uint8, (5, 7)),
    "one channel": ("array", np.uint8, (5, 7, 1)),
    "rgb": ("array", np.uint8, (5, 7, 3)),
    "rgba": ("array", np.uint8, (5, 7, 4)),
    "deep": ("array", np.uint16, (5, 7)),
    "mask": ("array", np.bool_, (5, 7)),
    "planar tensor": ("tensor", np.uint8, (3, 5, 7)),
}


@pytest.mark.parametrize("name", PICTURES)
def test_png_is_lossless(name):
    kind, dtype, shape = PICTURES[name]
    array = np.random.default_rng(1).integers(0, 2 if dtype is np.bool_ else np.iinfo(dtype).max, shape).astype(dtype)
    leaf = Leaf("", kind, array)
    back = codec.restored(Form.of(kind, array), codec.to_png(codec.drawable(leaf)))
    assert digest_of(back) == digest_of(array)


@pytest.mark.parametrize(
    ("dtype", "shape"),
    [(np.float32, (4, 4)), (np.int32, (4, 4)), (np.uint8, (4, 4, 5)), (np.uint16, (4, 4, 3)), (np.uint8, (0, 4)),
     (np.uint8, (4,)), (np.bool_, (4, 4, 2))],
)  # fmt: skip
def test_no_picture_rather_than_a_lossy_one(dtype, shape):
    array = np.ones(shape, dtype)
    assert codec.drawable(Leaf("", "array", array)) is None
    assert digest_of(codec.restored(Form.of("array", array), codec.to_npz(array))) == digest_of(array)
