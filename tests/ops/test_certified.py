"""Fast primitives give the bits of their references, or are not used."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

import augrepro as A
from augrepro.kernels import resize
from augrepro.kernels.certified import CERTIFIED, Certified
from augrepro.kernels.gaussian import weights

RANDOM = np.random.default_rng(137)
SIZES = [(1, 1), (1, 9), (33, 50), (64, 64), (71, 128)]
TRANSFORMS = {
    "hue": A.HueSaturationValue(p=1),
    "up": A.Resize(90, 131, p=1),
    "down": A.Resize(20, 31, p=1),
    "half": A.RandomScale((-0.5, -0.5), p=1),
    "exact variant": A.Resize(20, 31, interpolation=5, p=1),
    "crop": A.RandomResizedCrop((40, 30), p=1),
    "detail": A.Downscale(interpolation_pair={"downscale": 1, "upscale": 1}, p=1),
    "range": A.Normalize(normalization="min_max"),
    "moments": A.Normalize(normalization="image_per_channel"),
    "zoom": A.ZoomBlur(p=1),
    "blur": A.GaussianBlur(p=1),
    "unsharp mask": A.UnsharpMask(p=1),
    "snow": A.RandomSnow(p=1),
    "turn": A.Rotate(p=1),
    "perspective": A.Perspective(p=1),
    "elastic": A.ElasticTransform(alpha=9, sigma=4, border_mode=4, p=1),
    "aberration": A.ChromaticAberration(p=1),
    "gray turn": A.Compose([A.ToGray(num_output_channels=1, p=1), A.Rotate(border_mode=4, p=1)]),
    "light": A.Illumination(p=1),
}


def image(height, width, channels=3):
    return RANDOM.integers(0, 256, (height, width, channels), dtype=np.uint8)


def arguments(name):
    """More of what a primitive may be given than its probes."""
    for height, width in SIZES:
        given = image(height, width)
        if name == "bytes to HSV":
            yield (given,)
        elif name == "sum as bytes":
            yield tuple(RANDOM.uniform(-200, 300, (2, *given.shape[:2])).astype(np.float32))
        elif name == "product as bytes":
            yield given[..., 0].copy(), RANDOM.uniform(-1, 3, given.shape[:2]).astype(np.float32)
        elif name == "Gaussian blur of bytes":
            for size, sigma in ((3, 0.6), (3, 0.85), (5, 1.4), (7, 0.3), (7, 2.0), (11, 1.7), (31, 9.0), (9, 0.01)):
                yield given, size, sigma
                yield given[..., :1], size, sigma
        elif name == "unsharp mask of bytes":
            for size, sigma, gain, threshold in ((3, 0.6, 0.25, 10), (5, 1.4, 511 / 256, 0), (11, 3.0, 1e-3, 40)):
                yield given, weights(size, sigma), gain, threshold
                yield np.ascontiguousarray(given[..., :1]), weights(size, sigma), 0.375, None
        elif name == "sums of ramps":
            across, down = np.ones((2, width), np.float32), np.ones((height, 2), np.float32)
            across[0] = np.sort(RANDOM.normal(0, 10.0 ** RANDOM.uniform(-6, 20), width))
            down[:, 1] = np.sort(RANDOM.normal(0, 10.0 ** RANDOM.uniform(-6, 20), height))
            yield across, down
        elif name.startswith("linear remap"):
            for border in range(5):
                given = image(height, width, 4 if name.endswith("fours") else 1)
                x, y = (
                    (RANDOM.integers(-40 * 32, (side + 40) * 32, (29, 67)) / 32).astype(np.float32)
                    for side in (width, height)
                )
                yield given, x, y, border, (0.0, 255.0, 17.0, 128.0)
        elif name == "byte product":
            yield given[..., 0].copy(), given[..., 1].copy()
        elif name == "byte scaling":
            for _ in range(20):
                plane = given[..., 0].copy()
                yield plane, np.float32(10.0 ** RANDOM.uniform(-5, 5)), int(plane.max())
        elif name == "byte stretching":
            for _ in range(20):
                plane = given[..., 0] - given[..., 0].min()
                yield plane, np.float32(10.0 ** RANDOM.uniform(-5, 5)), int(plane.max())
        elif name == "linear resize":
            for channels in (1, 2, 3, 4, 5, 8):
                given = image(2 * height, 2 * width, channels)
                yield given, height, width
                for _ in range(4):
                    yield given, int(RANDOM.integers(1, 150)), int(RANDOM.integers(1, 150))
        elif name.startswith("linear resize"):
            given = image(height, width, 3 if name.endswith("RGBA") else 7)
            for _ in range(20):
                yield given, int(RANDOM.integers(1, 150)), int(RANDOM.integers(1, 150))
        else:
            raise AssertionError(f"say what {name} is given")


@pytest.mark.parametrize("name", CERTIFIED)
def test_where_it_holds_every_bit_is_the_references(name):
    primitive = CERTIFIED[name]
    for given in arguments(name):
        expected = primitive.reference(*given)
        found = primitive(*given)
        assert found.dtype == expected.dtype
        assert found.shape == expected.shape
        assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 7, 8, 9, 130])
def test_linear_bytes_are_those_of_opencv_at_once(channels):
    """At half the size, too, where OpenCV's rounding depends on how many channels it is given."""
    given = image(34, 46, channels)
    for height, width in ((17, 23), (17, 46), (34, 23), (17, 24), (68, 92), (5, 90)):
        if channels <= 128:
            expected = cv2.resize(given, (width, height), interpolation=cv2.INTER_LINEAR_EXACT)
            assert (resize.resize(given, height, width, 5) == expected.reshape(height, width, channels)).all()
        assert resize.resize(given, height, width, 1).shape == (height, width, channels)


