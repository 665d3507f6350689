"""Members of the enumerations that classes of 1.x carried, as the values that today's arguments take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import libcst as cst

from .names import parts_of
from .source import Source, is_dotted, walk
from .values import value_of

PLACES = ("center", "top_left", "top_right", "bottom_left", "bottom_right", "random")
MEMBERS: Mapping[str, Mapping[str, Any]] = {
    "ImageCompression": {"ImageCompressionType.JPEG": "jpeg", "ImageCompressionType.WEBP": "webp"},
    "PadIfNeeded": {f"PositionType.{place.upper()}": place for place in PLACES},
}
PAIRS: Mapping[str, tuple[str, ...]] = {"Interpolation": ("downscale", "upscale")}
"""What Downscale carried, a class whose arguments are a dict today."""


def carried(name: str, rest: str) -> bool:
    """Whether a class carried such an enumeration, or a member of one, in 1.x."""
    first = rest.partition(".")[0]
    of_downscale = name == "Downscale" and first in PAIRS
    return of_downscale or any(member.partition(".")[0] == first for member in MEMBERS.get(name, ()))


def member_of(source: Source, node: cst.CSTNode) -> Any:
    """The value of a member, None for what is none."""
    dotted = source.imported(node) if is_dotted(node) else None
    _, name, rest = parts_of(dotted) if dotted else ("", "", "")
    return MEMBERS.get(name, {}).get(rest.removesuffix(".value"))


def value_in(source: Source, node: cst.BaseExpression) -> Any:
    """The value of an argument, with members as what they stand for."""
    found = member_of(source, node)
    if found is None and isinstance(node, cst.Call):
        found = _pair(source, node)
    return value_of(source.code(node)) if found is None else found


def written_out(source: Source, node: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    """The names of 1.x in an argument whose value is written in their place."""
    named = node.func if isinstance(node, cst.Call) and _pair(source, node) is not None else node
    if named is not node or member_of(source, node) is not None:
        yield from (each for each in walk(named) if is_dotted(each))


def _pair(source: Source, call: cst.Call) -> dict[str, Any] | None:
    dotted = source.imported(call.func)
    _, name, rest = parts_of(dotted) if dotted else ("", "", "")
    if name != "Downscale" or rest not in PAIRS or any(arg.star for arg in call.args):
        return None
    places = [arg for arg in call.args if arg.keyword is None]
    given = {key: value_of(source.code(arg.value)) for key, arg in zip(PAIRS[rest], places, strict=False)}
    named = {arg.keyword.value: value_of(source.code(arg.value)) for arg in call.args if arg.keyword is not None}
    return {**dict.fromkeys(PAIRS[rest], 0), **given, **named}
