"""The smaller doors: replay records, states, sample keys, seeds, and the arguments of pipelines, groups and files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from fuzz_judge import Wrong, unclear
from fuzz_mutations import leaf, mutated
from fuzz_values import Rng, odd
from samples import same

import augrepro as A

IMAGE = (np.arange(24 * 30 * 3) % 251).astype(np.uint8).reshape(24, 30, 3)
TWO = (A.HorizontalFlip(p=1), A.Rotate(p=1))
GROUPS: tuple[Any, ...] = (A.OneOf, A.SomeOf, A.RandomOrder, A.Sequential, A.SelectiveChannelTransform, A.ReplayCompose)
RECORD = A.ReplayCompose([A.OneOf(TWO, p=1), A.GaussNoise(p=1), A.RandomCrop(9, 9)], seed=3)(image=IMAGE)["replay"]
COMPOSE = [
    "bbox_params",
    "keypoint_params",
    "additional_targets",
    "p",
    "is_check_shapes",
    "strict",
    "seed",
    "save_applied_params",
    "keyed",
    "name",
]
MORE = {"OneOf": ["p"], "Sequential": ["p"], "SelectiveChannelTransform": ["channels", "p"], "ReplayCompose": COMPOSE}
DRAWN = ["n", "replace", "p", "name"]


def anything(rng: Rng) -> Any:
    """What nobody expects, or what a file might hold."""
    return odd(rng) if rng.random() < 0.5 else leaf(rng)


def replay(rng: Rng) -> None:
    """A record of what was drawn, changed, with and without its rows for readers."""
    record = {key: part for key, part in RECORD.items() if key != "transforms"} if rng.random() < 0.5 else RECORD
    A.ReplayCompose.replay(mutated(rng, record, [RECORD]), image=IMAGE)


def state(rng: Rng) -> None:
    """A state of stream mode, changed."""
    pipe = A.Compose(TWO, seed=None if rng.random() < 0.5 else 3)
    given = pipe.state_dict()
    pipe.load_state_dict(mutated(rng, given, [given]) if rng.random() < 0.8 else anything(rng))
    pipe(image=IMAGE)


def sample_key(rng: Rng) -> None:
    """A key makes two calls alike, or is refused."""
    key = anything(rng) if rng.random() < 0.6 else (anything(rng), anything(rng))
    pipe = A.Compose(TWO, seed=3, keyed=bool(rng.integers(2)))
    if not same(pipe(image=IMAGE, sample_key=key), pipe(image=IMAGE, sample_key=key)):
        raise Wrong(f"two results of the key {key!r}")


def seed(rng: Rng) -> None:
    """A seed, at the constructor and later."""
    pipe = A.Compose(TWO, seed=anything(rng) if rng.random() < 0.6 else 3)
    pipe.set_random_seed(anything(rng))
    pipe(image=IMAGE)


def compose(rng: Rng) -> None:
    """Arguments of Compose and its kin; what is built can be called and written."""
    chosen = {str(name): anything(rng) for name in rng.choice(COMPOSE, int(rng.integers(1, 3)), replace=False)}
    pipe = A.Compose(TWO if rng.random() < 0.8 else anything(rng), **chosen)
    pipe(image=IMAGE, sample_key=1)
    A.to_dict(pipe)


def group(rng: Rng) -> None:
    """Arguments of the groups."""
    cls = GROUPS[rng.integers(len(GROUPS))]
    names = MORE.get(cls.__name__, DRAWN)
    chosen = {str(name): anything(rng) for name in rng.choice(names, int(rng.integers(0, 2)), replace=False)}
    node = cls(TWO if rng.random() < 0.7 else anything(rng), **chosen)
    A.Compose([node], seed=1)(image=IMAGE, sample_key=1)


def params(rng: Rng) -> None:
    """Parameters of boxes and keypoints."""
    cls: Any = (A.BboxParams, A.KeypointParams)[rng.integers(2)]
    names = [*cls.declared][1:]
    first = ("coco" if cls is A.BboxParams else "xy") if rng.random() < 0.8 else anything(rng)
    chosen = {str(name): anything(rng) for name in rng.choice(names, 2, replace=False)}
    hash(cls(first, **chosen))


def place(rng: Rng) -> None:
    """Places that files are to be read from and written to."""
    node = A.from_dict(anything(rng)) if rng.random() < 0.3 else TWO[0]
    form = anything(rng) if rng.random() < 0.3 else ("json", "yaml")[rng.integers(2)]
    buffer = io.StringIO()
    A.save(node, buffer, data_format=form)
    buffer.seek(0)
    if A.load(buffer, data_format=form) != node:
        raise Wrong(f"{node!r} did not come back")


def plan(rng: Rng) -> None:
    """What is taken for a plan."""
    TWO[0].apply_plan(anything(rng), image=IMAGE)


DOORS: tuple[Callable[[Rng], None], ...] = (replay, state, sample_key, seed, compose, group, params, place, plan)
SAYS = re.compile(
    r"must|needs|cannot|has no|unknown|lacks|takes|not known|names|given|not allowed|is an object|not JSON|is no "
    r"|more than the|nested deeper"
)
"""What a sentence about a wish that was not met says."""


def case(rng: Rng) -> str | None:
    """What is wrong with one door, or None."""
    door = DOORS[rng.integers(len(DOORS))]
    try:
        door(rng)
    except Wrong as wrong:
        return f"{door.__name__}: {wrong}"
    except Exception as error:
        wrong_error = unclear(error, lambda line: bool(SAYS.search(line)))
        return None if wrong_error is None else f"{door.__name__}: {wrong_error}"
    return None
