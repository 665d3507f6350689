"""One call as an earlier release understood it, as a call of today that the library has accepted."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from inspect import Parameter, signature
from typing import Any

from ..engine.declare.albumentations import not_here, unknown_argument
from ..engine.declare.calls import Call, todays_call
from ..engine.declare.choices import sides_from_three
from ..engine.declare.former_names import CLASSES
from ..engine.declare.places import PLACES, by_place
from ..engine.declare.registry import LATER, TRANSFORMS
from ..engine.declare.releases import BECOMES, RULES, Untranslatable, modern
from ..engine.declare.rules import Arguments, Release
from ..engine.protocol.basic import BasicTransform, DualTransform, ImageOnlyTransform, Transform3D
from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams
from .effects import other_effects
from .findings import Kind, Problem
from .values import Uncertain, Unknown, code_of, known, same

CHOOSING = frozenset(("OneOf", "OneOrOther", "RandomOrder", "SomeOf"))
"""Groups that run a chosen child whatever its p says."""
PARAMS: Mapping[str, type] = {"BboxParams": BboxParams, "KeypointParams": KeypointParams}
BASES: Mapping[str, type] = {
    cls.__name__: cls for cls in (BasicTransform, DualTransform, ImageOnlyTransform, Transform3D)
}


PASSED_OVER: Mapping[str, Mapping[str, Release]] = {"ElasticTransform": {"alpha_affine": (1, 4, 12)}}
"""Arguments that releases passed over from one on, and that act today."""


def class_of(name: str) -> type | None:
    """The class of that name, None where there is none or where its extra is not installed."""
    return TRANSFORMS.get(name) or PARAMS.get(name) or BASES.get(name)


def is_class(name: str) -> bool:
    """Whether calls of that name can be translated."""
    return class_of(name) is not None or name in LATER


def translated(
    name: str,
    given: Arguments,
    release: Release,
    group: str | None = None,
    inside: bool = False,
    flags: bool = True,
    on_compat: bool = False,
    floats: bool = False,
) -> Call:
    """Today's call for an earlier one; Problem where there is none, or where only a run of the program knows it.

    ``group`` is the group whose child the call is; those that choose ran their choice whatever its p said. ``inside``
    is for a call of ``__init__`` by a subclass, which must keep its class and builds nothing by itself. ``flags`` lets
    an argument of the answer be an expression of Python that asks an unknown flag. ``on_compat`` is for calls of
    ``augrepro.compat``, where what releases passed over has the meaning that it had before. Numbers whose meaning the
    dtype of images decided are read for bytes, or with ``floats`` for float images.
    """
    over = [] if on_compat else [key for key in PASSED_OVER.get(name, {}) if release >= PASSED_OVER[name][key]]
    if over := [key for key in over if key in given]:
        kept = {key: given[key] for key in given if key not in over}
        call = translated(name, kept, release, group, inside, flags, floats=floats)
        words = f"{name}: {', '.join(over)} did nothing in that release and is left out; today it acts again"
        return replace(call, notes=(*call.notes, words))
    given = dict(given)
    if name == "Sequential" and release < (1, 4, 4) and group not in CHOOSING:
        given["p"] = 1.0  # its p was only its weight in a group that chooses
    if group in CHOOSING and release < (2, 0, 0):
        given.pop("always_apply", None)
    try:
        call = _by_table(name, given, release, flags, floats)
    except Uncertain as error:
        raise Problem(
            Kind.LOOK, f"{name}: {error}", "write its value out, or keep this call on augrepro.compat", at_run_time=True
        ) from None
    except Untranslatable as error:
        if not error.without:
            cure = "write what you mean with today's transforms"
            raise Problem(Kind.CANNOT, f"{name}: {error}", cure) from None
        call = translated(name, {**given, **error.without}, release, group, inside, flags, floats=floats)
        lost = f"{name}: {', '.join(error.without)} has no equal today and is left out: {error}"
        return replace(call, notes=(*call.notes, lost))
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise Problem(Kind.LOOK, f"{name}: {error}", "correct the arguments", at_run_time=True) from None
    if inside and call.name != name:
        raise Problem(Kind.LOOK, f"{name} is {call.name} today", f"derive from {call.name}")
    _accepted(call, build=not inside)
    call = replace(call, notes=(*call.notes, *other_effects(name, given, release, floats)))
    if name == "SomeOf" and release < (2, 0, 6):
        words = (
            "SomeOf chose by the p of its children, which then always ran; today it chooses evenly, and each has its p"
        )
        return replace(call, notes=(*call.notes, words))
    return call


def is_former(name: str, key: str) -> bool:
    """Whether an argument of a class is one that 2.0.8 does not know."""
    return key not in parameters_of(name) or key in PASSED_OVER.get(name, ())


def _by_table(name: str, given: Arguments, release: Release, flags: bool, floats: bool) -> Call:
    """The table's answer; for a flag of the program, both answers and the flag between them."""
    if name == "Flip":
        return todays_call(name, (), given, (), release)
    try:
        return Call(*modern(name, given, release, on_bytes=not floats))
    except Uncertain as error:
        if not error.truth or not flags:
            raise
        flag = error.value
    yes, no = (
        Call(*modern(name, {k: _assumed(v, flag, truth) for k, v in given.items()}, release, on_bytes=not floats))
        for truth in (True, False)
    )
    if yes.name != no.name:
        raise Uncertain(flag)
    defaults = parameters_of(yes.name)
    merged: Arguments = {}
    for key in (*no.arguments, *(key for key in yes.arguments if key not in no.arguments)):
        ends = []
        for side in (yes, no):
            if key not in side.arguments and (key not in defaults or defaults[key].default is Parameter.empty):
                raise Uncertain(flag)
            ends.append(side.arguments[key] if key in side.arguments else defaults[key].default)
        first, second = ends
        merged[key] = (
            first if same(first, second) else Unknown(f"{code_of(first)} if {flag.code} else {code_of(second)}")
        )
    return Call(yes.name, merged)


