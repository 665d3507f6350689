"""``python -m pytest_augrepro``: compare, diff, measure and check, without pytest.

Exit status 0 where all is as it should be, 1 where something differs or a law is broken, 2 where a file or a dataset
cannot be read.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable

from . import moved
from .common.words import words_of_error
from .judging.contracts import CONTRACTS
from .seeds.seeding import DEFAULT_SEED
from .strengths.chance import SLACK
from .strengths.judge import compare_recordings, read_recording


def main(argv: list[str] | None = None) -> int:
    """Carry out one command."""
    given = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        status = command(given)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads the output has left, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        print(words_of_error(error), file=sys.stderr)
        return 2
    except (ValueError, TypeError, ModuleNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pytest_augrepro")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    compare = commands.add_parser("compare", help="say whether two recorded pipelines do the same to a sample")
    compare.set_defaults(command=_compare)
    compare.add_argument("old", help="the JSON that pytest_augrepro.record gave of the old pipeline")
    compare.add_argument("new", help="the same of the new one")
    compare.add_argument(
        "--allow", action="append", default=[], metavar="ROW", help="a row that may differ; repeatable"
    )
    compare.add_argument("--slack", type=float, default=SLACK, help="a share of each number that may differ")
    diff = commands.add_parser("diff", help="say what moved between the results of two runs, test by test")
    diff.set_defaults(command=_diff)
    diff.add_argument("before", help="the JSON that pytest --aug-json wrote in the one environment")
    diff.add_argument("after", help="the same of the other one")
    _add_harness(commands.add_parser("measure", help="say how far a dataset gets"), "measure", "portable")
    _add_harness(commands.add_parser("check", help="hold a dataset to a contract"), "check", "stream")
    return parser


def _add_harness(parser: argparse.ArgumentParser, name: str, contract: str) -> None:
    # importing it costs torch, which no other command needs
    parser.set_defaults(command=lambda given: _harness(name, given))
    parser.add_argument(
        "dataset",
        metavar="MODULE:MAKE_DATASET",
        help="a function or class that is called with a seed; FILE.py:MAKE_DATASET, too",
    )
    parser.add_argument("--contract", default=contract, metavar="|".join(CONTRACTS), help=f"default: {contract}")
    parser.add_argument("--cells", default=None, help="such as 'w0 w2 w2-persistent', which is the default")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--limit", type=float, default=120, help="seconds for each process that reads")
    parser.add_argument("--json", default=None, metavar="FILE", help="write what each law found; - for the output")


def _harness(name: str, given: argparse.Namespace) -> int:
    status: int = importlib.import_module("pytest_augrepro.outside").run(name, given)
    return status


def _compare(given: argparse.Namespace) -> int:
    old, new = read_recording(given.old), read_recording(given.new)
    comparison = compare_recordings(old, new, allow=given.allow, slack=given.slack)
    print(comparison)
    return 0 if comparison else 1


def _diff(given: argparse.Namespace) -> int:
    before, after = moved.read(given.before), moved.read(given.after)
    lines, others = moved.moved(before, after), moved.surroundings(before, after)
    for line in [*lines, *others]:
        print(line)
    if not lines:
        print("nothing moved, though the runs were not alike" if others else "nothing moved")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
