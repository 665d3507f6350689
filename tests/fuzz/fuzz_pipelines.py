"""Pipeline files: dicts, JSON and YAML, changed here and there. A pipeline comes out of them, or a PlanError."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import yaml
from catalogue import CATALOGUE, OTHERS, REFERENCES, TEXTS, made
from fuzz_judge import by_call, unclear
from fuzz_mutations import damaged, mutated
from fuzz_values import Rng

import augrepro as A
from augrepro.engine.declare.errors import PlanError


def corpus() -> list[dict[str, Any]]:
    """Pipelines that can be read as they are."""
    two = [A.HorizontalFlip(), A.RandomGamma()]
    groups = [A.OneOf(two), A.SomeOf(two, n=(1, 2)), A.RandomOrder(two), A.OneOrOther(*two), A.Sequential(two)]
    groups += [A.SelectiveChannelTransform(two, channels=[0, 2]), A.ReplayCompose(two, seed=3)]
    params = {"bbox_params": A.BboxParams("coco", ["a"]), "keypoint_params": A.KeypointParams("xyas"), "seed": 137}
    singles = [made(name, own) for name, (_, own) in CATALOGUE.items()]
    return [A.to_dict(node) for node in (*singles, *groups, A.Compose([A.OneOf(two), A.Affine()], **params))]


CORPUS = corpus()
IMAGE = np.zeros((9, 7, 3), np.uint8)


def case(rng: Rng) -> str | None:
    """What is wrong with one file, or None."""
    data = CORPUS[rng.integers(len(CORPUS))]
    if rng.random() < 0.8:
        data = mutated(rng, data, CORPUS)
    kind = ("dict", "json", "yaml")[rng.integers(3)]
    try:
        node = _read(rng, data, kind)
    except Exception as error:
        wrong = unclear(error, lambda line: True, (PlanError,))
        return None if wrong is None else f"{kind} {str(data)[:200] if kind != 'dict' else list(data)}: {wrong}"
    return _used(node)


def _read(rng: Rng, data: Any, kind: str) -> Any:
    if kind == "dict":
        return A.from_dict(data)
    try:
        text = json.dumps(data) if kind == "json" else yaml.safe_dump(data, allow_unicode=bool(rng.integers(2)))
    except ValueError:  # a number of too many digits for its writer
        text = "[1, 2]"
    return A.load(io.BytesIO(damaged(rng, text)), data_format=kind)


def _used(node: Any) -> str | None:
    if A.from_dict(A.to_dict(node)) != node:
        return f"{node!r} came back otherwise"
    try:
        node(image=IMAGE, **{**{key: [IMAGE] for key in REFERENCES}, **TEXTS, **OTHERS})
    except Exception as error:
        wrong = unclear(error, by_call((node.stream_name,)))
        return None if wrong is None else f"{str(node)[:300]}: {wrong}"
    return None