def _assumed(value: Any, flag: Unknown, truth: bool) -> Any:
    return Unknown(value.code, truth) if type(value) is Unknown and value.code == flag.code else value


def parameters_of(name: str) -> Mapping[str, Parameter]:
    cls = class_of(name)
    return {} if cls is None else signature(cls).parameters


def _accepted(call: Call, build: bool) -> None:
    """Problem for a call that the library would refuse."""
    cls = class_of(call.name)
    if cls is None:
        if call.name in LATER:
            return
        raise missing(call.name)
    parameters = parameters_of(call.name)
    for name in call.arguments:
        if name not in parameters:
            raise Problem(
                Kind.LOOK, unknown_argument(cls, name, parameters), "drop it, or write what it meant", at_run_time=True
            )
    missed = [
        name
        for name, each in parameters.items()
        if each.default is Parameter.empty
        and each.kind not in (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
        and name not in call.arguments
    ]
    if missed:
        raise Problem(Kind.LOOK, f"{call.name} needs {missed[0]!r}", f"give {missed[0]}=", at_run_time=True)
    if build and known(call.arguments):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cls(**call.arguments)
        except (TypeError, ValueError) as error:
            words = str(error).splitlines()[0]
            raise Problem(Kind.LOOK, f"{call.name} refuses this: {words}", "correct the arguments") from None


def has_former_arguments(name: str, release: Release) -> bool:
    """Whether a class took arguments by name, or in places, that it takes otherwise today; before 2.0."""
    if release >= (2, 0, 0) or name == "Compose":
        return False
    today = [each.name for each in parameters_of(name).values() if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
    then = [place for place in PLACES.get(name, " ".join(today)).split() if place != "always_apply"]
    rules = [rule for rule in RULES.get(name, ()) if rule is not sides_from_three]
    return bool(rules) or name in BECOMES or then[:-1] != today[: len(then) - 1]


def missing(name: str) -> Problem:
    """The problem of a name that is not here."""
    cure = "write it out, or take it from a package that has it"
    if CLASSES.get(name):
        cure = f"write {CLASSES[name]}"
    elif name[:1].isupper():
        cure = "write it as a custom transform"
    return Problem(Kind.CANNOT, f"augrepro has no {name!r}{not_here(name, [*TRANSFORMS, *LATER])}", cure)


def by_name(name: str, values: Sequence[Any], release: Release) -> list[str]:
    """The names of the arguments that stood first in that release; Problem where that is not known."""
    today = [
        each.name
        for each in parameters_of(name).values()
        if each.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    ]
    if release >= (2, 0, 0):
        found = dict(zip(today, values, strict=False)) if len(values) <= len(today) else None
    else:
        try:
            found = by_place(name, values, today, release)
        except Uncertain as error:
            words = f"{name} is given arguments by position, and {error}"
            raise Problem(Kind.LOOK, words, "give them by name", at_run_time=True) from None
    if found is None:
        raise Problem(Kind.LOOK, f"{name} is given too many arguments by position", "give them by name", True)
    return list(found)
