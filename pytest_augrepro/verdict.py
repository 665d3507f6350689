"""The words of a broken law: what, where, how far, why probably, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from pytest_augrepro.laws import Breach, Verdict
from pytest_augrepro.matrix import Cell
from pytest_augrepro.stream import Census

CAUSES: dict[str, tuple[str, str]] = {
    "coverage": (
        "the loader lost or repeated samples, or the dataset changed its length while it was read",
        "check __len__, and worker_init_fn or __getitems__ if there is one",
    ),
    "rerun": (
        "something outside the seed decides: time, os.urandom, uuid, id(), hash() of a string, the order of a set, "
        "or a generator made without a seed",
        "derive every generator from the seed that make_dataset is given",
    ),
    "seed-sensitive": (
        "the seed that make_dataset is given never reaches the generator",
        "pass the seed on to the pipeline",
    ),
    "input-unchanged": (
        "a transform writes into the array it was given; the next epoch starts from the changed data",
        "copy before changing: image = image.copy()",
    ),
    "workers-distinct": (
        "each worker got a copy of one generator, in the same state",
        "make the generator inside the worker, from (seed, torch.initial_seed())",
    ),
    "epochs-distinct": (
        "the generator starts over: new workers copy it from the parent each epoch, or it is keyed without the epoch",
        "bring the epoch in: torch.initial_seed() changes with new workers; persistent ones keep their generator",
    ),
    "respawn": (
        "a new worker starts its generator from a state that was used before, such as (seed, worker id)",
        "bring torch.initial_seed() of the worker into the seed: it is new for each new worker",
    ),
}
GLOBAL_DO = "draw from a generator of the dataset's own, made from the seed"


def describe(
    breach: Breach, verdict: Verdict, cell: Cell, seed: int, contract: str, census: Census, pixels: Sequence[str]
) -> str:
    """Return the whole message; its first line names the law."""
    cause, remedy = CAUSES[breach.law]
    if breach.law in ("rerun", "seed-sensitive") and census.moved:
        cause, remedy = f"draws from {' and '.join(census.moved)} while a sample is made", GLOBAL_DO
    rows = [
        ("cell", f"{cell.id}   seed {seed}   contract {contract}"),
        ("where", where(breach)),
        ("scope", breach.scope),
        ("draws", breach.pattern),
        ("pixels", "\n".join(pixels)),
        ("likely", cause),
        ("do", remedy),
        ("also", ", ".join(f"law {other.law}: {other.headline}" for other in verdict.breaches if other is not breach)),
        ("note", "; ".join(verdict.notes)),
    ]
    lines = [f"law {breach.law} broken: {breach.headline}"]
    for name, text in rows:
        parts = [part for line in text.splitlines() for part in wrap(line, 100, break_on_hyphens=False)]
        lines += [f"  {label:<8}{part}" for label, part in zip([name, *[""] * len(parts)], parts, strict=False)]
    return "\n".join(lines)


def where(breach: Breach) -> str:
    """Return epoch, sample, worker and target, as far as they are known."""
    parts = [breach.run]
    if breach.visit is not None:
        parts.append(f"sample {breach.visit.index}")
        parts.append("main process" if breach.visit.worker < 0 else f"worker {breach.visit.worker}")
    parts.append(f"target {breach.target}" if breach.target else "")
    return ", ".join(part for part in parts if part)
