"""The names of Albumentations before 2.0.8, so that what is gone is called so and not misspelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .errors import nearest, short_repr, told
from .former_names import ARGUMENTS, CLASSES, CURES, ELSEWHERE, FUNCTIONS, METHODS, POSITIONAL, STILL_CALLED
from .likeness import meant_by

_TAKEN = "; augrepro.compat takes it as it was"
_HERE = "; augrepro.compat has it"


def not_here(name: object, known: Iterable[str]) -> str:
    """What is known of a name that is missing: one that Albumentations removed, or the nearest known one."""
    if not isinstance(name, str):
        return nearest(name, known)
    if name in CLASSES:
        return f":{_former(name)}"
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    if name in CURES:
        return f": it was a function of Albumentations 1; {CURES[name]}"
    if name in FUNCTIONS:
        return ": Albumentations has it and augrepro does not"
    match = meant_by(name, [*known, *CLASSES])
    return f"; did you mean {match!r}?{_former(match)}" if match else ""


def _former(name: str) -> str:
    """What became of a class that Albumentations removed; empty for another."""
    if name not in CLASSES:
        return ""
    successor = f"; its successor is {CLASSES[name]}{_HERE}" if CLASSES[name] else ELSEWHERE.get(name, "")
    return f" Albumentations has removed it{successor}"


def unknown_argument(cls: type, name: str, known: Iterable[str]) -> str:
    """The sentence that refuses an argument: what Albumentations 1 called so is now, else the nearest one."""
    from .releases import CLASS_ARGUMENTS  # seven modules, of which a program without a mistake needs none

    known = [*known]
    for base in cls.__mro__:
        if name in CLASS_ARGUMENTS.get(base.__name__, ()):
            return f"{cls.__name__} has no argument {short_repr(name)}{_now(*CLASS_ARGUMENTS[base.__name__][name])}"
    successor, how = ARGUMENTS.get(name, ("", ""))
    if successor in known:
        return f"{cls.__name__} has no argument {short_repr(name)}{_now(successor, how)}"
    return f"{cls.__name__} has no argument {short_repr(name)}{nearest(name, known)}"


def unknown_arguments(cls: type, names: Sequence[str], known: Sequence[str]) -> str:
    """The same for several, a line each."""
    return "\n".join(told(names, lambda name: unknown_argument(cls, name, known)))


def _now(successor: str, how: str) -> str:
    if not successor:
        return f": it is gone since Albumentations 2 ({how}){_TAKEN}"
    aside = f": {successor} = {how}" if how.startswith("(") else f" ({how})" if how else ""
    return f": it is {successor!r} since Albumentations 2{aside}{_TAKEN}"


def positional_hint(cls: type, args: Sequence[Any]) -> str:
    """What stood at these places in Albumentations 1, where arguments by position were refused; or nothing."""
    for base in cls.__mro__:
        if args and base.__name__ in POSITIONAL:
            return f"\n(Albumentations 1 had first {POSITIONAL[base.__name__]}{_TAKEN})"
    if "p" in getattr(cls, "declared", ("p",)) and any(isinstance(arg, bool) for arg in args):
        cure = "give p= by name, p = 1.0 if always_apply else p"
        return f"\n(Albumentations 1 had always_apply in front of p: {cure}{_TAKEN})"
    return ""


def check_methods(cls: type) -> None:
    """TypeError for a custom transform with a method of Albumentations 1, which nothing would call."""
    still_called: frozenset[str] = getattr(cls, "still_called", frozenset())
    for name, cure in METHODS.items():
        if name in vars(cls) and name not in still_called:
            taken = "; the bases of augrepro.compat call it" if name in STILL_CALLED else ""
            raise TypeError(f"{cls.__name__}.{name} is never called, as in Albumentations 2: {cure}{taken}")
