"""augrepro.compat takes the calls of Albumentations 1 with the meaning they had; tests/peers runs them beside 1.3.1."""

import pickle
import re
import runpy
import sys
import warnings
from inspect import signature
from math import pi, sqrt
from pathlib import Path

import cv2
import numpy as np
import pytest

import augrepro
import augrepro.compat as A
from augrepro.engine.declare.former_names import CLASSES
from augrepro.engine.declare.places import PLACES
from augrepro.engine.declare.releases import BECOMES, CLASS_ARGUMENTS

DOCS = Path(__file__).parent.parent / "docs"
WRITTEN = runpy.run_path(str(DOCS / "compat_calls.py"))
BY_NAME, BY_PLACE, REMOVED, OLDER, PARTS, MOVED = (
    WRITTEN["calls"](WRITTEN[name]) for name in ("ARGUMENTS", "PLACED", "REMOVED", "OLDER", "PARTS", "DEFAULTS")
)
ROWS = [*BY_NAME, *BY_PLACE, *REMOVED, *OLDER]
IMAGE = np.arange(16 * 12 * 3, dtype=np.uint8).reshape(16, 12, 3)


def built(call, module=A):
    return eval(call, {"A": module, "cv2": cv2, "np": np})


def warned(call):
    """What a call builds, and the lines of its warning."""
    with pytest.warns(A.LegacyWarning) as caught:
        found = built(call)
    return found, str(caught[0].message).splitlines()


@pytest.fixture
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", A.LegacyWarning)
        yield


@pytest.mark.parametrize("call", ROWS)
def test_a_row_warns_with_todays_call(call):
    made, (first, today, *_) = warned(call)
    assert first == f"{call_as_printed(call)} is of an earlier Albumentations; today it is"
    assert today.startswith("    A.")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert built(today.strip(), augrepro) == made
    name = re.match(r"A\.(\w+)", today.strip())[1]
    assert type(made) is getattr(augrepro, name)


def call_as_printed(call):
    """The call with its constants as numbers and its quotes as ``repr`` writes them."""
    head, arguments = call[:-1].split("(", 1)
    for name in re.findall(r"cv2\.\w+", arguments):
        arguments = arguments.replace(name, str(built(name)))
    return f"{head}({arguments})".replace('"', "'").replace("1e-7", "1e-07")


@pytest.mark.parametrize("call", PARTS)
def test_a_part_of_a_pipeline(call):
    found, (_, today, *_) = warned(call)
    assert isinstance(found, getattr(augrepro, re.match(r"A\.(\w+)", today.strip())[1]))


def test_every_row_of_the_table_is_written_out():
    shown = {re.match(r"A\.(\w+)", call)[1]: [] for call in [*ROWS, *PARTS]}
    for call in [*ROWS, *PARTS]:
        shown[re.match(r"A\.(\w+)", call)[1]].append(call)
    later = {  # what only releases between 1.3.1 and 2.0 had
        *((name, f"pad_{it}") for name in ("CenterCrop", "Crop", "RandomCrop") for it in ("mode", "cval", "cval_mask")),
        *((name, "pad_position") for name in ("CenterCrop3D", "RandomCrop3D")),
        *(("XYMasking", name) for name in ("fill_value", "mask_fill_value")),
        *(("Affine", name) for name in ("value", "mask_value")),
        ("PadIfNeeded", "padding"),
        ("Perspective", "pad_val_mask"),
    }  # fmt: skip
    for name, words in CLASS_ARGUMENTS.items():
        for old in words:
            assert (name, old) in later or any(f"{old}=" in call for call in shown[name]), (name, old)
    assert shown.keys() >= PLACES.keys() - {"FDA", "HistogramMatching", "PixelDistributionAdaptation", "Lambda"}
    assert shown.keys() >= BECOMES.keys()


@pytest.mark.parametrize("name", PLACES)
def test_every_argument_of_1_3_1_is_known(name):
    """Each goes by today's name, has a row in the table, or is said to be gone."""
    if name == "Flip":
        return
    heir = A.__dict__[name].stands_for
    for argument in {*PLACES[name].split()} - {"always_apply"}:
        row = argument in CLASS_ARGUMENTS.get(name, ()) or argument in CLASS_ARGUMENTS.get(heir.__name__, ())
        assert row or argument in signature(heir).parameters or name in BECOMES, (name, argument)


