"""``python -m augrepro COMMAND``; without a command, what a bug report needs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from .engine.declare.errors import nearest


class Command(NamedTuple):
    """A module with ``DESCRIPTION``, ``EPILOG``, ``options(parser)`` and ``run(arguments) -> exit status``."""

    module: str
    summary: str
    extra: str = ""
    """What to install where the module cannot be imported without."""


COMMANDS = {
    "preview": Command("augrepro.show.preview_command", "draw a sheet of what a pipeline does to photographs"),
    "apply": Command("augrepro.show.apply_command", "augment a folder of images and their labels"),
    "verify": Command("augrepro.show.verify_command", "check that what apply wrote still holds"),
    "migrate": Command("augrepro.migrate.command", "move a project from Albumentations", "augrepro[migrate]"),
    "run-as-albumentations": Command("augrepro.hook.command", "run a script whose albumentations is augrepro"),
}


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit status."""
    if argv and argv[0] in COMMANDS:
        return run(argv[0], argv[1:])
    width = max(map(len, COMMANDS))
    parser = argparse.ArgumentParser(
        prog="python -m augrepro",
        description="Without a command: what a bug report needs - versions, fast paths and grades on this machine.",
        epilog="commands:\n" + "\n".join(f"  {name:{width}}  {each.summary}" for name, each in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="see below; COMMAND --help")
    given = parser.parse_args(argv)
    if given.command is not None:
        parser.error(f"there is no command {given.command!r}{nearest(given.command, COMMANDS)}")
    for line in import_module("augrepro.show.machine").lines():
        print(line)
    print("python -m augrepro --help lists the commands")
    return 0


def run(name: str, argv: Sequence[str]) -> int:
    """One command with its own options; its module is imported now, so that no command needs another's extra."""
    command = COMMANDS[name]
    try:
        module = import_module(command.module)
    except ModuleNotFoundError as error:
        if not command.extra or (error.name or "").startswith("augrepro"):
            raise
        print(f"augrepro {name} needs {error.name}: pip install '{command.extra}'", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(
        prog=f"python -m augrepro {name}",
        description=module.DESCRIPTION,
        epilog=module.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.options(parser)
    status: int = module.run(parser.parse_args(argv))
    return status


def entry() -> int:
    """The command line's own command; a reader that leaves (``| head``) and Ctrl-C end it without a traceback."""
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(entry())
