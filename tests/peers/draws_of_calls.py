"""What calls do in the release that took them: run with the Python of an environment that has it.

``python draws_of_calls.py COUNT < CALLS.json`` prints, for each call, the numbers of ``strengths`` over COUNT draws, as
JSON; None where the release cannot run it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import warnings
from typing import Any

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
warnings.simplefilter("ignore")

import albumentations as A
import cv2
import numpy as np
import strengths


def numbers(call: str, count: int) -> dict[str, list[float]] | None:
    """Of as many targets as the release can handle, drawn from a seed."""
    for targets in (strengths.ALL, strengths.PIXELS):
        np.random.seed(137)
        random.seed(137)
        params: dict[str, Any] = {}
        if "bboxes" in targets:
            params["bbox_params"] = A.BboxParams("pascal_voc", label_fields=["tags"])
            params["keypoint_params"] = A.KeypointParams("xy", label_fields=["ids"])
        try:
            pipeline = A.Compose([eval(call, {"A": A, "cv2": cv2})], **params)
            more = {"cropping_bbox": [16, 12, 80, 60]} if "NearBBox" in call else None
            found = strengths.draws(pipeline, count, targets=targets, more=more)
        except Exception as error:
            print(call, type(error).__name__, str(error)[:200], file=sys.stderr)
            continue
        return {name: values.tolist() for name, values in found.items()}
    return None


if __name__ == "__main__":
    print(json.dumps({call: numbers(call, int(sys.argv[1])) for call in json.load(sys.stdin)}))