SPELLINGS = {
    "A.Blur(always_apply=True)": augrepro.Blur(p=1),
    "A.Blur(always_apply=False, p=0.2)": augrepro.Blur(p=0.2),
    "A.Rotate(20, border_mode=0, value=(1, 2, 3), mask_value=4)": augrepro.Rotate(
        20, 1, 0, fill=(1, 2, 3), fill_mask=4
    ),
    "A.PadIfNeeded(20, 30, border_mode=0, value=None)": augrepro.PadIfNeeded(20, 30),
    "A.ImageCompression(quality_lower=30)": augrepro.ImageCompression("jpeg", (30, 100)),
    "A.ImageCompression(quality_upper=99)": augrepro.ImageCompression("jpeg", (99, 99)),
    "A.ImageCompression(95)": augrepro.ImageCompression("jpeg", (95, 100)),
    "A.GaussNoise(10)": augrepro.GaussNoise((0, sqrt(10) / 255)),
    "A.GaussNoise((10, 50), 5)": augrepro.GaussNoise((sqrt(10) / 255, sqrt(50) / 255), (5 / 255, 5 / 255)),
    "A.CoarseDropout(8, 16, 12, min_holes=2, fill_value=9)": augrepro.CoarseDropout((2, 8), (16, 16), (12, 12), fill=9),
    "A.RandomResizedCrop(224, 112)": augrepro.RandomResizedCrop((224, 112)),
    "A.RandomSizedCrop((50, 100), height=64, width=48)": augrepro.RandomSizedCrop((50, 100), (64, 48)),
    "A.RandomSizedCrop((50, 100), 64, 48)": augrepro.RandomSizedCrop((50, 100), (64, 48)),
    "A.ElasticTransform(120, 6, 3.6)": augrepro.ElasticTransform(
        120, 6, noise_distribution="uniform", alpha_affine=3.6
    ),
    "A.Affine(rotate=(-9, 9), cval=7, mode=1)": augrepro.Affine(rotate=(-9, 9), fill=7, border_mode=1),
    "A.Downscale(scale_min=0.5, scale_max=0.5)": augrepro.Downscale((0.5, 0.5)),
    "A.Solarize(threshold=51)": augrepro.Solarize((0.2, 0.2)),
    "A.Solarize((0, 0.5), p=1)": augrepro.Solarize((0, 0.5), p=1),
    "A.CropAndPad(px=4, pad_mode=1)": augrepro.CropAndPad(4, border_mode=1),
    "A.BboxParams('coco', label_field='a', filter_lost_elements=True)": augrepro.BboxParams("coco", ["a"]),
    "A.CoarseDropout(max_holes=4)": augrepro.CoarseDropout((4, 4), (8, 8), (8, 8)),
    "A.CoarseDropout(min_holes=2, max_width=5)": augrepro.CoarseDropout((2, 8), (8, 8), (5, 5)),
    "A.GaussNoise(mean=0, p=1)": augrepro.GaussNoise((sqrt(10) / 255, sqrt(50) / 255), p=1),
    "A.GridDropout(unit_size_min=3)": augrepro.GridDropout(random_offset=False),
    "A.GaussNoise(var_limit=np.array([10, 50]), p=np.float32(1))": augrepro.GaussNoise(
        (sqrt(10) / 255, sqrt(50) / 255), p=1
    ),
    "A.CoarseDropout(np.int64(4), np.int64(5), np.int64(6))": augrepro.CoarseDropout((4, 4), (5, 5), (6, 6)),
    "A.OpticalDistortion(shift_limit=0.4)": augrepro.OpticalDistortion(),
    "A.MultiplicativeNoise(1.5)": augrepro.MultiplicativeNoise((1.5, 1.5)),
    "A.RingingOvershoot(cutoff=2)": augrepro.RingingOvershoot(cutoff=(pi / 2, 2)),
    "A.PadIfNeeded(9, 9, position=A.PadIfNeeded.PositionType.TOP_LEFT)": augrepro.PadIfNeeded(
        9, 9, position="top_left"
    ),
    "A.ImageCompression(3, 4, A.ImageCompression.ImageCompressionType.WEBP)": augrepro.ImageCompression("webp", (3, 4)),
    "A.LongestMaxSize(p=1)": augrepro.LongestMaxSize(1024),
    "A.Downscale(interpolation=A.Downscale.Interpolation(3, 1))": augrepro.Downscale(
        interpolation_pair={"downscale": 3, "upscale": 1}
    ),
}


@pytest.mark.parametrize("call", SPELLINGS)
def test_a_spelling_of_public_projects_means_what_it_did(call, quiet):
    assert built(call) == SPELLINGS[call]


