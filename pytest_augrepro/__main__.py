"""``python -m pytest_augrepro compare old.json new.json``: exit status 1 where they differ, 2 for bad files."""

from __future__ import annotations

import argparse
import sys

from .strengths.chance import SLACK
from .strengths.judge import compare_recordings, read_recording


def main(argv: list[str] | None = None) -> int:
    """Compare two recordings and print every row."""
    parser = argparse.ArgumentParser(prog="python -m pytest_augrepro")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    compare = commands.add_parser("compare", help="say whether two recorded pipelines do the same to a sample")
    compare.add_argument("old", help="the JSON that pytest_augrepro.record gave of the old pipeline")
    compare.add_argument("new", help="the same of the new one")
    compare.add_argument(
        "--allow", action="append", default=[], metavar="ROW", help="a row that may differ; repeatable"
    )
    compare.add_argument("--slack", type=float, default=SLACK, help="a share of each number that may differ")
    given = parser.parse_args(argv)
    try:
        old, new = read_recording(given.old), read_recording(given.new)
        comparison = compare_recordings(old, new, allow=given.allow, slack=given.slack)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(comparison)
    return 0 if comparison else 1


if __name__ == "__main__":
    sys.exit(main())
