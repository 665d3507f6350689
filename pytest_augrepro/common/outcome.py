"""What a run as a whole came to: counts of what is red, and what its exit status means. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXIT_STATUS = {
    1: "failed",
    2: "interrupted",
    3: "pytest failed by itself",
    4: "pytest was not called as it should be",
    5: "no tests ran",
}
Document = Mapping[str, Any]


def count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def faults(document: Document) -> list[str]:
    """What makes the run red, in words with counts; the exit status where nothing else says why. Empty for green."""
    others = document.get("other_failures", ())
    at_collection = sum(each["when"] == "collect" for each in others)
    unused = document.get("unused", {"files": (), "is_error": False})
    counts = [
        (len(document["failures"]) + len(others) - at_collection, "failure"),
        (at_collection, "collection error"),
        (len(document["cells"]["missing"]), "expected cell"),
        (len(unused["files"]) if unused["is_error"] else 0, "unused snapshot file"),
    ]
    words = [f"{count(number, what)}{' missing' * (what == 'expected cell')}" for number, what in counts if number]
    status = document.get("exit_status", 0)
    return words or [f"{EXIT_STATUS.get(status, 'failed')} (exit status {status})"] * bool(status)


def comparisons(document: Document) -> str:
    """How many results were compared with snapshots, and in how many tests; empty where none were."""
    compared = [each for each in document.get("snapshots", ()) if each["comparisons"]]
    if not compared:
        return ""
    total = sum(each["comparisons"] for each in compared)
    return f"{count(total, 'snapshot comparison')} in {count(len(compared), 'test')}"
