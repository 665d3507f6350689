"""More channels than OpenCV takes at once: each comes out as it would alone."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from ops_help import image
from samples import picture

import augrepro as A
from augrepro.kernels import bits, lut, remap
from augrepro.kernels.filters import box, filtered, gaussian
from augrepro.kernels.gray import spread
from augrepro.kernels.grid import turn
from augrepro.kernels.noise import Spread, added
from augrepro.kernels.resize import resize

RUNS = {
    "turn": lambda x: turn(x, False, True, False),
    "transpose and turn": lambda x: turn(x, True, True, True),
    "blur": lambda x: filtered(x, gaussian(5, 1.3)),
    "box": lambda x: filtered(x, box(4)),
    **{f"resize {i}": lambda x, i=i: resize(x, 5, 23, i) for i in range(7)},
}


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("channels", [5, 129, 513])
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_channels_come_out_as_each_alone(run, channels, dtype):
    given = image(9, 11, channels, dtype)
    alone = np.concatenate([run(given[..., i : i + 1].copy()) for i in range(channels)], 2)
    out = run(given)
    assert out.dtype == dtype
    assert out.flags.c_contiguous
    # OpenCV's cubic takes another of its paths where channels lie side by side, and sums of floats another order
    near = 1 if run is RUNS["resize 2"] else 0
    assert np.abs(out.astype(float) - alone).max() <= (near if dtype == np.uint8 else 1e-6)


@pytest.mark.parametrize("interpolation", range(7))
def test_labels_of_four_bytes_are_resampled_as_those_of_two(interpolation):
    given = image(9, 11, 2).astype(np.int16) * 100
    out = resize(given.astype(np.int32), 20, 7, interpolation)
    assert out.dtype == np.int32
    assert np.abs(out - resize(given, 20, 7, interpolation).astype(np.int32)).max() <= 1


INVERSE = (1.02, 0.03, -4.0, -0.02, 0.97, 3.0, 2e-4, -3e-4, 1.0)


@pytest.mark.parametrize("dtype", [np.bool_, np.uint8, np.uint16, np.int32, np.float32, np.float64])
@pytest.mark.parametrize("channels", [5, 8, 129])
def test_a_warp_reads_all_channels_as_it_reads_four(dtype, channels, monkeypatch):
    """One call for all of them gives the bits of groups, whatever lies beyond the border."""
    given = image(19, 23, channels)
    given = given > 99 if dtype is np.bool_ else given.astype(dtype)
    apart = tuple(float(i % 2) for i in range(channels))
    for interpolation in (0,) if dtype is np.bool_ else (0, 1, 2):
        for border, fill in ((0, 0.0), (0, 1.0), (0, apart), (1, 0.0), (4, apart)):
            reading = remap.Reading(interpolation, border, fill)
            run = partial(remap.seen, given, partial(remap.projective, INVERSE, range(21), range(30)), 21, 30, reading)
            once = run()
            with monkeypatch.context() as patch:
                patch.setattr(remap, "_goes_whole", lambda *_: False)
                assert once.tobytes() == run().tobytes()


def test_channels_with_fills_of_their_own_are_not_read_at_once():
    """OpenCV would give the fifth the value of the first."""
    given = np.ones((9, 9, 5), np.float32)
    fill = (0.0, 0.0, 0.0, 0.0, 0.5)
    out = remap.seen(
        given, partial(remap.affine, (1, 0, 50, 0, 1, 0), range(9), range(9)), 9, 9, remap.Reading(1, 0, fill)
    )
    assert (out == np.array(fill, np.float32)).all()


def test_a_shared_plane_of_noise_goes_to_every_channel():
    given = np.full((4, 5, 140), 100, np.uint8)
    for coarse in (1.0, 0.5):
        shared, apart = (Spread(bits.normal(), 0.0, 20.0, shared, coarse) for shared in (True, False))
        out = added(given, "7" * 32, shared)
        assert (out == added(given[..., :3].copy(), "7" * 32, shared)[..., :1]).all()
        assert added(given, "7" * 32, apart).shape == given.shape


def test_gray_on_many_channels_and_tables_without_a_fast_path(monkeypatch):
    plane = image(6, 7, 1)[..., 0]
    assert (spread(plane, 200) == plane[..., None]).all()
    monkeypatch.setattr(lut, "_translate", None)
    given = image(6, 7, 200)
    assert (lut.look_up(given, lut.NEGATIVE) == 255 - given).all()


FILLED = {
    "a border": lambda fill: A.PadIfNeeded(40, 40, border_mode=0, fill=fill),
    "a warp": lambda fill: A.Rotate((45, 45), fill=fill, p=1),
    "a perspective": lambda fill: A.Perspective((0.2, 0.2), fit_output=True, fill=fill, p=1),
    "a bend": lambda fill: A.ElasticTransform(300, 4, fill=fill, border_mode=0, p=1),
    "holes": lambda fill: A.CoarseDropout(fill=fill, p=1),
    "lost pixels": lambda fill: A.PixelDropout(0.5, drop_value=fill, p=1),
    "a collage": lambda fill: A.Mosaic(target_size=(40, 40), cell_shape=(40, 40), fill=fill, p=1),
}


@pytest.mark.parametrize("kind", FILLED)
def test_equal_values_fill_any_count_of_channels_and_a_color_fills_gray_with_its_first(kind):
    def filled(fill, channels, dtype=np.uint8):
        image = picture(30, 20, channels).astype(dtype)
        image = image / dtype(255) if dtype is np.float32 else image
        given = {"mosaic_metadata": [{"image": image}]} if kind == "a collage" else {}
        return A.Compose([FILLED[kind](fill)], seed=3)(image=image, **given)["image"]

    for dtype, white in ((np.uint8, 200), (np.float32, 0.75)):
        for channels in (1, 2, 5):
            assert (filled((white,) * 3, channels, dtype) == filled(white, channels, dtype)).all()
        assert (filled((white, 0, 0), 1, dtype) == filled(white, 1, dtype)).all()
        with pytest.raises(ValueError, match="one value or one for each of the 5 channels"):
            filled((white, 0, 0), 5, dtype)
