"""usage: digests.py OUT.json: digests of every op and every transform's results, to be compared between environments.

Runs wherever augrepro's own dependencies and Pillow are: other releases of OpenCV and NumPy, other processors.
"""

import json
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE), str(HERE / "laws"), str(HERE.parent / "src"), str(HERE.parent)]

import numpy as np
from catalogue import CATALOGUE, REFERENCES, made
from grades import CHANNELS, SIZES, examples, run, variants
from samples import digest, picture, striped_mask

import augrepro as A
from augrepro.engine.op import PixelOp, weakest

SEEDS = 8
DRAWN_SIZES = ((24, 32), (41, 61))
BOXES = A.BboxParams("pascal_voc", label_fields=["labels"])
POINTS = A.KeypointParams("xyas", label_fields=["names"])
SHAPES = [*((size, 3) for size in SIZES), *((SIZES[-1], count) for count in CHANNELS if count != 3)]


def of_ops():
    """A row for each op, variant, dtype, size and channel count: its grade and the digest, or the error's class."""
    for place, op in enumerate(examples()):
        for variant in sorted(variants(op), key=repr):
            for dtype in ("uint8", "float32"):
                for size, channels in SHAPES:
                    row = f"{place} {variant!r} {dtype} {size} {channels}"
                    yield row, of_op(variant, dtype, "image", with_negative_zeros(picture(*size, channels, dtype)))
            if not isinstance(op, PixelOp):
                yield f"{place} {variant!r} mask", of_op(variant, "uint8", "mask", striped_mask(*SIZES[0])[..., None])


def with_negative_zeros(image):
    """The image with some -0 in it where it can hold them: NumPy's releases clip them to zeros of either sign."""
    if image.dtype.kind == "f":
        image[::3, ::5] = -0.0
    return image


def of_op(op, dtype, target, given):
    try:
        return [op.grade(dtype), digest(np.asarray(run(op, target, given)))]
    except Exception as error:
        return ["error", type(error).__name__]


def of_calls():
    """A row for each transform of the catalogue and seed: the plan's weakest grade, the plan and digests of results."""
    for name, several in sorted(CATALOGUE.items()):
        for place, arguments in enumerate(several):
            for seed in range(SEEDS):
                height, width = DRAWN_SIZES[seed % 2]
                pipeline = A.Compose([made(name, arguments)], BOXES, POINTS, seed=seed)
                given = scene(height, width, seed)
                plan = pipeline.draw_plan(**given, **REFERENCES)
                results = pipeline.apply_plan(plan, **given, **REFERENCES)
                digests = {key: digest(results[key]) for key in given}
                grade = weakest(op.grade("uint8") for op in plan.ops)
                yield f"{name} {place} {seed}", [grade, {"plan": plan.to_json(), **digests}]


def scene(height, width, seed):
    """A smooth image, stripes, two boxes and three keypoints with angles and scales."""
    steps = np.random.default_rng(seed).integers(-6, 7, (height, width, 3))
    return {
        "image": np.clip(steps.cumsum(0).cumsum(1) + 128, 0, 255).astype(np.uint8),
        "mask": striped_mask(height, width),
        "bboxes": [[4.0, 3.0, 20.0, 18.0], [8.0, 6.0, 30.0, 22.0]],
        "labels": ["cat", "dog"],
        "keypoints": [[5.0, 4.0, 30.0, 1.0], [16.0, 12.0, 200.0, 2.0], [28.0, 20.0, 0.0, 0.5]],
        "names": ["ear", "eye", "tail"],
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    Path(sys.argv[1]).write_text(json.dumps({**dict(of_ops()), **dict(of_calls())}))
