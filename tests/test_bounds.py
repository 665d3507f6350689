"""What arguments, files and calls may ask for is bounded, in time and memory, and an error says which bound was hit."""

from __future__ import annotations

import io
import json
import time

import numpy as np
import pytest
from samples import picture

import augrepro as A
from augrepro.engine.declare.errors import PlanError
from augrepro.engine.declare.yaml_text import MOST_EVENTS
from augrepro.engine.targets.table import MOST_BYTES, Shape, need_room
from augrepro.kernels import grid

IMAGE = picture(12, 10)


class Mute:
    def __repr__(self):
        raise RuntimeError("no repr")


class Stubborn:
    __hash__ = None

    def __eq__(self, other):
        raise ArithmeticError("no comparison")

    def __bool__(self):
        raise ArithmeticError("neither true nor false")


ARGUMENTS = {
    "a side": (lambda: A.Resize(2**31, 1), "Resize.height must be .* >= 1 and <= 2147483647, got 2147483648"),
    "a side of a volume": (lambda: A.Pad3D(2**31), "Pad3D.padding must be .*<= 2147483647"),
    "columns": (lambda: A.GridDistortion(10_001), "GridDistortion.num_steps must be .*<= 10000, got 10001"),
    "a square kernel": (lambda: A.Blur(1025), "Blur.blur_limit must be .*<= 1023.*got 1025"),
    "a kernel": (lambda: A.GaussianBlur(10**12), "GaussianBlur.blur_limit must be .*<= 1023"),
    "a deviation": (lambda: A.GaussianBlur(sigma_limit=1e4), "GaussianBlur.sigma_limit must be .*<= 146.*got 10000.0"),
    "a factor": (lambda: A.ColorJitter(saturation=(0, 1e7)), r"ColorJitter.saturation must be .*<= 1e\+06"),
    "a divisor": (lambda: A.Normalize(max_pixel_value=5e-324), "Normalize.max_pixel_value must be a number > 1e-12"),
    "channels": (lambda: A.SelectiveChannelTransform([], [10**9]), "channels must be .*>= 0 and <= 10000, got"),
    "no channels": (lambda: A.SelectiveChannelTransform([], []), "channels must be one or more distinct"),
    "no fill": (lambda: A.Rotate(fill=()), "Rotate.fill must be .*one or more"),
    "entries": (lambda: A.Normalize(mean=range(10**12)), "Normalize.mean must be .*: at most 10000 entries"),
    "a range beyond indices": (lambda: A.Normalize(mean=range(10**30)), "Normalize.mean must be .*10000 entries"),
    "a large number": (lambda: A.Rotate(1e300), r"Rotate.limit must be .*got 1e\+300: no number may lie beyond 1e\+12"),
    "400 digits": (lambda: A.Rotate(10**400), r"Rotate.limit must be .*: no number may lie beyond 1e\+12"),
    "5000 digits": (lambda: A.Crop(10**5000), "Crop.x_min must be .*got .* about 5001 digits>: no number"),
    "an option of 5000 digits": (lambda: A.ToGray(method=10**5000), "ToGray.method must be one of .*5001 digits"),
    "infinity": (lambda: A.Resize(float("inf"), 1), "Resize.height must be a whole number"),
    "no repr": (lambda: A.Blur(Mute()), "Blur.blur_limit must be .*got <Mute whose repr fails>"),
    "no comparison": (lambda: A.CoarseDropout(fill=Stubborn()), "CoarseDropout.fill must be .*got <.*Stubborn"),
    "an array": (lambda: A.PadIfNeeded(position=np.array(["a", "b"])), "PadIfNeeded.position must be one of"),
    "a matrix": (lambda: A.Rotate(np.zeros((2, 2))), "Rotate.limit must be two increasing numbers"),
    "a surrogate": (lambda: A.D4(name="\ud800"), r"D4.name must be a text .*printable characters, got '\\ud800'"),
    "endless names": (lambda: A.BboxParams("coco", iter(lambda: "a", 0)), "BboxParams.label_fields must be"),
    "read_fn alone": (lambda: A.HistogramMatching(reference_images=3, read_fn=int), "reference_images must be a list"),
}  # fmt: skip


