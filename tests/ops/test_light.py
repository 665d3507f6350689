"""Gains, shadows and flares: what each pixel is multiplied with, and what lies over it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.kernels import flare, light, mix
from augrepro.kernels.plasma import plasma
from augrepro.ops.light import CornerLight, LinearLight, PlasmaContrast, PlasmaShade, Shadows, SpotLight, SunFlare

KEY = "0123456789abcdef" * 2
GRAY = np.full((40, 60, 3), 100, np.uint8)
ALL = slice(None)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("channels", [1, 3, 5, 129])
def test_a_gain_and_an_offset_are_applied_in_bands_as_in_one_piece(dtype, channels, monkeypatch):
    given, gain = image(20, 30, channels, dtype), np.linspace(0, 2, 600).astype(np.float32).reshape(20, 30)
    white = 255.0 if dtype == np.uint8 else 1.0
    whole = mix.scaled(given, gain, gain / 8)
    want = np.clip(given * gain[..., None].astype(float) + white * gain[..., None] / 8, 0, white)
    assert np.abs(whole - want).max() <= (0.5001 if dtype == np.uint8 else 1e-6)
    monkeypatch.setattr(mix, "BAND", 7)
    assert (mix.scaled(given, gain, gain / 8) == whole).all()


# --- illumination -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [0, 30, 90, 135, 200, 315, 360])
def test_linear_light_has_its_whole_range_at_every_angle(angle):
    gain = light.slope(40, 60, 0.2, angle)(ALL)
    assert gain.min() == pytest.approx(0.8, abs=1e-6)
    assert gain.max() == pytest.approx(1.2, abs=1e-6)
    assert gain.mean() == pytest.approx(1.0, abs=1e-6)
    assert np.abs(light.slope(40, 60, -0.2, angle)(ALL) + gain - 2).max() < 1e-6


def test_linear_light_falls_along_its_angle():
    rising = np.diff(light.slope(40, 60, 0.2, 0)(ALL), axis=1)
    assert (rising > 0).all()
    assert (np.diff(light.slope(40, 60, 0.2, 90)(ALL), axis=0) > 0).all()
    assert (np.diff(light.slope(40, 60, 0.2, 180)(ALL), axis=1) < 0).all()


@pytest.mark.parametrize(("corner", "place"), [*enumerate([(0, 0), (0, -1), (-1, -1), (-1, 0)])])
def test_light_from_a_corner(corner, place):
    gain = light.from_corner(40, 60, -0.2, corner)(ALL)
    assert gain[place] == 1 == gain.max()
    y, x = (np.abs(np.arange(size) - (at % size)) for size, at in zip((40, 60), place, strict=True))
    want = 1 - 0.2 * np.hypot(x[None], y[:, None]) / np.hypot(40, 60)
    assert np.abs(gain - want).max() < 1e-6


def test_a_spot_is_a_gaussian():
    gain = light.spot(40, 60, 0.2, (0.25, 0.5), 0.3)(ALL)
    y, x = np.mgrid[:40, :60]
    want = 1 + 0.2 * np.exp(-((x - 15) ** 2 + (y - 20) ** 2) / (2 * (60 * 0.3) ** 2))
    assert np.abs(gain - want).max() < 1e-6


@pytest.mark.parametrize("mode", ["corner", "gaussian"])
def test_brighten_only_adds_light_and_darken_only_takes_it(mode):
    for seed in range(5):
        brighter, darker = (
            A.Compose([A.Illumination(mode=mode, effect_type=way, p=1)], seed=seed)(image=GRAY)["image"]
            for way in ("brighten", "darken")
        )
        assert brighter.min() >= 100
        assert brighter.max() > 100
        assert darker.max() <= 100
        assert darker.min() < 100


# --- plasma -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (3, 3), (4, 4), (5, 9), (17, 17), (18, 40), (33, 7)])
def test_plasma_of_any_size_spans_zero_to_one(shape):
    field = plasma(KEY, *shape, 1.5)
    assert field.shape == shape
    assert field.dtype == np.float32
    assert field.min() == 0
    assert field.max() == (1 if field.size > 1 else 0)


def test_rough_plasma_has_more_detail_and_nothing_overflows():
    detail = [np.abs(np.diff(plasma(KEY, 64, 64, rough), axis=1)).mean() for rough in (1e-9, 0.5, 1.0)]
    assert detail == sorted(detail)
    assert detail[-1] > 4 * detail[0]
    assert np.isfinite(plasma(KEY, 64, 64, 1e300)).all()


def test_plasma_adds_brightness_and_contrast_about_the_mean():
    given = image(40, 60, 3, np.float32) * np.float32(0.5) + np.float32(0.25)
    field = plasma(KEY, 40, 60, 1.0)[..., None]
    brighter = light.plasma_contrast(given, field[..., 0], 0.2, 0.0)
    assert np.abs(brighter - np.clip(given + 0.2 * field, 0, 1)).max() < 1e-6
    both = light.plasma_contrast(given, field[..., 0], 0.2, 0.5)
    assert np.abs(both - np.clip(brighter + (brighter - brighter.mean()) * 0.5 * field, 0, 1)).max() < 1e-5
    darker = light.plasma_contrast(given, field[..., 0], -0.2, 0.0)
    assert darker.mean() < given.mean()


def test_a_plasma_shadow_takes_at_most_its_intensity():
    out = PlasmaShade(KEY, 1.0, 0.6).pixels(np.full((40, 60, 3), 200, np.uint8))
    assert out.min() == 80
    assert out.max() == 200


# --- shadows ----------------------------------------------------------------------------------------------------------


def test_shadows_multiply_where_they_overlap():
    left, right = ((0, 0), (30, 0), (30, 39), (0, 39)), ((20, 0), (59, 0), (59, 39), (20, 39))
    out = Shadows((left, right), (0.5, 0.25)).pixels(np.full((40, 60, 1), 200, np.uint8))[..., 0]
    assert set(out[:, :20].ravel()) == {100}
    assert set(out[:, 20:31].ravel()) == {75}
    assert set(out[:, 31:].ravel()) == {150}


def test_corners_lie_in_the_region():
    for seed in range(20):
        (op,) = ops(A.RandomShadow(shadow_roi=(0.25, 0.5, 0.5, 0.75), num_shadows_limit=(1, 4)), seed, (40, 60, 3))
        corners = np.array(op.polygons).reshape(-1, 2)
        assert len(corners) == 5 * len(op.intensities)
        assert (corners >= (15, 20)).all()
        assert (corners < (30, 30)).all()


@pytest.mark.parametrize("name", ["shadow_roi", "flare_roi", "gravel_roi"])
def test_a_region_the_wrong_way_round_or_without_area_is_refused(name):
    cls = {"shadow_roi": A.RandomShadow, "flare_roi": A.RandomSunFlare, "gravel_roi": A.RandomGravel}[name]
    with pytest.raises(ValueError, match=f"{name} must be x_min < x_max"):
        cls(**{name: (0.5, 0, 0.2, 1)})
    for empty in ((0, 0, 0, 0), (1, 1, 1, 1), (0.3, 0, 0.3, 1), (0, 0.5, 1, 0.5)):
        with pytest.raises(ValueError, match=f"{name} must be x_min < x_max"):
            cls(**{name: empty})


# --- flares -----------------------------------------------------------------------------------------------------------


def painted(given, sun, ghosts):
    """The overlay as Albumentations has it: one blend of the whole image a disc, here in float64."""
    over, out = given.astype(np.float64), given.astype(np.float64)
    for ghost in ghosts:
        cv2.circle(over, (ghost.x, ghost.y), ghost.root**3, ghost.color, -1)
        out = ghost.share * over + (1 - ghost.share) * out
    count, over = sun.radius // 10, out.copy()
    total = sum(ghost.root**3 for ghost in ghosts)
    strongest = min(5 * sum(ghost.share * ghost.root**3 for ghost in ghosts) / total, 1)
    for radius, share in zip(
        np.linspace(1, sun.radius, count), np.linspace(0, strongest, count)[::-1] ** 3, strict=True
    ):
        cv2.circle(over, (sun.x, sun.y), int(radius), sun.color, -1)
        out = share * over + (1 - share) * out
    return out


def test_a_flare_is_weighed_once_as_disc_by_disc():
    sun = flare.Sun(30, 10, 50, (250, 240, 200))
    ghosts = tuple(
        flare.Ghost(x, y, root, share, (255 - abs(x), 200, y))
        for x, y, root, share in [
            (5, 30, 2, 0.2),
            (10, 25, 3, 0.1),
            (-9, 50, 3, 0.15),
            (55, 2, 1, 0.05),
            (12, 28, 2, 0.2),
        ]
    )
    given = image(60, 80)
    alpha, layer = flare.overlay(60, 80, sun, ghosts)
    assert np.abs(mix.blended(given, layer, alpha) - painted(given, sun, ghosts)).max() < 2


def test_a_small_sun_has_no_rings_and_no_flare_changes_what_it_does_not_reach():
    op = SunFlare(5, 5, 9, (255, 255, 255), ((40, 30, 1, 0.2, 200, 200, 200),), "overlay")
    given = image(60, 80)
    assert (op.pixels(given) != given).any(-1).sum() <= 5


def test_light_on_a_screen_only_brightens():
    given = image(60, 80)
    out = SunFlare(70, 9, 15, (255, 250, 200), ((60, 10, 2, 0.1, 255, 200, 200),), "screen").pixels(given)
    assert (out >= given).all()
    assert (out[:20, 60:].astype(int) - given[:20, 60:]).mean() > 30
    assert (out[-1, 0] == given[-1, 0]).all()


def test_reflections_lie_on_a_line_through_the_sun():
    (op,) = ops(A.RandomSunFlare(angle_range=(0.125, 0.125), num_flare_circles_range=(9, 9)), shape=(200, 300, 3))
    assert len(op.ghosts) == 9
    assert max(abs((x - op.x) - (y - op.y)) for x, y, *_ in op.ghosts) <= 1
    assert 0 <= op.x < 300
    assert 0 <= op.y < 100


@pytest.mark.parametrize(
    "op",
    [
        LinearLight(0.2, 33.0),
        CornerLight(-0.2, 2),
        SpotLight(0.2, (0.3, 0.9), 0.4),
        PlasmaContrast(KEY, 3.0, 0.3, -0.3),
        PlasmaShade(KEY, 0.7, 0.5),
        Shadows((((3, 4), (50, 30), (9, 36), (40, 2)),), (0.4,)),
    ],
    ids=lambda op: type(op).__name__,
)
def test_laws(op):
    check(op, channels=(1, 2, 3, 4, 5, 7))


@pytest.mark.parametrize("method", ["overlay", "screen"])
def test_laws_of_flares(method):
    check(SunFlare(20, 9, 60, (255, 250, 240), ((3, 9, 2, 0.1, 255, 200, 200),), method), channels=(3,))
    with pytest.raises(ValueError, match="needs an image of 3 channels, got 1"):
        SunFlare(20, 9, 60, (255, 250, 240), (), method).pixels(image(9, 9, 1))
