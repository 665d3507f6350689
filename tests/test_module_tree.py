"""Albumentations' module paths pass on the names that projects import, and the functions do what they did there."""

import importlib
import importlib.util
import pickle
import random
import runpy
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from samples import picture

import augrepro as A
from augrepro import ops, transforms
from augrepro.core.composition import TransformsSeqType
from augrepro.engine.declare.registry import OPS, TRANSFORMS
from augrepro.ops.former_params import DERIVED, RENAMED

photograph = partial(picture, 96, 128)
ROOT = Path(A.__file__).parent
TOOL = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "generate_modules.py"))
FILES = TOOL["files"]()


@pytest.mark.parametrize("place", sorted(FILES))
def test_a_file_of_the_tree_is_up_to_date(place):
    assert (ROOT / place).read_text(encoding="utf-8") == FILES[place], "run: python docs/generate_modules.py"


@pytest.mark.parametrize("path", TOOL["TREE"])
def test_a_module_has_its_names_and_explains_others(path):
    module = importlib.import_module(f"augrepro.{path}")
    assert importlib.util.find_spec(f"augrepro.{path}") is not None
    for name in module.__all__:
        found = getattr(module, name)
        if isinstance(found, type) and hasattr(A, name):
            assert found is getattr(A, name)
            assert pickle.loads(pickle.dumps(found)) is found
    with pytest.raises(AttributeError, match=rf"module 'augrepro.{path}' has no attribute 'Flip': Albumentations has"):
        getattr(module, "Flip")  # noqa: B009 - by the name that the import takes
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec(f"from augrepro.{path} import nothing")


PROJECTS = """
from augrepro.augmentations import functional as F, transforms
from augrepro.augmentations.crops.functional import crop, crop_bboxes_by_coords, random_crop
from augrepro.augmentations.functional import image_compression, longest_max_size, rot90, preserve_channel_dim
from augrepro.augmentations.geometric.functional import adjust_padding_by_position, get_padding_params
from augrepro.augmentations.geometric.functional import elastic_transform
from augrepro.augmentations.geometric.resize import LongestMaxSize
from augrepro.augmentations.geometric.rotate import Rotate
import augrepro.augmentations.geometric.transforms as T
from augrepro.augmentations.transforms import Blur, HorizontalFlip, RandomCrop
from augrepro.core.bbox_utils import BboxParams, convert_bboxes_from_albumentations, denormalize_bbox
from augrepro.core.composition import BaseCompose, TransformsSeqType
from augrepro.core.keypoints_utils import KeypointParams
from augrepro.core.serialization import from_dict
from augrepro.core.transforms_interface import DualTransform, ImageOnlyTransform, to_tuple
from augrepro.core.type_definitions import Targets
from augrepro.core.utils import format_args
from augrepro.check_version import check_for_updates
assert A.augmentations.geometric.transforms is T and A.core.utils.format_args is format_args
"""


def test_the_imports_of_projects():
    exec(PROJECTS, {"A": A})
    assert TransformsSeqType is not None


LISTED = "import sys, numpy, cv2; before = set(sys.modules); import augrepro; print(*sorted({*sys.modules} - before))"
WAITING = {
    "bz2",
    "difflib",
    "json",
    "lzma",
    "numpy.random",
    "numpy.typing",
    "pathlib",
    "secrets",
    "shutil",
    "tempfile",
    "torch",
}
DRAWN_BY_GROUPS = {
    "channels",
    "former",
    "former_params",
    "grid",
    "look",
    "motion",
    "normalize",
    "pointwise",
    "remap",
    "rules",
}
MOST = 120
"""Modules of ours at the start, each of which costs a third of a millisecond."""


