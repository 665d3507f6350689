"""The guide's "Saving and Loading Pipelines"; pickles and deep copies continue the sequence."""

from __future__ import annotations

import copy
import json
import pickle
import random
import subprocess
import sys

import numpy as np
import pytest
from children import varied
from samples import picture, same, scene, sequence

import augrepro as A

CHILD = """
import pickle, sys
from pathlib import Path
sys.path[:0] = [{path!r}]
from samples import sequence
import augrepro as A
source = Path(sys.argv[1])
transform = pickle.loads(source.read_bytes()) if source.suffix == ".pickle" else A.load(source)
print(" ".join(sequence(transform, 5)))
"""


def in_a_fresh_process(path):
    """The first five digests of the pipeline in that file, read by a new interpreter."""
    from pathlib import Path

    code = CHILD.format(path=str(Path(__file__).parents[1]))
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return run.stdout.split()


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_the_loaded_pipeline_has_the_same_seed_and_sequence(tmp_path, suffix):
    if suffix == "yaml":
        pytest.importorskip("yaml")
    path = tmp_path / f"augmentation_pipeline.{suffix}"
    A.save(varied(137), path, suffix)
    loaded = A.load(path)
    assert loaded.seed == 137
    assert sequence(loaded) == sequence(varied(137))


def test_the_guides_two_arguments_are_enough(tmp_path):
    path = str(tmp_path / "augmentation_pipeline.json")
    A.save(varied(137), path)
    assert sequence(A.load(path)) == sequence(varied(137))
    assert json.loads((tmp_path / "augmentation_pipeline.json").read_text())["transform"]["seed"] == 137


def test_a_file_is_read_in_a_fresh_process(tmp_path):
    A.save(varied(137), tmp_path / "pipeline.json")
    assert in_a_fresh_process(tmp_path / "pipeline.json") == sequence(varied(137), 5)


def test_a_reset_seed_is_what_is_saved(tmp_path):
    transform = varied(137)
    sequence(transform, 3)
    transform.set_random_seed(200)
    A.save(transform, tmp_path / "p.json")
    assert sequence(A.load(tmp_path / "p.json")) == sequence(varied(200))


def test_no_seed_is_saved_as_none(tmp_path):
    A.save(varied(None), tmp_path / "p.json")
    assert A.load(tmp_path / "p.json").seed is None


def test_a_seed_of_128_bits_survives(tmp_path):
    for name in ("p.json", "p.yaml"):
        A.save(varied(2**128 - 1), tmp_path / name, name[2:])
        assert A.load(tmp_path / name).seed == 2**128 - 1


def nested():
    """Every kind of group, names, all of Compose's arguments."""
    return A.Compose(
        [
            A.OneOf([A.HorizontalFlip(), A.VerticalFlip(p=0.2)], p=0.9),
            A.SomeOf([A.InvertImg(), A.RandomGamma(), A.Transpose()], n=(1, 2), p=0.8),
            A.RandomOrder([A.D4(), A.RandomBrightnessContrast()], n=2),
            A.OneOrOther(A.RandomGamma(p=1.0), A.InvertImg(p=1.0)),
            A.Sequential([A.PadIfNeeded(40, 40, fill=7), A.RandomCrop(20, 20)], p=1.0, name="window"),
            A.SelectiveChannelTransform([A.RandomGamma(p=1.0)], channels=[0, 2], p=0.5),
            A.Compose([A.Resize(18, 22, name="small")], seed=5),
        ],
        bbox_params=A.BboxParams("pascal_voc", ["labels"], min_area=2.0, min_visibility=0.1, clip=True),
        keypoint_params=A.KeypointParams("xy", ["names"], remove_invisible=False),
        additional_targets={"image2": "image", "depth": "mask"},
        p=0.9,
        is_check_shapes=False,
        strict=True,
        mask_interpolation=0,
        seed=137,
        save_applied_params=True,
    )


def test_every_group_and_argument_survives_to_dict_and_from_dict():
    pipeline = nested()
    data = A.to_dict(pipeline)
    again = A.from_dict(json.loads(json.dumps(data)))
    assert A.to_dict(again) == data
    assert repr(again) == repr(pipeline)
    for _ in range(20):
        assert same(again(**scene()), pipeline(**scene()))


def test_to_dict_has_albumentations_shape():
    data = A.to_dict(A.Compose([A.HorizontalFlip(p=0.25)], seed=3))
    assert set(data) >= {"__version__", "transform"}
    inner = data["transform"]
    assert inner["__class_fullname__"] == "Compose"
    assert inner["transforms"] == [{"__class_fullname__": "HorizontalFlip", "p": 0.25}]


