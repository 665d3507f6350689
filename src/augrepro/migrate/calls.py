"""The arguments of one call, rewritten where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from ..engine.declare.rules import Arguments, Release
from .edits import Edit, without_item
from .effects import other_effects
from .findings import Kind, Problem
from .floats import shown
from .members import value_in, written_out
from .source import Source
from .translate import by_name, parameters_of, translated
from .values import classes_in, code_of, same, value_of


@dataclass
class Rewritten:
    """Today's name of what is called, and what changes between the parentheses."""

    name: str
    edits: list[Edit] = field(default_factory=list)
    what: str = ""
    notes: tuple[str, ...] = ()
    """What is not as it was."""
    classes: set[str] = field(default_factory=set)
    """Other classes that the new text names."""
    written_out: set[int] = field(default_factory=set)
    """The ids of names of 1.x in whose place their value stands."""


@dataclass
class Place:
    """An argument: its name in the earlier release, its node and whether it has the name in front."""

    name: str
    arg: cst.Arg
    start: int
    end: int
    comma: int | None
    """Where its comma ends."""
    code: str
    """Its value as it is written."""

    @property
    def named(self) -> bool:
        return self.arg.keyword is not None


def rewrite(
    source: Source,
    call: cst.Call,
    name: str,
    release: Release,
    group: str | None = None,
    first: tuple[str, ...] | None = None,
    skipped: int = 0,
    inside: bool = False,
    without: str = "",
    prefix: str = "",
    on_compat: bool = False,
) -> Rewritten:
    """The call of ``name`` in today's form; Problem where it is not rewritten.

    ``first`` are the names of the arguments that stood first, where the caller knows them; ``skipped`` arguments at the
    beginning, such as ``self``, are none of them; ``inside`` is as in ``translated``. The
    argument called ``without`` is none of the transform's and stays; ``prefix`` stands in front of classes;
    ``on_compat`` is as in ``translated``.
    """
    places = _places(source, call, name, release, first, skipped)
    every, places = places, [place for place in places if place.name != without]
    given: Arguments = {place.name: value_in(source, place.arg.value) for place in places}
    members = {place.name: [*written_out(source, place.arg.value)] for place in places}
    found = translated(name, given, release, group, inside, on_compat=on_compat, floats=shown(source, call))
    kept = {
        key
        for key, value in given.items()
        if key in found.arguments and same(value, found.arguments[key]) and not members[key]
    }
    new = {key: value for key, value in found.arguments.items() if key not in kept}
    order = list(parameters_of(found.name))
    new = dict(sorted(new.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    try:
        code_of(new)
    except TypeError:
        words = f"{name}: {' and '.join(set(given) - kept)} cannot be written in today's form"
        raise Problem(Kind.LOOK, words, "rewrite it, or keep this call on augrepro.compat", at_run_time=True) from None
    result = Rewritten(found.name, notes=(*found.notes, *flags_by_place(name, places)), classes=classes_in(new))
    result.written_out = {id(node) for nodes in members.values() for node in nodes}
    gone = [place for place in places if place.name not in kept]
    changes = [f"{'/'.join(place.name for place in gone)} -> {', '.join(new) or 'nothing'}"] if gone else []
    changes += (
        [f"+ {', '.join(f'{key}={code_of(value, prefix)}' for key, value in new.items())}"] if new and not gone else []
    )
    result.what = ", ".join(changes)
    _name_positions(places, kept, order, skipped, result)
    _replace(source, call, every, gone, given, new, result, prefix)
    return result


def effects(source: Source, call: cst.Call, name: str, release: Release) -> tuple[str, ...]:
    """What a call that stays as it is written does otherwise, as far as its arguments are written out."""
    try:
        places = _places(source, call, name, release, None, 0)
        named = [(place.name, place.arg) for place in places]
    except Problem:
        places = []
        named = [(arg.keyword.value, arg) for arg in call.args if arg.keyword is not None]
    found = other_effects(name, {key: value_of(source.code(arg.value)) for key, arg in named}, release)
    return (*found, *flags_by_place(name, places))


def flags_by_place(name: str, places: list[Place]) -> tuple[str, ...]:
    """The words for a number other than 1 that stands where ``always_apply`` did; it was meant as p."""
    for place in places:
        value = value_of(place.code) if place.name == "always_apply" and not place.named else None
        if type(value) in (int, float) and value != 1:
            did = "so it always acted" if value else "so it acted by the default of p"
            words = f"{name}: {place.code} stood in the place of always_apply, {did}, and does"
            return (f"{words}; write p={place.code} if that was meant",)
    return ()


def _places(
    source: Source, call: cst.Call, name: str, release: Release, first: tuple[str, ...] | None, skipped: int
) -> list[Place]:
    args = call.args[skipped:]
    if any(arg.star for arg in args):
        stars = next(arg for arg in args if arg.star)
        raise Problem(
            Kind.LOOK,
            f"{name}: what {' '.join(source.code(stars).split())} holds is known at run time only",
            "write its arguments out, or keep this call on augrepro.compat",
            at_run_time=True,
        )
    positions = [arg for arg in args if arg.keyword is None]
    values = [value_of(source.code(arg.value)) for arg in positions]
    if first is not None and len(values) <= len(first):
        names = list(first[: len(values)])
    else:
        names = by_name(name, values, release)
    places = []
    for arg, key in zip(args, [*names, *(arg.keyword.value for arg in args if arg.keyword is not None)], strict=True):
        start, end = source.span(arg)
        comma = None
        if isinstance(arg.comma, cst.Comma):
            blanks = source.module.code_for_node(arg.comma.whitespace_before)
            comma = end + len(blanks.encode("utf-8")) + 1
        places.append(Place(key, arg, start, end, comma, source.code(arg.value)))
    return places


def _name_positions(places: list[Place], kept: set[str], order: list[str], skipped: int, result: Rewritten) -> None:
    """Arguments that stay without a name must still stand at their place; the others get one."""
    for index, place in enumerate(places):
        if place.named:
            return
        if place.name not in kept or order[index : index + 1] != [place.name]:
            for other in places[index:]:
                if not other.named and other.name in kept:
                    result.edits.append(Edit(other.start, other.start, f"{other.name}="))
            return


def _replace(
    source: Source,
    call: cst.Call,
    places: list[Place],
    gone: list[Place],
    given: Arguments,
    new: Arguments,
    result: Rewritten,
    prefix: str,
) -> None:
    """Put the new arguments where the first of those stood that go, or at the end."""
    left = dict(new)
    standing = [place for place in places if place not in gone]
    for place in gone:
        match = next((key for key, value in left.items() if same(value, given[place.name])), None)
        if (
            match is None
            or any(written_out(source, place.arg.value))
            or (len(gone) != 1 and sum(same(given[other.name], given[place.name]) for other in gone) != 1)
        ):
            continue
        del left[match]  # the same value under another name
        standing.append(place)
        if place.arg.keyword is not None:
            start, end = source.span(place.arg.keyword)
            result.edits.append(Edit(start, end, match))
        else:
            result.edits.append(Edit(place.start, place.start, f"{match}="))
    texts = [f"{key}={code_of(value, prefix)}" for key, value in left.items()]
    rest = [place for place in gone if place not in standing]
    if texts and rest:
        anchor = rest.pop(0)
        standing.append(anchor)
        result.edits.append(Edit(anchor.start, anchor.end, _between(source, anchor).join(texts)))
    elif texts and places:
        last = places[-1]
        result.edits.append(Edit(last.end, last.end, "".join(_between(source, last) + text for text in texts)))
    elif texts:
        end = source.span(call)[1] - 1
        result.edits.append(Edit(end, end, (", " if call.args else "") + ", ".join(texts)))
    result.edits += _without(source, places, rest)


def _between(source: Source, place: Place) -> str:
    """What parts two arguments in this call: a new line where each has its own."""
    indent = _indent(source, place.start)
    return ", " if indent is None else f",{source.module.default_newline}{indent}"


def _indent(source: Source, start: int) -> str | None:
    """The blanks in front of an argument that begins a line."""
    first = start
    while source.raw[first - 1 : first] in (b" ", b"\t"):
        first -= 1
    return source.raw[first:start].decode() if source.raw[first - 1 : first] in (b"\n", b"\r") else None


def _without(source: Source, places: list[Place], rest: list[Place]) -> list[Edit]:
    """Take arguments out, with their commas."""
    edits = []
    tail: list[Place] = []
    for place in reversed(places):
        if place not in rest or (place.comma is not None and place is places[-1]):
            break
        tail.insert(0, place)
        if _indent(source, place.start) is not None:
            break
    if tail:
        edits.append(Edit(_tail_start(source, places, tail), tail[-1].end, ""))
    return edits + [
        without_item(source.raw, place.start, place.end, place.comma or place.end, place.start)
        for place in rest
        if place not in tail
    ]


def _tail_start(source: Source, places: list[Place], tail: list[Place]) -> int:
    """Where to begin taking out the last arguments: behind the one before them, its comment excepted."""
    ahead = places[: len(places) - len(tail)]
    if not ahead:
        return tail[0].start
    if b"#" not in source.raw[ahead[-1].end : tail[0].start]:
        return ahead[-1].end
    return tail[0].start - len(_indent(source, tail[0].start) or "")
