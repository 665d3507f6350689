"""Augment a Ray dataset row by row under sample keys: blocks, batches, tasks and actors make no difference."""

from __future__ import annotations

from typing import Any

import numpy as np
import ray.data

from ..engine.chance.sample import checked_epoch, checked_id, sample_scope
from ..engine.declare.errors import nearest, short_repr
from ..pipeline.compose import Compose

Batch = dict[str, Any]
OWNED = ("fn", "batch_format", "fn_args", "fn_kwargs", "fn_constructor_args", "fn_constructor_kwargs")


def map_batches(dataset: Any, pipeline: Compose, *, epoch: int, id_column: str, **more: Any) -> Any:
    """The dataset with each column that the pipeline knows (``image``, ``mask`` ...) augmented, the rest as it is.

    Each row is drawn for (``epoch``, its id), so ids must name rows: rows of one id share their augmentation. Ray has
    no epochs; say which it is. ``more`` goes to Ray's ``map_batches``: ``batch_size``, ``concurrency``, ``num_cpus``,
    ``compute=ray.data.ActorPoolStrategy(...)``. Images of several sizes come back as an array of objects.
    """
    if not isinstance(dataset, ray.data.Dataset):
        raise TypeError(f"map_batches: dataset must be a ray.data.Dataset, got {short_repr(dataset)}")
    if not isinstance(pipeline, Compose):
        raise TypeError(f"map_batches: pipeline must be a Compose, got {short_repr(pipeline)}")
    if pipeline.seed is None:
        raise ValueError("map_batches: pipeline.seed must be a whole number, got None: no run would repeat the other")
    if not isinstance(id_column, str):
        raise TypeError(f"map_batches: id_column must be the name of a column, got {short_repr(id_column)}")
    for name in OWNED:
        if name in more:
            raise TypeError(f"map_batches: {name} must be left to it, got {short_repr(more[name])}")
    given = {"pipeline": pipeline, "epoch": checked_epoch(epoch, "map_batches: epoch"), "id_column": id_column}
    if isinstance(more.get("compute"), ray.data.ActorPoolStrategy):
        return dataset.map_batches(Augment, fn_constructor_kwargs=given, batch_format="numpy", **more)
    return dataset.map_batches(augmented, fn_kwargs=given, batch_format="numpy", **more)


class Augment:
    """What an actor holds: the pipeline, unpacked once."""

    def __init__(self, **given: Any) -> None:
        self.given = given

    def __call__(self, batch: Batch) -> Batch:
        return augmented(batch, **self.given)


def augmented(batch: Batch, *, pipeline: Compose, epoch: int, id_column: str) -> Batch:
    """A batch of columns, each row augmented in the scope of its id."""
    if id_column not in batch:
        raise ValueError(
            f"map_batches: id_column must be one of {sorted(batch)}, got {id_column!r}{nearest(id_column, batch)}"
        )
    columns = [name for name in batch if name in pipeline.available_keys and name != id_column]
    rows = []
    for number, name in enumerate(batch[id_column]):
        with sample_scope((epoch, checked_id(name, f"map_batches: {id_column}"))):
            rows.append(pipeline(**{column: batch[column][number] for column in columns}))
    return {**batch, **{column: stacked([row[column] for row in rows]) for column in columns}}


def stacked(values: list[Any]) -> Any:
    """One array where all values are arrays of one shape and dtype, else an array of objects."""
    arrays = all(isinstance(value, np.ndarray) for value in values)
    if arrays and len({(value.shape, value.dtype) for value in values}) == 1:
        return np.stack(values)
    out = np.empty(len(values), object)
    for number, value in enumerate(values):
        out[number] = value
    return out
