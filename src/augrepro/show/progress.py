"""A line that says how far a command is, on a terminal; nothing where the output goes to a file."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 24
PERIOD = 0.1


class Progress:
    """Counts to a known number."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self.stream = sys.stderr if stream is None else stream
        self.shown = self.stream.isatty()
        self.start = self.last = time.monotonic()

    def step(self, failed: bool = False) -> None:
        """One more; the line is written ten times a second at most."""
        self.done += 1
        self.failed += failed
        now = time.monotonic()
        if self.shown and (now - self.last >= PERIOD or self.done == self.total):
            self.last = now
            self.stream.write(f"\r{self.line(now - self.start)}\x1b[K")
            self.stream.flush()

    def line(self, seconds: float) -> str:
        """The bar, the count, those that failed, and the time that is left."""
        full = WIDTH * self.done // max(1, self.total)
        left = seconds / max(1, self.done) * (self.total - self.done)
        bad = f", {self.failed} failed" if self.failed else ""
        return f"[{'#' * full}{'.' * (WIDTH - full)}] {self.done}/{self.total}{bad}, {left:.0f} s left"

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            self.stream.write("\n")
            self.stream.flush()
