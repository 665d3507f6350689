"""Laws of plans, for every transform: JSON both ways, replay equal to the call, settings both ways."""

from __future__ import annotations

import inspect
import json
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from catalogue import BUILT, BUILT_VOLUMETRIC, CATALOGUE, REFERENCES, VOLUMETRIC, made
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import picture, plain_copy, same, striped_mask

import augrepro as A
from augrepro.engine.declare.registry import OPS, TRANSFORMS
from augrepro.engine.op import Grade, Op
from augrepro.engine.transform import Transform
from augrepro.ops.rules import rewrite

ALL = BUILT + BUILT_VOLUMETRIC
IDS = [f"{name}-{kind}" for name, kind, _ in ALL]
SIGNATURES = json.loads((Path(__file__).parents[1] / "data" / "albumentations-2.0.8-signatures.json").read_text())
each = pytest.mark.parametrize(("name", "kind", "arguments"), ALL, ids=IDS)


def sample(dtype="uint8", name=None):
    """An image with mask, boxes and keypoints; for a transform of volumes a volume with its own mask instead."""
    if name in VOLUMETRIC:
        planes = {
            "volume": np.stack([picture(24, 32, dtype=dtype, seed=seed) for seed in range(5)]),
            "mask3d": np.stack([striped_mask(24, 32)] * 5),
        }
        return planes | {key: value for key, value in sample().items() if key not in ("image", "mask")}
    return {
        "image": picture(24, 32, dtype=dtype),
        "mask": striped_mask(24, 32),
        "bboxes": np.array([[4.0, 3.0, 20.0, 18.0], [8.0, 6.0, 30.0, 22.0]]),
        "keypoints": np.array([[5.0, 4.0, 30.0, 2.0], [16.0, 12.0, 200.0, 1.0]]),
        **REFERENCES,
    }


def pipeline(name, arguments, cls=A.Compose, **more):
    return pipeline_of(made(name, arguments), cls, **more)


def pipeline_of(transform, cls=A.Compose, **more):
    return cls(
        [transform],
        bbox_params=A.BboxParams("pascal_voc"),
        keypoint_params=A.KeypointParams("xyas", remove_invisible=False),
        seed=137,
        **more,
    )


def test_the_catalogue_is_complete():
    known = {
        name
        for name, cls in TRANSFORMS.items()
        if issubclass(cls, Transform) and cls.__module__.startswith("augrepro.")
    }
    assert known - {"ToTensorV2", "ToTensor3D"} == {*CATALOGUE, *VOLUMETRIC}


@each
def test_every_plan_is_told_in_words_and_every_difference_is_found(name, kind, arguments):
    pipe = pipeline(name, arguments)
    plans = [pipe.draw_plan(**sample(name=name)) for _ in range(3)]
    for plan in plans:
        text = str(plan)
        assert len(text.splitlines()) == max(1, len(plan.turns()))
        assert not re.search(r"object at|Annotated|<|\bNone\b|[A-Z]\w+\(", text), text
        assert all(len(line) < 400 for line in text.splitlines()), text
        changes = A.plan_changes(plans[0], plan)
        alike = [step.op.to_dict() for step in plan.steps] == [step.op.to_dict() for step in plans[0].steps]
        assert bool([line for line in changes if not line.startswith("drawn from key")]) != alike, changes
        assert A.plan_changes(plan, A.Plan.from_json(plan.to_json())) == []


@each
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_apply_plan_equals_the_drawn_call(name, kind, arguments, dtype):
    drawing, calling = pipeline(name, arguments), pipeline(name, arguments)
    for _ in range(3):
        data = sample(dtype, name)
        before = plain_copy(data)
        plan = drawing.draw_plan(**data)
        expected = calling(**data)
        assert same(drawing.apply_plan(plan, **data), expected)
        again = A.Plan.from_json(plan.to_json())
        assert again == plan
        assert same(drawing.apply_plan(again, **data), expected)
        assert same(data, before)


@each
def test_replay_compose_replays(name, kind, arguments):
    transform = pipeline(name, arguments, A.ReplayCompose)
    for _ in range(2):
        result = transform(**sample(name=name))
        record = json.loads(json.dumps(result.pop("replay")))
        assert same(A.ReplayCompose.replay(record, **sample(name=name)), result)


