"""Groups as earlier releases ran them: SomeOf by weight, a Sequential's p, children that ran without their pipeline."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from ..engine.declare.calls import Call
from ..engine.declare.declared import Declared
from ..engine.declare.parse import is_sequence
from ..engine.declare.releases import ALONE_SINCE
from ..engine.declare.rules import Release
from ..engine.node import Node
from ..pipeline.base import BaseCompose
from ..pipeline.earlier import CHOOSING, draws_by_weight, too_many
from ..pipeline.groups import OneOf, OneOrOther, Sequential

_WEIGHT, _WHOLE, _REST = "_weight", "_whole", "_always"
FIRST = "a Sequential that was chosen ran its first child whatever its p said"
BY_WEIGHT = "in that release SomeOf drew its children by their p, and what it drew always ran"


def as_it_ran(call: Call, release: Release, renames: bool) -> Call:
    """The call of a group with the meaning that it had; ``renames`` lets it become another class."""
    if call.name == "Sequential" and release < (1, 4, 4):
        return _sequential(call)
    if call.name in ("Compose", "ReplayCompose"):
        return _pipeline(call) if release < ALONE_SINCE else call
    if call.name not in CHOOSING or release >= (2, 0, 6):
        return call
    call = _forcing(call, release)
    return _some_of(call, release) if renames and call.name in ("SomeOf", "RandomOrder") else call


def with_p(child: Any, p: float) -> Any:
    """The child with another probability, itself left as it is."""
    if isinstance(child, Declared):
        return child.replaced(p=p)
    twin = child.rebuilt(child.transforms) if isinstance(child, BaseCompose) else copy.copy(child)
    twin.p = p
    return twin


def with_weight(child: Any) -> Any:
    """The child with the p by which a group chooses it, which one that always ran was given beside."""
    weight = getattr(child, "__dict__", {}).get(_WEIGHT)
    return child if weight is None else with_p(child, weight)


def _sequential(call: Call) -> Call:
    weight = call.arguments.get("p", 0.5)
    if weight == 1:
        return call
    note = "in that release the p of a Sequential only weighed it in a group that chooses"
    arguments = {**call.arguments, "p": 1.0}
    return replace(call, arguments=arguments, former=True, notes=(*call.notes, note), weight=weight, always=True)


def _nodes(value: Any) -> list[Any] | None:
    """The children, where they are a list of transforms; None for anything else, which the group itself refuses."""
    if not is_sequence(value) or isinstance(value, Node) or not all(isinstance(child, Node) for child in value):
        return None
    return list(value)


def _pipeline(call: Call) -> Call:
    """Before 1.4.9 children with ``always_apply`` ran even where the pipeline, by its p, did not."""
    children, p = _nodes(call.arguments.get("transforms")), call.arguments.get("p", 1.0)
    rest = [leaf for child in children or () for leaf in _always(child)]
    if not children or not rest or not isinstance(p, (int, float)) or p >= 1:
        return call
    either = OneOrOther(Sequential(children, p=1.0), Sequential(rest, p=1.0), p=p)
    either.__dict__.update({_WHOLE: children, _REST: rest})
    names = ", ".join(type(leaf).__name__ for leaf in rest)
    note = (
        f"what always applied ran where the pipeline did not: its one child is now "
        f"A.OneOrOther(A.Sequential([...], p=1.0), A.Sequential([{names}], p=1.0), p={p!r})"
    )
    arguments = {**call.arguments, "transforms": [either], "p": 1.0}
    return replace(call, arguments=arguments, former=True, notes=(*call.notes, note))


def _always(node: Any) -> list[Any]:
    """The transforms in a node that always applied; a group's are those of its children."""
    state = getattr(node, "__dict__", {})
    if _REST in state:
        return list(state[_REST])
    if isinstance(node, BaseCompose) and not (isinstance(node, OneOf) and _WEIGHT in state):  # that was a Flip
        return [leaf for child in node.transforms for leaf in _always(child)]
    return [_sure(node)] if _WEIGHT in state else []