TODAYS = {
    "A.RandomResizedCrop((224, 112))": augrepro.RandomResizedCrop((224, 112)),
    "A.GaussNoise((0.1, 0.2))": augrepro.GaussNoise((0.1, 0.2)),
    "A.ImageCompression('webp', (30, 40))": augrepro.ImageCompression("webp", (30, 40)),
    "A.CoarseDropout((1, 2), (3, 4))": augrepro.CoarseDropout((1, 2), (3, 4)),
    "A.HorizontalFlip(0.3)": augrepro.HorizontalFlip(0.3),
    "A.Blur(5, 0.3)": augrepro.Blur(5, 0.3),
    "A.Resize(20, 30, 1, 0)": augrepro.Resize(20, 30, 1, 0),
    "A.Rotate(20, 1, 0, 'ellipse')": augrepro.Rotate(20, 1, 0, "ellipse"),
    "A.ToGray(1, 'max')": augrepro.ToGray(1, "max"),
    "A.LongestMaxSize(None, (30, 40))": augrepro.LongestMaxSize(None, (30, 40)),
    "A.Perspective(0.1, True, True)": augrepro.Perspective(0.1, True, True),
    "A.D4(0.3)": augrepro.D4(0.3),
}


@pytest.mark.parametrize("call", TODAYS)
def test_todays_calls_are_taken_without_a_word(call):
    assert built(call) == TODAYS[call]


def test_a_number_in_the_place_of_always_apply_is_p(quiet):
    assert A.Rotate(20, 1, 0, 9, 2, "largest_box", False, 0.3).p == 0.3
    assert A.HorizontalFlip(0.3, True).p == 1
    assert A.ToGray(0.3).p == 0.3
    assert A.Flip(1).p == A.Flip(True).p == A.Cutout(4, 8, 8, 0, 1).p == 1
    with A.defaults("1.3"):
        assert A.HorizontalFlip(0.3).p == 1


@pytest.mark.parametrize("name", [name for name in augrepro.__all__ if name in A.__dict__])
def test_every_name_stands_for_its_own(name):
    ours, theirs = getattr(augrepro, name), getattr(A, name)
    if theirs is ours:
        return
    assert issubclass(ours, theirs)
    assert issubclass(theirs, ours)
    assert theirs.__module__.startswith("augrepro.compat")
    if name not in ("BasicTransform", "DualTransform", "ImageOnlyTransform", "Transform3D"):
        assert signature(theirs).parameters == signature(ours).parameters


def test_all_is_here():
    names = {}
    exec("from augrepro.compat import *", names)
    assert {*A.__all__} <= names.keys()
    assert {*augrepro.__all__} <= {*A.__all__}
    for name in A.__all__:
        assert name.startswith("ToTensor") or hasattr(A, name), name
    assert {*CLASSES} - {*A.__all__} == {"ToTensor", *A.retired.REFUSED}


class TestWhatIsBuilt:
    def test_it_is_the_librarys_own(self):
        flip = A.HorizontalFlip(p=0.5)
        assert type(flip) is augrepro.HorizontalFlip
        assert isinstance(flip, A.HorizontalFlip)
        assert isinstance(flip, A.DualTransform)
        assert isinstance(augrepro.HorizontalFlip(), A.BasicTransform)
        assert not isinstance(flip, (A.VerticalFlip, A.ImageOnlyTransform, A.Compose))
        assert isinstance(A.Compose([flip]), A.Compose)
        assert A.Compose([flip]) - A.HorizontalFlip == A.Compose([])

    def test_seeds_plans_files_and_pickles_are_todays(self, quiet):
        then = A.Compose([A.Rotate(30, value=9, border_mode=0, p=0.5), A.GaussNoise(var_limit=100)], seed=3)
        now = augrepro.Compose(
            [augrepro.Rotate(30, fill=9, border_mode=0, p=0.5), augrepro.GaussNoise((0, 10 / 255))], seed=3
        )
        assert then == now
        assert pickle.loads(pickle.dumps(then)) == now
        assert augrepro.to_dict(then) == augrepro.to_dict(now)
        plan = then.draw_plan(image=IMAGE)
        assert plan == now.draw_plan(image=IMAGE)
        for _ in range(3):
            assert (then(image=IMAGE)["image"] == now(image=IMAGE)["image"]).all()

    def test_holes_of_cutout_begin_about_any_point_and_end_at_the_edges(self, quiet):
        """Over all points, a hole of 96 in 256 rows has its height where it begins, and less at the lower edge."""
        ways = [(max(y - 48, 0), min(max(y - 48, 0) + 96, 256)) for y in range(257)]
        expected = sum(end - start for start, end in ways) / 257 / 256
        pipeline = augrepro.Compose([A.Cutout(1, 96, 300, p=1)], seed=1)
        cut = np.stack([pipeline(image=np.full((256, 2, 1), 9, np.uint8))["image"][:, 0, 0] == 0 for _ in range(1500)])
        assert cut.mean() == pytest.approx(expected, abs=0.005)
        assert cut[:, 0].mean() == pytest.approx(49 / 257, abs=0.04)
        assert cut[:, -1].mean() == pytest.approx(49 / 257, abs=0.04)

    def test_removed_classes(self, quiet):
        assert isinstance(A.Cutout(), A.Cutout)
        both = augrepro.Sequential([augrepro.HorizontalFlip(p=1), augrepro.VerticalFlip(p=1)], p=1)
        flip = augrepro.OneOf([augrepro.HorizontalFlip(p=1), augrepro.VerticalFlip(p=1), both], p=0.7)
        assert A.Flip(p=0.7) == flip
        assert A.RandomBrightness(0.3) == augrepro.RandomBrightnessContrast(0.3, (0, 0))

    @pytest.mark.parametrize(
        "name", ["DualIAATransform", "ImageOnlyIAATransform", "BasicIAATransform", "TemplateTransform"]
    )
    def test_a_name_without_an_heir_says_what_to_do(self, name):
        with pytest.raises(AttributeError, match=r"has no attribute .*A\.ImageOnlyTransform"):
            getattr(A, name)

    def test_a_misspelled_name(self):
        with pytest.raises(AttributeError, match="did you mean 'HorizontalFlip'"):
            A.HorizontalFlp  # noqa: B018 - to look it up raises


