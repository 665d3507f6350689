"""What Albumentations 1 or 2 has and augrepro has not: errors say what became of it, in code and in files."""

import re
import subprocess
import sys
from inspect import signature

import numpy as np
import pytest

import augrepro as A
from augrepro.engine.declare import former_names as former
from augrepro.engine.declare.releases import CLASS_ARGUMENTS

IMAGE = np.arange(16 * 12 * 3, dtype=np.uint8).reshape(16, 12, 3)
MASK = np.zeros((16, 12), np.uint8)

ARGUMENTS = {
    "value": (lambda: A.Rotate(30, value=0), r"^Rotate has no argument 'value': it is 'fill' since Albumentations 2; augrepro\.compat takes it as it was$"),
    "mask_value": (lambda: A.PadIfNeeded(4, 4, mask_value=0), "it is 'fill_mask' since"),
    "cval": (lambda: A.Affine(cval=0), "Affine has no argument 'cval': it is 'fill' since"),
    "cval_mask": (lambda: A.Affine(cval_mask=0), "it is 'fill_mask' since"),
    "mode": (lambda: A.Affine(mode=0), "it is 'border_mode' since"),
    "pad_mode": (lambda: A.Perspective(pad_mode=0), "it is 'border_mode' since"),
    "var_limit and mean": (lambda: A.GaussNoise(var_limit=(10, 50), mean=0), r"(?s)'var_limit': it is 'std_range' since Albumentations 2: std_range = \(sqrt\(low\) / 255.*'mean': it is 'mean_range'"),
    "max_holes": (lambda: A.CoarseDropout(max_holes=8, max_height=8, min_width=8), "(?s)'num_holes_range'.*'hole_height_range'.*'hole_width_range'"),
    "fill_value": (lambda: A.CoarseDropout(fill_value=0), "it is 'fill' since"),
    "mask_fill_value": (lambda: A.CoarseDropout(mask_fill_value=0), "it is 'fill_mask' since"),
    "quality_lower": (lambda: A.ImageCompression(quality_lower=50), "it is 'quality_range' since"),
    "alpha_affine": (lambda: A.ElasticTransform(alpha_affine=-1), r"ElasticTransform\.alpha_affine must be a number >= 0.*got -1"),
    "fog_coef_lower": (lambda: A.RandomFog(fog_coef_lower=0.1), "it is 'fog_coef_range' since"),
    "label_field": (lambda: A.BboxParams("coco", label_field="a"), "it is 'label_fields' since"),
    "label_field of a dict": (lambda: A.Compose([], bbox_params={"format": "coco", "label_field": "a"}), "Compose.bbox_params: BboxParams has no argument 'label_field': it is 'label_fields'"),
    "filter_lost_elements": (lambda: A.BboxParams("coco", filter_lost_elements=True), "it is gone since"),
    "always_apply": (lambda: A.HorizontalFlip(always_apply=True), r"it is 'p' since Albumentations 2 \(p = 1.0 if always_apply else p\)"),
    "always_apply of a Lambda": (lambda: A.Lambda(image=np.copy, always_apply=True), "Lambda has no argument 'always_apply': it is 'p' since"),
    "always_apply of a group": (lambda: A.OneOf([A.NoOp()], always_apply=True), "OneOf has no argument 'always_apply': it is 'p' since"),
    "a group's typing error": (lambda: A.Compose([], sead=3), r"^Compose has no argument 'sead'; did you mean 'seed'\?$"),
    "a typing error behind **more": (lambda: A.ReplayCompose([], sead=3), r"ReplayCompose has no argument 'sead'; did you mean 'seed'\?"),
    "a subclass of a built-in": (lambda: type("Mine", (A.GaussNoise,), {})(var_limit=3), "Mine has no argument 'var_limit': it is 'std_range'"),
    "var_limit by position": (lambda: A.GaussNoise((10.0, 50.0)), "Albumentations 1 had first var_limit"),
    "quality by position": (lambda: A.ImageCompression(95), "Albumentations 1 had first quality_lower"),
    "height and width by position": (lambda: A.RandomResizedCrop(224, 224), r"write size=\(height, width\)"),
    "holes by position": (lambda: A.CoarseDropout(8, 8, 8), "Albumentations 1 had first max_holes"),
    "alpha_affine by position": (lambda: A.ElasticTransform(1, 50, 50), "Albumentations 1 had first alpha, sigma, alpha_affine"),
    "always_apply by position": (lambda: A.HorizontalFlip(True, 0.5), r"takes 1 argument \(p\), got 2\n\(Albumentations 1 had always_apply in front of p"),
    "always_apply for p": (lambda: A.HorizontalFlip(False), "Albumentations 1 had always_apply in front of p"),
    "a group without transforms": (lambda: A.OneOf(), "^OneOf needs transforms$"),
    "a group with too much": (lambda: A.OneOf([A.NoOp()], 0.5, None, 3), r"OneOf takes 3 arguments by position \(transforms, p, name\), got 4"),
    "a group given twice": (lambda: A.OneOf([A.NoOp()], transforms=[]), "OneOf got transforms twice"),
}  # fmt: skip


