"""The transforms that Albumentations ran through imgaug before 1.3, as those of today that do the same."""

from __future__ import annotations

from collections.abc import Callable

from .errors import short_repr
from .meanings import BORDERS, is_pair
from .rules import Arguments, Release, Untranslatable

_ORDERS = {0: 0, 1: 1, 3: 2}
"""Orders of splines as OpenCV counts its interpolations: nearest, linear, cubic."""


def _spans(given: Arguments, base: float, *names: str) -> None:
    """A number stood for the span between it and ``base``."""
    for name in names:
        value = given.get(name)
        if isinstance(value, (int, float)):
            given[name] = sorted((base, value))


def _borders(given: Arguments, mode: str) -> None:
    order, border = given.pop("order", 1), given.pop("mode", mode)
    if order not in _ORDERS:
        raise Untranslatable(f"order must be 0, 1 or 3 (nearest, linear, cubic), got {short_repr(order)}")
    if border not in BORDERS:
        raise Untranslatable(f"mode must be one of {', '.join(BORDERS)}, got {short_repr(border)}")
    given["interpolation"], given["border_mode"] = _ORDERS[order], BORDERS[border]
    fill = given.pop("cval", 0)
    if fill:
        given["fill"] = fill


def _noise(given: Arguments, release: Release) -> str:
    """Levels of a byte, the same for all channels unless it is written."""
    given.setdefault("per_channel", False)
    mean, scale = given.pop("loc", 0), given.pop("scale", (0.01 * 255, 0.05 * 255))
    given["std_range"] = [end / 255 for end in (scale if is_pair(scale) else (0, scale))]
    if mean:
        given["mean_range"] = [mean / 255] * 2
    return "GaussNoise"


def _affine(given: Arguments, release: Release) -> str:
    _spans(given, 1.0, "scale")
    _spans(given, 0.0, "translate_percent", "translate_px")
    for name in ("rotate", "shear"):
        value = given.get(name)
        if isinstance(value, (int, float)):
            given[name] = [-abs(value), abs(value)]
    if not any(
        given.get(name) is not None for name in ("scale", "translate_percent", "translate_px", "rotate", "shear")
    ):
        given["scale"] = [1.0, 1.0]
    _borders(given, "reflect")
    return "Affine"


def _piecewise(given: Arguments, release: Release) -> str:
    _spans(given, 0.0, "scale")
    _borders(given, "constant")
    return "PiecewiseAffine"


def _crop_and_pad(given: Arguments, release: Release) -> str:
    mode = given.get("pad_mode")
    if isinstance(mode, str):
        if mode not in BORDERS:
            raise Untranslatable(f"pad_mode must be one of {', '.join(BORDERS)}, got {short_repr(mode)}")
        given["pad_mode"] = BORDERS[mode]
    return "CropAndPad"


def _plain(name: str, **spans: float) -> Callable[[Arguments, Release], str]:
    def rename(given: Arguments, release: Release) -> str:
        for argument, base in spans.items():
            _spans(given, base, argument)
        return name

    return rename


IMGAUG: dict[str, Callable[[Arguments, Release], str]] = {
    "IAAAdditiveGaussianNoise": _noise,
    "IAAAffine": _affine,
    "IAACropAndPad": _crop_and_pad,
    "IAAEmboss": _plain("Emboss", alpha=0.0, strength=0.0),
    "IAAFliplr": _plain("HorizontalFlip"),
    "IAAFlipud": _plain("VerticalFlip"),
    "IAAPerspective": _plain("Perspective", scale=1.0),
    "IAAPiecewiseAffine": _piecewise,
    "IAASharpen": _plain("Sharpen", alpha=0.0, lightness=0.0),
    "IAASuperpixels": _plain("Superpixels"),
}
IMGAUG_PLACES: dict[str, str] = {
    "IAAAdditiveGaussianNoise": "loc scale per_channel",
    "IAAAffine": "scale translate_percent translate_px rotate shear order cval mode",
    "IAACropAndPad": "px percent pad_mode pad_cval keep_size",
    "IAAEmboss": "alpha strength",
    "IAAFliplr": "",
    "IAAFlipud": "",
    "IAAPerspective": "scale keep_size",
    "IAAPiecewiseAffine": "scale nb_rows nb_cols order cval mode",
    "IAASharpen": "alpha lightness",
    "IAASuperpixels": "p_replace n_segments",
}
"""The arguments in the order in which they could be given by place, in front of always_apply and p."""
