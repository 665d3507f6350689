"""What saved pipelines do in the release that saved them: run with the Python of an environment that has it.

``python draws_of_release.py SAVED.json COUNT CASE...`` prints, for each case, the numbers of ``strengths`` over COUNT
draws, as JSON; None where the release cannot run its own file.
"""

from __future__ import annotations

import inspect
import json
import os
import random
import sys
import warnings
from pathlib import Path
from typing import Any

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
warnings.simplefilter("ignore")

import albumentations as A
import numpy as np
import strengths


def loaded(entry: dict[str, Any], targets: tuple[str, ...]) -> Any:
    """The saved transform in a pipeline that reads boxes and keypoints, or images and masks alone."""
    seeded = {"seed": 137} if "seed" in inspect.signature(A.Compose.__init__).parameters else {}
    node = A.from_dict({"__version__": A.__version__, "transform": entry["saved"]})
    if "bboxes" not in targets:
        return A.Compose([node], **seeded)
    return A.Compose(
        [node],
        **seeded,
        bbox_params=A.BboxParams("pascal_voc", label_fields=["tags"]),
        keypoint_params=A.KeypointParams("xy", label_fields=["ids"]),
    )


def numbers(entry: dict[str, Any], count: int) -> dict[str, list[float]] | None:
    """Of as many targets as the release can handle, drawn from a seed: releases before 1.4.19 draw globally."""
    for targets in (strengths.ALL, strengths.PIXELS):
        np.random.seed(137)
        random.seed(137)
        try:
            pipeline = loaded(entry, targets)
            found = strengths.draws(pipeline, count, targets=targets)
        except Exception as error:
            print(entry["case"], type(error).__name__, str(error)[:200], file=sys.stderr)
            continue
        return {name: values.tolist() for name, values in found.items()}
    return None


def main(path: str, count: str, *cases: str) -> None:
    """Print the numbers of the cases."""
    entries = json.loads(Path(path).read_text())["entries"]
    print(json.dumps({entry["case"]: numbers(entry, int(count)) for entry in entries if entry["case"] in cases}))


if __name__ == "__main__":
    main(*sys.argv[1:])
