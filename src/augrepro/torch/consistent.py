"""A check that the ranks of a distributed run mean the same thing."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any

import torch.distributed

from ..engine.chance.rng import KEY_VERSION
from ..engine.declare.errors import short_repr
from ..engine.node import Node
from .sampler import KeyedSampler


def assert_consistent(sampler: KeyedSampler, *pipelines: Node, group: Any = None) -> None:
    """Raise RuntimeError on every rank if one has another seed, pipeline, epoch or order, and name it and them.

    Call it on all ranks of the group, say once an epoch; it costs one ``all_gather_object`` of a few hundred bytes.
    Without torch.distributed there is nobody to differ from, and nothing happens.
    """
    if not isinstance(sampler, KeyedSampler):
        raise TypeError(f"assert_consistent: sampler must be a KeyedSampler, got {short_repr(sampler)}")
    for pipeline in pipelines:
        if not isinstance(pipeline, Node):
            raise TypeError(
                f"assert_consistent: each pipeline must be a transform of augrepro, got {short_repr(pipeline)}"
            )
    if not (torch.distributed.is_available() and torch.distributed.is_initialized()):
        return
    everyone: list[Any] = [None] * torch.distributed.get_world_size(group)
    torch.distributed.all_gather_object(everyone, facts(sampler, *pipelines), group=group)
    wrong = disagreements(everyone)
    if wrong:
        raise RuntimeError("ranks are not consistent: " + "; ".join(wrong))


def facts(sampler: KeyedSampler, *pipelines: Node) -> dict[str, Any]:
    """What must be the same on all ranks; long things as digests."""
    epoch = sampler.epoch
    order = sampler.order(epoch)
    found = {
        "key version": KEY_VERSION,
        "sampler seed": sampler.seed,
        "dataset length": len(sampler.dataset),
        "epoch": epoch,
        "resumed at": sampler.state_dict()["consumed_global"] if sampler.in_order else 0,
        "order": hashlib.sha256(order.indices.tobytes() + order.draws.tobytes()).hexdigest()[:16],
        "world size": sampler.share[1],
    }
    for number, pipeline in enumerate(pipelines):
        found[f"seed of pipeline {number}"] = pipeline.seeding.seed
        found[f"pipeline {number}"] = fingerprint(pipeline)
    return found


def fingerprint(pipeline: Node) -> str:
    """A digest of what a pipeline is; of one that cannot be saved, of its repr without addresses."""
    try:
        text = json.dumps(pipeline.to_dict_private(), sort_keys=True)
    except NotImplementedError:
        text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(pipeline))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def disagreements(everyone: list[dict[str, Any]]) -> list[str]:
    """One sentence for each rank and field that is not what most ranks (in a draw, the first) have."""
    wrong = []
    for field in dict.fromkeys(field for found in everyone for field in found):
        values = [found.get(field) for found in everyone]
        usual = Counter(values).most_common(1)[0][0]
        wrong += [f"rank {r} has {field} {v!r}, not {usual!r}" for r, v in enumerate(values) if v != usual]
    return wrong
