"""A band of rows at a time gives the bits of the whole."""

import numpy as np
import pytest
from ops_help import image

from augrepro.kernels import bands
from augrepro.kernels.color import hsv_shifted, saturated
from augrepro.kernels.stain import restained
from augrepro.kernels.unsharp import sharpened

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

    def counted(picture, run, reach=0):
        def once(band):
            seen.append(len(band))
            return run(band)

        return plain(picture, once, reach)

    monkeypatch.setattr(bands, "VALUES", 1)
    for module in ("color", "stain", "unsharp"):
        monkeypatch.setattr(f"augrepro.kernels.{module}.by_rows", counted)
    assert (KERNELS[name](given) == whole).all()
    assert len(seen) > 2


def test_a_kernel_that_looks_further_than_it_says_is_seen(monkeypatch):
    def above(band):
        return np.vstack([band[:1], band[:-1]])

    monkeypatch.setattr(bands, "VALUES", 1)
    given = image(40, 3)
    assert (bands.by_rows(given, above, 1) == above(given)).all()
    assert (bands.by_rows(given, above) != above(given)).any()
