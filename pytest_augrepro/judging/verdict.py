"""The words of a broken law: what, where, how far, why probably, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from .evidence import SideEffects
from .laws import Breach

STREAMED = (
    "the draws follow from a stream: what was drawn before, and by whom, decides",
    "key every draw by (seed, epoch, sample), as augrepro's sample mode does, or ask for the contract isolated",
)
KERNEL = (
    "a kernel whose result depends on the machine: float32 sums, unrounded powers, uninitialized memory",
    "compute in integers or with exact kernels, or ask for the contract invariant",
)
CAUSES: dict[str, tuple[str, str]] = {
    "coverage": (
        "the loader lost or repeated samples: an iterable dataset that does not share out its data among workers, "
        "or a dataset that changes its length",
        "check __len__, get_worker_info() in __iter__, and __getitems__ if there is one",
    ),
    "picklable": (
        "workers that are not forked receive the dataset by pickle, which lambdas, closures and open files do not have",
        "define the function at the top of a module, or leave the attribute out in __getstate__",
    ),
    "rerun": (
        "something outside the seed decides: time, os.urandom, uuid, id(), hash() of a string, the order of a set, "
        "a generator made without a seed, or state that one dataset leaves for the next: a mutable default argument",
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
        "make the generator inside the worker, from (seed, torch.initial_seed()), or key it by the sample",
    ),
    "calls-distinct": (
        "the generator is put back to one state every few calls, by batch or by position",
        "let the generator go on, or key it by the sample",
    ),
    "epochs-distinct": (
        "the generator starts over: new workers copy it from the parent, or it is keyed without the epoch",
        "bring the epoch in: torch.initial_seed() changes with new workers; persistent ones keep their generator; "
        "a Subset hides set_epoch of the dataset below it",
    ),
    "ranks-distinct": (
        "every rank starts its generators from the same seed",
        "bring the rank into the seed, or key the draws by the sample",
    ),
    "global-rng-isolated": (
        "the samples follow from a global generator, which any other code may draw from or reseed",
        "draw from a generator of the dataset's own, made from the seed",
    ),
    "global-rng-untouched": (
        "a transform draws from, or reseeds, a generator that belongs to the whole program",
        "draw from a generator of the dataset's own, made from the seed",
    ),
    "entropy-free": (
        "time, process number, addresses or the entropy pool decide about the samples",
        "derive every generator from the seed that make_dataset is given",
    ),
    "environment-invariant": (
        "the time zone, the locale, an absolute path, the home directory or an environment variable decides about the "
        "samples, or stands in them",
        "pass in what is needed as an argument, and keep paths relative to a folder that the caller names",
    ),
    "copy-invariant": (
        "__deepcopy__, __getstate__ or __reduce__ share the generator, or leave its state out; or the generator is no "
        "attribute of the dataset, and all copies draw from one",
        "keep the generator in an attribute and let copy.deepcopy and pickle take it along",
    ),
    "hash-seed-invariant": (
        "hash() of a string, or the order of a set of strings, decides about the samples",
        "use hashlib or zlib.crc32 for seeds, and sort sets before use",
    ),
    "start-method-invariant": (
        "module globals, or settings of the parent process, that only a forked worker inherits",
        "keep the state on the dataset, or set it again in worker_init_fn",
    ),
    "worker-invariant": STREAMED,
    "persistence-invariant": STREAMED,
    "batch-invariant": (
        f"{STREAMED[0]}; or __getitems__ makes a sample otherwise than __getitem__",
        STREAMED[1],
    ),
    "order-independent": STREAMED,
    "resumable": STREAMED,
    "rank-invariant": STREAMED,
    "reentrant": (
        "state on the pipeline or dataset that two threads write at once, a table that is filled on first use, or "
        "draws that follow the order of calls",
        "keep the parameters of a call in local variables; key the draws by the sample",
    ),
    "dispatch-invariant": KERNEL,
    "layout-invariant": (
        "an operation whose result depends on strides: sums over axes, reads of raw memory",
        "make the input contiguous first: np.ascontiguousarray(image)",
    ),
    "memory-clean": (
        "uninitialized memory reaches the output: np.empty, a warp without fill, a buffer of the wrong size",
        "fill the buffer, or write every element of it",
    ),
    "replayable": (
        "randomness is drawn while the transform is applied, not while it is recorded",
        "draw first, then apply",
    ),
}
GLOBAL_DO = (
    "draw from a generator keyed by (seed, epoch, sample), or made in each worker from (seed, torch.initial_seed())"
)


def describe(
    broken: Sequence[Breach],
    cell: str,
    seed: int,
    contract: str,
    side_effects: SideEffects | None,
    pixels: Sequence[str],
    smallest: str,
    notes: Sequence[str],
) -> str:
    """The whole message; its first line names the law."""
    breach = broken[0]
    cause, remedy = CAUSES[breach.law]
    moved = {} if side_effects is None else side_effects.moved
    if breach.law in ("rerun", "seed-sensitive") and moved:
        cause, remedy = f"draws from {' and '.join(moved)} while a sample is made", GLOBAL_DO
    by = breach.blame or next(iter(moved.values()), "") * (breach.law in ("rerun", "global-rng-isolated"))
    rows = [
        ("cell", f"{cell}   seed {seed}   contract {contract}"),
        ("where", where(breach)),
        ("scope", breach.scope),
        ("pattern", breach.pattern),
        ("pixels", "\n".join(pixels)),
        ("by", by),
        ("likely", cause),
        ("do", remedy),
        ("smallest", smallest),
        ("also", ", ".join(f"law {other.law}: {other.headline}" for other in broken[1:])),
        ("note", "; ".join(notes)),
    ]
    lines = [f"law {breach.law} broken: {breach.headline}"]
    for name, text in rows:
        parts = [part for line in text.splitlines() for part in wrap(line, 100, break_on_hyphens=False)]
        lines += [f"  {label:<9}{part}" for label, part in zip([name, *[""] * len(parts)], parts, strict=False)]
    return "\n".join(lines)


def where(breach: Breach) -> str:
    """Epoch, sample, worker and target, as far as they are known."""
    parts = [breach.run]
    if breach.visit is not None:
        parts.append(f"sample {breach.visit.index}")
        alone = "without a loader" if breach.direct else "main process"
        parts.append(alone if breach.visit.worker < 0 else f"worker {breach.visit.worker}")
    parts.append(f"target {breach.target}" if breach.target else "")
    return ", ".join(part for part in parts if part)