def too_early(loaded):
    """What ``import augrepro`` should have left to the first transform, path or function of a program."""
    ours = [name.removeprefix("augrepro.") for name in loaded if name.startswith("augrepro")]
    parts = [name.split(".") for name in ours]
    waiting = [".".join(each) for each in parts if each[0] in ("augmentations", "functions", "show", "torch", "compat")]
    waiting += [".".join(each) for each in parts if each[0] == "transforms" and each[1:]]
    waiting += [".".join(each) for each in parts if each[0] == "ops" and each[1:] and each[1] not in DRAWN_BY_GROUPS]
    return [*sorted(WAITING.intersection(loaded)), *waiting, *ours[MOST:]]


def test_an_import_loads_no_transform():
    out = subprocess.run([sys.executable, "-c", LISTED], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert "augrepro.pipeline.compose" in out.stdout.split()
    assert too_early(out.stdout.split()) == []


def test_a_module_that_comes_too_early_is_named():
    ops = ["augrepro.ops", "augrepro.ops.grid", "augrepro.ops.blurs"]
    assert too_early(["augrepro.transforms", "augrepro.transforms.flips", *ops]) == ["transforms.flips", "ops.blurs"]
    assert too_early(["augrepro.augmentations", "re", "json"]) == ["json", "augmentations"]
    assert too_early(["augrepro.engine"] * (MOST + 1)) == ["engine"]


@pytest.mark.parametrize("room", [transforms, ops], ids=["transforms", "ops"])
def test_each_class_is_looked_for_where_it_stands(room):
    """The tables by which a class is imported when its name is asked for, against the modules themselves."""
    table = TRANSFORMS if room is transforms else OPS
    folder = Path(room.__file__).parent
    stems = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    modules = {stem: importlib.import_module(f"{room.__name__}.{stem}") for stem in stems}
    found = {
        stem: {name for name, cls in table.items() if cls.__module__ == module.__name__}
        for stem, module in modules.items()
    }
    assert {stem: {*names} for stem, names in room.FAMILIES.items()} == {k: v for k, v in found.items() if v}


def test_former_parameters_are_of_ops_and_fields_that_there_are():
    assert DERIVED.keys() <= OPS.keys()
    for name, fields in RENAMED.items():
        assert {*fields.values()} <= {*OPS[name].fields}, name


def test_a_name_is_asked_for_in_every_way():
    """By attribute, star, a file's name, a copy and the listing, in a program that has used none of them yet."""
    code = """
import copy, pickle, sys, augrepro as A
from augrepro.engine.declare.registry import OPS, TRANSFORMS
from augrepro.ops.former_params import DERIVED, RENAMED
assert "Blur" in TRANSFORMS and "Median" in OPS and "augrepro.transforms.blurs" not in sys.modules
assert "Blur" in dir(A) and not hasattr(A, "Bluur") and hasattr(A.transforms, "blurs")
pipeline = A.from_dict({"transform": {"__class_fullname__": "Blur"}, "__version__": "2.0.8"})
assert type(pipeline) is A.Blur is A.transforms.Blur is TRANSFORMS["Blur"] is vars(A)["Blur"]
assert type(pickle.loads(pickle.dumps(A.Posterize()))) is copy.copy(A.Posterize) is A.Posterize
plan = {"plan": 2, "shape": [4, 4, 3], "key": "", "steps": [{"path": "x", "op": "Shrunk"}]}
try:
    A.Plan.from_dict(plan)
except A.PlanError as error:
    assert "Shrunk lacks" in str(error), error
from augrepro import *
assert CLAHE.__module__ == "augrepro.transforms.contrast"
print("all of them")
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent)
    assert out.stdout == "all of them\n", out.stderr


def test_windows_and_pads():
    from augrepro.augmentations.crops import functional as C
    from augrepro.augmentations.crops.transforms import CropSizeError
    from augrepro.augmentations.geometric import functional as G

    ramp = np.arange(11 * 20).reshape(11, 20)
    assert C.get_crop_coords((11, 20), (4, 7), 0.5, 0.99) == (13, 4, 20, 8)
    assert C.get_center_crop_coords(11, 20, 4, 7) == C.get_center_crop_coords((11, 20), (4, 7)) == (6, 3, 13, 7)
    np.testing.assert_array_equal(C.random_crop(ramp, 4, 7, 0.5, 0.99), ramp[4:8, 13:20])
    with pytest.raises(CropSizeError, match="within an image 20 wide and 11 high"):
        C.crop(ramp, 3, 0, 21, 4)
    with pytest.raises(CropSizeError, match=r"RandomCrop#0 needs an image of at least \(99, 9\)"):
        A.Compose([A.RandomCrop(99, 9)])(image=photograph())
    assert G.get_padding_params((10, 20), 17, 33) == (3, 4, 6, 7)
    assert G.get_padding_params((10, 20), None, None, 8, 8) == (3, 3, 2, 2)
    assert G.adjust_padding_by_position(1, 2, 3, 4, "bottom_left", None) == (3, 0, 0, 7)
    assert sum(G.adjust_padding_by_position(1, 2, 3, 4, "random", random.Random(1))) == 10
    assert G.pad(photograph(), 200, 300).shape == (200, 300, 3)


def test_boxes_and_keypoints_outside_a_pipeline():
    from augrepro.augmentations.crops.functional import crop_bboxes_by_coords
    from augrepro.augmentations.geometric.functional import bboxes_rot90, keypoints_rot90
    from augrepro.core import bbox_utils as B
    from augrepro.core.keypoints_utils import convert_keypoints_to_albumentations

    box = np.array([[0.1, 0.2, 0.4, 0.9, 7]])
    np.testing.assert_allclose(
        crop_bboxes_by_coords(box, (2, 1, 9, 9), (10, 20)), [[0, 0.125, 6 / 7, 1, 7]], atol=1e-12
    )
    np.testing.assert_allclose(bboxes_rot90(box, 1), [[0.2, 0.6, 0.9, 0.9, 7]])
    assert B.denormalize_bbox((0.1, 0.2, 0.4, 0.9, "cat"), 10, 20) == (2, 2, 8, 9, "cat")
    as_dict = B.convert_bboxes_to_albumentations([(2, 2, 6, 7, "cat")], "coco", {"height": 10, "width": 20})
    assert as_dict == B.convert_bboxes_to_albumentations([(2, 2, 6, 7, "cat")], "coco", 10, 20)
    assert as_dict[0][4] == "cat"
    np.testing.assert_allclose(as_dict[0][:4], box[0, :4])
    np.testing.assert_allclose(
        B.union_of_bboxes(np.array([[0.1, 0.2, 0.4, 0.9], [0.3, 0.1, 0.7, 0.5]]), 0.5), [0.25, 0.3, 0.55, 0.7]
    )
    assert len(B.filter_bboxes(np.array([[-0.3, 0.2, 0.1, 0.9]]), (10, 20), min_visibility=0.5)) == 0
    with pytest.raises(ValueError, match=r"bboxes\[0\] must be x_min < x_max"):
        B.check_bboxes([(0.5, 0.2, 0.4, 0.9)])
    np.testing.assert_allclose(
        keypoints_rot90(np.array([[1, 2, 0, 0.3, 1.0]]), 1, (7, 9)), [[2, 7, 0, 0.3 + 1.5 * np.pi, 1]]
    )
    points = convert_keypoints_to_albumentations([(1, 2, 90, 3, "eye")], "xyas", {"height": 10, "width": 20})
    assert points == [(1, 2, 0, np.pi / 2, 3, "eye")]


def test_functions_run_the_ops_of_the_transforms():
    from augrepro.augmentations import functional as F

    image = photograph()
    assert (F.rot90(image, 1) == np.rot90(image)).all()
    assert (F.gamma_transform(image, 1.2) == A.RandomGamma((120, 120), p=1)(image=image)["image"]).all()
    compressed = A.ImageCompression(quality_range=(30, 30), p=1)(image=image)["image"]
    assert (F.image_compression(image, 30, ".jpg") == compressed).all()
    assert (F.rotate(image, 30) == A.Rotate((30, 30), border_mode=4, p=1)(image=image)["image"]).all()
    assert F.longest_max_size(image, 64).shape[:2] == A.LongestMaxSize(64)(image=image)["image"].shape[:2]
    moved = [F.elastic_transform(image, 20, 5, 3, random_state=random.Random(seed)) for seed in (1, 1, 2)]
    assert (moved[0] == moved[1]).all()
    assert (moved[0] != moved[2]).any()
    with pytest.raises(TypeError, match=r"random_state must be a generator, for example self\.py_random, got None"):
        F.elastic_transform(image, 20, 5, 3)
    gray = np.zeros((5, 4, 1), np.uint8)
    assert F.preserve_channel_dim(lambda img: img[..., 0])(gray).shape == (5, 4, 1)


def test_a_keypoint_of_the_first_releases_is_scaled():
    from augrepro.augmentations.functional import keypoint_scale
    from augrepro.augmentations.geometric.functional import keypoint_scale as in_geometric

    assert keypoint_scale is in_geometric
    assert keypoint_scale((3, 4, 0.5, 2, "eye"), 2.0, 0.5) == (6, 2, 0.5, 4)
    with pytest.raises(ValueError, match=r"keypoint must be \(x, y, angle, scale\), got \(3, 4\)"):
        keypoint_scale((3, 4), 1, 1)


def test_a_constructor_is_read_by_its_schema():
    pydantic = pytest.importorskip("pydantic")
    from augrepro.core.pydantic import SymmetricRangeType
    from augrepro.core.transforms_interface import BaseTransformInitSchema

    class Tint(A.ImageOnlyTransform):
        class InitSchema(BaseTransformInitSchema):
            limit: SymmetricRangeType

        def __init__(self, limit=3, p=0.5):
            super().__init__(p=p)
            self.limit = limit

        def apply(self, img, **params):
            return img

    assert Tint(5).limit == (-5, 5)
    assert Tint().limit == (-3, 3)
    assert Tint().get_transform_init_args_names() == ("limit", "p")
    with pytest.raises(pydantic.ValidationError, match="limit"):
        Tint("wide")


def test_pipelines_in_folders(tmp_path, monkeypatch):
    pipeline = A.Compose([A.Rotate(30)], seed=3)
    pipeline.save_pretrained(tmp_path / "model")
    assert (tmp_path / "model" / "albumentations_config_eval.json").exists()
    assert A.Compose.from_pretrained(tmp_path / "model") == pipeline
    with pytest.raises(FileNotFoundError, match=r"has no albumentations_config_train.json, which save_pretrained"):
        A.Compose.from_pretrained(tmp_path / "model", key="train")
    with pytest.raises(ValueError, match="key must be one of train, eval"):
        pipeline.save_pretrained(tmp_path, key="../up")
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ModuleNotFoundError, match="needs: pip install huggingface_hub"):
        A.Compose.from_pretrained("someone/model")


def test_no_op_takes_the_arguments_of_what_it_stands_for():
    with pytest.warns(UserWarning, match="'limit' are not valid for transform NoOp: it changes nothing"):
        assert A.NoOp(limit=30, p=1).p == 1
    many = {f"k{number}": number for number in range(30)}
    with pytest.warns(UserWarning, match=r"'k16', 'k17', \(and 20 more\)"):
        A.NoOp(**many)


def test_names_of_targets():
    from augrepro.core.type_definitions import ALL_TARGETS, Targets

    assert A.GaussNoise()._targets == (Targets.IMAGE, Targets.VOLUME)
    assert A.Affine()._targets == ALL_TARGETS
    assert "Targets:\n    volume, mask3d, keypoints" in A.Pad3D.__doc__
