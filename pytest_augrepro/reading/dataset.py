"""What ``make_dataset`` may return, and how the samples of each are asked for and named."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, ClassVar

from .indices import hands_out_keys, key_of, known, own_parts

MakeDataset = Callable[[int], Any]
IdFn = Callable[[Any], Any]


class NotADataset(TypeError):
    """``make_dataset`` returned something that no loader can read."""


class BelowKeys:
    """A dataset of our own that stands for one whose loader brings epoch and draw with the index."""

    below_keys: ClassVar[bool] = True
    """Whether this kind of it does."""


class Stepper:
    """Takes the next sample of an iterable, where there is one."""

    def __init__(self, samples: Iterator[Any]) -> None:
        self.samples, self.done = samples, False

    def __call__(self) -> Any:
        for sample in self.samples:
            return sample
        self.done = True
        return None


@dataclass(frozen=True)
class Subject:
    """A dataset, and what its own loader brought along."""

    dataset: Any
    iterable: bool
    id_fn: IdFn
    worker_init_fn: Callable[[int], None] | None = None
    generator: Any = None
    named: bool = False
    """Whether the user gave ``id_fn``: then the samples of a map-style dataset say which they are, too."""
    takes_keys: bool = True
    """Whether it is given indices that know epoch and draw; torch's own loaders hand out plain ones."""
    by_right: bool = False
    """Whether its loader, or a wrapper around it, is known to bring the epoch."""
    unjudged: tuple[str, ...] = ()
    """What of its own loader is the user's and not looked at."""

    def __len__(self) -> int:
        return len(self.dataset)

    @property
    def length(self) -> int | None:
        return None if self.iterable else len(self.dataset)

    def set_epoch(self, epoch: int) -> None:
        if callable(getattr(self.dataset, "set_epoch", None)):
            self.dataset.set_epoch(epoch)

    def identity_of(self, sample: Any) -> Any:
        """What the user's ``id_fn`` says of a sample; None where there is none."""
        return plain_id(self.id_fn(sample)) if self.named else None

    def fetchers(self, epoch: int) -> Iterator[tuple[Any, Callable[[], Any]]]:
        """The name of each sample and a function that makes it, without any loader."""
        if self.iterable:
            stepper = Stepper(iter(self.dataset))
            for position in count():
                yield position, stepper
                if stepper.done:
                    return
        for index in range(len(self.dataset)):
            yield index, partial(self.fetch, key_of(index, epoch))

    def fetch(self, key: int) -> Any:
        """The sample of an index that knows epoch and draw, as its loader asks for it."""
        return self.dataset[key if self.takes_keys else int(key)]


class Lengths:
    """How many samples a map-style dataset has when each pass begins, and how many it has come to before the end."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.begun: list[int] = []
        self.ended: list[int] = []

    def begin(self) -> None:
        """Note the length of a pass that begins."""
        if not self.subject.iterable:
            self.begun.append(len(self.subject))
            self.ended.append(self.begun[-1])

    def look(self) -> None:
        """Note the first other length that shows while the pass goes on."""
        if not self.subject.iterable and not self.changed:
            self.ended[-1] = len(self.subject)

    @property
    def changed(self) -> bool:
        """Whether the length of the last pass has changed since it began: no further pass can be planned by it."""
        return self.begun[-1:] != self.ended[-1:]

    def found(self) -> dict[str, Any]:
        """The fields of a reading that tell of lengths."""
        told = callable(getattr(self.subject.dataset, "set_epoch", None))
        return {"lengths": tuple(self.begun), "ended": tuple(self.ended), "told_epochs": told}


def subject_of(make_dataset: MakeDataset, seed: int, id_fn: IdFn | None) -> Subject:
    """Make the dataset, and make sure that it can be read."""
    data: Any = importlib.import_module("torch.utils.data")
    made = _takes_a_seed(make_dataset)(seed)
    extras: dict[str, Any] = {}
    if isinstance(made, data.DataLoader):
        keys = hands_out_keys(made)
        extras = {"worker_init_fn": made.worker_init_fn, "generator": made.generator, "takes_keys": keys}
        extras |= {"by_right": keys, "unjudged": own_parts(made)}
        made = made.dataset
    elif isinstance(made, known("KeyedDataset")) or (isinstance(made, BelowKeys) and made.below_keys):
        extras = {"by_right": True}
    iterable = isinstance(made, data.IterableDataset)
    missing = [name for name in ("__len__", "__getitem__") if not hasattr(type(made), name)]
    if missing and not iterable:
        raise NotADataset(
            f"make_dataset returned a {type(made).__name__} without {' and '.join(missing)}; it must return a "
            "map-style dataset, a torch IterableDataset or a DataLoader over one"
        )
    if not iterable and not len(made):
        raise NotADataset(f"make_dataset returned an empty {type(made).__name__}; there is nothing to judge")
    return Subject(made, iterable, own_id if id_fn is None else id_fn, named=id_fn is not None, **extras)


def _takes_a_seed(make_dataset: MakeDataset) -> MakeDataset:
    expected = "make_dataset must be a function or class that takes a seed and returns a dataset"
    if not callable(make_dataset):
        raise NotADataset(f"{expected}, got a {type(make_dataset).__name__}")
    try:
        inspect.signature(make_dataset).bind(0)
    except TypeError as problem:
        raise NotADataset(f"{expected}; called with one seed: {problem}") from None
    except ValueError:  # nothing is known of its arguments
        pass
    return make_dataset


def own_id(sample: Any) -> Any:
    """The ``index`` of a sample that says which one it is."""
    if isinstance(sample, dict) and "index" in sample:
        return plain_id(sample["index"])
    if hasattr(sample, "index") and not callable(sample.index):
        return plain_id(sample.index)
    fields = f" with the fields {', '.join(map(repr, list(sample)[:8]))}" if isinstance(sample, dict) else ""
    example = "sample[0]" if isinstance(sample, tuple | list) else "sample['path']"
    raise NotADataset(
        "the samples of an iterable dataset must say which they are: a field 'index', or check(..., id_fn=...) with a "
        f"function such as def name(sample): return {example}, got {type(sample).__name__}{fields}"
    )


def plain_id(value: Any) -> Any:
    """An id as int or str, whatever holds it."""
    value = value.item() if callable(getattr(value, "item", None)) else value
    return value if isinstance(value, int | str) else str(value)


class OneByOne:
    """A dataset without its ``__getitems__``, so that a loader has to ask for one sample after the other."""

    def __init__(self, dataset: Any, takes_keys: bool) -> None:
        self.dataset, self.takes_keys = dataset, takes_keys

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, key: int) -> Any:
        return self.dataset[key if self.takes_keys else int(key)]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "dataset":
            raise AttributeError(name)
        return getattr(self.dataset, name)


class Named(OneByOne):
    """A dataset whose samples come with their keys, for loaders that deliver in any order."""

    def __getitem__(self, key: int) -> tuple[int, Any]:
        return key, super().__getitem__(key)