class TestWarnings:
    def test_one_a_call_site_whatever_the_values(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for level in (30, 40, 50):
                A.ImageCompression(level)
            built = A.ImageCompression(30), A.ImageCompression(30)
        assert len(caught) == 3
        assert built[0] == built[1]
        assert {one.filename for one in caught} == {__file__}

    def test_another_filter_hears_it_anew(self):
        for _ in range(2):
            with pytest.warns(A.LegacyWarning, match=r"A\.ImageCompression\(quality_range=\(30, 100\)\)"):
                A.ImageCompression(30)

    def test_it_says_which_defaults_moved(self):
        with pytest.warns(A.LegacyWarning, match=r'in 1\.3: border_mode=4 \(A\.use_defaults\("1\.3"\)'):
            A.Rotate(30, always_apply=True)

    def test_what_no_release_knew_is_left_out(self):
        with pytest.warns(
            UserWarning, match=r"'limti' are not valid for transform Rotate \(did you mean 'limit'\?\): left out"
        ) as caught:
            assert A.Rotate(limti=3) == augrepro.Rotate()
        assert not issubclass(caught[0].category, A.LegacyWarning)
        mine = type("Mine", (A.ImageOnlyTransform,), {})
        with pytest.warns(UserWarning, match="'colour' are not valid for transform Mine"):
            assert mine(colour=3).p == 0.5
        for build in (A.Blur, mine):
            with pytest.raises(ValueError, match=r"Argument\(s\) 'one, two' are not valid"):
                build(strict=True, one=1, two=2)
            assert build(strict=True, p=0.2).p == 0.2
        with pytest.warns(UserWarning, match="not valid"):
            blur = A.Blur(limti=3)
        assert blur.invalid_args == ["limti"]
        assert not hasattr(A.Blur(3), "invalid_args")
        with pytest.raises(ValueError, match="'limti' are not valid for transform Blur"):
            A.Compose([blur], strict=True)

    def test_the_library_itself_stays_strict(self):
        with pytest.raises(TypeError, match=r"it is 'fill' since Albumentations 2.*augrepro\.compat"):
            augrepro.Rotate(value=3)
        with pytest.raises(TypeError, match=r"always_apply.*augrepro\.compat"):
            augrepro.OneOf([augrepro.NoOp()], always_apply=True)

    @pytest.mark.parametrize("strict", [False, True])
    def test_the_library_takes_strict_and_is_so_anyway(self, strict):
        for made in (augrepro.Blur(5, strict=strict), A.Blur(5, strict=strict)):
            assert made == augrepro.Blur(5)
            assert "strict" not in augrepro.to_dict(made)["transform"]
        for error in (TypeError, ValueError):
            with pytest.raises(error, match="Blur has no argument 'limti'"):
                augrepro.Blur(strict=strict, limti=3)
        with pytest.raises(ValueError, match=r"Blur\.strict must be True or False, got 1"):
            augrepro.Blur(strict=1)
        assert "strict" not in signature(augrepro.Blur).parameters

    def test_noop_takes_what_it_does_not_know_unless_it_is_to_be_strict(self):
        assert augrepro.NoOp(strict=True, p=0.3).p == 0.3
        with pytest.raises(ValueError, match="'limit' are not valid for transform NoOp"):
            augrepro.NoOp(strict=True, limit=3)

    def test_a_class_may_have_a_field_named_strict(self):
        class Own(augrepro.Blur):
            strict: bool = False

        assert Own(strict=True).strict

    def test_a_pipelines_strict_is_saved_where_it_is_true(self):
        for strict in (False, True):
            saved = augrepro.to_dict(augrepro.Compose([], strict=strict))
            assert ("strict" in saved["transform"]) is strict
            assert augrepro.from_dict(saved).strict is strict

    def test_errors_stay_errors(self):
        with pytest.raises(TypeError, match=r"Blur takes 2 arguments by place \(blur_limit, p\), got 4"):
            A.Blur(3, True, 0.5, 7)
        with pytest.raises(TypeError, match="Blur got blur_limit twice"):
            A.Blur(3, blur_limit=3)
        with pytest.raises(ValueError, match=r"GaussNoise: \{'var_limit': 'x'\} is not as any release took it"):
            A.GaussNoise(var_limit="x")
        with pytest.raises(TypeError, match=r"Flip takes 1 arguments by place \(p\), got 3"):
            A.Flip(True, 0.5, 3)
        with pytest.raises(ValueError, match=r"GaussNoise\.var_limit must be >= 0"):
            A.GaussNoise(var_limit=-3)
        with pytest.raises(TypeError, match=r"Compose has no argument 'sead'; did you mean 'seed'"):
            A.Compose([], sead=3)
        with pytest.raises(TypeError, match=r"BboxParams has no argument 'fields'"):
            A.BboxParams("coco", fields=["a"])
        with pytest.raises(ValueError, match=r"Rotate\.limit must be"):
            A.Rotate("far")


class TestDefaults:
    @pytest.mark.parametrize("call", MOVED)
    def test_1_3_is_another_than_today(self, call, quiet):
        today = built(call)
        with A.defaults("1.3"):
            then = built(call)
        assert (then != today) is not call.startswith(("A.Ring", "A.Multi"))
        assert built(call) == today

    def test_they_are_those_of_1_3_1(self, quiet):
        with A.defaults("1.3"):
            assert A.Rotate(30) == augrepro.Rotate(30, border_mode=4)
            assert A.ColorJitter() == augrepro.ColorJitter(0.2, 0.2, 0.2, 0.2)
            assert A.GaussianBlur() == augrepro.GaussianBlur((3, 7), 0)
            assert A.GaussianBlur(9) == augrepro.GaussianBlur((3, 9), 0)
            assert A.RandomRotate90().p == 0.5
            assert A.Superpixels(0.4, 50) == augrepro.Superpixels((0.4, 0.4), (50, 50))
            assert A.PiecewiseAffine(0.03) == augrepro.PiecewiseAffine((0.09, 0.09))
            assert A.PiecewiseAffine().scale == (0.09, 0.15)
            assert A.RandomRain(rain_type="heavy").drop_length == 30
            moved = A.ShiftScaleRotate(scale_limit=0.2)
        assert isinstance(moved, augrepro.Affine)
        assert moved.keep_ratio
        assert moved.scale == {"x": (0.8, 1.2), "y": (0.8, 1.2)}

    def test_for_all_that_follows(self, quiet):
        A.use_defaults("1.3")
        try:
            assert A.Rotate().border_mode == 4
            with A.defaults("2.0"):
                assert A.Rotate().border_mode == 0
        finally:
            A.use_defaults("2.0")
        assert A.Rotate().border_mode == 0

    @pytest.mark.parametrize("release", ["1.5", "1.4.25", "1.4.x", 1.3, None])
    def test_another_release_is_refused(self, release):
        with pytest.raises(ValueError, match=r"must be those of '1\.3' or '1\.3\.1' or "):
            A.use_defaults(release)


class TestGroups:
    def test_a_child_that_always_ran_keeps_its_weight(self, quiet):
        children = [
            A.Blur(always_apply=True, p=0.2),
            A.MedianBlur(always_apply=True),
            A.Flip(always_apply=True),
            A.CLAHE(p=0.3),
        ]
        assert [child.p for child in children] == [1, 1, 1, 0.3]
        assert [child.p for child in A.OneOf(children)] == [0.2, 0.5, 0.5, 0.3]
        assert [child.p for child in A.SomeOf(children, 2)] == [1, 1, 1, 0.3]

    def test_parts_in_their_order(self, quiet):
        blur, flip, noise = A.Blur(), A.HorizontalFlip(), A.GaussNoise()
        whole = A.Compose([flip], preprocessing_transforms=[blur], postprocessing_transforms=[noise])
        assert whole == augrepro.Compose([blur, flip, noise])
        assert A.Compose([flip], return_params=True).save_applied_params

    def test_functions_of_one_item(self, quiet):
        def across(box, **params):
            x1, y1, x2, y2 = box
            return 1 - x2, y1, 1 - x1, y2

        step = A.Lambda(bbox=across, keypoint=lambda point, **params: (point[0] + 1, *point[1:]), p=1)
        pipe = A.Compose([step], bbox_params=A.BboxParams("pascal_voc"), keypoint_params=A.KeypointParams("xy"))
        out = pipe(image=IMAGE, bboxes=[[1, 2, 3, 4, 7]], keypoints=[(1, 2)])
        assert np.allclose(out["bboxes"], [[9, 2, 11, 4, 7]])
        assert np.allclose(out["keypoints"], [(2, 2)])


def own(base=None, **members):
    """A custom class of Albumentations 1."""

    def init(self, always_apply=False, p=0.5):
        super(cls, self).__init__(always_apply, p)

    cls = type("Own", (base or A.ImageOnlyTransform,), {"apply": lambda self, img, **params: img + 1, **members})
    if "__init__" not in members:
        cls.__init__ = init
    return cls


class TestCustomClasses:
    def test_always_apply_and_p_by_place_and_by_name(self):
        cls = own(__init__=lambda self, *args, **kwargs: A.ImageOnlyTransform.__init__(self, *args, **kwargs))
        for args, kwargs, p in (((False, 0.3), {}, 0.3), ((True,), {}, 1), ((), {"always_apply": True, "p": 0.2}, 1)):
            with pytest.warns(A.LegacyWarning, match=r"super\(\)\.__init__\(p=1\.0 if always_apply else p\)"):
                made = cls(*args, **kwargs)
            assert made.p == p
            assert made.always_apply is (p == 1)
        assert cls(0.3).p == cls(p=0.3).p == 0.3

    def test_parameters_that_depend_on_targets(self, quiet):
        seen = []

        def draw(self, params):
            seen.append(params)
            return {"level": int(params["image"].max())}

        cls = own(
            targets_as_params=property(lambda self: ["image", "bboxes"]),
            get_params_dependent_on_targets=draw,
            get_params=lambda self: {"by": 2},
            apply=lambda self, img, level=0, by=0, rows=0, cols=0, **params: np.full_like(
                img, level + by + rows + cols
            ),
        )
        pipe = A.Compose([cls(True)], bbox_params=A.BboxParams("pascal_voc"))
        image = IMAGE // 4
        out = pipe(image=image, bboxes=[(3, 4, 6, 8)])
        assert (out["image"] == image.max() + 2 + 16 + 12).all()
        assert seen[0]["bboxes"] == [(0.25, 0.25, 0.5, 0.5)]

    def test_parameters_that_are_updated(self, quiet):
        def update(self, params, **kwargs):
            params = super(cls, self).update_params(params, **kwargs)
            return {**params, "high": kwargs["image"].shape[0], "kept": params["interpolation"]}

        cls = own(
            update_params=update, interpolation=2, apply=lambda self, img, high, kept, **params: img * 0 + high + kept
        )
        assert (A.Compose([cls(p=1)])(image=IMAGE)["image"] == 18).all()

    def test_boxes_and_keypoints_one_by_one_and_a_mask_without_interpolation(self, quiet):
        cls = own(
            A.DualTransform,
            interpolation=1,
            apply=lambda self, img, interpolation=None, **params: (
                np.ascontiguousarray(img[:, ::-1]) * 0 + interpolation
            ),
            apply_to_bbox=lambda self, bbox, **params: (1 - bbox[2], bbox[1], 1 - bbox[0], bbox[3]),
            apply_to_keypoint=lambda self, point, cols=0, **params: (cols - 1 - point[0], *point[1:]),
        )
        pipe = A.Compose(
            [cls(p=1)],
            bbox_params=A.BboxParams("pascal_voc", label_fields=["tags"]),
            keypoint_params=A.KeypointParams("xya", label_fields=["ids"]),
        )
        boxes, points = [(1, 2, 3, 4), (5, 6, 7, 8)], [(1, 2, 90), (3, 4, 45)]
        out = pipe(image=IMAGE, mask=IMAGE[..., 0], bboxes=boxes, tags=["a", "b"], keypoints=points, ids=[1, 2])
        assert np.allclose(out["bboxes"], [(9, 2, 11, 4), (5, 6, 7, 8)])
        assert out["tags"] == ["a", "b"]
        assert np.allclose(out["keypoints"], [(10, 2, 90), (8, 4, 45)])
        assert out["ids"] == [1, 2]
        assert (out["image"] == 1).all()
        assert (out["mask"] == 0).all()

    def test_a_class_says_once_what_its_methods_are_today(self):
        with pytest.warns(A.LegacyWarning, match=r"Own\.apply_to_bbox is of an earlier .*\n    apply_to_bboxes\(self"):
            own(A.DualTransform, apply_to_bbox=lambda self, bbox, **params: bbox)

    def test_one_that_has_todays_method_too_is_asked_by_that(self, quiet):
        cls = own(
            get_params_dependent_on_targets=lambda self, params: {"by": 3},
            get_params_dependent_on_data=lambda self, params, data: {"by": 4},
            apply=lambda self, img, by=0, **params: img * 0 + by,
        )
        assert (A.Compose([cls(p=1)])(image=IMAGE)["image"] == 4).all()

    def test_what_cannot_be_called_is_refused(self):
        with pytest.raises(TypeError, match=r"Own\.apply_with_params is never called"):
            own(apply_with_params=lambda self, params, **kwargs: {})

    def test_a_plan_of_one_replays_and_it_is_saved(self, quiet):
        class Tint(A.ImageOnlyTransform):
            def __init__(self, by=3, always_apply=False, p=0.5):
                super().__init__(always_apply, p)
                self.by = by

            def get_params(self):
                return {"more": self.py_random.randrange(50)}

            def apply(self, img, more=0, **params):
                return img * 0 + self.by + more

            def get_transform_init_args_names(self):
                return ("by",)

        name = "tests.compat.Tint"
        tint = augrepro.register(name)(Tint)
        pipe = A.Compose([tint(always_apply=True)], seed=1)
        plan = pipe.draw_plan(image=IMAGE)
        assert (
            pipe.apply_plan(plan.to_dict(), image=IMAGE)["image"] == pipe.apply_plan(plan, image=IMAGE)["image"]
        ).all()
        saved = A.to_dict(pipe)
        assert saved["transform"]["transforms"] == [{"__class_fullname__": name, "by": 3, "p": 1.0}]
        assert (A.from_dict(saved)(image=IMAGE)["image"] == A.Compose([tint(p=1)], seed=1)(image=IMAGE)["image"]).all()

    def test_a_subclass_of_a_built_in(self, quiet):
        class Crop(A.RandomCrop):
            def __init__(self, side, always_apply=False, p=1.0):
                super().__init__(side, side, always_apply, p)

            def apply(self, img, **params):
                return super().apply(img, **params) // 2

        crop = Crop(5)
        assert isinstance(crop, augrepro.RandomCrop)
        assert (crop.height, crop.width, crop.p) == (5, 5, 1)
        out = A.Compose([crop], seed=1)(image=IMAGE)["image"]
        assert (
            out == augrepro.Compose([augrepro.RandomCrop(5, 5, name="Crop")], seed=1)(image=IMAGE)["image"] // 2
        ).all()
        plain = type("Plain", (A.Rotate,), {})(30, value=3)
        assert type(plain).__name__ == "Plain"
        assert plain.fill == 3

    def test_a_subclass_of_what_is_another_class_now(self, quiet):
        with pytest.raises(TypeError, match=r"Mine: Cutout is removed: derive from A\.CoarseDropout"):
            type("Mine", (A.Cutout,), {})()

    def test_a_subclass_of_shift_scale_rotate_keeps_one_factor_for_both_axes(self, quiet):
        class Mine(A.ShiftScaleRotate):
            def __init__(self, **kwargs):
                super().__init__(0.1, 0.5, 30, border_mode=0, value=7, **kwargs)

            def apply(self, img, **params):
                return super().apply(img, **params) // 2

        with A.defaults("1.3"):
            mine, there = Mine(p=1), A.ShiftScaleRotate(0.1, 0.5, 30, border_mode=0, value=7, p=1)
        assert isinstance(mine, augrepro.ShiftScaleRotate)
        assert (mine.scale_limit, mine.fill, mine.p) == ((-0.5, 0.5), 7, 1)
        assert isinstance(there, augrepro.Affine)
        image = np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)
        out = A.Compose([mine], seed=3)(image=image)["image"]
        assert np.array_equal(out, augrepro.Compose([there.replaced(name="Mine")], seed=3)(image=image)["image"] // 2)

    def test_a_subclass_of_lambda(self, quiet):
        cls = type("Mine", (A.Lambda,), {})
        step = cls(image=lambda img, **params: img + 1, always_apply=True)
        assert isinstance(step, augrepro.Lambda)
        assert (A.Compose([step])(image=IMAGE)["image"] == IMAGE + 1).all()

    def test_a_subclass_of_a_pipeline(self, quiet):
        cls = type("Mine", (A.OneOf,), {})
        group = cls([A.Blur(always_apply=True, p=0.2), A.NoOp()])
        assert isinstance(group, augrepro.OneOf)
        assert group.transforms[0].p == 0.2


def test_reference_images_are_read_from_paths(tmp_path):
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), IMAGE[..., ::-1])
    with pytest.warns(A.LegacyWarning, match="read_fn=read_rgb_image"):
        matched = A.HistogramMatching([str(path)], p=1)
    assert matched == augrepro.HistogramMatching([IMAGE], p=1)
    with pytest.raises(ValueError, match="no image could be read from"), pytest.warns(A.LegacyWarning):
        A.FDA([tmp_path / "none.png"])


