"""Color ops: figures measured on Albumentations 2.0.8, laws, and agreement with OpenCV's own routes."""

from __future__ import annotations

import colorsys

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.engine.op import Op
from augrepro.kernels import color, dtypes, gray
from augrepro.kernels.eigen import principal_axes
from augrepro.kernels.histogram import pillow_table
from augrepro.ops.codec import Compression
from augrepro.ops.color import ContrastAboutGray, Gray, HistogramEqualization, HsvShift, HueRotation, Saturation
from augrepro.ops.pointwise import Linear
from augrepro.transforms.color import ColorJitter, Equalize, HueSaturationValue, ToGray
from augrepro.transforms.quality import ImageCompression

FOUR = np.array([[[200, 100, 50], [10, 60, 110], [128, 128, 128], [255, 0, 0]]], np.uint8)
FLOAT = FOUR.astype(np.float32) / np.float32(255)
STILL = {"brightness": (1, 1), "contrast": (1, 1), "saturation": (1, 1), "hue": (0, 0), "p": 1}


def near(op, want, tolerance=1):
    assert np.abs(op.pixels(FOUR).astype(int) - want).max() <= tolerance
    assert np.abs(op.pixels(FLOAT) * 255 - want).max() <= tolerance + 1


def test_jitter_figures():
    near(Linear(1.5, 0), [[[255, 150, 75], [15, 90, 165], [192, 192, 192], [255, 0, 0]]])
    near(ContrastAboutGray(1.5), [[[252, 102, 27], [0, 42, 117], [144, 144, 144], [255, 0, 0]]])
    near(ContrastAboutGray(0), np.full((1, 4, 3), 95))
    near(Saturation(0), [[[124] * 3, [51] * 3, [128] * 3, [76] * 3]])
    near(Saturation(1.5), [[[238, 88, 13], [0, 64, 140], [128, 128, 128], [255, 0, 0]]])
    near(HueRotation(0.1), [[[200, 190, 50], [20, 10, 110], [128, 128, 128], [255, 153, 0]]])
    near(HueRotation(0.25), [[[75, 200, 50], [110, 10, 110], [128, 128, 128], [127, 255, 0]]])
    near(HueRotation(-0.5), [[[50, 150, 200], [110, 60, 10], [128, 128, 128], [0, 255, 255]]])


def test_hsv_figures():
    near(HsvShift(20, 0, 0), [[[200, 200, 50], [27, 10, 110], [128, 128, 128], [255, 170, 0]]])
    near(HsvShift(-20, 0, 0), [[[200, 50, 100], [10, 110, 93], [128, 128, 128], [255, 0, 170]]])
    near(HsvShift(0, 30, 0), [[[200, 84, 27], [0, 55, 110], [128, 128, 128], [255, 0, 0]]])
    near(HsvShift(0, -30, 0), [[[200, 116, 74], [23, 66, 110], [128, 128, 128], [255, 30, 30]]])
    near(HsvShift(0, 0, 20), [[[220, 110, 55], [12, 71, 130], [148, 148, 148], [255, 0, 0]]])
    near(HsvShift(300, 0, 0), HsvShift(120, 0, 0).pixels(FOUR).astype(int))


@pytest.mark.parametrize("shifts", [(0, 0, 0), (37, 0, 0), (-90, 20, -10), (5, -255, 0)])
def test_hsv_against_colorsys(shifts):
    given = image(16, 16)
    hue, saturation, value = shifts
    out = HsvShift(*map(float, shifts)).pixels(given)
    for pixel, found in zip(given.reshape(-1, 3), out.reshape(-1, 3), strict=True):
        h, s, v = colorsys.rgb_to_hsv(*(pixel / 255))
        clip = (h + hue / 180) % 1, min(max(s + saturation / 255, 0), 1) * (s > 0), min(max(v + value / 255, 0), 1)
        assert np.abs(np.array(colorsys.hsv_to_rgb(*clip)) * 255 - found).max() < 6


@pytest.mark.parametrize("hue", [0, 20, -77])
def test_the_way_back_from_hsv_is_nearer_than_opencvs(hue):
    given = image(64, 64)
    h, s, v = cv2.split(cv2.cvtColor(given, cv2.COLOR_RGB2HSV).astype(np.float64))
    h = (h + hue) % 180
    sixths = [(place + h / 30) % 6 for place in (5, 3, 1)]
    want = np.stack([v - v * s / 255 * np.clip(np.minimum(k, 4 - k), 0, 1) for k in sixths], -1)
    theirs = cv2.cvtColor(cv2.merge([h, s, v]).astype(np.uint8), cv2.COLOR_HSV2RGB)
    error = np.abs(color.hsv_shifted(given, hue, 0, 0) - want)
    assert error.max() < 1.5
    assert error.mean() < np.abs(theirs - want).mean()


