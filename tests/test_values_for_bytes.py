"""``max_pixel_value`` and fills beyond white are told of at the first image of floats on [0, 1], and nowhere else."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from samples import picture

import augrepro as A
from augrepro.engine.declare.errors import RangeWarning

BYTES = picture(40, 48)
UNIT = (BYTES / np.float32(255)).astype(np.float32)


def told(run: Any) -> list[str]:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        run()
    assert all(issubclass(one.category, RangeWarning) and one.filename == __file__ for one in found)
    return [str(one.message) for one in found]


FILLED = {
    "Pad": A.Pad(4, fill=255),
    "Rotate": A.Rotate(fill=(3, 0, 0), p=1),
    "CoarseDropout": A.CoarseDropout(fill=255, p=1),
    "GridDropout": A.GridDropout(fill=255, p=1),
    "ChannelDropout": A.ChannelDropout(fill=2, p=1),
    "CenterCrop": A.CenterCrop(60, 60, pad_if_needed=True, fill=255),
}


@pytest.mark.parametrize("name", FILLED)
def test_a_fill_beyond_white_is_told_once_an_instance(name):
    transform = pickle.loads(pickle.dumps(FILLED[name]))
    pipe = A.Compose([transform])
    (text,) = told(lambda: [pipe(image=BYTES), pipe(image=UNIT), pipe(image=UNIT)])
    assert text.startswith(f"{name}: fill={transform.fill!r} lies beyond a float image on [0, 1], whose white is 1.0")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("given", ["image", "images", "volume"])
def test_normalize_by_255_is_told_where_floats_go_up_to_one(given, dtype):
    image = UNIT.astype(dtype)
    data = {given: image if given == "image" else np.stack([image, image])}
    pipe = A.Compose([A.HorizontalFlip(p=1), A.Normalize()])
    (text,) = told(lambda: [pipe(**data), pipe(**data)])
    assert text.startswith("Normalize: max_pixel_value=255.0 makes a float image on [0, 1]")
    assert text.endswith("give max_pixel_value=1.0")
    assert told(lambda: A.Normalize()(image=image)) == [text], "a transform called by itself"


RIGHT = {
    "bytes": lambda: A.Normalize()(image=BYTES),
    "floats up to 255": lambda: A.Normalize()(image=BYTES.astype(np.float32)),
    "floats below black": lambda: A.Pad(4, fill=255)(image=UNIT - 0.5),
    "white": lambda: A.Normalize(max_pixel_value=1.0)(image=UNIT),
    "its own range": lambda: A.Normalize(normalization="image")(image=UNIT),
    "a fill of white": lambda: A.Pad(4, fill=1.0)(image=UNIT),
    "a fill that is not used": lambda: A.Pad(4, fill=255, border_mode=4)(image=UNIT),
    "no fill": lambda: A.CoarseDropout(fill="random", p=1)(image=UNIT),
    "a mask's fill": lambda: A.Pad(4, fill_mask=255)(image=UNIT, mask=BYTES[..., 0]),
    "a float mask beside bytes": lambda: A.Pad(4, fill=255)(image=BYTES, mask=UNIT[..., 0]),
    "bytes again": lambda: A.Compose([A.FromFloat("uint8"), A.Pad(4, fill=255)])(image=UNIT),
    "no image": lambda: A.Compose([A.Pad(4, fill=255)])(mask=UNIT[..., 0]),
    "never": lambda: A.Compose([A.Normalize(p=0)])(image=UNIT),
}


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right_is_not_told(case):
    assert told(RIGHT[case]) == []


def test_floats_that_a_step_has_made_are_looked_at_too():
    assert len(told(lambda: A.Compose([A.ToFloat(), A.Pad(4, fill=255)])(image=BYTES))) == 1
    assert told(lambda: A.Compose([A.Normalize(), A.Pad(4, fill=255)])(image=BYTES)) == []


def test_a_copy_with_another_value_looks_for_itself():
    one = A.Pad(4, fill=255)
    assert len(told(lambda: one(image=UNIT))) == 1
    assert told(lambda: one.replaced(fill=0.5)(image=UNIT)) == []
    assert len(told(lambda: one.replaced(fill=2)(image=UNIT))) == 1


def test_looking_moves_no_pixel():
    """The look runs what stands before, which rewriting would have joined."""
    data = {"image": UNIT, "mask": BYTES[..., 0]}
    pipe = A.Compose([A.HorizontalFlip(p=1), A.Rotate(p=1), A.RandomGamma(p=1), A.Pad(4, fill=255)], seed=1)
    with pytest.warns(RangeWarning):
        looked = pipe(**data, sample_key=3)
    after = pipe(**data, sample_key=3)
    assert all((looked[name] == after[name]).all() for name in data)
