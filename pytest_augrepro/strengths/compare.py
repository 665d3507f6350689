"""Two pipelines, recorded here and compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from .chance import SLACK
from .judge import Comparison, checked, compare_recordings, read_recording
from .record import record

Side = Callable[..., Any] | Mapping[str, Any] | str | PathLike[str]
"""A pipeline, a recording of one, or the file of a recording."""


def compare_pipelines(
    old: Side,
    new: Side,
    sample: Any = None,
    n: int = 300,
    *,
    allow: Collection[str] = (),
    slack: float = SLACK,
) -> Comparison:
    """Whether a new pipeline does to a sample what the old one did: ``n`` calls of each, compared row by row.

    Keys, containers, dtypes and axes of the results, how often transforms fire, and how strongly they act: brightness,
    contrast, detail, borders and channels of images, areas of masks, moves of boxes and keypoints. No two draws need be
    alike. A side may be a recording, or the file of one, instead of a pipeline.
    """
    sides = [recording_of(side, sample, n, name) for side, name in ((old, "old"), (new, "new"))]
    return compare_recordings(sides[0], sides[1], allow=allow, slack=slack)


def recording_of(side: Side, sample: Any, n: int, name: str) -> Mapping[str, Any]:
    """The recording that a side is, is the file of, or makes."""
    if isinstance(side, Mapping):
        return checked(dict(side), name)
    if isinstance(side, (str, PathLike)):
        return read_recording(Path(side))
    if not callable(side):
        raise TypeError(f"{name} must be a pipeline, a recording or the path of one, got {type(side).__name__}")
    if sample is None:
        raise TypeError(f"sample must be given where {name} is a pipeline: the keywords of a call, as a dict")
    return record(side, sample, n)
