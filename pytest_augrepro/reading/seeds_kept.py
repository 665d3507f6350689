"""What below a dataset starts from one seed or state, whatever the seed that the dataset was made with."""

from __future__ import annotations

from typing import Any

from .generators import seeds_below


class SeedsKept:
    """The generators and pipelines below a dataset as they stand before any sample is made."""

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset
        self.states, self.pipelines = seeds_below(dataset)

    def also_in(self, twin: Any) -> tuple[str, ...]:
        """What a dataset of another seed has alike: pipelines of one seed, and generators that samples drew from."""
        later, _ = seeds_below(self.dataset)
        states, pipelines = seeds_below(twin)
        alike = {path: seed for path, seed in self.pipelines.items() if pipelines.get(path) == seed}
        drawn = [path for path, state in self.states.items() if states.get(path) == state != later.get(path)]
        told = [path for path in drawn if not any(path.startswith(f"{above}.") for above in alike)]
        seeds = [f"{path} has the seed {seed}" for path, seed in alike.items()]
        return (*seeds, *(f"{path} starts from the same state" for path in told))