def test_a_pixel_without_hue_stays_gray():
    given = np.array([[[128, 128, 128], [0, 0, 0], [128, 120, 120]]], np.uint8)
    want = [[128] * 3, [0] * 3, [128, 105, 105]]
    assert HsvShift(50, 30, 0).pixels(given)[0, :2].tolist() == want[:2]
    assert np.abs(HsvShift(0, 30, 0).pixels(given)[0].astype(int) - want).max() <= 1
    assert np.abs(HsvShift(0, 30, 0).pixels(dtypes.from_bytes(given))[0] * 255 - want).max() < 1


def test_products_are_rounded_to_the_nearest():
    a, b = (x.astype(np.uint8).copy() for x in np.mgrid[:256, :256])
    assert (color._product(a, b) == (2 * a.astype(int) * b + 255) // 510).all()


COLOUR = [
    *(ContrastAboutGray(1.3), Saturation(0.7), Saturation(1.9), HueRotation(0.3), HsvShift(20.4, -30, 12)),
    *(Gray(method, n) for method in gray.METHODS for n in (1, 2, 3, 5)),
    *(HistogramEqualization(pillow, by) for pillow in (False, True) for by in (False, True)),
    *(Compression(codec, quality) for codec in ("jpeg", "webp") for quality in (20, 95)),
]


@pytest.mark.parametrize("op", COLOUR, ids=repr)
def test_laws(op):
    check(op, channels=(1, 3))


def test_the_whole_numbers_of_hsv_are_the_nearest():
    """The sure way into HSV, against float64: Smith's hexcone, whose hue of gray is 0."""
    given = image(61, 67)
    given[:, :9] = given[:, :9, :1]
    red, green, blue = np.moveaxis(given.astype(float), -1, 0)
    high, chroma = given.max(-1).astype(float), np.ptp(given, axis=-1).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_red, of_green, of_blue = (green - blue) / chroma, (blue - red) / chroma + 2, (red - green) / chroma + 4
        hue = np.where(high == red, of_red, np.where(high == green, of_green, of_blue)) * 30 % 180
        want = np.stack([np.where(chroma > 0, hue, 0), np.where(high > 0, 255 * chroma / high, 0), high], -1)
    error = np.abs(color._whole_hsv(given) - want)
    error[..., 0] = np.minimum(error[..., 0], 180 - error[..., 0])
    most = np.array([5 * 255, 255, 0]) / 2**13  # half a unit of a quotient in twelve bits, so many times
    assert (error.max((0, 1)) <= 0.5 + most).all()


@pytest.mark.parametrize("degrees", [0.0, 1e-3, 40.0, 359.9, -1e-3, -77.7, -359.9, 360.0, -800.0])
def test_hues_on_floats_come_round_as_by_a_remainder(degrees):
    hues = np.concatenate([np.linspace(0, 360, 4001), [1e-7, 359.99997, 77.7]]).astype(np.float32)
    want = (hues + np.float32(degrees)) % np.float32(360)
    color._turn(hues, degrees)
    assert hues.tobytes() == want.tobytes()


@pytest.mark.parametrize("channels", [2, 5])
def test_other_channel_counts_are_refused(channels):
    given = image(channels=channels)
    for transform in (ColorJitter(p=1), HueSaturationValue(p=1), ToGray(p=1), Equalize(by_channels=False, p=1)):
        with pytest.raises(
            ValueError, match=f"{type(transform).__name__}.* needs an image of 1 or 3 channels, got {channels}"
        ):
            transform(image=given)
    for op in (
        HistogramEqualization(False, True),
        HistogramEqualization(True, True),
        Compression("jpeg", 90),
        Compression("webp", 90),
    ):
        check(op, channels=(channels,))


@pytest.mark.parametrize("channels", [2, 4, 16, 129, 300])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_gray_of_any_count_of_channels(channels, dtype):
    given = image(channels=channels, dtype=dtype)
    wide = given.astype(np.float64)
    half = 0.5 if dtype == np.uint8 else 1e-5
    wanted = {"max": wide.max(2), "average": wide.mean(2), "desaturation": (wide.max(2) + wide.min(2)) / 2}
    for method, want in wanted.items():
        out = ToGray(2, method, p=1)(image=given)["image"]
        assert out.shape == (37, 53, 2)
        assert out.dtype == dtype
        assert (np.abs(out - want[..., None]) <= half).all()
        check(ops(ToGray(2, method), shape=(37, 53, channels))[0], channels=(channels,))
    if channels <= 16:
        out = ToGray(1, "pca", p=1)(image=given)["image"]
        points = wide.reshape(-1, channels) - wide.reshape(-1, channels).mean(0)
        along = points @ np.linalg.eigh(points.T @ points)[1][:, -1]
        assert abs(np.corrcoef(along, out.ravel())[0, 1]) > 0.9999
        assert (out.min(), out.max()) == (0, 255 if dtype == np.uint8 else 1)
    else:
        with pytest.raises(ValueError, match=f"ToGray needs an image of at most 16 channels for pca, got {channels}"):
            ToGray(1, "pca", p=1)(image=given)


def test_gray_images_keep_to_what_has_meaning():
    given = image(channels=1)
    assert (Saturation(0.1).pixels(given) == given).all()
    assert (HueRotation(0.3).pixels(given) == given).all()
    assert (HsvShift(50, 50, 20).pixels(given) == np.minimum(given.astype(int) + 20, 255)).all()
    assert ToGray(p=1)(image=given[..., 0])["image"].shape == (37, 53)


def test_jitter_that_changes_nothing_draws_nothing():
    assert ops(ColorJitter(**STILL)) == ops(HueSaturationValue(0, 0, 0)) == []
    assert ops(ColorJitter(**{**STILL, "hue": (0.2, 0.2)})) == [HueRotation(0.2)]


def test_jitter_in_every_order():
    seen = {tuple(type(op).__name__ for op in ops(ColorJitter(), seed)) for seed in range(300)}
    assert len(seen) == 24


def test_jitter_spellings():
    assert ColorJitter(0.2, (0.5, 1.5), 2, 0.1) == ColorJitter((0.8, 1.2), (0.5, 1.5), (0, 3), (-0.1, 0.1))
    for wrong in ({"brightness": (-1, 1)}, {"contrast": -1}, {"saturation": (2, 1)}):
        with pytest.raises(ValueError, match=f"ColorJitter.{next(iter(wrong))} must be"):
            ColorJitter(**wrong)


def test_gray_figures():
    facts = {"weighted_average": 124, "from_lab": 137, "desaturation": 125, "average": 117, "max": 200}
    for method, want in facts.items():
        out = Gray(method, 3).pixels(FOUR)
        assert (out[0, 0] == want).all(), method
        assert abs(Gray(method, 1).pixels(FLOAT)[0, 0, 0] * 255 - want) < 0.6


def test_gray_averages_are_rounded_half_up():
    all_sums = np.array([[[i // 3, (i + 1) // 3, (i + 2) // 3] for i in range(766)]], np.uint8)
    assert (Gray("average", 1).pixels(all_sums)[0, :, 0] == (2 * np.arange(766) + 3) // 6).all()


def test_pca_is_the_first_principal_component():
    given = smooth(40, 40)
    flat = given.reshape(-1, 3).astype(float)
    values, vectors = np.linalg.eigh(np.cov(flat.T))
    axis = vectors[:, 2] * np.sign(vectors[:, 2].sum())
    along = flat @ axis
    want = (along - along.min()) / np.ptp(along) * 255
    assert np.abs(Gray("pca", 1).pixels(given).ravel() - want).max() < 0.51
    assert values[2] > 1.2 * values[1]
    assert not Gray("pca", 1).pixels(np.full((4, 4, 3), 9, np.uint8)).any()


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_the_principal_axes_of_any_matrix(size):
    rng = np.random.default_rng(0)
    for _ in range(50):
        m = rng.normal(size=(size, size))
        m = m @ m.T
        found = principal_axes(m.tolist())
        assert np.allclose([value for value, _ in found], np.linalg.eigvalsh(m)[::-1])
        for value, axis in found:
            assert np.allclose(m @ axis, value * np.array(axis))
            assert sum(axis) >= 0


def test_equalize_is_opencvs_per_channel_and_on_luma():
    given = (image() // 3) + 40
    want = np.stack([cv2.equalizeHist(np.ascontiguousarray(given[..., i])) for i in range(3)], -1)
    assert (Equalize(p=1)(image=given)["image"] == want).all()
    luma = cv2.cvtColor(given, cv2.COLOR_RGB2YCrCb)
    luma[..., 0] = cv2.equalizeHist(np.ascontiguousarray(luma[..., 0]))
    want = cv2.cvtColor(luma, cv2.COLOR_YCrCb2RGB)
    assert (Equalize(by_channels=False, p=1)(image=given)["image"] == want).all()


def test_equalize_is_pillows():
    pil = pytest.importorskip("PIL.Image")
    from PIL import ImageOps

    for given in (image() // 3 + 40, image(200, 200) // 5, smooth(), np.full((9, 9, 3), 50, np.uint8)):
        want = np.asarray(ImageOps.equalize(pil.fromarray(given)))
        assert (Equalize("pil", p=1)(image=given)["image"] == want).all()


def test_pillows_table_by_hand():
    counts = np.zeros(256, np.int64)
    counts[[10, 20, 30]] = 510, 510, 100
    table = pillow_table(counts)
    assert table[[0, 10, 11, 20, 21, 30, 255]].tolist() == [0, 0, 128, 128, 255, 255, 255]


def test_equalize_refuses_a_mask():
    with pytest.raises(ValueError, match=r"Equalize\.mask must be None"):
        Equalize(mask=np.ones((3, 3)))
    assert A.from_dict(A.to_dict(Equalize("pil", False))) == Equalize("pil", False)


def test_floats_go_by_way_of_bytes():
    given = image()
    for op in (HistogramEqualization(False, True), Compression("jpeg", 50)):
        want = op.pixels(given)
        assert (np.rint(op.pixels(dtypes.from_bytes(given)) * 255) == want).all()
    assert (dtypes.to_bytes(dtypes.from_bytes(given)) == given).all()


def test_compression_is_a_color_jpeg_of_the_array_as_it_is():
    given = smooth(64, 64)
    want = cv2.imdecode(cv2.imencode(".jpg", given, [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR)
    assert (ImageCompression("jpeg", (50, 50), p=1)(image=given)["image"] == want).all()


def test_a_stored_plan_still_compresses_as_rgb():
    given = smooth(64, 64)
    data = cv2.imencode(".jpg", np.ascontiguousarray(given[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 50])[1]
    op = Op.from_dict({"op": "Compression", "codec": "jpeg", "quality": 50})
    assert (op.pixels(given) == cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]).all()


@pytest.mark.parametrize("codec", ["jpeg", "webp"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_quality_counts(codec, channels):
    given = smooth(64, 64, channels)
    errors = [np.abs(Compression(codec, q).pixels(given).astype(int) - given).mean() for q in (5, 60, 100)]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 2


def test_qualities_are_drawn_and_checked():
    seen = {ops(ImageCompression(quality_range=(90, 93)), seed)[0].quality for seed in range(60)}
    assert seen == {90, 91, 92, 93}
    for wrong in ((0, 100), (50, 101), (80, 60), 50):
        with pytest.raises(ValueError, match=r"ImageCompression\.quality_range"):
            ImageCompression(quality_range=wrong)


def test_saved_and_read_back():
    for transform in (ColorJitter(), HueSaturationValue(10), ToGray(1, "pca"), ImageCompression("webp", (50, 60))):
        assert A.from_dict(A.to_dict(transform)) == transform


def test_a_new_shape_is_known_to_what_follows():
    out = A.Compose([ToGray(1, p=1), A.CenterCrop(10, 10, p=1)])(image=image())["image"]
    assert out.shape == (10, 10, 1)


@pytest.mark.parametrize(("codec", "most"), [("jpeg", 65500), ("webp", 16383)])
@pytest.mark.parametrize("tall", [True, False])
def test_no_codec_is_handed_an_image_that_it_refuses_with_words_of_its_own(codec, most, tall, capfd):
    pipe = A.Compose([A.ImageCompression(codec, (50, 50), p=1)], seed=1)
    given = np.zeros((most, 1, 3) if tall else (1, most, 3), np.uint8)
    assert pipe(image=given)["image"].shape == given.shape
    larger = np.zeros((most + 1, 1, 3) if tall else (1, most + 1, 3), np.float32)
    with pytest.raises(ValueError, match=f"Compose/Image.* {codec} needs an image of at most {most} pixels a side"):
        pipe(image=larger)
    assert capfd.readouterr().err == ""
