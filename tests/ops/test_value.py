"""Values: annotated fields give constructor, equality, hash, repr and JSON both ways."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Annotated, ClassVar

import pytest

import augrepro as A
from augrepro.engine.declare.kinds import AtLeast
from augrepro.engine.declare.registry import OPS
from augrepro.engine.op import Op, Value, value


@value
class Paint(Value):
    """A nested value."""

    unit: ClassVar[str] = "percent"

    color: tuple[float, ...] = (0.0,)
    layers: Annotated[int, AtLeast(1)] = 1


@pytest.fixture
def brush():
    @value
    class Brush(Op):
        """An op with a field of each sort."""

        size: Annotated[int, AtLeast(1)]
        paint: Paint = Paint()
        soft: bool = False

    yield Brush
    del OPS["Brush"]


def test_fields_are_the_annotations_less_the_class_variables(brush):
    assert list(Paint.fields) == ["color", "layers"]
    assert list(brush.fields) == ["size", "paint", "soft"]
    assert brush.defaults == {"paint": Paint(), "soft": False}


def test_positions_names_and_defaults(brush):
    assert brush(3, Paint((1.0,)), True) == brush(soft=True, size=3, paint=Paint(color=(1.0,)))
    assert brush(3) == brush(3, Paint((0.0,), 1), False)
    assert brush(3) != brush(3, Paint(layers=2))
    assert len({brush(3), brush(3), brush(4)}) == 2
    assert repr(brush(3)) == "Brush(size=3, paint=Paint(color=(0.0,), layers=1), soft=False)"
    with pytest.raises(AttributeError, match="Paint is a value"):
        brush(3).paint.layers = 2


def test_json_both_ways(brush):
    op = brush(3, Paint((1.0, 2.0), 4), True)
    data = {"op": "Brush", "size": 3, "paint": {"color": [1.0, 2.0], "layers": 4}, "soft": True}
    assert op.to_dict() == data
    assert Op.from_dict(data) == op
    assert op.applied() == {name: part for name, part in data.items() if name != "op"}


def test_a_plan_stored_before_a_field_was_added_still_reads(brush):
    assert Op.from_dict({"op": "Brush", "size": 3}) == brush(3)
    assert Op.from_dict({"op": "Brush", "size": 3, "paint": {"layers": 2}}) == brush(3, Paint(layers=2))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Brush lacks size"),
        ({"size": 3, "pant": {}}, "Brush has no field 'pant'; did you mean 'paint'"),
        ({"size": 0}, "Brush.size must be a whole number >= 1, got 0"),
        ({"size": 3, "paint": {"layers": 0}}, r"Brush.paint: Paint.layers must be a whole number >= 1, got 0"),
        ({"size": 3, "paint": 4}, "Brush.paint: Paint must be an object with color, layers, got 4"),
        ({"size": 3, "paint": {"colour": []}}, "Brush.paint: Paint has no field 'colour'; did you mean 'color'"),
    ],
)
def test_what_is_wrong_is_named(brush, given, message):
    with pytest.raises(A.PlanError, match=message):
        Op.from_dict({"op": "Brush", **given})


def test_a_value_may_be_read_off_a_declaration():
    assert Paint.of(SimpleNamespace(layers=2, color=(9.0,), other=1)) == Paint((9.0,), 2)


def test_inherited_fields_come_first(brush):
    @value
    class Fine(brush):
        """A brush with one field more."""

        grain: float = 0.5

    del OPS["Fine"]
    assert Fine(3, Paint(), True, 0.25).to_dict()["grain"] == 0.25
    assert list(brush.fields) == ["size", "paint", "soft"]


def test_a_field_without_default_behind_one_with_a_default_is_refused():
    with pytest.raises(TypeError, match="Wrong: a field without a default stands behind one with a default"):

        @value
        class Wrong(Value):
            """Wrong."""

            one: int = 1
            two: int


def test_values_cost_less_than_frozen_dataclasses():
    def cost(decorate):
        start = time.process_time()
        for _ in range(40):
            decorate(type("Some", (Value,), {"__annotations__": {"a": int, "b": float, "c": bool}, "c": True}))
        return time.process_time() - start

    ours, theirs = (min(cost(way) for _ in range(3)) for way in (value, dataclass(frozen=True, eq=False)))
    assert ours < theirs / 2
