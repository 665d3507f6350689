"""Faults to plant in a user's own dataset: each takes the place of its randomness and breaks a law that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...reading.dataset import MakeDataset
from . import copies, data, generators, inputs, loading, machine, processes, seeds, surroundings, threads
from .planted import Nothing, Planted, Sample, samples_of

__all__ = ["FAULTS", "Nothing", "Plant", "Planted"]

FAULTS: Mapping[str, type[Planted]] = {
    kind.__name__: kind
    for module in (generators, seeds, surroundings, loading, threads, copies, data, inputs, processes, machine)
    for kind in module.FAULTS
}


@dataclass(frozen=True)
class Plant:
    """A ``make_dataset`` with a fault planted in it; as picklable as the user's own."""

    make_dataset: MakeDataset
    fault: str
    samples: tuple[Sample, ...] = ()
    """What is known of the user's samples; where nothing is, each process makes them."""

    def __call__(self, seed: int) -> Planted:
        kind: Callable[..., Planted] = Nothing if self.fault == Nothing.__name__ else FAULTS[self.fault]
        return kind(self.samples or samples_of(self.make_dataset), seed)
