"""The rows of the contract stream: what any well-seeded pipeline holds. Pure."""

from __future__ import annotations

from . import alike, judges, passes, repeats
from .law import Law

IN_WORKER = (
    "inside the worker: info = get_worker_info(); np.random.default_rng([seed, 0 if info is None else info.seed])"
)
"""How a generator is made that differs by worker and by new worker, and is the seed's own in the main process."""

STREAM: tuple[Law, ...] = (
    Law(
        name="coverage",
        contract="stream",
        breaks_when="a sample comes twice in an epoch, or never; or fetching changes the length",
        example="an iterable dataset that does not share its data out among workers",
        cause=(
            "the loader lost or repeated samples: an iterable dataset that does not share out its data among "
            "workers, or __getitems__ that gives other samples than those asked for"
        ),
        remedy="check __len__, get_worker_info() in __iter__, and __getitems__ if there is one",
        judge=passes.coverage,
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
        breaks_when="making a sample changes data that the dataset holds (an array, a tensor, a picture, a record) or "
        "the sample before it",
        example="an operation in place, without a copy; one buffer for all samples",
        cause="a transform writes into the data it was given; the next fetch starts from the changed data",
        remedy="copy before changing: image.copy(), tensor.clone(), copy.deepcopy(record)",
        judge=judges.input_unchanged,
        once=True,
        watched=True,
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
        judge=passes.constants_equal,
        exempt=(judges.without_direct_readings, judges.with_changed_input),
    ),
    Law(
        name="handles-unshared",
        contract="stream",
        breaks_when="workers read through a file or connection that was opened before they were forked",
        example="a file opened in the constructor",
        cause=(
            "forked processes share the place in a file, or the connection, that one of them opened: what one reads, "
            "another skips"
        ),
        remedy="open it in each process, on first use, and again where os.getpid() is another",
        judge=judges.handles_unshared,
    ),
    Law(
        name="seed-sensitive",
        contract="stream",
        breaks_when="another seed gives the same samples, or the same in one target or in some samples",
        example="the seed is not passed on, or to one pipeline of two",
        cause="the seed that make_dataset is given never reaches the generator",
        remedy=(
            "pass the seed on to the pipeline; where all draws have their seeds on purpose, as for test-time "
            "augmentation, say check(..., seeded=False)"
        ),
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
        judge=repeats.workers_distinct,
        exempt=(judges.without_randomness, judges.without_repeated_draws),
    ),
    Law(
        name="calls-distinct",
        contract="stream",
        breaks_when="the draws of a worker run in a short circle, or samples draw from one state",
        example="a generator reset for each batch, or a global seed set in `__getitem__`",
        cause="the generator is put back to one state every few calls, by batch or by position",
        remedy="let the generator go on, or key it by the sample",
        judge=repeats.calls_distinct,
        partly_once="whether samples put a global generator to one state",
        exempt=(alike.without_calls,),
    ),
    Law(
        name="epochs-distinct",
        contract="stream",
        breaks_when="a pass repeats an earlier one, or a restarted loader does, or some samples alone are the same in "
        "each",
        example="new workers start where the old ones did",
        cause="the generator starts over: new workers copy it from the parent, or it is keyed without the epoch",
        remedy=(
            "bring the epoch in: sample_key=(epoch, index), as augrepro.torch.loader hands it out; "
            "get_worker_info().seed changes with new workers; persistent ones keep their generator; a Subset hides "
            "set_epoch of the dataset below it; where epochs are meant to be equal, say check(..., epochs='equal')"
        ),
        judge=repeats.epochs_distinct,
        exempt=(judges.without_randomness, judges.with_equal_epochs),
    ),
    Law(
        name="epochs-equal",
        contract="stream",
        breaks_when='`epochs="equal"` was asked for, and a pass differs from the first',
        example="a validation set whose draws follow the epoch",
        cause="a generator that goes on from epoch to epoch, or draws that are keyed by the epoch",
        remedy="make the generator for each sample, from (seed, index)",
        judge=passes.epochs_equal,
        exempt=(judges.without_equal_epochs,),
    ),
)