@pytest.mark.parametrize("label", TRANSFORMS)
def test_a_test_that_fails_changes_no_bit(label, monkeypatch):
    given = [image(*size) for size in SIZES]
    call = A.Compose([TRANSFORMS[label]], seed=3)
    usual = [call(image=one, sample_key=(0, i))["image"] for i, one in enumerate(given)]
    for primitive in CERTIFIED.values():
        monkeypatch.setattr(primitive, "probes", lambda: [()])
        monkeypatch.setattr(primitive, "reference", reference_of(primitive))
        primitive.forget()
        assert not primitive.holds
    forced = [call(image=one, sample_key=(0, i))["image"] for i, one in enumerate(given)]
    for primitive in CERTIFIED.values():
        primitive.forget()
    assert all(a.tobytes() == b.tobytes() for a, b in zip(usual, forced, strict=True))


def reference_of(primitive):
    """The reference, which knows an answer to the question that the fast way cannot take."""
    plain = primitive.reference
    return lambda *args: plain(*args) if args else np.zeros(1, np.uint8)


def dropping(part, bits):
    """Linear resizing whose last sum loses so many bits in a corner, as another way of rounding would."""

    def fast(given, height, width):
        out = CERTIFIED["linear resize"].fast(given, height, width).copy()
        out[part] &= np.uint8(255 - bits)
        return out

    return fast


@pytest.mark.parametrize("part", [np.s_[-1, -1:], np.s_[:1, :1, 0]])
def test_another_rounding_of_one_resized_corner_is_noticed(part):
    right = CERTIFIED["linear resize"]
    wrong = Certified("planted fault", dropping(part, 1), right.reference, right.probes)
    del CERTIFIED["planted fault"]
    assert not wrong.holds
    given = image(40, 60)
    assert (wrong(given, 31, 20) == right.reference(given, 31, 20)).all()


@pytest.mark.parametrize("way", [cv2.INTER_LINEAR_EXACT, cv2.INTER_AREA, cv2.INTER_CUBIC])
def test_another_way_of_resizing_is_noticed(way):
    right = CERTIFIED["linear resize"]
    wrong = Certified(
        "planted fault",
        lambda given, height, width: cv2.resize(given, (width, height), interpolation=way).reshape(height, width, -1),
        right.reference,
        right.probes,
    )
    del CERTIFIED["planted fault"]
    assert not wrong.holds


def test_linear_bytes_at_half_the_size_are_rounded_alike_in_every_count_of_channels():
    """OpenCV rounds halves up with one, three and four channels, and to even with others."""
    given = image(34, 46, 7)
    whole = resize.resize(given, 17, 23, 1)
    alone = [resize.resize(given[..., i : i + 1], 17, 23, 1)[..., 0] for i in range(7)]
    assert (whole == np.stack(alone, -1)).all()
    assert (whole == (given.reshape(17, 2, 23, 2, 7).astype(int).sum((1, 3)) + 2 >> 2)).all()


def doubled(x):
    return x * np.uint8(2)


WRONG = {
    "one bit": lambda x: np.where(x == 199, np.uint8(0), x * np.uint8(2)),
    "dtype": lambda x: (x * np.uint8(2)).astype(np.int64),
    "shape": lambda x: (x * np.uint8(2))[None],
    "error": lambda x: cv2.cvtColor(x, cv2.COLOR_RGB2GRAY),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_answer_is_refused(fault):
    probes = [(np.arange(150, dtype=np.uint8),), (np.arange(150, 256, dtype=np.uint8),)]
    primitive = Certified("planted fault", WRONG[fault], doubled, lambda: probes)
    del CERTIFIED["planted fault"]
    assert not primitive.holds
    x = np.array([199, 3], np.uint8)
    assert primitive(x).tolist() == [142, 6]


def test_a_right_answer_is_used():
    calls = []

    def quick(x):
        calls.append(len(x))
        return x + x

    primitive = Certified("planted", quick, doubled, lambda: [(np.arange(256, dtype=np.uint8),)])
    del CERTIFIED["planted"]
    with ThreadPoolExecutor(4) as threads:
        assert all(out.tolist() == [6] for out in threads.map(primitive, [np.array([3], np.uint8)] * 8))
    assert calls.count(1) == 8
    assert primitive.holds


def test_each_setting_of_opencv_has_its_own_answer():
    primitive = Certified(
        "planted", lambda x: x + x * np.uint8(cv2.useOptimized()), doubled, lambda: [(np.ones(3, np.uint8),)]
    )
    del CERTIFIED["planted"]
    assert primitive.holds
    cv2.setUseOptimized(False)
    try:
        assert not primitive.holds
    finally:
        cv2.setUseOptimized(True)
    assert primitive.holds