class TestTensors:
    @pytest.fixture(autouse=True)
    def torch(self):
        return pytest.importorskip("torch")

    def test_v2(self, quiet):
        from augrepro.compat.pytorch import ToTensorV2

        assert A.ToTensorV2 is ToTensorV2
        assert A.pytorch.ToTensorV2(always_apply=True) == augrepro.ToTensorV2()
        assert isinstance(ToTensorV2(), augrepro.ToTensorV2)

    @pytest.mark.parametrize(("softmax", "dtype"), [(False, "torch.float32"), (True, "torch.int64")])
    def test_that_of_1_1(self, quiet, softmax, dtype):
        from augrepro.compat.pytorch import ToTensor

        to = {"mean": (0.5, 0.5, 0.5), "std": (0.25, 0.25, 0.25)}
        mask = np.where(IMAGE > 99, 255, 0).astype(np.uint8)
        step = ToTensor(num_classes=3, sigmoid=not softmax, normalize=to)
        out = A.Compose([A.NoOp(), step])(image=IMAGE, mask=mask)
        assert np.allclose(out["image"].numpy(), (IMAGE.transpose(2, 0, 1) / 255 - 0.5) / 0.25, atol=1e-6)
        assert str(out["mask"].dtype) == dtype
        if softmax:
            assert tuple(out["mask"].shape) == IMAGE.shape[:2]
        else:
            assert np.allclose(out["mask"].numpy(), mask.transpose(2, 0, 1) / 255)