@pytest.mark.parametrize("case", ARGUMENTS)
def test_an_argument(case):
    build, message = ARGUMENTS[case]
    with pytest.raises((TypeError, ValueError), match=message):
        build()


def test_no_hint_where_what_stands_by_position_is_right():
    with pytest.raises(ValueError, match=r"got 5: a probability from 0 to 1: write 0\.05$"):
        A.GaussNoise((0.1, 0.2), p=5)


def test_every_successor_is_an_argument():
    """Of the classes that are here; those of the others come with them."""
    for name, words in CLASS_ARGUMENTS.items():
        declared = signature(getattr(A, name)).parameters if name in A.__all__ else None
        for old, (successor, _) in words.items():
            assert declared is None or successor == "" or successor in declared, (name, old)
            assert declared is None or old not in declared, f"{name}.{old} is no former name"
    everywhere = {field for name in A.__all__ for field in getattr(getattr(A, name), "declared", ())}
    assert {successor for successor, _ in former.ARGUMENTS.values()} <= everywhere


def own(base=A.ImageOnlyTransform, **members):
    return type("Own", (base,), {"apply": lambda self, img, **params: img + 1, **members})


@pytest.mark.parametrize("arguments", [((False, 0.5), {}), ((False,), {}), ((), {"always_apply": False, "p": 0.5})])
def test_always_apply_for_the_base_of_a_custom_class(arguments):
    args, kwargs = arguments
    cls = own(__init__=lambda self, always_apply=False, p=0.5: A.ImageOnlyTransform.__init__(self, *args, **kwargs))
    with pytest.raises((TypeError, ValueError), match=r"p = 1.0 if always_apply else p"):
        cls()


@pytest.mark.parametrize("name", former.METHODS)
@pytest.mark.parametrize("base", [A.ImageOnlyTransform, A.DualTransform, A.BasicTransform, A.HorizontalFlip])
def test_a_method_of_a_custom_class(name, base):
    with pytest.raises(TypeError, match=f"Own.{name} is never called, as in Albumentations 2: "):
        own(base, **{name: lambda self, *args, **params: {}})


def test_targets_of_a_custom_class_say_what_acts():
    """As Albumentations 2.0.8 has it: a target that is not named stays as it is."""

    def targets(self):
        return {"image": self.apply, "mask": self.apply_to_mask}

    cls = own(apply_to_mask=lambda self, mask, **params: mask + 5, targets=property(targets))
    out = A.Compose([cls(p=1)])(image=IMAGE, mask=MASK, images=IMAGE[None])
    assert (out["image"] == IMAGE + 1).all()
    assert (out["mask"] == 5).all()
    assert (out["images"][0] == IMAGE).all()


def test_targets_may_leave_out_what_the_base_has():
    cls = own(A.DualTransform, targets=property(lambda self: {"image": self.apply}))
    pipe = A.Compose([cls(p=1)], bbox_params=A.BboxParams("coco"), keypoint_params=A.KeypointParams("xy"))
    out = pipe(image=IMAGE, mask=MASK, bboxes=[[1, 2, 3, 4]], keypoints=[(1, 2)])
    assert (out["mask"] == 0).all()
    assert out["bboxes"] == [[1, 2, 3, 4]]
    assert (out["image"] == IMAGE + 1).all()


def test_targets_of_a_subclassed_built_in():
    cls = type("Own", (A.HorizontalFlip,), {"targets": property(lambda self: {"image": self.apply})})
    out = A.Compose([cls(p=1)])(image=IMAGE, mask=MASK + np.arange(12, dtype=np.uint8))
    assert (out["image"] == IMAGE[:, ::-1]).all()
    assert (out["mask"] == np.arange(12)).all()


def test_targets_that_name_none():
    cls = own(targets=property(lambda self: {"image": self.apply, "text": str.upper}))
    with pytest.raises(TypeError, match="targets: 'text' must be one of image, "):
        A.Compose([cls(p=1)])
    with pytest.raises(TypeError, match="targets: 'text' must be one of image, "):
        cls(p=1)(image=IMAGE)


def test_targets_of_built_ins_are_told():
    assert [*A.RandomGamma().targets] == ["image", "images", "volume", "volumes"]
    flip = A.HorizontalFlip()
    assert flip.targets["mask"] == flip.apply_to_mask
    assert len(flip.targets) == 10


