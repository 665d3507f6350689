"""Plans of earlier formats keep their meaning: stored ones, at least one for each op, replay to stored digests.

The digests were made by the code that wrote the plans, but for two whose warps read another 32nd of a pixel in a few
places since their maps are float32, two whose keypoints turn and grow with an elastic field since then, and six whose
warps of bytes round half to even.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import pytest
from samples import digest

import augrepro as A
from augrepro.engine.declare.kinds import Resampling
from augrepro.engine.declare.registry import OPS
from augrepro.ops import former
from augrepro.ops.look import Sampling

DATA = Path(__file__).parents[1] / "data"
STORED = json.loads((DATA / "plans-format-1.json").read_text())
RESAMPLING = json.loads((DATA / "plans-format-2.json").read_text())
"""Plans of format 2, in which interpolation 1 of bytes was OpenCV's bit-exact variant."""


def sample():
    """Image, mask, box and keypoint of 45 x 61, made by integers alone."""
    y, x = np.mgrid[:45, :61]
    image = np.stack([(5 * x + 3 * y + 40 * c + x * y // (7 + c)) % 256 for c in range(3)], -1).astype(np.uint8)
    mask = ((x + 2 * y) // 17 % 4).astype(np.uint8)
    return {"image": image, "mask": mask, "bboxes": [[10.0, 8.0, 40.0, 33.0]], "keypoints": [[31.0, 20.0, 30.0, 2.0]]}


def others():
    """Another sample, for the plans that mix one in."""
    given = sample()
    other = {"image": given["image"][::-1, 5:].copy(), "mask": given["mask"][::-1, 5:].copy()}
    return {"mosaic_metadata": [other], "overlay_metadata": [{"image": other["image"], "bbox": [0.1, 0.2, 0.6, 0.9]}]}


def replayed(plan, **beside):
    """What a plan makes of the sample: digests of the pixels, and boxes and keypoints to six digits."""
    if "Tensor" in names(plan):
        pytest.importorskip("torch")
    params = {"bbox_params": A.BboxParams("pascal_voc"), "keypoint_params": A.KeypointParams("xyas")}
    out = A.Compose([], **params).apply_plan(A.Plan.from_dict(plan), **sample(), **beside)
    found = {name: digest(np.asarray(out[name])) for name in ("image", "mask")}
    return {
        **found,
        **{name: [[float(f"{x:.6g}") for x in row] for row in out[name]] for name in ("bboxes", "keypoints")},
    }


def names(data):
    """Every op's name in a plan, nested ones too."""
    if isinstance(data, list):
        return {name for item in data for name in names(item)}
    if not isinstance(data, dict):
        return set()
    return {name for item in data.values() for name in names(item)} | ({data["op"]} if "op" in data else set())


@pytest.mark.parametrize("case", STORED)
def test_a_plan_of_format_1_replays_to_what_it_was(case):
    plan, seen = STORED[case]["plan"], STORED[case]["seen"]
    assert replayed(plan) == seen


@pytest.mark.parametrize("case", RESAMPLING)
def test_a_plan_of_format_2_replays_to_what_it_was(case):
    plan, seen = RESAMPLING[case]["plan"], RESAMPLING[case]["seen"]
    assert plan["plan"] == 2
    assert replayed(plan, **others()) == seen
    assert replayed({**plan, "plan": 3}, **others()) != seen, "today's linear has other bytes"
    written = A.Plan.from_dict(plan).to_dict()
    assert replayed(written, **others()) == seen


def test_every_op_that_resamples_has_a_stored_plan_of_format_2():
    stored = set().union(*(names(row["plan"]) for row in RESAMPLING.values()))
    assert stored - {"Window"} == {*former.RESAMPLED, *former.SAMPLED}
    found = set()
    for op in OPS.values():
        kinds = [(field, kind) for field, kind in get_type_hints(op, include_extras=True).items()]
        found |= {op.__name__ for _, kind in kinds if Resampling in (kind, *get_args(kind)) or kind is Sampling}
    assert found - {"ChromaticShift"} == {*former.RESAMPLED, *former.SAMPLED}, "a warp reads linearly in one way alone"


def test_what_a_plan_of_format_2_leaves_out_has_its_former_meaning():
    step = {"path": "x", "op": "Resample", "height": 4, "width": 5}
    plan = A.Plan.from_dict({"plan": 2, "shape": [9, 9, 3], "steps": [step]})
    assert plan.ops[0].sampling.interpolation == 5


@pytest.mark.parametrize("case", STORED)
def test_it_is_written_in_the_format_of_today(case):
    plan = A.Plan.from_dict(STORED[case]["plan"])
    written = plan.to_dict()
    assert written["plan"] > STORED[case]["plan"]["plan"]
    assert A.Plan.from_dict(written) == plan


def test_every_op_of_format_1_has_a_stored_plan():
    stored = set().union(*(names(row["plan"]) for row in STORED.values()))
    assert set(former.NAMES) <= stored
    assert {former.NAMES.get(name, name) for name in stored} >= {*former.NESTED, *former.RENAMED}
    assert len(stored) == 28


@pytest.mark.parametrize("change", [{"border_mode": 0}, {"border_mode": 1}])
def test_a_field_read_wrongly_would_be_noticed(change):
    case = next(case for case, row in STORED.items() if "Pad" in names(row["plan"]))
    plan = json.loads(json.dumps(STORED[case]["plan"]))
    for step in plan["steps"]:
        step.update(change if step["op"] == "Pad" else {})
    assert replayed(plan) != STORED[case]["seen"]
