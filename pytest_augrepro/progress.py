"""What a cell is at, shown on a terminal while it runs and wiped away again."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import pytest

SAVE, RESTORE, CLEAR = "\x1b7", "\x1b8", "\x1b[K"


class Progress:
    """Shows a few words behind pytest's dots; silent where there is no terminal, under ``-q`` and under xdist."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.visible = False
        terminal = config.pluginmanager.hasplugin("terminalreporter") and not hasattr(config, "workerinput")
        self.on = terminal and config.get_verbosity() >= 0

    def __call__(self, words: str) -> None:
        """Show the words in place of those before; none wipes them away."""
        if not self.on or not (words or self.visible):
            return
        capture: Any = self.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
            if not sys.stdout.isatty():
                return
            writer = self.config.get_terminal_writer()
            room = writer.fullwidth - writer.width_of_current_line - 2
            self.visible = bool(words) and len(words) <= room
            text = f" {words}" if self.visible else ""
            sys.stdout.write(f"{SAVE}{CLEAR}{text}{RESTORE}")
            sys.stdout.flush()
