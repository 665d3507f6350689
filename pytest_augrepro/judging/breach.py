"""A broken law as data. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .evidence import Visit


def spoken(part: str) -> str:
    """The name of a part for the reader: ``[0]`` is *item 0 of the sample*, ``image`` is as it stands."""
    item = re.fullmatch(r"\[(\d+)\](.*)", part)
    if item is None:
        return part
    inner = f"{item[2].removeprefix('.')} of " if item[2] else ""
    return f"{inner}item {item[1]} of the sample"


@dataclass(frozen=True)
class Breach:
    """A broken law: what happened, and where it shows first."""

    law: str
    headline: str
    visit: Visit | None = None
    other: Visit | None = None
    """The same sample, as it came out differently, or one that should differ and is equal."""
    readings: tuple[str, str] = ("", "")
    """The names of the two readings that the sample and the other one are of, so that they can be made again."""
    equal: tuple[str, str] = ("", "")
    """What the two are called where they are equal and should differ."""
    run: str = ""
    target: str = ""
    scope: str = ""
    pattern: str = ""
    condition: str = ""
    blame: str = ""
    cause: str = ""
    """The likely cause, where it is another than the law's usual one."""
    remedy: str = ""
    direct: bool = False
    """Whether it was read without a loader."""
