"""The import lines of public projects, with ``albumentations`` written as ``augrepro.compat``."""

from __future__ import annotations

import importlib
import importlib.util
from unittest.mock import patch

import pytest

import augrepro.compat as A
from augrepro.engine.declare.former_modules import MODULES

LINES = [
    ("augmentations.transforms", "Blur"),
    ("augmentations.transforms", "Cutout"),
    ("augmentations.geometric.transforms", "ShiftScaleRotate"),
    ("augmentations.geometric.resize", "LongestMaxSize"),
    ("augmentations.crops.transforms", "RandomCrop"),
    ("augmentations.dropout.coarse_dropout", "CoarseDropout"),
    ("core.composition", "OneOf"),
    ("core.composition", "BaseCompose"),
    ("core.transforms_interface", "ImageOnlyTransform"),
    ("core.transforms_interface", "DualTransform"),
    ("imgaug.transforms", "IAASharpen"),
    ("pytorch", "ToTensorV2"),
    ("pytorch.transforms", "ToTensorV2"),
]


@pytest.mark.parametrize(("path", "name"), LINES)
def test_a_former_import_line_gives_the_name_of_compat(path, name):
    found = getattr(importlib.import_module(f"augrepro.compat.{path}"), name)
    assert found is getattr(A, name, None) or found is getattr(A.pytorch, name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("augmentations.crops.functional", "random_crop"),
        ("augmentations.geometric.functional", "rot90"),
        ("core.bbox_utils", "filter_bboxes"),
        ("core.transforms_interface", "to_tuple"),
    ],
)
def test_functions_are_those_of_augrepro(path, name):
    found = getattr(importlib.import_module(f"augrepro.compat.{path}"), name)
    assert found is getattr(importlib.import_module(f"augrepro.{path}"), name)


def test_paths_are_attributes_too():
    assert A.pytorch.transforms.ToTensorV2 is A.ToTensorV2
    assert A.augmentations.geometric.transforms.Affine is A.Affine


def test_every_former_path_is_found_and_says_what_it_lacks():
    for path in MODULES:
        assert importlib.util.find_spec(f"augrepro.compat.{path}") is not None
    with pytest.raises(AttributeError, match="Blurr"):
        _ = A.augmentations.transforms.Blurr


def test_a_function_that_is_patched_by_its_path_is_patched_where_it_is_called():
    from augrepro.core import hub_mixin

    before = hub_mixin.hf_hub_download
    with patch("augrepro.compat.core.hub_mixin.hf_hub_download", return_value="x") as download:
        assert hub_mixin.hf_hub_download is download
        assert A.core.hub_mixin.hf_hub_download is download
    assert hub_mixin.hf_hub_download is A.core.hub_mixin.hf_hub_download is before
    with patch("augrepro.compat.core.composition.Compose") as compose:
        assert A.core.composition.Compose is compose
    assert A.core.composition.Compose is A.Compose


@pytest.mark.parametrize(
    "name", ["to_tuple", "preserve_shape", "longest_max_size", "hflip", "bbox_hflip", "center_crop"]
)
def test_functions_that_1_3_had_at_its_top(name):
    import augrepro.compat as here

    assert callable(getattr(here, name))
    assert here.transforms.Blur is here.Blur
    assert not hasattr(here, "no_such_function")