@pytest.mark.parametrize("case", ARGUMENTS)
def test_an_argument_beyond_its_bound(case):
    build, message = ARGUMENTS[case]
    with pytest.raises((ValueError, TypeError), match=message):
        build()


@pytest.mark.parametrize("cls", [A.D4, A.Rotate, A.Transpose, A.BboxParams])
def test_self_is_no_argument(cls):
    with pytest.raises(TypeError, match=f"{cls.__name__} has no argument 'self'"):
        cls(self=1)


def test_the_bounds_themselves_are_taken():
    assert A.GridDistortion(10_000).num_steps == 10_000
    assert A.GaussianBlur(1023, 146.0).blur_limit == (0, 1023)
    assert A.Resize(2**31 - 1, 1).height == 2**31 - 1
    assert A.Rotate(1e12).limit == (-1e12, 1e12)
    out = A.GaussianBlur((0, 0), (146, 146), p=1)(image=IMAGE)["image"]
    assert out.shape == IMAGE.shape


LARGE = {
    "Resize": (A.Resize(10**5, 10**5), "Resize"),
    "PadIfNeeded": (A.PadIfNeeded(10**9, 10**9), "PadIfNeeded"),
    "Pad": (A.Pad(10**9), "Pad"),
    "CropAndPad": (A.CropAndPad(percent=9999, keep_size=False), "CropAndPad"),
    "LongestMaxSize": (A.LongestMaxSize(10**9), "LongestMaxSize"),
    "SmallestMaxSize": (A.SmallestMaxSize(max_size_hw=(None, 10**9)), "SmallestMaxSize"),
    "RandomScale": (A.RandomScale((10**11, 10**12), p=1), "RandomScale"),
    "RandomSizedCrop": (A.RandomSizedCrop((2, 3), (10**9, 10**9)), "RandomSizedCrop"),
    "a divisor": (A.PadIfNeeded(None, None, 10**9, 10**9), "PadIfNeeded"),
    "RandomCrop": (A.RandomCrop(10**9, 10**9, pad_if_needed=True), "RandomCrop"),
    "Crop": (A.Crop(x_max=10**9, y_max=10**9, pad_if_needed=True), "Crop"),
    "RandomResizedCrop": (A.RandomResizedCrop((10**9, 10**9)), "RandomResizedCrop"),
    "Affine": (A.Affine(scale=1e9, fit_output=True, p=1), "Affine"),
}


@pytest.mark.parametrize("case", LARGE)
def test_a_result_that_would_be_too_large(case):
    transform, name = LARGE[case]
    with pytest.raises(ValueError, match=rf"Compose/{name}#0: at most \d+ bytes may come out of a step, got an image"):
        A.Compose([transform])(image=IMAGE)


def test_a_volume_that_would_be_too_large():
    with pytest.raises(ValueError, match=r"at most 1073741824 bytes .* \(height, width, channels, depth\)"):
        A.PadIfNeeded3D(min_zyx=(10**4, 10**4, 10**4))(volume=np.zeros((2, 3, 4), np.uint8))


