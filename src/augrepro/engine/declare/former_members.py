"""Attributes and methods that Albumentations' objects have and ours do not, and what to use instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DRAWN = (
    "a call leaves nothing on a transform: Compose(..., save_applied_params=True) returns what was drawn under "
    '"applied_transforms", ReplayCompose under "replay", and draw_plan(**data) tells it before'
)
_CALLED = "call the transform itself (force_apply=True leaves p out), or apply with what get_params() drew"
_AROUND = "it belongs to the Compose around it: give it there"
_CHECKED = "targets are read, checked and written by the call itself: call the pipeline"
_STRICT = "an argument that no release knew is refused when a transform is built"
_SAVED = "to_dict() has the class and the arguments, and raises where something cannot be saved"
_SEED = "set_random_seed(seed) sets it on what is called, and Compose(seed=...) holds it"
_INSIDE = "it is inner work of Albumentations: draw_plan(**data) tells what a call does, and apply_plan does it again"
_PART = 'Compose.to_dict() has it, under "bbox_params" or "keypoint_params"'

MEMBERS: Mapping[str, str] = {
    "InitSchema": "arguments are checked by the annotations of the class; help() of the class lists them",
    "add_targets": "give additional_targets= to the Compose around it",
    "additional_targets": _AROUND,
    "applied_in_replay": _DRAWN,
    "apply_to_bbox": "apply_to_bboxes(bboxes, **params) takes all boxes as one (N, 4 or more) array",
    "apply_to_keypoint": "apply_to_keypoints(keypoints, **params) takes all keypoints as one (N, 5 or more) array",
    "apply_with_params": _CALLED,
    "available_keys": _AROUND,
    "calculate_hole_dimensions": _INSIDE,
    "call_backup": _CALLED,
    "check_data_post_transform": _CHECKED,
    "check_each_transform": "BboxParams and KeypointParams have it",
    "check_kernel_size": _INSIDE,
    "check_range": _INSIDE,
    "deterministic": _DRAWN,
    "disable_check_args_private": _CHECKED,
    "ensure_uint8": _INSIDE,
    "fill_applied": _DRAWN,
    "fill_with_params": _DRAWN,
    "generate_gravel_patch": _INSIDE,
    "generate_mask_size": _INSIDE,
    "generate_masks": _INSIDE,
    "generate_mesh": _INSIDE,
    "get_applied_params": _DRAWN,
    "get_boxes_from_bboxes": _INSIDE,
    "get_class_fullname": _SAVED,
    "get_dict_with_id": _SAVED,
    "get_params_dependent_on_targets": "get_params_dependent_on_data(params, data) draws what depends on the sample",
    "get_primary_data": _INSIDE,
    "get_processor": _CHECKED,
    "get_scale": _INSIDE,
    "indented_repr": "repr() is indented",
    "invalid_args": _STRICT,
    "is_check_args": _CHECKED,
    "is_serializable": _SAVED,
    "main_compose": "a pipeline is the outer one where it is called",
    "mask_interpolation": _AROUND,
    "params": _DRAWN,
    "postprocess": _CHECKED,
    "preprocess": _CHECKED,
    "preprocess_metadata": "augrepro.compat.OverlayElements.preprocess_metadata(metadata, img_shape, random_state) has "
    "it for elements laid on",
    "processors": _CHECKED,
    "py_random": _SEED,
    "random_aug": _INSIDE,
    "random_generator": _SEED,
    "replay_mode": _DRAWN,
    "run_with_params": "apply_plan(plan, **data) repeats what a plan or a replay holds",
    "save_applied_params": _AROUND,
    "save_key": _DRAWN,
    "seed": _SEED,
    "set_deterministic": _DRAWN,
    "set_mask_interpolation": "give mask_interpolation= to the Compose around it",
    "set_processors": _CHECKED,
    "should_apply": _CALLED,
    "strict": _STRICT,
    "target_dependence": "targets_as_params names what a draw looks at",
    "to_dict": _PART,
    "to_dict_private": _PART,
    "transforms_ps": "each transform has its p",
    "update_params": "update_transform_params(params, data) adds to what was drawn",
    "update_params_shape": "update_transform_params(params, data) adds to what was drawn",
    "validate_mask_length": _INSIDE,
}
"""By name: what has it, or does it, here."""


class _Missing:
    """In the place of a member that a class lacks: reading it raises an error that says what to use instead.

    It has no docstring of its own: help() of a class lists some sixty of them.
    """

    def __init__(self, name: str, instead: str) -> None:
        self.name, self.instead = name, instead

    def __get__(self, instance: Any, owner: type) -> Any:
        raise AttributeError(f"{owner.__name__} has no {self.name}: {self.instead}")


class Pointing:
    """Base whose AttributeError says what stands for a member of Albumentations' classes.

    Each of them stands on this class: one ``__getattr__`` for all would make CPython look up every attribute of every
    instance anew, at ten times the cost, some thirty times a call.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        *_, last, _ = cls.__mro__
        if last is not Pointing:
            cls._take_from_behind()

    @classmethod
    def _take_from_behind(cls) -> None:
        """Give the class the members of those names that a base behind this one has."""
        for name in MEMBERS:
            first, *more = _found(cls, name)
            if more and isinstance(first, _Missing):
                setattr(cls, name, more[0])

    def __dir__(self) -> list[str]:
        """The names that there are."""
        cls, own = type(self), vars(self)
        there = {name for name in MEMBERS if name in own or not isinstance(_found(cls, name)[0], _Missing)}
        return [name for name in super().__dir__() if name not in MEMBERS or name in there]


def _found(cls: type, name: str) -> list[Any]:
    """What a class and its bases have by a name, as it stands there, the first first."""
    return [vars(base)[name] for base in cls.__mro__ if name in vars(base)]


for _name, _instead in MEMBERS.items():
    setattr(Pointing, _name, _Missing(_name, _instead))
