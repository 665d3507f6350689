"""Pipeline files that Albumentations saved: the same tree in today's names, with the meaning it had in its release.

Leaves are translated by ``engine.declare.releases``. What is here concerns groups: how they treated the probabilities
of their children.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import signature
from math import perm
from typing import Any

from ..engine.declare.choices import meant_for_floats
from ..engine.declare.errors import PlanError, short_repr
from ..engine.declare.kinds import MAX_COUNT, Probability
from ..engine.declare.refusals import checked
from ..engine.declare.registry import TRANSFORMS
from ..engine.declare.releases import ALONE_SINCE, Arguments, Release, Untranslatable, modern, release_of

NAME = "__class_fullname__"
PARAMS = ("bbox_params", "keypoint_params")
"""Releases before 1.0 wrote an empty object where there were none."""
MOST_DRAWS = 720
"""More outcomes of a weighted draw than this are not written out."""
CHOOSING = frozenset(("OneOf", "OneOrOther", "RandomOrder", "SomeOf"))
"""Groups that run a chosen child whatever its p says."""
GROUPS = CHOOSING | {"Compose", "ReplayCompose", "SelectiveChannelTransform", "Sequential"}

INHERITED = {
    "FrequencyMasking": ("fill", "fill_mask", "mask_x_length", "mask_y_length", "num_masks_x", "num_masks_y"),
    "RGBShift": ("approximation", "noise_params", "noise_type", "spatial_mode"),
    "SafeRotate": (
        "balanced_scale",
        "fit_output",
        "keep_ratio",
        "rotate",
        "scale",
        "shear",
        "translate_percent",
        "translate_px",
    ),
    "TimeMasking": ("fill", "fill_mask", "mask_x_length", "mask_y_length", "num_masks_x", "num_masks_y"),
}
"""Fields of a parent class that 2.0 wrote into files of these classes; their own arguments say the same."""
OWN = {
    "FrequencyMasking": "freq_mask_param",
    "RGBShift": "r_shift_limit",
    "SafeRotate": "limit",
    "TimeMasking": "time_mask_param",
}
"""An argument of their own, without which the parent's fields are not left out."""


