"""The options of a check: which a user may give, and one clear error for any other."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..common.hints import close_to, nearest

LOADING = frozenset({"epochs", "batch_size", "shuffle", "drop_last", "seeded"})
FOR_LOADERS = frozenset({"worker_init_fn", "prefetch_factor", "pin_memory", "timeout"})
"""Options that go to each DataLoader as they are."""
OF_CHECKS = frozenset({"contract", "limit", "id_fn"})
OWN = {
    "num_workers": "an axis of aug_matrix",
    "persistent_workers": "an axis of aug_matrix",
    "multiprocessing_context": "the axis start_method of aug_matrix",
    "in_order": "varied by the contract invariant",
    "generator": "made from the seed",
    "collate_fn": "used to take fingerprints inside the workers",
    "sampler": "planned by the harness, so that it knows which sample is which",
    "batch_sampler": "planned by the harness, so that it knows which sample is which",
}
"""Options of a DataLoader that the harness needs for itself, and what for."""


def refuse_others(given: Iterable[str], asked: str, more: Collection[str] = ()) -> None:
    """TypeError for an option that ``asked`` does not take: why not, or which name is near."""
    for name in given:
        if name in OWN:
            raise TypeError(f"{asked} does not take {name}: it is {OWN[name]}")
        if name not in LOADING | FOR_LOADERS | set(more):
            known = LOADING | FOR_LOADERS | OF_CHECKS
            meant = close_to(name, [*known, *OWN])
            if meant in OWN:
                raise TypeError(f"{asked} takes no {name!r}, and no {meant} either: it is {OWN[meant]}")
            raise TypeError(f"{asked} takes no {name!r}; {nearest(name, known)}")
