"""Rules that turn arguments of an earlier release into today's, each with the words that say what it does.

A rule changes the arguments in place; what has no equal today raises ``Untranslatable``. ``words`` names the former
arguments that the rule takes: what each is called now (an empty text for what is gone), and how one becomes the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .former_names import Words

Release = tuple[int, ...]
Arguments = dict[str, Any]
ENDS = "one pair (lowest, highest)"


class Untranslatable(ValueError):
    """An argument whose earlier meaning no transform of today has.

    ``without`` holds the arguments with which the rest of the call keeps its meaning; empty where nothing does.
    """

    def __init__(self, text: str, **without: Any) -> None:
        super().__init__(text)
        self.without = without


@dataclass(frozen=True)
class Rule:
    """One row of the table: what it does to the arguments, and the words for the former ones that it takes."""

    act: Callable[[Arguments, Release], None]
    words: Words = field(default_factory=dict)
    on_bytes: Callable[[Arguments, Release], None] | None = None
    """What it does for images of bytes, where that is another thing for numbers that look like those of floats."""

    def __call__(self, given: Arguments, release: Release, on_bytes: bool = False) -> None:
        act = self.on_bytes if on_bytes and self.on_bytes is not None else self.act
        act(given, release)

    def and_on_bytes(self, act: Callable[[Arguments, Release], None]) -> Rule:
        """The rule with what it does for images of bytes."""
        return replace(self, on_bytes=act)


def changed(**words: tuple[str, str]) -> Callable[[Callable[[Arguments, Release], None]], Rule]:
    """A function as a rule, with the words for the former arguments that it takes."""
    return lambda act: Rule(act, words)


def renamed(how: str = "", /, **names: str) -> Rule:
    """Arguments under another name: ``old="new"``; None stood for the default."""

    def act(given: Arguments, release: Release) -> None:
        for old, new in names.items():
            value = given.pop(old, None)
            if value is not None:
                given.setdefault(new, value)

    return Rule(act, {old: (new, how) for old, new in names.items()})


def dropped(why: str, /, *names: str) -> Rule:
    """Arguments that changed nothing."""

    def act(given: Arguments, release: Release) -> None:
        for name in names:
            given.pop(name, None)

    return Rule(act, dict.fromkeys(names, ("", why)))


def joined(new: str, low: str, high: str, ends: tuple[Any, Any] | None = None, how: str = "") -> Rule:
    """Two arguments as one span; a missing end is that of ``ends``, or where there are none the other one."""

    def act(given: Arguments, release: Release) -> None:
        pair = [given.pop(name, None) for name in (low, high)]
        if pair == [None, None]:
            return
        default = ends or (pair[1], pair[0])
        given.setdefault(new, [end if end is not None else other for end, other in zip(pair, default, strict=True)])

    words = (new, how or f"({low}, {high})" + (f", whose defaults were {ends[0]} and {ends[1]}" if ends else ""))
    return Rule(act, {low: words, high: words})