def todays(data: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The 'transform' of a file that Albumentations saved, in today's names; PlanError for what has none."""
    release = release_of(data.get("__version__"))
    try:
        tree = _node(data["transform"], release, where, forced=False)
        return _always_run(tree) if release < (1, 4, 4) else tree
    except PlanError:
        raise
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise PlanError(f"{where}: not as Albumentations {_text(release)} writes it: {error}") from None


def short(fullname: Any) -> Any:
    """The class name without the path that Albumentations put before it; other packages' names stay as they are."""
    package, _, last = str(fullname).rpartition(".")
    return last if package.partition(".")[0] == "albumentations" else fullname


def _node(data: Mapping[str, Any], release: Release, where: str, forced: bool) -> dict[str, Any]:
    name = short(data.get(NAME))
    given = {key: value for key, value in data.items() if key != NAME}
    if not isinstance(name, str) or "." in name:
        return dict(data)
    if name in GROUPS:
        return _group(name, given, release, f"{where}: {name}")
    if name == "Flip":
        return _flip(given)
    if OWN.get(name) in given:
        given = {key: value for key, value in given.items() if key not in INHERITED[name]}
    if forced:
        given.pop("always_apply", None)  # p was the child's weight, and it ran anyway
    read = {"read_as": _text(release)} if meant_for_floats(name, given, release) else {}
    try:
        name, given = modern(name, given, release)
    except Untranslatable as error:
        rest = " and ".join(f"{key} to {value!r}" for key, value in error.without.items())
        cure = f"; or set {rest} in the file to load the rest alone" if rest else ""
        raise PlanError(f"{where}: {name}.{error}{cure}") from None
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise PlanError(f"{where}: {name} is not as Albumentations {_text(release)} writes it: {error}") from None
    return {NAME: name, **given, **read}


def _group(name: str, given: Arguments, release: Release, where: str) -> dict[str, Any]:
    given = {key: value for key, value in given.items() if not (key in PARAMS and value == {})}
    children = given.get("transforms")
    if not isinstance(children, (list, tuple)) or not all(isinstance(child, Mapping) for child in children):
        return {NAME: name, **given}
    _, given = modern(name, given, release)
    if name in ("SomeOf", "RandomOrder"):
        nodes = [_node(child, release, f"{where}[{i}]", forced=True) for i, child in enumerate(children)]
        return _some_of(name, {**given, "transforms": [_first_forced(node, release) for node in nodes]}, release, where)
    forced = name in CHOOSING
    nodes = [_node(child, release, f"{where}[{i}]", forced) for i, child in enumerate(children)]
    if release < (1, 4, 4):
        nodes = [_first_forced(node, release) if forced else _always_run(node) for node in nodes]
    left = [node for child in children for node in _always(child, release, where)] if release < ALONE_SINCE else []
    if left and name in ("Compose", "ReplayCompose") and _probability({NAME: name, **given}, where) < 1:
        rest = {NAME: "Sequential", "p": 1.0, "transforms": left}
        whole = {NAME: "Sequential", "p": 1.0, "transforms": nodes}
        nodes = [{NAME: "OneOrOther", "p": given["p"], "transforms": [whole, rest]}]
        given["p"] = 1.0
    return {NAME: name, **given, "transforms": nodes}


def _always(child: Mapping[str, Any], release: Release, where: str) -> list[dict[str, Any]]:
    """The leaves with ``always_apply``, which ran even where the pipeline around them did not."""
    inner = child.get("transforms")
    if isinstance(inner, (list, tuple)):
        return [node for one in inner if isinstance(one, Mapping) for node in _always(one, release, where)]
    return [_node(child, release, where, forced=False)] if child.get("always_apply") is True else []


def _always_run(node: dict[str, Any]) -> dict[str, Any]:
    """Before 1.4.4 the p of a Sequential was only its weight in a group that chooses."""
    return {**node, "p": 1.0} if node.get(NAME) == "Sequential" else node


def _first_forced(node: dict[str, Any], release: Release) -> dict[str, Any]:
    """Before 1.4.4 a Sequential that was chosen ran its first child whatever its p said."""
    if release >= (1, 4, 4) or node.get(NAME) != "Sequential" or not node.get("transforms"):
        return node
    first, *others = node["transforms"]
    first = _first_forced(first, release)
    return {**node, "transforms": [{**first, "p": 1.0}, *others]}


def _some_of(name: str, given: Arguments, release: Release, where: str) -> dict[str, Any]:
    """Before 2.0.6 children were drawn by weight and always ran; before 1.4.17 in the order they were drawn."""
    if release >= (2, 0, 6):
        return {NAME: name, **given}
    nodes, n, replace = given["transforms"], given.get("n", 1), given.get("replace", False)
    if not isinstance(n, int) or not 0 <= n <= MAX_COUNT:
        raise PlanError(
            f"{where}.n must be a whole number <= {MAX_COUNT} (release {_text(release)}), got {short_repr(n)}"
        )
    n = n if replace else min(n, len(nodes))
    weights = [_probability(node, f"{where}[{i}]") for i, node in enumerate(nodes)]
    sure = [{**node, "p": 1.0} for node in nodes]
    ordered = name == "SomeOf" and release >= (1, 4, 17)
    outer = {"p": given.get("p", 1.0)}
    if len(set(weights)) <= 1:
        return {NAME: "SomeOf" if ordered else "RandomOrder", "n": n, "replace": replace, **outer, "transforms": sure}
    if too_many(len(nodes), n, replace):
        raise PlanError(
            f"{where} drew {n} of {len(nodes)} children in proportion to their p in release {_text(release)}, which "
            f"SomeOf does not do now, and there are too many outcomes to write them out: give them one p"
        )
    outcomes: dict[tuple[int, ...], float] = {}
    for drawn, share in draws_by_weight(weights, n, replace):
        key = tuple(sorted(drawn)) if ordered else drawn
        outcomes[key] = outcomes.get(key, 0.0) + share
    options = [
        {NAME: "Sequential", "p": min(share, 1.0), "transforms": [sure[i] for i in drawn]}
        for drawn, share in outcomes.items()
    ]
    return {NAME: "OneOf", **outer, "transforms": options}


def _probability(node: Mapping[str, Any], where: str) -> float:
    """The p of a translated node, that of its class where it has none."""
    cls = TRANSFORMS.get(node[NAME])
    default = signature(cls).parameters["p"].default if cls is not None else 0.5
    try:
        p: float = checked(node.get("p", default), Probability, f"{where}: {node[NAME]}.p")
    except ValueError as error:
        raise PlanError(str(error)) from None
    return p


def too_many(count: int, n: int, replace: bool) -> bool:
    """True where a draw of ``n`` of so many children has more outcomes than are written out."""
    return (count**n if replace else perm(count, n)) > MOST_DRAWS


def draws_by_weight(weights: list[float], n: int, replace: bool) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every sequence of ``n`` children drawn by weight, with its probability."""
    if n == 0:
        yield (), 1.0
        return
    total = sum(weights)
    for i, weight in enumerate(weights):
        if weight > 0:
            left = weights if replace else [0.0 if k == i else other for k, other in enumerate(weights)]
            for others, share in draws_by_weight(left, n - 1, replace):
                yield (i, *others), weight / total * share


def _flip(given: Arguments) -> dict[str, Any]:
    """Flip mirrored along one axis or both, each as likely."""
    across, down = ({NAME: name, "p": 1.0} for name in ("HorizontalFlip", "VerticalFlip"))
    both = {NAME: "Sequential", "p": 1.0, "transforms": [across, down]}
    p = 1.0 if given.get("always_apply") else given.get("p", 0.5)
    return {NAME: "OneOf", "p": p, "transforms": [across, down, both]}


def _text(release: Release) -> str:
    return ".".join(map(str, release))
