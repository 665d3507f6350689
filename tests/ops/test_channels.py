"""ChannelShuffle, ChannelDropout, ToRGB, ToFloat and FromFloat: which values go where."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.ops.channel_order import BlankChannels, ReorderChannels, RepeatChannel
from augrepro.ops.conversion import FloatToWhole, WholeToFloat

DTYPES = [np.uint8, np.uint16, np.float32, np.float64]


def of(dtype, channels, height=9, width=7):
    """An image with other values in every channel."""
    found = image(height, width, channels)
    if dtype == np.uint8:
        return found
    return found.astype(dtype) * 257 if dtype == np.uint16 else (found / 255).astype(dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [(9, 7), (4, 1), (1, 4), (1, 1)])
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 7, 130])
def test_channels_are_ordered_and_blanked(dtype, channels, size):
    given = of(dtype, channels, *size)
    any_order = tuple(np.random.default_rng(channels).permutation(channels).tolist())
    for order in (any_order, tuple(range(channels))[::-1]):
        out = ReorderChannels(order).pixels(given)
        assert out.dtype == given.dtype
        assert (out == given[..., list(order)]).all()
    for fill in (0, 1):
        out = BlankChannels((channels - 1,), fill).pixels(given)
        assert out.dtype == given.dtype
        assert (out[..., -1] == fill).all()
        assert (out[..., :-1] == given[..., :-1]).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 6])
def test_a_gray_image_is_repeated(dtype, channels):
    given = of(dtype, 1)
    out = RepeatChannel(channels).pixels(given)
    assert out.dtype == given.dtype
    assert out.shape == (9, 7, channels)
    assert (out == given).all()
    flat = A.Compose([A.ToRGB(channels)])(image=given[..., 0])["image"]
    assert flat.shape == ((9, 7) if channels == 1 else (9, 7, channels))


def test_rgb_stays_and_other_counts_are_refused():
    given = of(np.uint8, 3)
    assert (A.Compose([A.ToRGB()])(image=given)["image"] == given).all()
    with pytest.raises(ValueError, match="needs an image of 1 or 3 channels, got 2"):
        A.Compose([A.ToRGB()])(image=of(np.uint8, 2))


@pytest.mark.parametrize("op", [ReorderChannels((2, 0, 1)), BlankChannels((0, 2), 1.0)], ids=repr)
def test_laws(op):
    check(op, channels=(3,))


@pytest.mark.parametrize("op", [WholeToFloat(None), WholeToFloat(200.0), FloatToWhole("uint16", None)], ids=repr)
def test_laws_of_conversions(op):
    check(op)


def test_every_order_is_drawn():
    found = {op.order for seed in range(60) for op in ops(A.ChannelShuffle(), seed)}
    assert len(found) == 6
    assert ops(A.ChannelShuffle(), shape=(8, 8, 1)) == []


def test_so_many_channels_are_dropped():
    found = [op.channels for seed in range(60) for op in ops(A.ChannelDropout((1, 2)), seed)]
    assert {len(channels) for channels in found} == {1, 2}
    assert {channels for channels in found if len(channels) == 2} == {(0, 1), (0, 2), (1, 2)}


@pytest.mark.parametrize(("given", "channels"), [((1, 1), 1), ((1, 3), 3), ((5, 9), 4)])
def test_one_channel_has_to_stay(given, channels):
    with pytest.raises(ValueError, match=rf"ChannelDropout#0: channel_drop_range must .* an image of {channels}, got"):
        A.Compose([A.ChannelDropout(given, p=1)])(image=of(np.uint8, channels))


def test_masks_alone_need_no_channels():
    mask = of(np.uint8, 1)[..., 0]
    run = A.Compose([A.ChannelDropout(p=1), A.ChannelShuffle(p=1), A.ToFloat(), A.FromFloat("uint16")])
    out = run(mask=mask)["mask"]
    assert out.dtype == np.uint8
    assert (out == mask).all()


def test_a_fill_that_the_dtype_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="fill must be from 0 to 255"):
        A.Compose([A.ChannelDropout(fill=300, p=1)])(image=of(np.uint8, 3))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_to_floats_and_back_loses_nothing(dtype, channels):
    given = of(dtype, channels)
    real = A.Compose([A.ToFloat()])(image=given)["image"]
    assert real.dtype == np.float32
    assert (real == (given / np.float64(np.iinfo(dtype).max)).astype(np.float32)).all()
    back = A.Compose([A.ToFloat(), A.FromFloat(np.dtype(dtype).name)])(image=given)["image"]
    assert back.dtype == dtype
    assert (back == given).all()
    assert (A.Compose([A.FromFloat(np.dtype(dtype).name)])(image=given)["image"] == given).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32"])
@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_floats_are_rounded_half_to_even_and_clipped(dtype, real):
    most = np.iinfo(dtype).max
    given = np.array([[0, 1, 0.5, -0.25, 2, 1e9, -1e9, 3.5 / most, 2.5 / most]], real)
    out = A.Compose([A.FromFloat(dtype)])(image=given)["image"]
    exact = np.clip(np.rint(given.astype(np.float64) * most), 0, most)
    assert out.dtype == dtype
    assert np.abs(out.astype(np.float64) - exact).max() <= 1
    assert out.ravel()[:2].tolist() == [0, most]
    assert out.ravel()[3:7].tolist() == [0, most, most, 0]
    halves = np.array([[0.5, 1.5, 2.5, 254.5]], real)
    assert A.Compose([A.FromFloat(dtype, max_value=1)])(image=halves)["image"].tolist() == [[0, 2, 2, 254]]


def test_another_largest_value():
    given = of(np.uint8, 3)
    real = A.Compose([A.ToFloat(max_value=100)])(image=given)["image"]
    assert np.abs(real - given / 100).max() < 1e-6
    assert (A.Compose([A.FromFloat("uint8", max_value=100)])(image=real)["image"] == given).all()
    for bad in (0, -1):
        with pytest.raises(ValueError, match="max_value must be"):
            A.ToFloat(max_value=bad)


def test_floats_stay_what_they_are():
    given = of(np.float32, 3)
    out = A.Compose([A.ToFloat()])(image=given)["image"]
    assert (out == given).all()
    assert not np.shares_memory(out, given)
    assert A.Compose([A.ToFloat(max_value=100)])(image=of(np.float64, 3))["image"].dtype == np.float32


@pytest.mark.parametrize("given", [np.uint16, np.dtype(np.uint16), np.dtype(">u2"), "uint16"], ids=repr)
def test_a_dtype_is_taken_by_whatever_name(given):
    step = A.FromFloat(dtype=given)
    assert (step.dtype, A.FromFloat(given)) == ("uint16", step)
    assert A.from_dict(A.to_dict(step)) == step
    assert step(image=np.ones((2, 2, 1), np.float32))["image"].max() == 65535


@pytest.mark.parametrize("given", [np.float32, np.dtype(np.int8), int, "uint", np.zeros(1, np.uint8), None], ids=repr)
def test_other_dtypes_are_refused(given):
    with pytest.raises(
        ValueError, match=r"FromFloat\.dtype must be one of 'uint8', 'uint16', 'uint32', got .*"
    ) as raised:
        A.FromFloat(given)
    assert "tolist" not in str(raised.value), "a word for what holds numbers"
