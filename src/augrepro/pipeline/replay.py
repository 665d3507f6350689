"""ReplayCompose: a Compose whose every result carries the plan that made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.codec import TargetCodec
from ..engine.declare.arguments import named_arguments
from ..engine.declare.errors import PlanError, short_repr
from ..engine.declare.refusals import checked
from ..engine.declare.registry import name_of
from ..engine.frame import Frame
from ..engine.plan import FORMAT, Plan
from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams
from .applied import same_as_plan, tree_of
from .base import Children
from .compose import Compose
from .settings import params_dict


class ReplayCompose(Compose):
    """A Compose that adds, under ``save_key``, what was done: small JSON from which ``replay`` does it again.

    Beside the plan it says the same in Albumentations' words, ``["transforms"][i]["applied" | "params"]``, for code
    that reads its records. ``replay`` runs the plan, and refuses a record whose ``transforms`` were edited and say
    something else; a record without them is replayed.

    Args:
        transforms: the children, a list of transforms and groups
        bbox_params: how ``bboxes`` are written and which are kept: ``A.BboxParams`` or a dict of its arguments
        keypoint_params: how ``keypoints`` are written: ``A.KeypointParams`` or a dict of its arguments
        additional_targets: further argument names of a call, each with the target that it is treated as:
            ``{"image2": "image"}``
        p: the probability that the pipeline acts at all
        is_check_shapes: whether images and masks of a call must have one height and width
        save_key: where the record stands in the result
        more: the further arguments of ``Compose``, by name
    """

    @named_arguments
    def __init__(
        self,
        transforms: Children,
        bbox_params: BboxParams | Mapping[str, Any] | None = None,
        keypoint_params: KeypointParams | Mapping[str, Any] | None = None,
        additional_targets: Mapping[str, str] | None = None,
        p: float = 1.0,
        is_check_shapes: bool = True,
        save_key: str = "replay",
        **more: Any,
    ) -> None:
        self.save_key: str = checked(save_key, str, f"{type(self).__name__}.save_key")
        super().__init__(transforms, bbox_params, keypoint_params, additional_targets, p, is_check_shapes, **more)

    def _new_codec(self) -> TargetCodec:
        codec = super()._new_codec()
        if self.save_key in {*codec.table, *codec.label_fields, "applied_transforms", "sample_key"}:
            raise ValueError(
                f"{type(self).__name__}.save_key must be none of the targets and label fields, which the record "
                f"would replace, got {short_repr(self.save_key)}"
            )
        return codec

    def record(self, result: dict[str, Any], frame: Frame) -> None:
        super().record(result, frame)
        params = {
            "bbox_params": params_dict(self.bbox_params),
            "keypoint_params": params_dict(self.keypoint_params),
            "additional_targets": dict(self.additional_targets),
            **({} if self.is_check_shapes else {"is_check_shapes": False}),
        }
        plan = frame.plan()
        found = tree_of(self, plan.steps, plan.shape, self.stream_name)
        for_readers = {"__class_fullname__": name_of(type(self)), "transforms": found, "applied": bool(plan.steps)}
        result[self.save_key] = {**plan.to_dict(), **params, **for_readers}

    @staticmethod
    def replay(saved_augmentations: Mapping[str, Any], **data: Any) -> dict[str, Any]:
        """Do to this sample what was done to the one that the record came with; PlanError for a broken record."""
        if isinstance(saved_augmentations, Mapping) and "plan" not in saved_augmentations:
            _refuse_albumentations(saved_augmentations)
        plan = Plan.from_dict(saved_augmentations, "replay")
        _check_rows(saved_augmentations, plan)
        keys = ("bbox_params", "keypoint_params", "additional_targets")
        arguments: dict[str, Any] = {key: saved_augmentations.get(key) for key in keys}
        arguments["is_check_shapes"] = saved_augmentations.get("is_check_shapes", True)
        try:
            pipeline = Compose([], **arguments)
        except (TypeError, ValueError) as error:
            raise PlanError(f"replay: {error}") from None
        return pipeline.apply_plan(plan, **data)

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "save_key": self.save_key}


def _refuse_albumentations(record: Mapping[str, Any]) -> None:
    if "transforms" in record and "applied" in record:
        raise PlanError(
            "replay: this record has no plan, as those of Albumentations' ReplayCompose: what they hold cannot be "
            "replayed here; record the samples again with augrepro.ReplayCompose"
        )


def _check_rows(record: Mapping[str, Any], plan: Plan) -> None:
    """PlanError for a record whose ``transforms`` say something else than its plan."""
    if "transforms" in record and record["plan"] == FORMAT and not same_as_plan(record["transforms"], plan):
        raise PlanError(
            "replay: 'transforms' must say what the plan of the record does, which is what runs, and says something "
            "else: edit record['steps'] and drop 'transforms' from the record, which then runs the plan as it stands"
        )
