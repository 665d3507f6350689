"""The settings of a pipeline: what users may write for them, checked, how files have them and tools look at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..engine.chance.seeding import checked_seed
from ..engine.declare.albumentations import unknown_argument
from ..engine.declare.errors import UnknownArgumentError, short_repr
from ..engine.declare.parse import to_json
from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams
from ..engine.targets.table import TARGETS


def checked_promise(seed: object, keyed: object, owner: str) -> tuple[int | None, bool]:
    """Seed and ``keyed``; a promised key without a seed would promise nothing."""
    if not isinstance(keyed, bool):
        raise TypeError(f"{owner}.keyed must be True or False, got {short_repr(keyed)}")
    checked = checked_seed(seed, owner)
    if keyed and checked is None:
        raise ValueError(f"{owner}.seed must be a whole number where keyed=True, got None")
    return checked, keyed


def params_of(cls: Any, given: Any, argument: str) -> Any:
    """BboxParams or KeypointParams from an instance or a dict of arguments."""
    if given is None or isinstance(given, cls):
        return given
    if not isinstance(given, Mapping):
        raise TypeError(f"Compose.{argument} must be None, A.{cls.__name__}(...) or a dict, got {short_repr(given)}")
    known = cls.declared
    for name in given:
        if name not in known:
            raise UnknownArgumentError(f"Compose.{argument}: {unknown_argument(cls, str(name), known)}")
    return cls(**given)


def params_dict(params: BboxParams | KeypointParams | None) -> dict[str, Any] | None:
    """The arguments of BboxParams or KeypointParams as JSON has them."""
    return None if params is None else to_json({name: getattr(params, name) for name in params.declared})


def checked_targets(targets: Any) -> dict[str, str]:
    """Additional targets that hide no known one and point at one."""
    if targets is not None and not isinstance(targets, Mapping):
        raise TypeError(f"additional_targets must be None or a dict from names to targets, got {short_repr(targets)}")
    for name, known in (targets or {}).items():
        if not isinstance(name, str):
            raise TypeError(f"additional_targets: a name must be a text, got {short_repr(name)}")
        if name == "sample_key":
            raise ValueError("additional_targets: 'sample_key' names the sample of a call and cannot be a target")
        if name in TARGETS and known != name:
            raise ValueError(
                f"additional_targets: {short_repr(name)} is a target already and cannot be given another meaning"
            )
        if known not in TARGETS:
            raise ValueError(
                f"additional_targets: {short_repr(name)} must be one of {', '.join(TARGETS)}, got {short_repr(known)}"
            )
    return dict(targets or {})


class Processor(NamedTuple):
    """How a pipeline reads a target, to look at, as Albumentations' ``Compose.processors`` has it.

    The parameters by which it is read, the argument that it comes as, and the arguments read alike.
    """

    params: BboxParams | KeypointParams
    default_data_name: str
    data_fields: tuple[str, ...]


def processors_of(
    bbox_params: BboxParams | None, keypoint_params: KeypointParams | None, additional: dict[str, str]
) -> dict[str, Processor]:
    """One for each target whose parameters were given."""
    given = {"bboxes": bbox_params, "keypoints": keypoint_params}
    return {
        name: Processor(params, name, (name, *(more for more, target in additional.items() if target == name)))
        for name, params in given.items()
        if params is not None
    }