def test_the_page_and_the_types_say_what_the_table_says():
    pytest.importorskip("torch")
    made = runpy.run_path(str(DOCS / "generate_compat.py"))["FILES"]
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text(), "run: python docs/generate_compat.py"


def test_a_class_of_the_former_protocol_is_warned_about_at_its_line():
    """Each class at its own line, and all its former methods in one warning; not at ``abc``, which builds classes."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        line = sys._getframe().f_lineno

        class First(A.DualTransform):
            def apply_to_bbox(self, bbox, **params):
                return bbox

            def apply_to_keypoint(self, keypoint, **params):
                return keypoint

        class Second(A.ImageOnlyTransform):
            def get_params_dependent_on_targets(self, params):
                return {}

    assert [(one.filename, one.lineno) for one in caught] == [(__file__, line + 2), (__file__, line + 9)]
    assert "First.apply_to_bbox is" in str(caught[0].message)
    assert "First.apply_to_keypoint is" in str(caught[0].message)
    assert "Second.get_params_dependent_on_targets is" in str(caught[1].message)


def test_the_functions_that_read_files(tmp_path):
    image = np.arange(6 * 5 * 3, dtype=np.uint8).reshape(6, 5, 3)
    path = tmp_path / "image.png"
    cv2.imwrite(str(path), image)
    assert (A.read_bgr_image(path) == image).all()
    assert (A.read_rgb_image(str(path)) == image[..., ::-1]).all()
    assert (A.read_grayscale(path) == cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)).all()
    assert A.read_grayscale(path).shape == (6, 5)
    from augrepro.compat.augmentations import utils

    for name in ("read_bgr_image", "read_rgb_image", "read_grayscale"):
        assert getattr(utils, name) is getattr(A, name)
        with pytest.raises(ValueError, match=r"no image could be read from .*none\.png"):
            getattr(A, name)(tmp_path / "none.png")


@pytest.mark.parametrize(
    "name", ["AdvancedBlur", "Blur", "MedianBlur", "MotionBlur", "RingingOvershoot", "UnsharpMask"]
)
@pytest.mark.parametrize(
    ("given", "taken"),
    [((1, 7), (3, 7)), ((0, 7), (3, 7)), (0, (3, 3)), ((0, 0), (3, 3)), (2, (3, 3)), ((-3, 4), (3, 4))],
)
def test_a_side_below_3_is_3_as_in_2_0_8(name, given, taken):
    words = re.escape(f"blur_limit={taken}" if isinstance(given, tuple) else "blur_limit=3")
    with pytest.warns(A.LegacyWarning, match=words):
        assert getattr(A, name)(blur_limit=given, p=1) == getattr(augrepro, name)(taken, p=1)
    with pytest.raises(ValueError, match="blur_limit"):
        getattr(augrepro, name)((1, 7))
