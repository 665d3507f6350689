"""Transforms with ``always_apply`` in a pipeline that does not always act: before 1.4.9 they ran even then."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..engine.declare.releases import ALONE_SINCE
from ..engine.declare.rules import Release
from .findings import Finding, Kind
from .names import parts_of
from .source import Source, walk

PIPELINES = frozenset(("Compose", "ReplayCompose"))


def looks(source: Source, release: Release) -> Iterator[Finding]:
    """A look for each pipeline that may not act and holds such a transform."""
    if release >= ALONE_SINCE:
        return
    for call, dotted in source.calls():
        if parts_of(dotted)[1] not in PIPELINES or _value(source, call, "p") in ("", "1", "1.0"):
            continue
        inner = [each for each in walk(call) if isinstance(each, cst.Call) and each is not call]
        forced = sum(_value(source, each, "always_apply") not in ("", "False") for each in inner)
        if forced:
            count = "one child that ran" if forced == 1 else f"{forced} children that ran"
            words = f"its p is not 1, and it has {count} even without it (always_apply); today p is for all of them"
            cure = "write p=1 here and give the others their p, in an inner A.Sequential([...], p=...) for instance"
            yield Finding(source.line(call), Kind.LOOK, words, cure)


def _value(source: Source, call: cst.Call, name: str) -> str:
    """The text of an argument given by name, empty where there is none."""
    found = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value == name]
    return source.code(found[0].value) if found else ""
