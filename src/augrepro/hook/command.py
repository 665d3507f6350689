"""``python -m augrepro run-as-albumentations SCRIPT``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .finder import install
from .script import RELEASE, run_script

DESCRIPTION = """Run a script in which albumentations is augrepro, for code that one does not own.

What the script asks for and augrepro lacks is listed on stderr at the end."""
EPILOG = "Processes that the script spawns have the hook, too. The exit status is the script's."


def options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    words = "what the script was written for, as 1.3: calls mean what they meant in it (else in 2.0.8)"
    parser.add_argument("--from", dest="release", default="", metavar="RELEASE", help=words)
    parser.add_argument("script", type=Path, metavar="SCRIPT", help="a Python file")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="the script's own arguments")


def run(given: argparse.Namespace) -> int:
    """Run the script as the main program."""
    if not given.script.is_file():
        print(f"augrepro run-as-albumentations: there is no {given.script}", file=sys.stderr)
        return 2
    try:
        install(given.release)
    except ValueError as error:
        print(f"augrepro run-as-albumentations: --from: {error}", file=sys.stderr)
        return 2
    os.environ[RELEASE] = given.release
    sys.argv = [str(given.script), *given.arguments]
    sys.path[0] = str(given.script.resolve().parent)
    run_script(str(given.script))
    return 0
