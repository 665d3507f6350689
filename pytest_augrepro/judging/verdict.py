"""The words of a broken law: what, where, how far, why probably, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..common.words import wrapped
from .breach import Breach, spoken
from .evidence import OF_TRANSFORM, SideEffects
from .laws import LAWS, STREAM_REMEDY
from .stream_laws import IN_WORKER

TRANSFORM_DO = (
    "draw in get_params or get_params_dependent_on_data, from self.py_random or self.random_generator, which the "
    "seed of the Compose reaches"
)
OF_GLOBAL = ("rerun", "seed-sensitive", "global-rng-untouched", "global-rng-isolated")
"""Laws that a draw from a global generator breaks."""
OF_WORKERS = ("seed-sensitive", "workers-distinct", "epochs-distinct")
"""Laws that a ``worker_init_fn`` breaks which seeds a constant."""
GLOBAL_DO = f"draw from a generator keyed by (seed, epoch, sample), or made {IN_WORKER}"


def describe(
    broken: Sequence[Breach],
    *,
    cell: str,
    seed: int,
    contract: str,
    side_effects: SideEffects | None,
    pixels: Sequence[str],
    smallest: str,
    notes: Sequence[str],
    draws: Sequence[str] = (),
    sheet: str = "",
    unseeded: tuple[str, str] | None = None,
    worker_init_fn: str = "",
    without_seed: tuple[str, str] | None = None,
) -> str:
    """The whole message; its first line names the law.

    ``worker_init_fn`` is the name of the one that was given. ``unseeded`` is why a seed has no effect and what to do,
    where a pipeline was checked and no ``make_dataset``; ``without_seed`` is the class and the path of a pipeline below
    the dataset that has no seed.
    """
    breach = broken[0]
    moved = _moved(breach, side_effects)
    cause, remedy = _advice(breach, side_effects, notes, unseeded, worker_init_fn, without_seed)
    by = breach.blame or next(iter(moved.values()), "") * (breach.law in ("rerun", "global-rng-isolated"))
    rows = [
        ("cell", f"{cell}   seed {seed}   contract {contract}"),
        ("where", where(breach)),
        ("scope", breach.scope),
        ("pattern", breach.pattern),
        ("pixels", "\n".join(pixels)),
        ("draws", "\n".join(draws)),
        ("by", by),
        ("likely", cause),
        ("do", remedy),
        ("smallest", f"cell {smallest} breaks it, too" if smallest else ""),
        ("also", ", ".join(f"law {other.law}: {other.headline}" for other in broken[1:])),
        ("note", "; ".join(notes)),
        ("sheet", sheet),
    ]
    lines = [f"law {breach.law} broken: {breach.headline}"]
    for name, text in rows:
        parts = [part for line in text.splitlines() for part in wrapped(line, 100)]
        lines += [f"  {label:<9}{part}" for label, part in zip([name, *[""] * len(parts)], parts, strict=False)]
    return "\n".join(lines)


def _moved(breach: Breach, side_effects: SideEffects | None) -> Mapping[str, str]:
    """The global generators that a sample moves, where that may be why the law is broken."""
    if side_effects is None or (breach.law == "rerun" and breach.direct):
        return {}  # readings without a loader begin with the global generators in one state
    return side_effects.moved


def _advice(
    breach: Breach,
    side_effects: SideEffects | None,
    notes: Sequence[str],
    unseeded: tuple[str, str] | None,
    worker_init_fn: str,
    without_seed: tuple[str, str] | None,
) -> tuple[str, str]:
    """The likely cause and what to do about it."""
    law = LAWS[breach.law]
    cause, remedy = breach.cause or law.cause, breach.remedy or law.remedy
    if law.remedy == STREAM_REMEDY and any(note.startswith("no randomness") for note in notes):
        cause = "what was made before, or by whom, decides about a sample, although nothing is drawn"
        remedy = "make a sample of its index and epoch alone, without what earlier ones left on the dataset"
    if law.remedy == STREAM_REMEDY and side_effects is not None and breach.target in side_effects.counted:
        cause = f"{breach.target} counts the fetches of its process: state, and no draw that could be keyed"
        remedy = f"leave {breach.target} out of the sample, or make it of epoch and index; count in the loop instead"
    moved = _moved(breach, side_effects)
    if breach.law in ("rerun", "seed-sensitive") and moved:
        cause, remedy = f"draws from {' and '.join(moved)} while a sample is made", GLOBAL_DO
    elif breach.law == "rerun" and without_seed is not None and not breach.cause:
        kind, path = without_seed
        cause = f"a {kind} without seed= ({path}) draws anew in every run; or else {cause}"
        with_one = f"{kind}(..., seed=seed)" if kind.endswith("Compose") else "put it in a Compose(..., seed=seed)"
        remedy = f"give it the seed that make_dataset is given: {with_one}; {remedy}"
    elif breach.law == "seed-sensitive" and unseeded is not None and not breach.cause:
        cause, remedy = unseeded
    if breach.law in OF_GLOBAL and any(OF_TRANSFORM in place for place in (breach.blame, *moved.values())):
        remedy = TRANSFORM_DO
    if worker_init_fn and breach.law in OF_WORKERS and not breach.cause:
        cause = f"{cause}; or {worker_init_fn}, given as worker_init_fn, seeds every worker alike"
        remedy = f"{remedy}; in worker_init_fn seed from torch.initial_seed(), which knows the worker and the epoch"
    return cause, remedy


def where(breach: Breach) -> str:
    """Epoch, sample, worker and target, as far as they are known."""
    parts = [breach.run]
    if breach.visit is not None:
        parts.append(f"sample {breach.visit.index}")
        alone = "without a loader" if breach.direct else "main process"
        parts.append(alone if breach.visit.worker < 0 else f"worker {breach.visit.worker}")
    parts.append(f"target {spoken(breach.target)}" if breach.target else "")
    return ", ".join(part for part in parts if part)
