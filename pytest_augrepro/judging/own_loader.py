"""What is worth saying of the order that the user's own DataLoader has, which the laws do not judge. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .chance import content_is_random, many_orders, varies
from .evidence import Evidence, OwnLoader

SEED_OF_TORCH = "generator=torch.Generator().manual_seed(seed) makes it follow the seed"
SEED_OF_OTHERS = "draw it from a generator that is made from the seed, in the sampler"


def notes(evidence: Evidence) -> Iterator[str]:
    """That an order follows no seed, or no epoch, and that a sample which comes again is augmented as before."""
    own = evidence.own_loader
    if own is not None and own.passes:
        yield from _of_order(own)
        yield from _of_repeats(own, evidence)


def _of_order(own: OwnLoader) -> Iterator[str]:
    who = f"the order of {own.name}"
    if own.again and own.again != own.passes:
        cure = SEED_OF_TORCH if own.of_torch else SEED_OF_OTHERS
        yield f"{who} is another in a second run with the same seed, and is not judged: {cure}"
        return
    if own.endless:
        yield f"{who} has no end, so that no pass of it can be compared with another: its order is not judged"
        return
    first, second = own.passes
    if first != second or not many_orders(first):
        return
    if own.told and own.told[0] != own.told[1]:
        yield f"{who} is the same in each pass, but where your loop calls its set_epoch(epoch) before"
    elif own.foreign and own.foreign != first:
        yield f"{who} follows the seed and is the same in each pass: samples are shuffled once for all epochs"


def _of_repeats(own: OwnLoader, evidence: Evidence) -> Iterator[str]:
    [(index, count)] = Counter(own.passes[0]).most_common(1) or [(None, 0)]
    if (
        count > 1
        and not own.endless
        and not own.keys
        and content_is_random(evidence)
        and not varies(evidence.drawn.first)
    ):
        yield (
            f"{own.name} hands out sample {index} {count} times in a pass, and it is augmented alike each time: "
            "StampedSampler(...) around it, above a KeyedDataset, makes each draw another"
        )