@each
def test_a_plan_is_small_json(name, kind, arguments):
    plan = pipeline(name, arguments).draw_plan(**sample(name=name))
    assert len(plan.to_json()) < 1500
    assert plan.shape == (24, 32, 3, 5 if name in VOLUMETRIC else None)
    assert all(step.transform == name for step in plan.steps)


@each
def test_settings_survive_to_dict_and_from_dict(name, kind, arguments):
    transform = made(name, arguments, p=0.7)
    again = A.from_dict(json.loads(json.dumps(A.to_dict(transform))))
    assert again == transform
    assert type(again) is type(transform)
    assert repr(again) == repr(transform)
    assert pickle.loads(pickle.dumps(transform)) == transform


@each
def test_a_key_that_a_file_leaves_out_is_the_constructors_default(name, kind, arguments):
    data = A.to_dict(made(name, arguments, p=0.7))
    for key in set(data["transform"]) - {"__class_fullname__"}:
        less = data | {"transform": {other: value for other, value in data["transform"].items() if other != key}}
        given = {other: value for other, value in {**arguments, "p": 0.7}.items() if other != key}
        try:
            expected = getattr(A, name)(**given)
        except (TypeError, ValueError):
            with pytest.raises(A.PlanError):
                A.from_dict(less)
        else:
            assert A.from_dict(less) == expected


@pytest.mark.parametrize(
    ("name", "arguments"),
    [(name, arguments) for name, _, arguments in ALL if {type(v) for v in arguments.values()} & {tuple, list, dict}],
)
def test_arguments_that_change_later_change_no_transform(name, arguments):
    given = json.loads(json.dumps(arguments))
    transform = made(name, given)
    for value in given.values():
        if isinstance(value, list | dict):
            value.clear()
    assert transform == made(name, arguments)
    assert same(pipeline_of(transform)(**sample(name=name)), pipeline(name, arguments)(**sample(name=name)))


def test_lists_that_change_later_change_no_pipeline():
    children, labels, targets = [A.RandomGamma(p=1.0)], ["labels"], {"image2": "image"}
    kept = [A.Compose(list(children), A.BboxParams("coco", list(labels)), additional_targets=dict(targets), seed=1)]
    kept += [A.Compose(children, A.BboxParams("coco", labels), additional_targets=targets, seed=1) for _ in range(2)]
    children.append(A.HorizontalFlip(p=1.0))
    labels.clear()
    targets.clear()
    boxes = {"bboxes": [[1.0, 2.0, 3.0, 4.0]], "labels": ["a"]}
    one, two, three = (transform(image=picture(9, 9), image2=picture(9, 9), **boxes) for transform in kept)
    assert same(one, two)
    assert same(one, three)


@each
def test_arguments_are_kept_under_their_names(name, kind, arguments):
    transform = made(name, arguments)
    assert set(arguments) <= set(transform.get_transform_init_args_names())
    assert transform.replaced() == transform
    assert transform.replaced(p=0.25).p == 0.25
    if arguments and kind == "own":
        assert made(name, (CATALOGUE | VOLUMETRIC)[name][0]) != transform


@each
def test_every_op_of_a_plan_is_a_value(name, kind, arguments):
    one, other = (pipeline(name, arguments).draw_plan(**sample(name=name)) for _ in range(2))
    for mine, theirs in zip(one.ops, other.ops, strict=True):
        assert mine == theirs
        assert hash(mine) == hash(theirs)
        assert Op.from_dict(json.loads(json.dumps(mine.to_dict()))) == mine


@each
def test_applied_parameters_are_json(name, kind, arguments):
    result = pipeline(name, arguments, save_applied_params=True)(**sample(name=name))
    assert json.loads(json.dumps(result["applied_transforms"])) == [list(pair) for pair in result["applied_transforms"]]