def test_what_a_call_brought_may_grow_fourfold():
    side = 2**16
    need_room(Shape(side, side // 4, 1), Shape(1, 1, 1), 1)
    need_room(Shape(side, side, 4), Shape(side, side, 1), 4)
    with pytest.raises(ValueError, match=f"at most {MOST_BYTES} bytes"):
        need_room(Shape(side, side // 4 + 1, 1), Shape(1, 1, 1), 1)
    with pytest.raises(ValueError, match="2 bytes a value"):
        need_room(Shape(side, side // 4, 1), Shape(1, 1, 1), 2)


def step(**op):
    return {"plan": 3, "shape": [12, 10, 3], "key": "", "steps": [{"path": "a", **op}]}


LOOK = {"interpolation": 1, "mask_interpolation": 0, "border_mode": 0, "fill": 0.0, "fill_mask": 0.0}
WARP = {"op": "Warp", "height": 5, "width": 5, "look": LOOK, "rotate_method": "largest_box"}
RAIN = {"op": "Rain", "key": "0" * 32, "drops": 3, "slant": 1, "length": 3, "width": 1, "color": [9, 9, 9], "blur": 1}
RAIN |= {"brightness": 1}
SPATTER = {"op": "MudSpatter", "key": "0" * 32, "mean": 0.5, "std": 0.3, "threshold": 0.6, "intensity": 1, "sigma": 2}
SPATTER |= {"color": [1, 2, 3]}
TEXT = {"op": "WrittenText", "font": "f", "digest": "0" * 32, "boxes_of_text": []}
PLANS = {
    "a number of 400 digits": (step(op="Gaussian", size=10**400, sigma=1.0), "Gaussian.size must be .*no number may"),
    "a wide kernel": (step(op="Box", size=10**6 + 1), "Box.size must be .*<= 1023"),
    "no columns": (step(op="GridWarp", columns=[], rows=[1.0]), "GridWarp.columns must be one or more numbers"),
    "no channels": (step(op="OnChannels", channels=[], ops=[]), "OnChannels.channels must be one or more distinct"),
    "a channel twice": (step(op="OnChannels", channels=[1, 1], ops=[]), "OnChannels.channels must be one or more"),
    "many channels": (step(op="Gray", method="max", channels=10**9), "Gray.channels must be .*<= 10000"),
    "dense fog": (step(op="Fog", key="0" * 32, density=1e9, opacity=0.1), "Fog.density must be .*<= 1"),
    "a power below 0": (step(op="Gamma", gamma=-1e9), "Gamma.gamma must be a number >= 0"),
    "a spread beyond white": (step(op="GaussianNoise", key="0" * 32, mean=0, std=1e9), "GaussianNoise.std must be"),
    "a spread of nothing": (step(op="Standardize", mean=[0], std=[0], max_value=1), "Standardize.std must .*> 1e-12"),
    "a hole inside out": (step(op="Erase", regions=[[5, 5, 0, 0]]), "Erase.regions must be rectangles"),
    "a cloudburst": (step(**{**RAIN, "drops": 10**9}), "Rain.drops must be .*<= 200000"),
    "rain that flies": (step(**{**RAIN, "slant": 1e12}), "Rain.slant must be .*<= 20"),
    "splashes as large as the sky": (step(**{**SPATTER, "sigma": 1e9}), "MudSpatter.sigma must be .*<= 250"),
    "too many superpixels": (step(op="MeanSegments", key="0" * 32, share=1, count=10**9), "count must be .*<= 10000"),
    "a polygon of nothing": (step(op="Shadows", polygons=[[]], intensities=[1]), "Shadows.polygons must be"),
    "white that is 0": (step(op="WholeToFloat", max_value=0), "WholeToFloat.max_value must be .*> 1e-12"),
    "ink of no color": (step(**TEXT, color=[]), "WrittenText.color must be one or more numbers"),
    "a shape": ({**step(op="Box", size=3), "shape": [10**400, 1, 1]}, "shape must be three whole numbers >= 1 and <="),
    "a depth": ({**step(op="Box", size=3), "depth": 10**5000}, "depth must be .*about 5001 digits"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_beyond_its_bounds(case):
    data, message = PLANS[case]
    with pytest.raises(PlanError, match=message):
        A.Plan.from_dict(data)


REPLAYS = {
    "a huge border": (step(op="Padding", top=10**9, bottom=0, left=10**9, right=0), "a: at most 1073741824 bytes"),
    "a huge border on channels": (
        step(op="OnChannels", channels=[0], ops=[{"op": "Padding", "top": 10**9, "bottom": 0, "left": 0, "right": 0}]),
        "a: transforms on some channels must keep the image's shape",
    ),
    "shadows without a darkness": (
        step(op="Shadows", polygons=[[[0, 0], [5, 0], [0, 5]]] * 2, intensities=[1]),
        "a: intensities must be one for each of the polygons: 2, got 1",
    ),
    "a patch of gravel of many squares": (
        step(op="Gravel", key="0" * 32, patches=[[0, 0, 10**9, 10**9]]),
        "a: patches must have at most 100000000 pixels each",
    ),
    "a zoom without end": (step(op="Zooms", largest=1e6, step=0.1), "a: largest must be at most 100 or 1 . step"),
    "a map to a line": (step(**WARP, forward=[0.0] * 6), "a: the map flattens"),
    "a map to next to a line": (step(**WARP, forward=[1e-323, 0, 0, 0, 1, 0]), "a: the map all but flattens"),
}  # fmt: skip


@pytest.mark.parametrize("case", REPLAYS)
def test_a_replay_beyond_its_bounds(case):
    data, message = REPLAYS[case]
    with pytest.raises(ValueError, match=message):
        A.Compose([]).apply_plan(data, image=IMAGE)


def test_a_subclass_of_a_built_in_makes_nothing_larger():
    class Padded(A.PadIfNeeded):
        def apply(self, img, ops=(), **params):
            return super().apply(img, ops=ops, **params)

    with pytest.raises(ValueError, match="at most 1073741824 bytes may come out of a step"):
        A.Compose([Padded(10**5, 10**5, p=1)])(image=IMAGE)


@pytest.mark.parametrize("fill", ["random", "random_uniform", 7.0])
def test_a_hole_beyond_the_image_is_cut_to_it(fill):
    holes = [[8, 9, 10**9, 10**9], [10**6, 10**6, 10**7, 10**7]]
    out = A.Compose([]).apply_plan(step(op="Erase", regions=holes, fill=fill), image=IMAGE)["image"]
    assert (out[:9] == IMAGE[:9]).all()
    assert (out[9:, :8] == IMAGE[9:, :8]).all()
    assert (out[9:, 8:] != IMAGE[9:, 8:]).any()


def test_noise_in_the_holes_of_a_uint16_image_spans_its_values():
    image = np.zeros((40, 40, 3), np.uint16)
    out = A.CoarseDropout((1, 1), (40, 40), (40, 40), fill="random", p=1)(image=image)["image"]
    assert out.dtype == np.uint16
    assert out.max() > 60_000
    with pytest.raises(TypeError, match=r"CoarseDropout.*fill='inpaint_ns' needs images of uint8, float32 or float64"):
        A.CoarseDropout(fill="inpaint_ns", p=1)(image=image)


@pytest.mark.parametrize("mode", [2, 4])
@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 3), (2, 5), (3, 2)])
def test_mirrors_in_a_row_are_those_of_opencv(monkeypatch, mode, height, width):
    image, border = picture(height, width), (40, 70, 90, 3)
    ours = grid.pad(image, *border, mode, 0)
    monkeypatch.setattr(grid, "MIRRORED", 10**9)
    assert (ours == grid.pad(image, *border, mode, 0)).all()


def test_a_million_mirrors_take_the_time_of_their_number():
    def cost(height):
        start = time.process_time()
        out = A.PadIfNeeded(height, 2, border_mode=4)(image=np.zeros((2, 2), np.uint8))["image"]
        assert out.shape == (height, 2)
        return time.process_time() - start

    few, many = (min(cost(height) for _ in range(3)) for height in (10**5, 10**6))
    assert many < 50 * few


ROWS = {
    "infinity": [[0, 0, float("inf"), 3]],
    "a large number": [[0, 0, 1e308, 3]],
    "400 digits": [[0, 0, 10**400, 3]],
    "5000 digits": [[0, 0, 10**5000, 3]],
    "a complex number": [np.array([0, 0, 1j, 3])],
    "a text": [[0, 0, "3", 3]],
    "a row of no entries": [np.float64(3)],
    "an odd object": [Mute()],
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_of_what_is_no_coordinate(case):
    pipe = A.Compose([A.D4(p=1)], bbox_params=A.BboxParams("coco"), keypoint_params=A.KeypointParams("xyas"))
    for target in ("bboxes", "keypoints"):
        with pytest.raises(ValueError, match=rf"{target}\[0\] must (hold|have) "):
            pipe(image=IMAGE, **{target: ROWS[case]})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1e308])
def test_boxes_that_make_no_sense_are_dropped_where_asked(number):
    params = A.BboxParams("yolo", label_fields=["labels"], filter_invalid_bboxes=True)
    boxes = [[0.5, 0.5, number, 0.2], [0.5, 0.5, 0.2, 0.2]]
    out = A.Compose([A.HorizontalFlip(p=1)], bbox_params=params)(image=IMAGE, bboxes=boxes, labels=["bad", "good"])
    assert out["labels"] == ["good"]


def test_masked_arrays_are_refused_and_other_subclasses_taken(tmp_path):
    with pytest.raises(
        TypeError, match=r"image must be a plain NumPy array, got a masked one, whose mask would be lost"
    ):
        A.InvertImg(p=1)(image=np.ma.masked_array(IMAGE))
    on_disk = np.memmap(tmp_path / "image", np.uint8, "w+", shape=IMAGE.shape)
    on_disk[:] = IMAGE
    assert (A.InvertImg(p=1)(image=on_disk)["image"] == 255 - IMAGE).all()


@pytest.mark.parametrize("dtype", [">i8", ">u4", ">f2", ">i2"])
def test_big_endian_masks_come_back_as_they_were(dtype):
    mask = np.arange(120).reshape(12, 10).astype(dtype)
    out = A.HorizontalFlip(p=1)(image=IMAGE, mask=mask)["mask"]
    assert out.dtype == mask.dtype
    assert (out == mask[:, ::-1]).all()


def test_an_empty_batch_beside_an_image():
    out = A.ToGray(p=1)(image=IMAGE, images=[], volumes=[])
    assert out["images"] == [] == out["volumes"]


STATES = {"calls": 2**63, "base": 2**128, "v": np.array([1, 2]), "place": ["\ud800"], "free": [3]}


@pytest.mark.parametrize("field", STATES)
def test_a_state_beyond_its_bounds(field):
    pipe = A.Compose([A.D4()], seed=None)
    with pytest.raises(ValueError, match=r"Compose\.load_state_dict must get "):
        pipe.load_state_dict({**pipe.state_dict(), field: STATES[field]})


def test_a_sample_key_of_too_many_digits():
    with pytest.raises(ValueError, match=r"D4.sample_key must be a whole number of at most 1024 bits"):
        A.D4()(image=IMAGE, sample_key=10**5000)


FILES = {
    "a second document": ("---\n" * 500_000, "line 2: a second document"),
    "many keys": ("\n".join(f"k{i}: 1" for i in range(MOST_EVENTS)), f"more than {MOST_EVENTS} keys"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_yaml_file_beyond_its_bounds(case):
    text, message = FILES[case]
    with pytest.raises(PlanError, match=message):
        A.load(io.StringIO(text), data_format="yaml")


@pytest.mark.parametrize("name", ["Compose", "SomeOf", "ReplayCompose"])
def test_a_file_whose_group_has_an_argument_too_many_or_too_few(name):
    for arguments, message in (
        ({"transforms": [], "sed": 3}, f"{name} has no argument 'sed'"),
        ({}, f"{name} needs transforms"),
    ):
        data = {"transform": {"__class_fullname__": name, **arguments}}
        with pytest.raises(PlanError, match=message):
            A.load(io.StringIO(json.dumps(data)))


def test_a_file_of_another_format():
    for field in ("format", "key_version"):
        with pytest.raises(PlanError, match=r"digits.* are not known here \(1 and 1 are\)"):
            A.from_dict({"transform": {}, field: 10**5000})


def test_a_file_whose_names_are_no_texts():
    for data in ({"__class_fullname__": 10**5000}, {"__type__": "Lambda", "__name__": [1]}):
        with pytest.raises(PlanError, match=r"unknown class|names the Lambda"):
            A.from_dict({"transform": data})
