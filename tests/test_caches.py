"""Caches are bounded: what each call draws anew fills none of them with more than a few rows."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import tracemalloc
from functools import cache, lru_cache

import numpy as np

import augrepro as A
from augrepro.kernels import fields, scratch
from augrepro.pipeline.base import MOST_PATHS

MOST = 256
"""Rows of a cache that calls fill with what they draw."""
FEW_KEYS = {
    "augrepro.engine.declare.parse.parser": "annotations",
    "augrepro.engine.declare.refusals.expected": "annotations",
    "augrepro.ops.rules.rule_for": "classes of ops",
    "augrepro.kernels.bits.normal": "no arguments",
    "augrepro.kernels.bits.uniform": "no arguments",
    "augrepro.kernels.bits.laplace": "no arguments",
    "augrepro.kernels.stain.densities": "no arguments",
    "augrepro.kernels.stain.intensities": "no arguments",
    "augrepro.kernels.color._share": "three places and the hues",
    "augrepro.engine.chance.call_key.sample_source": "seeds and names of streams",
    "augrepro.migrate.source._children": "nodes of one file",
}
"""Caches without a bound, or with a larger one, and what their keys are."""

NOT_IMPORTED = (".__main__", ".hook.spawned", ".ray")
"""Modules that are programs, or that want a package that the tests do without."""


def caches():
    for module in pkgutil.walk_packages(A.__path__, "augrepro."):
        if not module.name.endswith(NOT_IMPORTED):
            importlib.import_module(module.name)
    found = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
    return {f"{each.__module__}.{each.__qualname__}": each for each in found if each.__module__.startswith("augrepro.")}


def too_large(found):
    sizes = {name: each.cache_parameters()["maxsize"] for name, each in found.items()}
    return {name for name, size in sizes.items() if size is None or size > MOST} - FEW_KEYS.keys()


def test_every_cache_is_bounded_or_has_few_keys():
    found = caches()
    assert len(found) > 20
    assert too_large(found) == set()


def test_a_cache_without_a_bound_is_found():
    assert too_large({"a": cache(abs), "b": lru_cache(maxsize=4096)(abs), "c": lru_cache(maxsize=8)(abs)}) == {"a", "b"}


def test_maps_and_shapes_that_no_call_repeats_are_kept_for_a_few_calls():
    pipe = A.Compose(
        [A.Rotate(p=1), A.ShiftScaleRotate(rotate_limit=0, p=1), A.HorizontalFlip(p=1)],
        A.BboxParams("pascal_voc"),
        A.KeypointParams("xy"),
        seed=1,
    )
    for side in range(40, 240):
        pipe(image=np.zeros((side, 40, 3), np.uint8), bboxes=[[3, 4, 30, 39]], keypoints=[(5, 6)])
    filled = {name: each.cache_info().currsize for name, each in caches().items()}
    assert filled["augrepro.engine.targets.geometry._upright"] == 64
    assert filled["augrepro.engine.targets.table.shape_from"] == 128


def test_fields_of_large_images_do_not_stay_after_the_call():
    steps = [A.ElasticTransform(p=1), A.PlasmaShadow(p=1), A.RandomFog(p=1), A.RandomSnow(method="texture", p=1)]
    steps += [A.Spatter(mode=mode, p=1) for mode in ("rain", "mud")]
    for step in steps:  # tables that do not grow with the image
        step(image=np.zeros((64, 64, 3), np.uint8))
    tracemalloc.start()
    try:
        for side in (1100, 1108):
            for step in steps:
                step(image=np.zeros((side, side, 3), np.uint8))
                gc.collect()
                assert tracemalloc.get_traced_memory()[0] < scratch.MOST_KEPT + 2**20, step
    finally:
        tracemalloc.stop()


def test_image_and_mask_share_a_large_field(monkeypatch):
    grown, grow = [], fields._field
    monkeypatch.setattr(fields, "_field", lambda *args: grown.append(args) or grow(*args))
    A.ElasticTransform(p=1)(image=np.zeros((1500, 1500, 3), np.uint8), mask=np.zeros((1500, 1500), np.uint8))
    assert len(grown) == 2  # along x and along y
    assert fields.displacement.cache_info().currsize == 0


def test_a_group_that_stands_in_ever_new_pipelines_keeps_few_paths():
    group = A.Sequential([A.HorizontalFlip(p=1)], p=1)
    image = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    for at in range(3 * MOST_PATHS):
        out = A.Compose([group], name=f"call {at}")(image=image)
        assert (out["image"] == image[:, ::-1]).all()
    assert len(group._turns) <= MOST_PATHS
