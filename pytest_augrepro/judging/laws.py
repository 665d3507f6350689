"""The table of laws: all that is known of each stands in its row, and everything else reads it here. Pure."""

from __future__ import annotations

from . import judges
from .contracts import included
from .law import Law

STREAM_CAUSE = "the draws follow from a stream: what was drawn before, and by whom, decides"
STREAM_REMEDY = (
    "key every draw by (seed, epoch, sample), as augrepro's sample mode does, or ask for the contract isolated"
)

IN_WORKER = (
    "inside the worker: info = get_worker_info(); np.random.default_rng([seed, 0 if info is None else info.seed])"
)
"""How a generator is made that differs by worker and by new worker, and is the seed's own in the main process."""

ROWS: tuple[Law, ...] = (
    Law(
        name="coverage",
        contract="stream",
        breaks_when="a sample comes twice in an epoch, or never",
        example="an iterable dataset that does not share its data out among workers",
        cause=(
            "the loader lost or repeated samples: an iterable dataset that does not share out its data among "
            "workers, or a dataset that changes its length"
        ),
        remedy="check __len__, get_worker_info() in __iter__, and __getitems__ if there is one",
        judge=judges.coverage,
    ),
    Law(
        name="picklable",
        contract="stream",
        breaks_when="workers that are not forked cannot receive the dataset",
        example="a lambda, a lock or an open file in an attribute",
        cause=(
            "workers that are not forked receive the dataset by pickle, which lambdas, closures and open files do "
            "not have"
        ),
        remedy="define the function at the top of a module, or leave the attribute out in __getstate__",
        judge=judges.picklable,
        exempt=(judges.without_sending,),
    ),
    Law(
        name="rerun",
        contract="stream",
        breaks_when="a second run, in a fresh process or beside the first, differs",
        example="a generator without a seed; time; a mutable default",
        cause=(
            "something outside the seed decides: time, os.urandom, uuid, id(), hash() of a string, the order of a "
            "set, a generator made without a seed, or state that one dataset leaves for the next: a mutable default "
            "argument"
        ),
        remedy="derive every generator from the seed that make_dataset is given",
        judge=judges.rerun,
    ),
    Law(
        name="input-unchanged",
        contract="stream",
        breaks_when="making a sample changes data that the dataset holds: an array, a tensor, a picture, a record",
        example="an operation in place, without a copy",
        cause="a transform writes into the data it was given; the next fetch starts from the changed data",
        remedy="copy before changing: image.copy(), tensor.clone(), copy.deepcopy(record)",
        judge=judges.input_unchanged,
        once=True,
    ),
    Law(
        name="constants-equal",
        contract="stream",
        breaks_when="what no seed and no draw changes is another in a worker than without a loader",
        example="numbers for classes in the order in which a process meets them; an epoch that workers never learn",
        cause=(
            "state that each process keeps for itself: numbers given in the order in which names are met, a cache, or "
            "an attribute that set_epoch changes in the main process alone, while persistent workers go on"
        ),
        remedy=(
            "settle it before workers start: sorted(names) in the constructor; keep what changes by epoch in shared "
            "memory: torch.zeros((), dtype=torch.int64).share_memory_()"
        ),
        judge=judges.constants_equal,
        exempt=(judges.without_direct_readings, judges.with_changed_input),
    ),
    Law(
        name="handles-unshared",
        contract="stream",
        breaks_when="workers read through a file or connection that was opened before they were forked",
        example="a file opened in the constructor",
        cause="forked processes share the place in a file that one of them opened: what one reads, another skips",
        remedy="open it in each process, on first use, and again where os.getpid() is another",
        judge=judges.handles_unshared,
    ),
    Law(
        name="seed-sensitive",
        contract="stream",
        breaks_when="another seed gives the same samples",
        example="the seed is not passed on",
        cause="the seed that make_dataset is given never reaches the generator",
        remedy="pass the seed on to the pipeline",
        judge=judges.seed_sensitive,
        exempt=(judges.without_randomness, judges.with_changed_input),
    ),
    Law(
        name="replayable",
        contract="stream",
        breaks_when="replaying the record of a call gives another result",
        example="randomness drawn while applying",
        cause="randomness is drawn while the transform is applied, not while it is recorded",
        remedy="draw first, then apply",
        once=True,
    ),
    Law(
        name="workers-distinct",
        contract="stream",
        breaks_when="two workers draw the same",
        example="one generator, copied into each worker",
        cause="each worker got a copy of one generator, in the same state",
        remedy=f"make the generator on first use, {IN_WORKER}, or key it by the sample",
        judge=judges.workers_distinct,
        exempt=(judges.without_randomness, judges.without_repeated_draws),
    ),
    Law(
        name="calls-distinct",
        contract="stream",
        breaks_when="the draws of a worker run in a short circle",
        example="a generator reset for each batch",
        cause="the generator is put back to one state every few calls, by batch or by position",
        remedy="let the generator go on, or key it by the sample",
        judge=judges.calls_distinct,
        exempt=(judges.without_randomness, judges.without_repeated_draws),
    ),
    Law(
        name="epochs-distinct",
        contract="stream",
        breaks_when="a pass repeats an earlier one, or a restarted loader does",
        example="new workers start where the old ones did",
        cause="the generator starts over: new workers copy it from the parent, or it is keyed without the epoch",
        remedy=(
            "bring the epoch in: get_worker_info().seed changes with new workers; persistent ones keep their "
            "generator; a Subset hides set_epoch of the dataset below it; where epochs are meant to be equal, say "
            "check(..., epochs='equal')"
        ),
        judge=judges.epochs_distinct,
        exempt=(judges.without_randomness, judges.with_equal_epochs),
    ),
    Law(
        name="epochs-equal",
        contract="stream",
        breaks_when='`epochs="equal"` was asked for, and a pass differs from the first',
        example="a validation set whose draws follow the epoch",
        cause="a generator that goes on from epoch to epoch, or draws that are keyed by the epoch",
        remedy="make the generator for each sample, from (seed, index)",
        judge=judges.epochs_equal,
        exempt=(judges.without_equal_epochs,),
    ),
    Law(
        name="global-rng-untouched",
        contract="isolated",
        breaks_when="making a sample advances `random`, `numpy`, torch's or OpenCV's global generator",
        example="`np.random.rand()` in a transform",
        cause="a transform draws from, or reseeds, a generator that belongs to the whole program",
        remedy="draw from a generator of the dataset's own, made from the seed",
        judge=judges.global_rng_untouched,
        once=True,
    ),
    Law(
        name="global-rng-isolated",
        contract="isolated",
        breaks_when="other code that draws from a global generator changes the samples",
        example="the same, or `torch.rand`",
        cause="the samples follow from a global generator, which any other code may draw from or reseed",
        remedy="draw from a generator of the dataset's own, made from the seed",
    ),
    Law(
        name="copy-invariant",
        contract="isolated",
        breaks_when="a copy (`copy.deepcopy`, pickle), used beside the original, gives other samples",
        example="`__deepcopy__` that shares the generator, `__getstate__` that drops it",
        cause=(
            "__deepcopy__, __getstate__ or __reduce__ share the generator, or leave its state out; or the generator "
            "is no attribute of the dataset, and all copies draw from one"
        ),
        remedy="keep the generator in an attribute and let copy.deepcopy and pickle take it along",
        once=True,
    ),
    Law(
        name="entropy-free",
        contract="isolated",
        breaks_when="another clock, process number, entropy pool or order of directories changes the samples",
        example="`time.time()` as a seed; `os.listdir`",
        cause="time, process number, addresses or the entropy pool decide about the samples",
        remedy="derive every generator from the seed that make_dataset is given",
        once=True,
        explains_rerun=True,
    ),
    Law(
        name="environment-invariant",
        contract="isolated",
        breaks_when="another time zone, locale, working directory, home or user changes the samples",
        example="an absolute path as a seed, or in a sample",
        cause=(
            "the time zone, the locale, an absolute path, the home directory or an environment variable decides "
            "about the samples, or stands in them"
        ),
        remedy="pass in what is needed as an argument, and keep paths relative to a folder that the caller names",
        once=True,
    ),
    Law(
        name="hash-seed-invariant",
        contract="isolated",
        breaks_when="another `PYTHONHASHSEED` changes the samples",
        example="a set of strings, `hash(name)`",
        cause="hash() of a string, or the order of a set of strings, decides about the samples",
        remedy="use hashlib or zlib.crc32 for seeds, and sort sets before use",
        once=True,
    ),
    Law(
        name="start-method-invariant",
        contract="isolated",
        breaks_when="fork, spawn and forkserver differ",
        example="a module global that only a fork inherits",
        cause="module globals, or settings of the parent process, that only a forked worker inherits",
        remedy="keep the state on the dataset, or set it again in worker_init_fn",
    ),
    Law(
        name="worker-invariant",
        contract="invariant",
        breaks_when="another `num_workers` changes the samples",
        example="draws from a stream",
        cause=STREAM_CAUSE,
        remedy=STREAM_REMEDY,
    ),
    Law(
        name="persistence-invariant",
        contract="invariant",
        breaks_when="`persistent_workers` changes them, from the second epoch on",
        example="the same; an epoch that live workers never learn",
        cause=STREAM_CAUSE,
        remedy=STREAM_REMEDY,
    ),
    Law(
        name="batch-invariant",
        contract="invariant",
        breaks_when="another batch size or prefetch, or no `__getitems__`, changes them",
        example="the same; `__getitems__` unlike `__getitem__`",
        cause=f"{STREAM_CAUSE}; or __getitems__ makes a sample otherwise than __getitem__",
        remedy=STREAM_REMEDY,
    ),
    Law(
        name="order-independent",
        contract="invariant",
        breaks_when="another order, late batches or `in_order=False` change them",
        example="a buffer of earlier samples",
        cause=STREAM_CAUSE,
        remedy=STREAM_REMEDY,
    ),
    Law(
        name="resumable",
        contract="invariant",
        breaks_when="starting in mid-epoch, or going on after a lost worker, changes them",
        example="the same",
        cause=STREAM_CAUSE,
        remedy=STREAM_REMEDY,
    ),
    Law(
        name="ranks-distinct",
        contract="invariant",
        breaks_when="two ranks draw the same",
        example="one seed for all ranks",
        cause="every rank starts its generators from the same seed",
        remedy="bring the rank into the seed, or key the draws by the sample",
        judge=judges.ranks_distinct,
        exempt=(judges.without_randomness,),
    ),
    Law(
        name="rank-invariant",
        contract="invariant",
        breaks_when="two ranks together differ from one process",
        example="the rank in the seed",
        cause=STREAM_CAUSE,
        remedy=STREAM_REMEDY,
    ),
    Law(
        name="reentrant",
        contract="invariant",
        breaks_when="threads that fetch at once change them",
        example="the parameters of a call kept on `self`; a table filled on first use",
        cause=(
            "state on the pipeline or dataset that two threads write at once, a table that is filled on first use, "
            "or draws that follow the order of calls"
        ),
        remedy="keep the parameters of a call in local variables; key the draws by the sample",
        once=True,
    ),
    Law(
        name="dispatch-invariant",
        contract="portable",
        breaks_when="an older CPU (emulated) or another number of threads changes a bit",
        example="float32 kernels, as in resizing",
        cause="a kernel whose result depends on the machine: float32 sums, unrounded powers, uninitialized memory",
        remedy="compute in integers or with exact kernels, or ask for the contract invariant",
        once=True,
    ),
    Law(
        name="layout-invariant",
        contract="portable",
        breaks_when="column-major input changes the result",
        example="a sum over axes; code that wants contiguous memory",
        cause="an operation whose result depends on strides: sums over axes, reads of raw memory",
        remedy="make the input contiguous first: np.ascontiguousarray(image)",
        once=True,
    ),
    Law(
        name="memory-clean",
        contract="portable",
        breaks_when="what fresh memory holds reaches the output",
        example="`np.empty`, a warp without fill",
        cause="uninitialized memory reaches the output: np.empty, a warp without fill, a buffer of the wrong size",
        remedy="fill the buffer, or write every element of it",
        once=True,
    ),
)
LAWS: dict[str, Law] = {law.name: law for law in ROWS}


def own_laws(contract: str) -> tuple[str, ...]:
    """The laws that a contract adds to the one before it."""
    return tuple(law.name for law in LAWS.values() if law.contract == contract)


def laws_of(contract: str) -> tuple[str, ...]:
    """All laws of a contract, those of the weaker ones first."""
    return tuple(law for name in included(contract) for law in own_laws(name))
