"""The release that a project was written for, as its requirements say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..engine.declare.rules import Release

FILES = re.compile(
    r"(.*requirements.*\.(txt|in)|.*constraints.*\.txt|pyproject\.toml|setup\.(py|cfg)|Pipfile|.*(environment|conda|env).*\.ya?ml"
    r"|Dockerfile.*|tox\.ini)"
)
PIN = re.compile(
    r"(?<![\w./-])albumentations(?:\[[^]]*])?(?![\w-])[\"']?[ \t]*(?:=[ \t]*(?=[\"'{]))?"
    r"(?:\{[ \t]*version[ \t]*=[ \t]*)?[\"'(]*"
    r"((?:[ \t]*(?:[=<>~!^]{0,3}[ \t]*v?\d[\w.*]*)[ \t]*,?)*)"
)
SPECIFIER = re.compile(r"(===?|~=|>=|<=|!=|<|>|=|\^|~)?\s*(\d+(?:\.\d+)*)")
INSTALLS = re.compile(r"[!%]\s*(?:\S*python[\d.]*\s+-m\s+)?(?:uv\s+)?pip[\d.]*\s+install\b")
"""A line of a notebook that asks for packages."""
SERIES = 99
"""Stands for the newest release of a series where only the series is said."""


@dataclass(frozen=True)
class Written:
    """The release a project was written for, and how that is known."""

    release: Release
    why: str


def is_requirements(path: Path) -> bool:
    """Whether the file says what a project needs."""
    return FILES.fullmatch(path.name) is not None or (path.parent.name == "requirements" and path.suffix == ".txt")


def installed(notebook: str) -> str:
    """A notebook's file, line for line, with nothing left but what installs packages.

    A line of the file may hold one line of a cell, a whole cell (its lines end with an escaped newline), or all cells.
    """
    return "\n".join(" ".join(_installs(line)) for line in notebook.split("\n"))


def _installs(line: str) -> Iterator[str]:
    for part in line.split("\\n"):
        match = INSTALLS.search(part)
        if match:
            yield part[match.start() :].split("#")[0]


def parse(text: str) -> Release:
    """The release that a user names: ``1.3`` is the last of its series. ValueError for what is no release."""
    parts = text.strip().removeprefix("v").split(".")
    if not 1 <= len(parts) <= 4 or not all(part.isdecimal() and len(part) < 5 for part in parts):
        raise ValueError(f"a release looks like 1.3.1 or 2.0, got {text!r}")
    numbers = tuple(map(int, parts[:3]))
    if numbers[0] not in (0, 1, 2):
        raise ValueError(f"Albumentations has releases 0, 1 and 2, got {text!r}")
    return numbers + (SERIES,) * (3 - len(numbers))


def mentions(text: str) -> Iterator[tuple[int, str]]:
    """The lines that ask for the package, and what they ask for."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.split("#")[0]
        match = PIN.search(bare)
        if match and "import " not in bare and "github.com" not in bare:
            yield number, match.group(1).strip(" ,")


def pinned(requirement: str) -> Release | None:
    """The release that a requirement fixes; None where it only says the oldest one of the first generation."""
    found: dict[str, str] = {}
    for sign, number in SPECIFIER.findall(requirement):
        found.setdefault(sign or "==", number)
    for sign in ("==", "===", "=", "~=", "^", "~"):
        if sign in found:
            return _checked(found[sign])
    newest = next((found[sign] for sign in ("<=", "<") if sign in found), None)
    if newest is not None:
        limit = _checked(newest)
        return limit if "<=" in found or limit is None else _before(limit)
    release = _checked(next((found[sign] for sign in (">=", ">") if sign in found), ""))
    return release if release is not None and release >= (2, 0, 0) else None


def oldest(requirement: str) -> Release | None:
    """The release that a requirement begins with; None where it has no lower end."""
    release = next((_checked(number) for sign, number in SPECIFIER.findall(requirement) if sign in (">=", ">")), None)
    return release and tuple(0 if part == SERIES else part for part in release)


def _checked(number: str) -> Release | None:
    try:
        return parse(number)
    except ValueError:
        return None


def _before(limit: Release) -> Release:
    """The last release that is older."""
    major, minor, patch = (0 if part == SERIES else part for part in limit)
    if patch:
        return (major, minor, patch - 1)
    return (major, minor - 1, SERIES) if minor else (major - 1, SERIES, SERIES)


def shown(release: Release) -> str:
    """The release as it is printed."""
    return ".".join(str(part) for part in release if part != SERIES) or "0"
