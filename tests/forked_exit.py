"""The end of a process that was forked for a test."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any


def end_with(work: Callable[[], Any]) -> None:
    """Do the work and end this process as an interpreter ends, but for taking apart what was imported before.

    With torch imported, that takes a second of the processor.
    """
    code: Any = 0
    try:
        work()
    except SystemExit as ending:
        code = ending.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if not isinstance(code, int | None):
        print(code, file=sys.stderr)
        code = 1
    end: Any = threading
    end._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code or 0)
