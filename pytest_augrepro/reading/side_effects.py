"""What a dataset touches while it makes samples: the arrays it holds, and the global generators."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any, Protocol

import numpy as np

from ..judging.evidence import SideEffects
from ..values.difference import difference
from ..values.digest import leaves
from . import global_rng
from .fingerprint import fingerprint
from .held import Held, Plain, held
from .made import Made
from .resets import FEWEST, Resets

EARLIER = "the sample fetched before"
COPIED = 4 * 2**20
FETCHES = 6
"""Fetches of one sample in which a part of it that counts them is found out."""
Fetchers = Callable[[], Iterator[tuple[Any, Callable[[], object]]]]


class Matters(Protocol):
    """Tells input from what else changed."""

    def __call__(self, changed: Sequence[Held], before: Mapping[str, Any]) -> list[Held]:
        """Of data that changed, what is input, told by what small data was before."""

    def late(self, changed: Sequence[Held]) -> list[Held]:
        """The same of data that is there only since samples were fetched."""


def take(dataset: Any, fetchers: Fetchers, matters: Matters) -> SideEffects:
    """Fetch every sample once and watch; changed data counts where what it became ``matters`` to a sample.

    Arrays that are there only since samples were fetched, as in a cache, are watched while all are fetched once more.
    """
    before = {each.path: (each.state(), _small_copy(each)) for each in held(dataset)}
    moved: dict[str, str] = {}
    global_rng.states()
    last, overwritten, resets, made = Last(), False, Resets(), Made()
    with made.watched():
        for _, fetch in fetchers():
            resets.before()
            states = global_rng.states()
            with made.profiled():
                sample = fetch()
            if sample is not None:  # else it was behind the last of an iterable
                resets.after()
                made.end()
            overwritten = overwritten or last.overwritten_by(sample)
            for name in global_rng.moved(states, global_rng.states()):
                if name not in moved:
                    moved[name] = global_rng.first_consumer(fetch, name)
    changed = [each for each in held(dataset) if each.path in before and each.changed_from(before[each.path][0])]
    changed = matters(changed, {path: copy for path, (_, copy) in before.items() if copy is not None})
    late = {
        each.path: (each.state(), _small_copy(each))
        for each in held(dataset)
        if each.path not in before and not isinstance(each.thing, Plain)
    }
    if late and not changed and _fetched_again(fetchers):
        changed = [each for each in held(dataset) if each.path in late and each.changed_from(late[each.path][0])]
        changed, before = matters.late(changed), late
    details, sides = _details(before[changed[0].path][1], changed[0]) if changed else ((), ())
    paths = (*(each.path for each in changed), *((EARLIER,) if overwritten else ()))
    return SideEffects(
        moved,
        paths,
        **_reset(resets, moved, fetchers),
        made_anew=made.found({*resets.found()}, FEWEST),
        details=details,
        sides=sides,
    )


def _reset(resets: Resets, moved: Mapping[str, str], fetchers: Fetchers) -> dict[str, Any]:
    """What is known of samples that put a global generator to a state: to one for many, or to one of their own."""
    found, samples = resets.found(), len(resets.left)
    places = {name: moved.get(name, "") for name in found}
    partly = {name: len(which) for name, which in found.items() if len(which) < samples}
    for name in partly:
        fetch = next(islice(fetchers(), found[name][0], None))[1]
        resets.before(samples)
        global_rng.states()
        places[name] = global_rng.first_consumer(fetch, name)
    rest = resets.by_sample([name for name in moved if name not in found and name != global_rng.OPENCV], fetchers())
    words = {name: f"{count} of {samples} samples put" for name, count in partly.items()}
    return {"reset": places, "reset_partly": words, "reset_by_sample": {name: moved[name] for name in rest}}


class Last:
    """The sample that was fetched last: a batch is made of several, so that the next may not be made in its memory."""

    def __init__(self) -> None:
        self.sample: Any = None
        self.prints: dict[str, str] = {}

    def overwritten_by(self, sample: Any) -> bool:
        """Whether the sample before is no longer what it was, now that this one was fetched."""
        changed = self.sample is not None and fingerprint(self.sample) != self.prints
        self.sample, self.prints = sample, fingerprint(sample)
        return changed


def _fetched_again(fetchers: Fetchers) -> bool:
    try:
        for _, fetch in fetchers():
            fetch()
    except Exception:
        return False
    return True


def counted(fetch: Callable[[int], Any]) -> tuple[str, ...]:
    """The parts of a sample that only say how often it was fetched: numbers or lengths that grow by one step."""
    series: dict[str, list[float]] = {}
    for turn in range(FETCHES):
        for name, size in _sizes(fetch(turn)):
            series.setdefault(name, []).append(size)
    return tuple(name for name, sizes in series.items() if len(sizes) == FETCHES and _steps(sizes))


def _sizes(sample: Any) -> Iterator[tuple[str, float]]:
    """The parts that could count: whole numbers, and the lengths of lists and arrays."""
    for leaf in leaves(sample):
        value = leaf.array if leaf.array is not None else json.loads(leaf.value)
        if isinstance(value, np.ndarray):
            yield leaf.path or "sample", float(value.item()) if value.size == 1 else float(value.size)
        elif isinstance(value, int | float):
            yield leaf.path or "sample", float(value)
        elif isinstance(value, list | dict | str):
            yield leaf.path or "sample", float(len(value))


def _steps(sizes: list[float]) -> bool:
    steps = {later - early for early, later in pairwise(sizes)}
    return len(steps) == 1 and steps != {0.0}


def _small_copy(each: Held) -> Any:
    """The content before; only the numbers of a list or dict, and what is small."""
    if not isinstance(each.thing, Plain) and each.size() > COPIED:
        return None
    return each.content()


def _details(old: Any, new: Held) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """How a piece of data differs, in words, and, of an array, both."""
    if isinstance(old, dict):
        now = new.content()
        pairs = [(key, value, now.get(key)) for key, value in old.items() if repr(now.get(key)) != repr(value)]
        return tuple(f"{new.path}: {key!r}: {value!r} became {other!r}" for key, value, other in pairs[:2]), ()
    array = new.array()
    if isinstance(old, bytes):
        old = new.as_array(old)
    if old is None or array is None or old.shape != array.shape or old.dtype != array.dtype:
        return (), ()
    found = difference(old, array)
    return ((), ()) if found is None else (tuple(found.lines()), (old, array))
