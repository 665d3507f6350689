"""How a pipeline reads boxes and keypoints, to look at: Albumentations' ``Compose.processors``."""

from __future__ import annotations

from dataclasses import dataclass

from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams


@dataclass(frozen=True)
class Processor:
    """The parameters by which a target is read, the argument that it comes as, and the arguments read alike."""

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