TONES = [row for row in BUILT if row[0] not in ("FromFloat", "Normalize")]
"""What may follow each other: few transforms take the uint16 of FromFloat, or values that are normalized."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TONES), max_size=5), st.integers(0, 99))
def test_plans_of_random_pipelines_survive_json_and_replay(chosen, seed):
    children = [child for name, _, arguments in chosen for child in (A.PadIfNeeded(40, 40), made(name, arguments, 0.7))]
    transform = A.Compose(children, bbox_params=A.BboxParams("pascal_voc"), seed=seed)
    data = {key: value for key, value in sample().items() if key != "keypoints"}
    plan = A.Compose(children, bbox_params=A.BboxParams("pascal_voc"), seed=seed).draw_plan(**data)
    assert A.Plan.from_json(plan.to_json()) == plan
    assert same(transform.apply_plan(A.Plan.from_json(plan.to_json()), **data), transform(**data))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TONES), max_size=3), st.integers(0, 99))
def test_rewritten_ops_survive_json_too(chosen, seed):
    children = [child for name, _, arguments in chosen for child in (A.PadIfNeeded(40, 40), made(name, arguments, 0.7))]
    plan = A.Compose(children, seed=seed).draw_plan(image=picture(40, 40), mask=striped_mask(40, 40), **REFERENCES)
    for op in rewrite(plan.ops, 40, 40):
        assert Op.from_dict(json.loads(json.dumps(op.to_dict()))) == op


def test_a_plan_file_round_trip(tmp_path):
    plan = pipeline("Affine", {"rotate": (-30, 30)}).draw_plan(**sample())
    plan.save(tmp_path / "plan.json")
    assert A.Plan.load(tmp_path / "plan.json") == plan


def test_a_plan_fits_every_target_that_comes_later():
    plan = pipeline("RandomCrop", {"height": 10, "width": 12}).draw_plan(image=picture(24, 32))
    out = A.Compose([]).apply_plan(plan, image=picture(24, 32, seed=3), mask=striped_mask(24, 32))
    op = plan.ops[0]
    assert np.array_equal(out["image"], picture(24, 32, seed=3)[op.y_min : op.y_max, op.x_min : op.x_max])
    assert np.array_equal(out["mask"], striped_mask(24, 32)[op.y_min : op.y_max, op.x_min : op.x_max])


@pytest.mark.parametrize("name", sorted(OPS))
def test_every_op_declares_its_grades_and_says_what_it_does(name):
    cls = OPS[name]
    assert cls.uint8_grade in Grade
    assert cls.float_grade in Grade
    assert (cls.__doc__ or "").rstrip().endswith((".", ".)"))
    if name != "Opaque":
        assert isinstance(cls.fields, dict)


def test_every_transform_is_held_to_a_signature():
    missing = sorted({*CATALOGUE, *VOLUMETRIC} - set(SIGNATURES["transforms"]))
    assert not missing, f"add the constructors of {missing} to tests/data/albumentations-2.0.8-signatures.json"


@pytest.mark.parametrize("name", sorted(SIGNATURES["transforms"]))
def test_constructors_have_albumentations_names_order_and_defaults(name):
    cls = getattr(A, name)
    expected = SIGNATURES["transforms"][name]
    found = [p for p in inspect.signature(cls).parameters.values() if p.name != "self" and p.kind is not p.VAR_KEYWORD]
    positional = [p for p in found if p.kind is p.POSITIONAL_OR_KEYWORD]
    ours = [p.name for p in positional]
    assert ours[: len(expected)] == list(expected)
    assert set(ours[len(expected) :]) <= {"name"}, "what is ours alone is keyword-only, or the name"
    for parameter in positional[: len(expected)]:
        default = expected[parameter.name]
        if default == "required":
            assert parameter.default is parameter.empty, parameter.name
            continue
        ours_ = list(parameter.default) if isinstance(parameter.default, tuple) else parameter.default
        assert ours_ == default or _coerced_alike(cls, parameter.name, ours_, default), parameter.name


def _coerced_alike(cls, argument, ours, theirs):
    """Another spelling of the same default: 0.0 for (0.0, 0.0) where the field takes both."""
    if not issubclass(cls, Transform):
        return False
    needed = (CATALOGUE | VOLUMETRIC).get(cls.__name__, ({},))[0]
    return cls(**(needed | {argument: ours})) == cls(**(needed | {argument: theirs}))