@pytest.mark.parametrize("base", [A.ImageOnlyTransform, A.RandomGamma])
@pytest.mark.parametrize("name", ["apply_to_mask", "apply_to_masks", "apply_to_bboxes", "apply_to_keypoints"])
def test_a_method_for_what_is_left_alone(name, base):
    with pytest.warns(UserWarning, match=f"Own.{name} is never called, as in Albumentations: .*A.DualTransform"):
        own(base, **{name: lambda self, array, **params: array})


MISSING = {
    "Flip": ("Flip", "Albumentations has removed it; its successor is HorizontalFlip, VerticalFlip or D4; augrepro.compat has it$"),
    "Cutout": ("Cutout", "its successor is CoarseDropout; augrepro.compat has it$"),
    "IAAAffine": ("IAAAffine", "its successor is Affine; augrepro.compat has it$"),
    "JpegCompression": ("JpegCompression", "its successor is ImageCompression; augrepro.compat has it$"),
    "ToTensor": ("ToTensor", "its successor is ToTensorV2; augrepro.compat has it$"),
    "nothing instead": ("TemplateTransform", "Albumentations has removed it$"),
    "a typing error": ("HorizontalFlp", r"; did you mean 'HorizontalFlip'\?$"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISSING)
def test_a_missing_name(case):
    name, message = MISSING[case]
    with pytest.raises(AttributeError, match=message):
        getattr(A, name)
    assert not hasattr(A, name)
    for prefix in ("", "albumentations.augmentations.transforms."):
        with pytest.raises(A.PlanError, match=message):
            A.from_dict({"transform": {"__class_fullname__": prefix + name, "p": 1.0}})


def test_every_successor_of_a_class_is_one():
    words = {word for text in former.CLASSES.values() for word in text.replace(" or ", ", ").split(", ") if word}
    assert words <= {*A.__all__}
    assert not {*A.__all__} & (former.CLASSES.keys() | former.FUNCTIONS)


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None
from augrepro import *
import augrepro as A
assert "HorizontalFlip" in globals() and "ToTensorV2" not in globals() and "ToTensorV2" not in dir(A)
assert not hasattr(A, "ToTensorV2") and not hasattr(A, "pytorch")
for build in (lambda: A.ToTensorV2, lambda: A.from_dict({"transform": {"__class_fullname__": "ToTensorV2"}})):
    try:
        build()
    except (AttributeError, A.PlanError) as error:
        print(error)
for line in ("from augrepro.pytorch import ToTensorV2", "from augrepro import ToTensorV2"):
    try:
        exec(line)
    except ImportError as error:
        print(error)
"""


def test_without_torch_the_extra_is_named():
    done = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("pip install 'augrepro[torch]'") == 4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Flip", "'Flip': Albumentations has removed it; its successor is HorizontalFlip, VerticalFlip or D4"),
        ("IAAAffine", "its successor is Affine"),
        ("functional", "'functional': Albumentations has it and augrepro does not"),
        ("HorizontalFlp", "did you mean 'HorizontalFlip'?"),
        ("zzz", "has no attribute 'zzz'"),
    ],
)
def test_an_import_of_a_missing_name_says_what_an_attribute_does(name, words):
    with pytest.raises(ImportError, match=re.escape(words)) as caught:
        exec(f"from augrepro import {name}")
    assert caught.value.name == "augrepro"
    with pytest.raises(AttributeError, match=re.escape(words)):
        getattr(A, name)
    assert not hasattr(A, name)
    assert getattr(A, name, 3) == 3


def test_a_module_that_nothing_has_imported_yet_is_found(tmp_path, monkeypatch):
    (tmp_path / "later.py").write_text("HERE = 3")
    monkeypatch.setattr(A, "__path__", [*A.__path__, str(tmp_path)])
    names = {}
    exec("from augrepro import later", names)
    assert names["later"].HERE == 3
    del A.later, sys.modules["augrepro.later"]


def test_everything_at_once():
    names = {}
    exec("from augrepro import *", names)
    assert {*A.__all__} <= names.keys()


@pytest.mark.parametrize("name", former.ELSEWHERE)
def test_a_name_of_another_library_points_at_what_is_here(name):
    with pytest.raises(AttributeError) as error:
        getattr(A, name)
    words = str(error.value).partition("; ")[2]
    assert "did you mean" not in words
    named = set(re.findall(r"\b[A-Z][a-z]*[A-Z]\w*|(?<=A\.)\w+", words)) - {"NumPy", "PIL", "MixUp", "CutMix"}
    assert named or "NumPy" in words or words.startswith("it is ")
    assert not [each for each in named if not hasattr(A, each)]


@pytest.mark.parametrize("name", ["RandAugment", "AutoAugment", "TrivialAugmentWide", "AugMix"])
def test_a_policy_is_no_single_transform(name):
    with pytest.raises(AttributeError, match=r"policy of other libraries: write out what it chooses from, A\.SomeOf"):
        getattr(A, name)
