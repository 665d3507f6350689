"""What earlier releases meant by the arguments of pipelines and of their parts: functions, label fields, children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .rules import Arguments, Release, changed


@dataclass(frozen=True)
class PerItem:
    """A function of one box (four numbers) or one keypoint (x, y, angle, scale), called for each row of an array."""

    function: Callable[..., Any]
    columns: tuple[int, ...]
    """The columns of a row that the function sees; the others stay."""

    def __call__(self, items: Any, /, **params: Any) -> Any:
        out = np.array(items, np.float64)
        for row, given in zip(out, items, strict=True):
            row[list(self.columns)] = self.function(tuple(given[list(self.columns)]), **params)[: len(self.columns)]
        return out


WITH_Z_SINCE: Release = (1, 4, 24)
BOX_COLUMNS, POINT_COLUMNS = (0, 1, 2, 3), (0, 1, 3, 4)


@changed(
    bbox=("bboxes", "a function of all boxes, an (N, 4 or more) array"),
    keypoint=("keypoints", "a function of all keypoints, an (N, 5 or more) array of x, y, z, angle, scale"),
)
def one_by_one(given: Arguments, release: Release) -> None:
    """The functions of a Lambda got one box or one keypoint."""
    for old, new, columns in (("bbox", "bboxes", BOX_COLUMNS), ("keypoint", "keypoints", POINT_COLUMNS)):
        function = given.pop(old, None)
        if function is not None:
            given.setdefault(new, PerItem(function, columns))


@changed(label_field=("label_fields", "a list of names"))
def one_label_field(given: Arguments, release: Release) -> None:
    """One field was named once; a text in the place of names is the name of one, too."""
    field = given.pop("label_field", None)
    if field is not None:
        given.setdefault("label_fields", [field])
    if type(given.get("label_fields")) is str:
        given["label_fields"] = [given["label_fields"]]


@changed()
def internal_format(given: Arguments, release: Release) -> None:
    """``format="albumentations"`` took keypoints as the library held them: angles in radians, since 1.4.24 with a z."""
    if type(given.get("format")) is str and given["format"] == "albumentations":
        given.update(format="xyzas" if release >= WITH_Z_SINCE else "xyas", angle_in_degrees=False)


@changed(
    return_params=("save_applied_params", "the result has them under 'applied_transforms'"),
    save_key=("", "parameters are under 'applied_transforms'"),
    preprocessing_transforms=("transforms", "preprocessing_transforms + transforms"),
    postprocessing_transforms=("transforms", "transforms + postprocessing_transforms"),
    to_tensor=("transforms", "transforms + [to_tensor]"),
)
def whole_pipeline(given: Arguments, release: Release) -> None:
    """The parts of a pipeline were given one by one once; later what was applied could be asked for."""
    if given.pop("return_params", False):
        given["save_applied_params"] = True
    given.pop("save_key", None)
    before, after = (given.pop(f"{when}processing_transforms", None) or [] for when in ("pre", "post"))
    last = given.pop("to_tensor", None)
    for params, rules in (("bbox_params", (one_label_field,)), ("keypoint_params", (one_label_field, internal_format))):
        if type(given.get(params)) is dict:  # what stands for an unread expression is asked nothing
            given[params] = {**given[params]}
            for rule in rules:
                rule(given[params], release)
    if before or after or last is not None:
        given["transforms"] = [*before, *given.get("transforms", ()), *after, *([] if last is None else [last])]
