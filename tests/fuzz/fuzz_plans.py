"""Plans, changed here and there, replayed on images that they were not drawn for."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from catalogue import BOXES as CROPPING
from catalogue import CATALOGUE, OTHERS, REFERENCES, TEXTS, VOLUMETRIC, made
from fuzz_constructors import BOXES, POINTS, promised
from fuzz_judge import Wrong, by_call, unclear, untouched
from fuzz_mutations import mutated
from fuzz_samples import SIDES, references, sample, size
from fuzz_values import Rng
from samples import picture

import augrepro as A
from augrepro.engine.declare.errors import PlanError


class Tint(A.ImageOnlyTransform):
    """A transform of a user's own, which draws an array."""

    def __init__(self, amount: int = 3, p: float = 1.0, **more: Any) -> None:
        super().__init__(p)
        self.amount = amount

    def get_params(self) -> dict[str, Any]:
        return {"table": self.random_generator.integers(0, 9, 4)}

    def apply(self, img: Any, table: Any = (0,), **params: Any) -> Any:
        return img // 2 if img.dtype.kind == "u" else img / img.dtype.type(2)


A.register("fuzz.Tint")(Tint)


def corpus() -> list[dict[str, Any]]:
    """Plans that can be replayed as they are, some of several steps."""
    image, volume = picture(24, 32), np.stack([picture(24, 32)] * 5)
    more = {"mask": image[..., 0], **{key: [image] for key in REFERENCES}, **TEXTS, **CROPPING, **OTHERS}
    found = []
    for catalogue, data in ((CATALOGUE, {"image": image}), (VOLUMETRIC, {"volume": volume})):
        for name, settings in catalogue.items():
            for arguments in settings:
                pipe = A.Compose([made(name, arguments)], seed=1)
                found.append(pipe.draw_plan(**data, **more).to_dict())
    some = A.SelectiveChannelTransform([A.GaussNoise(p=1), A.Blur(p=1)], channels=(0, 2))
    several = A.Compose([some, Tint(), A.Rotate(p=1), A.CoarseDropout(fill="random", p=1), A.D4(p=1)], seed=2)
    return [*found, *(several.draw_plan(image=image).to_dict() for _ in range(8))]


CORPUS = corpus()


def case(rng: Rng) -> str | None:
    """What is wrong with one plan, or None."""
    data = CORPUS[rng.integers(len(CORPUS))]
    if rng.random() < 0.8:
        data = mutated(rng, data, CORPUS)
    try:
        plan = A.Plan.from_json(_text(data)) if rng.random() < 0.3 else A.Plan.from_dict(data)
    except Exception as error:
        return unclear(error, lambda line: True, (PlanError,))
    return replayed(rng, plan)


def _text(data: Any) -> str:
    try:
        return json.dumps(data)
    except ValueError:  # a number of too many digits for Python to write
        return '{"plan": 3, "shape": [' + "9" * 5000 + "]}"


def replayed(rng: Rng, plan: A.Plan) -> str | None:
    """What is wrong with a replay on some image, or None."""
    given = sample(rng, size(rng, (*SIDES, 24, 32)))
    try:
        with untouched(given):
            result = A.Compose([], bbox_params=BOXES, keypoint_params=POINTS).apply_plan(
                plan, **given, **references(rng, given)
            )
        image = given.get("image", given.get("volume"))
        depth = len(image) if "volume" in given else None
        axes = image.shape[1:] if depth else image.shape
        shape = plan.shape._replace(height=axes[0], width=axes[1], channels=(*axes, 1)[2], depth=depth)
        promised(A.Plan(shape, plan.steps, plan.key), given, result)
    except Wrong as wrong:
        return f"{wrong}, of {str(plan.ops)[:300]}"
    except Exception as error:
        paths = tuple(step.path for step in plan.steps)
        wrong_error = unclear(error, by_call(paths))
        return None if wrong_error is None else f"{str(plan.ops)[:300]}: {wrong_error}"
    return None
