"""A band of rows at a time gives the bits of the whole."""

import tracemalloc

import numpy as np
import pytest
from ops_help import image

from augrepro.kernels import bands, grain
from augrepro.kernels.color import hsv_shifted, saturated
from augrepro.kernels.grain import iso
from augrepro.kernels.light import plasma_contrast
from augrepro.kernels.plasma import plasma
from augrepro.kernels.stain import restained
from augrepro.kernels.unsharp import sharpened

KEY = "0123456789abcdef0123456789abcdef"
STAINS = ((0.65, 0.70, 0.29), (0.07, 0.99, 0.11))
KERNELS = {
    "hsv": lambda x: hsv_shifted(x, 20.0, -30.0, 12.0),
    "saturation": lambda x: saturated(x, 1.7),
    "stain": lambda x: restained(x, STAINS, (1.2, 0.9), (0.1, -0.05), False),
    "sharpening": lambda x: sharpened(x, 5, 1.3, 0.6, None),
    "sharpening of edges": lambda x: sharpened(x, 7, 1.3, 0.6, 30),
}


@pytest.mark.parametrize("name", KERNELS)
def test_bands_change_no_bit(name, monkeypatch):
    given = image(150, 11)
    whole = KERNELS[name](given)
    seen = []
    plain = bands.by_rows

    def counted(picture, run, reach=0, values=0):
        def once(band):
            seen.append(len(band))
            return run(band)

        return plain(picture, once, reach)

    monkeypatch.setattr(bands, "VALUES", 1)
    for module in ("color", "bands", "unsharp"):
        monkeypatch.setattr(f"augrepro.kernels.{module}.by_rows", counted)
    assert (KERNELS[name](given) == whole).all()
    assert len(seen) > 2


FLOAT_KERNELS = {
    **{name: run for name, run in KERNELS.items() if "sharpening" not in name},
    "grain": lambda x: iso(x, KEY, 0.05, 0.4),
    "plasma": lambda x: plasma_contrast(x, plasma(KEY, *x.shape[:2], 0.6), 0.2, 0.3),
    "plasma's light alone": lambda x: plasma_contrast(x, plasma(KEY, *x.shape[:2], 0.6), 0.2, 0.0),
    "plasma's contrast alone": lambda x: plasma_contrast(x, plasma(KEY, *x.shape[:2], 0.6), 0.0, -0.3),
}


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("name", FLOAT_KERNELS)
def test_bands_of_floats_change_no_bit(name, dtype, monkeypatch):
    given = image(61, 37, dtype=dtype)
    before, whole = given.copy(), FLOAT_KERNELS[name](given)
    monkeypatch.setattr(bands, "SMALL", 1)
    monkeypatch.setattr(bands, "FLOATS", 300)
    monkeypatch.setattr(grain, "BLOCK", 80)
    assert len(list(bands.bands_of_floats(given))) > 20
    assert FLOAT_KERNELS[name](given).tobytes() == whole.tobytes()
    assert (given == before).all()


def test_large_images_are_worked_on_in_temporaries_of_a_band(monkeypatch):
    """Of whole images there are the result and, where a mean must be known first, none besides."""
    given = image(600, 512, dtype=np.float32)
    monkeypatch.setattr(bands, "SMALL", 1)
    monkeypatch.setattr(bands, "FLOATS", 1 << 14)
    monkeypatch.setattr(grain, "BLOCK", 1 << 12)
    words = 4 * 600 * 512
    extra = {"grain": 2 * words, "plasma": 0, "hsv": 0, "saturation": 0, "stain": 0}
    for name, beside in extra.items():
        FLOAT_KERNELS[name](given)
        tracemalloc.start()
        out = FLOAT_KERNELS[name](given)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < out.nbytes + beside + out.nbytes / 4, name


def test_a_kernel_that_looks_further_than_it_says_is_seen(monkeypatch):
    def above(band):
        return np.vstack([band[:1], band[:-1]])

    monkeypatch.setattr(bands, "VALUES", 1)
    given = image(40, 3)
    assert (bands.by_rows(given, above, 1) == above(given)).all()
    assert (bands.by_rows(given, above) != above(given)).any()
