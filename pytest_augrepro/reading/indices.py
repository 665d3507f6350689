"""The indices that samples are asked for by, and whether the user's own loader hands out such."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any


class Asking:
    """Whether anything in this process has asked an index for its epoch, which plain ones do not know."""

    epochs = False


def key_of(index: int, epoch: int, draw: int = 0) -> int:
    """The index as the samplers of sample mode hand it out: an int that knows epoch and draw."""
    key: int = _kind()(index, epoch=epoch, draw=draw)
    return key


@cache
def _kind() -> Any:
    sample_key: Any = importlib.import_module("augrepro.torch").SampleKey

    class NotingKey(sample_key):  # type: ignore[misc]  # known at run time alone
        """A SampleKey that notes when it is asked for its epoch."""

        @property
        def epoch(self) -> int:
            Asking.epochs = True
            return self.pass_

        @epoch.setter
        def epoch(self, epoch: int) -> None:
            self.pass_ = epoch

        def __reduce__(self) -> tuple[Any, ...]:
            return key_of, (int(self), self.pass_, self.draw)

    return NotingKey


def pass_of(key: int) -> int:
    """The epoch of an index that knows one, for the harness itself; else 0."""
    epoch: int = getattr(key, "pass_", 0)
    return epoch


def hands_out_keys(loader: Any) -> bool:
    """Whether the indices of a DataLoader know their epoch: those of sample mode's samplers do."""
    data: Any = importlib.import_module("torch.utils.data")
    kinds = (*known("KeyedSampler"), *known("StampedSampler"))
    starts = (loader.sampler, loader.batch_sampler)
    return bool(kinds) and any(isinstance(each, kinds) for each in _samplers(starts, data.Sampler, set()))


def own_parts(loader: Any) -> tuple[str, ...]:
    """The collate function and the samplers of a DataLoader that are neither torch's nor sample mode's."""
    parts = {"collate_fn": loader.collate_fn, "sampler": loader.sampler, "batch_sampler": loader.batch_sampler}
    return tuple(f"{name}={_name_of(part)}" for name, part in parts.items() if part is not None and not _known(part))


def _known(part: Any) -> bool:
    home = getattr(part, "__module__", None) or type(part).__module__
    return home.startswith(("torch.utils.data.", "augrepro.torch."))


def _name_of(part: Any) -> str:
    name: str = getattr(part, "__name__", type(part).__name__)
    return name


def _samplers(found: Any, kind: type[Any], seen: set[int]) -> Iterator[Any]:
    """The samplers among some things, and those that they hold."""
    for each in found:
        if isinstance(each, kind) and id(each) not in seen:
            seen.add(id(each))
            yield each
            yield from _samplers(vars(each).values(), kind, seen)


def known(name: str) -> tuple[type[Any], ...]:
    """A class of sample mode; none where the program has not imported it."""
    module = sys.modules.get("augrepro.torch")
    return () if module is None else (getattr(module, name),)
