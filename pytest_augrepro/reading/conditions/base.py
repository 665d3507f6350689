"""What a condition is: a change of the surroundings of a reading, with a look whether it took effect."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

Fetch = Callable[[Any], Any]


class Condition:
    """Nothing special: the reference. Subclasses change the surroundings of a reading in this process."""

    law: ClassVar[str] = ""
    """The law that a change under this condition breaks; the reference has none."""
    description: ClassVar[str] = "nothing special"
    environment: ClassVar[Mapping[str, str]] = {}
    first: ClassVar[bool] = False
    """Whether it must meet a process in which nothing was fetched yet."""

    def __init__(self) -> None:
        self.no_effect = ""
        self.not_applicable = ""
        self.blame = ""
        self.stack = ExitStack()

    def __enter__(self) -> Condition:
        self.begin()
        return self

    def __exit__(self, *reason: object) -> None:
        self.stack.close()

    def begin(self) -> None:
        """Change the surroundings, before the dataset is made."""

    def prepare(self, dataset: Any) -> None:
        """Change the dataset, once it is made."""

    def fetch(self, keys: Sequence[Any], one: Fetch) -> list[Any]:
        """Fetch the samples of one pass, in order."""
        return [self.around(position, key, one) for position, key in enumerate(keys)]

    def around(self, position: int, key: Any, one: Fetch) -> Any:
        """Fetch one sample."""
        return one(key)

    def finish(self) -> None:
        """Look whether it took effect; sets ``no_effect`` or ``not_applicable``."""

    def needs(self, module: str) -> Any:
        """A module that the dataset uses; None, noted as not applicable, where it is not loaded."""
        found = sys.modules.get(module)
        if found is None:
            self.not_applicable = f"{module} is not loaded"
        return found
