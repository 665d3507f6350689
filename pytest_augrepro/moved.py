"""What moved between the results of two runs, as two environments gave them. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .results import KEYS

Document = Mapping[str, Any]
Outcomes = dict[tuple[str, int, str, str], tuple[str, str]]
"""For each test, number of its check, cell and law: what became of it, and what is said of that."""
_NAMES = {dict: "object", list: "array", str: "string", int: "integer"}
_LAW: dict[str, Any] = {"law": str, "outcome": str, "reason": str, "headline?": (str, type(None))}
_CHECK: dict[str, Any] = {"check": int, "cell": str, "laws": [_LAW]}
_FORM: dict[str, Any] = {
    "versions": {},
    "exit_status": int,
    "cells": {"ran": [str], "not_run": [{"cell": str, "state": str, "reason": str}]},
    "failures?": [{"nodeid": str, "headline": str, "changes": [str]}],
    "snapshots?": [{"test": str}],
    "tests": [{"test": str, "checks": [_CHECK]}],
}
"""What is read of results, of which the schema says more: a type, a list of one form, or a dict of named ones."""


def read(path: str) -> Document:
    """The results that ``--aug-json`` wrote; ValueError for anything else."""
    try:
        document = json.loads(Path(path).read_bytes())
    except (ValueError, RecursionError):
        raise ValueError(f"{path} is no JSON") from None
    if not isinstance(document, dict) or not document.keys() >= KEYS:
        raise ValueError(f"{path} holds no results of a run: --aug-json writes them")
    if document["format"] != 1:
        raise ValueError(f"{path} has the format {document['format']!r}, and this version reads 1")
    _check(document, _FORM, path)
    return document


def _check(value: Any, form: Any, where: str) -> None:
    """Raise a ValueError that names the first entry which is not of its form."""
    if isinstance(form, dict):
        _of_type(value, dict, where)
        for key, inner in form.items():
            name = key.removesuffix("?")
            if name in value:
                _check(value[name], inner, f"{where}: {name}" if ": " not in where else f"{where}.{name}")
            elif name == key:
                raise ValueError(f"{where} lacks {name!r}: it holds no results that --aug-json wrote")
    elif isinstance(form, list):
        _of_type(value, list, where)
        for at, item in enumerate(value):
            _check(item, form[0], f"{where}[{at}]")
    else:
        _of_type(value, form, where)


def _of_type(value: Any, wanted: Any, where: str) -> None:
    if not isinstance(value, wanted) or isinstance(value, bool):
        first = wanted[0] if isinstance(wanted, tuple) else wanted
        raise ValueError(f"{where} is no {_NAMES[first]} but {value!r:.60}: --aug-json did not write it so")


def surroundings(before: Document, after: Document) -> list[str]:
    """What the two runs had different, which may be why something moved."""
    names = dict.fromkeys([*before["versions"], *after["versions"]])
    pairs = {name: (before["versions"].get(name), after["versions"].get(name)) for name in names}
    pairs |= {name: (before.get(name), after.get(name)) for name in ("seed", "matrix", "contract")}
    return [f"{name}: {_word(old)} became {_word(new)}" for name, (old, new) in pairs.items() if old != new]


def moved(before: Document, after: Document) -> list[str]:
    """What became another, test by test; empty where nothing did."""
    lines = [*_cells(before, after), *_laws(_outcomes(before), _outcomes(after))]
    old, new = (dict(_failures(document)) for document in (before, after))
    left = _told(before) - _told(after)
    for nodeid in dict.fromkeys([*old, *new]):
        if old.get(nodeid) != new.get(nodeid):
            lines += _of_failure(nodeid, old.get(nodeid), new.get(nodeid), nodeid in left)
    ends = before["exit_status"], after["exit_status"]
    if not lines and ends[0] != ends[1]:
        lines.append(
            f"exit status {ends[0]} became {ends[1]}: for a test without fixtures of augrepro, or the run itself"
        )
    return lines


def _word(value: Any) -> str:
    return "nothing" if value is None else str(value)


def _cells(before: Document, after: Document) -> Iterator[str]:
    old, new = (document["cells"]["ran"] for document in (before, after))
    gone, come = ([cell for cell in one if cell not in other] for one, other in ((old, new), (new, old)))
    why = {each["cell"]: f" ({each['state']}: {each['reason']})" for each in after["cells"]["not_run"]}
    yield from (f"cell {cell} ran before, and does not now{why.get(cell, '')}" for cell in gone)
    yield from (f"cell {cell} runs now, and did not before" for cell in come)


def _outcomes(document: Document) -> Outcomes:
    return {
        (test["test"], check["check"], check["cell"], law["law"]): (
            law["outcome"],
            law.get("headline") or law["reason"],
        )
        for test in document["tests"]
        for check in test["checks"]
        for law in check["laws"]
    }


def _laws(old: Outcomes, new: Outcomes) -> Iterator[str]:
    tests = dict.fromkeys(key[0] for key in (*old, *new))
    for test in tests:
        mine, theirs = ({key: found for key, found in side.items() if key[0] == test} for side in (old, new))
        if not mine or not theirs:
            yield f"{test}: {'is new' if not mine else 'is gone'}"
            continue
        for key in dict.fromkeys([*mine, *theirs]):
            one, other = mine.get(key, ("not judged", "")), theirs.get(key, ("not judged", ""))
            if one[0] != other[0]:
                number = f", check {key[1]}" if key[1] > 1 else ""
                said = f" ({other[1] or one[1]})" if other[1] or one[1] else ""
                yield f"{test}{number} in {key[2] or 'one process'}: {key[3]} {one[0]} became {other[0]}{said}"


def _told(document: Document) -> set[str]:
    """The tests that left results: checks, comparisons, or cells that did not run and why."""
    checks = {check.get("nodeid", test["test"]) for test in document["tests"] for check in test["checks"]}
    skipped = {f"{each.get('test', '')}[{each['cell']}]" for each in document["cells"]["not_run"]}
    return checks | skipped | {each["test"] for each in document.get("snapshots", ())}


def _failures(document: Document) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    for each in document.get("failures", ()):  # files of earlier versions have none
        yield each["nodeid"], (each["headline"], tuple(each["changes"]))


def _of_failure(nodeid: str, old: tuple[str, Any] | None, new: tuple[str, Any] | None, gone: bool) -> list[str]:
    """What became of a failure; ``gone``: its test left results before and leaves none now."""
    if old is None and new is not None:
        return [f"{nodeid}: fails now: {new[0]}", *(f"  {line}" for line in new[1][:4])]
    if old is not None and new is None:
        return [f"{nodeid}: failed before ({old[0]}), and {'is gone' if gone else 'does not now'}"]
    assert old is not None
    assert new is not None
    return [f"{nodeid}: fails otherwise: {new[0]}", *(f"  {line}" for line in new[1] if line not in old[1])]
