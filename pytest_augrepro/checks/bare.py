"""A bare pipeline as a dataset: the same sample at every index, so that equal results mean equal draws."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..judging.evidence import is_transform
from ..judging.verdict import TRANSFORM_DO
from ..matrix.cells import PLAIN_CELLS, Cell, duties_of
from ..reading import generators, global_rng
from ..reading.dataset import BelowKeys, MakeDataset
from ..seeds.pipeline import reseeded
from .cell import AugCell, CellResult
from .sheets import LawSheets

LENGTH = 12
LIBRARIES = ("augrepro", "albumentations")
"""Whose objects may keep generators that a seed does not change, as they draw from others."""
METHOD_DO = (
    "draw from a generator that the pipeline's set_random_seed sets, or, where it has no such method, from the global "
    "generators, which aug_check seeds"
)


class Calls(BelowKeys):
    """Each sample is one call of the pipeline on one and the same input.

    A keyed pipeline is told the epoch: nothing is known of the loader that it will be under.
    """

    def __init__(self, call: Callable[..., Any], sample: Any, length: int) -> None:
        self.call: Any = call
        self.sample, self.length = sample, length
        self.recorded: Callable[[Mapping[str, Any]], Any] | None = None
        self.unrecorded = ""
        """Why a record of a call cannot be read again, where a custom transform in it is not registered."""

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, key: int) -> Any:
        if not isinstance(self.sample, Mapping):
            return self.call(self.sample)
        data = dict(self.sample)
        if getattr(self.call, "keyed", False):
            data["sample_key"] = key
        return self.call(**data) if self.recorded is None else self.recorded(data)

    def replayed(self) -> bool:
        """Replay a record of each call instead of calling; False where the pipeline keeps none."""
        if callable(getattr(self.call, "draw_plan", None)):
            self.recorded = self._by_plan
        elif callable(getattr(self.call, "replay", None)):
            self.recorded = self._by_record
        return self.recorded is not None

    def _by_plan(self, data: Mapping[str, Any]) -> Any:
        plan: Any = self.call.draw_plan(**data)
        try:
            again = type(plan).from_json(plan.to_json())
        except ValueError as problem:
            if "register it with" not in str(problem):
                raise
            again, self.unrecorded = plan, str(problem)
        return self.call.apply_plan(again, **{name: value for name, value in data.items() if name != "sample_key"})

    def _by_record(self, data: Mapping[str, Any]) -> Any:
        first = self.call(**data)
        record = first.get("replay")
        return first if record is None else {**self.call.replay(record, **data), "replay": record}


@dataclass(frozen=True)
class BarePipeline:
    """A ``make_dataset`` over a pipeline: seeded by its own method where it has one, else by the global generators."""

    pipeline: Callable[..., Any]
    sample: Any
    length: int = LENGTH
    subject: ClassVar[str] = "the pipeline"
    """What messages call it, where they speak of ``make_dataset`` else."""

    def __call__(self, seed: int) -> Calls:
        twin, seeded = reseeded(self.pipeline, seed)
        if not seeded:
            importlib.import_module("torch")
            global_rng.seed_all(seed)
        return Calls(twin, copy.deepcopy(self.sample), self.length)

    def unseeded(self) -> tuple[str, str]:
        """Why another seed may give the same, and what to do: a generator that an object keeps for itself is named."""
        one, other = (reseeded(self.pipeline, seed)[0] for seed in (0, 1))
        for path, owner in generators.kept(one, other):
            if is_transform(owner):
                return f"{owner.__name__} keeps a generator of its own ({path}), which no seed reaches", TRANSFORM_DO
            if owner.__module__.partition(".")[0] not in LIBRARIES:
                return f"{owner.__name__} keeps a generator of its own ({path}), which no seed reaches", METHOD_DO
        return "the seed that aug_check gives to the pipeline never reaches what draws in it", METHOD_DO


def check(
    pipeline: Callable[..., Any],
    sample: Any,
    seed: int,
    contract: str,
    *,
    cells: Sequence[Cell] = PLAIN_CELLS,
    record: Callable[[CellResult], None] = lambda result: None,
    progress: Callable[[str], None] = lambda words: None,
    sheets: LawSheets | None = None,
    limit: float = 120,
    **options: Any,
) -> tuple[str, ...]:
    """Hold a pipeline to a contract in a few cells; raise LawBroken or return what is worth noting."""
    __tracebackhide__ = True
    if not callable(pipeline):
        raise TypeError(f"aug_check takes a pipeline, called with the sample, got {type(pipeline).__name__}")
    subject: MakeDataset = BarePipeline(pipeline, sample)
    notes: dict[str, None] = {}
    for cell in cells:
        aug_cell = AugCell(
            cell, seed, contract=contract, duties=duties_of(cell, cells), record=record, progress=progress
        )
        aug_cell.sheets, aug_cell.asked = sheets, "aug_check"
        notes |= dict.fromkeys(aug_cell.check(subject, limit=limit, **options))
    return tuple(notes)
