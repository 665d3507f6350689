"""The table of laws: all that is known of each stands in its row, and everything else reads it here. Pure."""

from __future__ import annotations

from . import judges, repeats
from .contracts import included
from .law import Law
from .stream_laws import STREAM

STREAM_CAUSE = "the draws follow from a stream: what was drawn before, and by whom, decides"
STREAM_REMEDY = (
    "key every draw by (seed, epoch, sample), as augrepro's sample mode does, or ask for the contract isolated"
)

ROWS: tuple[Law, ...] = (
    *STREAM,
    Law(
        name="global-rng-untouched",
        contract="isolated",
        breaks_when="making a sample advances `random`, `numpy`, torch's or OpenCV's global generator",
        example="`np.random.rand()` in a transform",
        cause="a transform draws from, or reseeds, a generator that belongs to the whole program",
        remedy="draw from a generator of the dataset's own, made from the seed",
        judge=judges.global_rng_untouched,
        once=True,
        watched=True,
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
        breaks_when="another time zone, locale, working directory, home, user, host or sys.argv changes the samples",
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
        judge=repeats.ranks_distinct,
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