def _sure(child: Any) -> Any:
    return child if child.p == 1 else with_p(child, 1.0)


def _forcing(call: Call, release: Release) -> Call:
    """Whatever such a group chose ran: a pipeline whole, and before 1.4.4 the first child of a Sequential."""
    changed: dict[str, Any] = {}
    notes = call.notes
    for key in ("transforms", "first", "second"):
        value = call.arguments.get(key)
        children = _nodes(value if is_sequence(value) and not isinstance(value, Node) else [value])
        if value is None or children is None:
            continue
        whole = [_as_chosen(child) for child in children]
        forced = [_first_forced(child) for child in whole] if release < (1, 4, 4) else whole
        if any(new is not old for new, old in zip(forced, whole, strict=True)) and FIRST not in notes:
            notes = (*notes, FIRST)
        if any(new is not old for new, old in zip(forced, children, strict=True)):
            changed[key] = forced if key == "transforms" else forced[0]
    if not changed:
        return call
    return replace(
        call, arguments={**call.arguments, **changed}, former=call.former or notes != call.notes, notes=notes
    )


def _as_chosen(child: Any) -> Any:
    """A pipeline as it was before its children that always ran were set apart."""
    inner = child.transforms if isinstance(child, BaseCompose) else []
    if len(inner) != 1 or _WHOLE not in inner[0].__dict__:
        return child
    return with_p(child.rebuilt(inner[0].__dict__[_WHOLE]), inner[0].p)


def _first_forced(child: Any) -> Any:
    if not isinstance(child, Sequential) or not child.transforms:
        return child
    first, *others = child.transforms
    sure = _sure(_first_forced(first))
    if sure is first:
        return child
    return child.rebuilt([sure, *others])


def _some_of(call: Call, release: Release) -> Call:
    """Before 2.0.6 children were drawn by weight and always ran; before 1.4.17 in the order they were drawn."""
    given = dict(call.arguments)
    children, n, again = _nodes(given.pop("transforms", None)), given.pop("n", 1), given.pop("replace", False)
    if not children or not isinstance(n, int) or n < 0:
        return call
    weights = [float(child.__dict__.get(_WEIGHT, child.p)) for child in children]
    sure = [_sure(child) for child in children]
    count = n if again else min(n, len(children))
    name = "SomeOf" if call.name == "SomeOf" and release >= (1, 4, 17) else "RandomOrder"
    if len(set(weights)) > 1 and not too_many(len(children), count, again):
        given.setdefault("p", 1.0)
        options = _outcomes(weights, sure, count, again, name == "SomeOf")
        text = f"{BY_WEIGHT}: this is one of its {len(options)} outcomes, each as likely as it was there"
        return replace(call, name="OneOf", arguments={"transforms": options, **given}, former=True, notes=(text,))
    few = "; there are too many outcomes to write them out: it draws evenly now" if len(set(weights)) > 1 else ""
    arguments = {"transforms": sure, "n": n, "replace": again, **given}
    same = name == call.name and all(new is old for new, old in zip(sure, children, strict=True)) and not few
    notes = call.notes if same else (*call.notes, BY_WEIGHT + few)
    return replace(call, name=name, arguments=arguments, former=call.former or not same, notes=notes)


def _outcomes(weights: list[float], sure: list[Any], n: int, again: bool, ordered: bool) -> list[Any]:
    """A Sequential for each outcome of the draw, whose p is its share."""
    shares: dict[tuple[int, ...], float] = {}
    for drawn, share in draws_by_weight(weights, n, again):
        key = tuple(sorted(drawn)) if ordered else drawn
        shares[key] = shares.get(key, 0.0) + share
    return [Sequential([sure[i] for i in drawn], p=min(share, 1.0)) for drawn, share in shares.items()]