def test_files_that_albumentations_saved_load():
    data = {
        "__version__": "2.0.8",
        "transform": {
            "__class_fullname__": "albumentations.core.composition.Compose",
            "p": 1.0,
            "seed": 137,
            "transforms": [
                {"__class_fullname__": "albumentations.augmentations.geometric.flip.HorizontalFlip", "p": 0.5},
                {"__class_fullname__": "RandomCrop", "height": 8, "width": 8, "p": 1.0},
            ],
            "bbox_params": None,
            "keypoint_params": None,
            "additional_targets": {},
            "is_check_shapes": True,
        },
    }
    loaded = A.from_dict(data)
    assert sequence(loaded) == sequence(A.Compose([A.HorizontalFlip(p=0.5), A.RandomCrop(8, 8)], seed=137))


def test_a_bare_transform_is_saved_too(tmp_path):
    A.save(A.RandomGamma((50, 90), p=0.3), tmp_path / "t.json")
    assert A.load(tmp_path / "t.json") == A.RandomGamma((50, 90), p=0.3)


@A.register("acme.Tint")
class Tint(A.ImageOnlyTransform):
    """A registered transform of somebody else's."""

    def __init__(self, strength=0.5, p=0.5):
        super().__init__(p)
        self.strength = strength

    def get_params(self):
        return {"by": self.py_random.uniform(0, self.strength)}

    def apply(self, img, by, **params):
        return (img * (1 - by)).astype(img.dtype)


def test_a_registered_class_of_your_own_loads(tmp_path):
    pipeline = A.Compose([Tint(0.9, p=1.0)], seed=1)
    A.save(pipeline, tmp_path / "p.json")
    assert "acme.Tint" in (tmp_path / "p.json").read_text()
    assert sequence(A.load(tmp_path / "p.json")) == sequence(A.Compose([Tint(0.9, p=1.0)], seed=1))


def test_a_class_that_nobody_registered_is_refused():
    class Unregistered(A.ImageOnlyTransform):
        pass

    with pytest.raises(A.PlanError, match="register"):
        A.from_dict(A.to_dict(A.Compose([Unregistered()])))


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))], ids=["deepcopy", "pickle"])
@pytest.mark.parametrize("calls", [0, 1, 5])
@pytest.mark.parametrize("seed", [137, None])
def test_copies_continue_the_sequence_exactly(copied, calls, seed):
    transform = varied(seed)
    sequence(transform, calls)
    twin = copied(transform)
    assert sequence(twin) == sequence(transform)


def test_copies_are_independent_afterwards():
    transform = varied(137)
    twin = copy.deepcopy(transform)
    sequence(twin, 5)
    assert sequence(transform) == sequence(varied(137))


def test_a_pickle_continues_in_a_fresh_process(tmp_path):
    transform = varied(137)
    sequence(transform, 3)
    (tmp_path / "t.pickle").write_bytes(pickle.dumps(transform))
    assert in_a_fresh_process(tmp_path / "t.pickle") == sequence(transform, 5)


def test_copies_of_given_generators_go_on_from_their_state():
    transform = varied()
    transform.set_random_state(np.random.default_rng(1), random.Random(1))
    sequence(transform, 3)
    twin = copy.deepcopy(transform)
    assert sequence(twin) == sequence(transform)


def test_copies_of_every_group_continue():
    transform = nested()
    for _ in range(3):
        transform(**scene())
    twin, other = copy.deepcopy(transform), pickle.loads(pickle.dumps(transform))
    for _ in range(5):
        expected = transform(**scene())
        assert same(twin(**scene()), expected)
        assert same(other(**scene()), expected)


def test_a_frozen_copy_stays_frozen():
    frozen = pickle.loads(pickle.dumps(varied().frozen()))
    assert len(set(sequence(frozen, 3))) == 1


def test_bare_transforms_copy():
    transform = A.RandomGamma((20, 300), p=1.0)
    transform.set_random_seed(3)
    sequence(transform, 2)
    for twin in (copy.deepcopy(transform), pickle.loads(pickle.dumps(transform))):
        assert twin == transform
        assert sequence(twin, 1) == sequence(copy.deepcopy(transform), 1)


def test_saving_leaves_the_pipeline_where_it_is(tmp_path):
    transform = varied(137)
    first = sequence(transform, 2)
    A.save(transform, tmp_path / "p.json")
    assert first + sequence(transform, 6) == sequence(varied(137), 8)
    assert same(picture(), picture())
