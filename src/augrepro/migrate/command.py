"""``python -m augrepro migrate``: its options, and what its exit status says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..engine.declare.releases import LATEST
from . import report
from .findings import Kind
from .pins import Written, mentions, oldest, parse, pinned
from .project import Project
from .python import Target

DESCRIPTION = """Move a project from Albumentations to augrepro: Python files, notebooks, YAML and JSON.

Calls are rewritten to what they meant in the release that the project was written for. What depends on values that only
a run knows is left on augrepro.compat and reported; what has no equal is reported, and its file is not touched."""
EPILOG = """exit status: 0 when done; with --check 1 if a file would change or a place needs a look; 2 for wrong usage
or a file that could not be written"""


def options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if there is anything to do")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change")
    parser.add_argument(
        "--from", dest="release", metavar="RELEASE", help="the release the project was written for, as 1.3"
    )
    parser.add_argument(
        "--to",
        choices=[target.value for target in Target],
        default=Target.CORE.value,
        help="core (default): today's calls; compat: only the imports move, to augrepro.compat",
    )
    parser.add_argument("--verbose", action="store_true", help="also list the places that move by themselves")


def run(given: argparse.Namespace) -> int:
    """Do it; the exit status."""
    lost = [path for path in given.paths if not path.exists()]
    if lost:
        return _wrong(f"there is no {lost[0]}")
    try:
        release = parse(given.release) if given.release is not None else None
    except ValueError as error:
        return _wrong(f"--from: {error}")
    project = Project(given.paths)
    written = Written(release, "--from says so") if release is not None else _guessed(project)
    if not project.files and not project.requirements:
        print("Nothing here mentions Albumentations.")
        return 0
    project.move(written.release, Target(given.to))
    if given.diff:
        sys.stdout.writelines(line for file in project.files if file.changed for line in report.diff(file))
    dry = given.check or given.diff
    failed = [] if dry else _write(project)
    verb = "would change" if dry else "changed"
    for line in report.lines(project.files, project.requirements, given.verbose):
        print(line)
    for line in report.summary(project.files, written, verb):
        print(line)
    if failed:
        return _wrong("; ".join(failed))
    open_places = any(each.kind in (Kind.LOOK, Kind.CANNOT) for file in project.files for each in file.findings)
    return int(given.check and (open_places or any(file.changed for file in project.files)))


def _write(project: Project) -> list[str]:
    failed = []
    for file in project.files:
        if file.changed:
            try:
                file.write()
            except OSError as error:
                failed.append(str(error))
    return failed


def _guessed(project: Project) -> Written:
    """The release that the requirements fix, else the one that the spellings belong to."""
    for path, text in project.requirements:
        for number, requirement in mentions(text):
            release = pinned(requirement)
            if release is not None:
                return Written(release, f"{path}:{number} says {requirement!r} (--from RELEASE says otherwise)")
    place = project.former_spelling()
    if place is not None:
        path, line = place
        why = f"a guess, for {path}:{line} is spelled as releases before 2.0 had it (--from RELEASE says otherwise)"
        return Written(parse("1.3.1"), why)
    for path, text in project.requirements if not project.todays_spelling() else ():
        for number, requirement in mentions(text):
            release = oldest(requirement)
            if release is not None and release < (2, 0, 0):
                why = f"a guess, for {path}:{number} says {requirement!r} (--from RELEASE says otherwise)"
                return Written(max(parse("1.3.1"), release), why)
    return Written(LATEST, "a guess, for nothing is spelled as releases before had it (--from RELEASE says otherwise)")


def _wrong(words: str) -> int:
    print(f"augrepro migrate: {words}", file=sys.stderr)
    return 2
