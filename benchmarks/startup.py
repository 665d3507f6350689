"""What importing the library and loading the plugin cost, in fresh processes that take turns."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .peers import ONE_THREAD, Figure
from .table import print_table, verdict

TURNS = 15
IMPORT = {"with": ["-c", "import numpy, cv2, augrepro"], "without": ["-c", "import numpy, cv2"]}
COLLECT = ["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "test_empty.py"]
PLUGIN = {"with": COLLECT, "without": [*COLLECT, "-p", "no:augrepro"]}

COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path("build/bench/pycache").resolve())}
"""As an installed package starts: from compiled files, which the uncounted first process writes."""


def cpu_ms(arguments: list[str], folder: Path) -> float:
    """User and system time of one fresh Python, in milliseconds."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **ONE_THREAD, **COMPILED},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 5):
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{output.decode()}")
    return (usage.ru_utime + usage.ru_stime) * 1e3


def compared(commands: dict[str, list[str]], folder: Path) -> dict[str, Figure]:
    """Figures of both commands and of the difference, from interleaved runs."""
    taken: dict[str, list[float]] = {"with": [], "without": []}
    for turn in range(TURNS + 1):
        for name, arguments in commands.items():
            spent = cpu_ms(arguments, folder)
            if turn > 0:
                taken[name].append(spent)
    more = [one - other for one, other in zip(taken["with"], taken["without"], strict=True)]
    return {"with": Figure.of(taken["with"]), "without": Figure.of(taken["without"]), "more": Figure.of(more)}


def run() -> list[dict[str, object]]:
    """Print the table and return its rows."""
    table, results = [], []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_empty.py").touch()
        Path(folder, "pytest.ini").write_text("[pytest]\n")
        for title, commands, goal in (
            ("import augrepro, beyond numpy and cv2", IMPORT, 60.0),
            ("pytest --collect-only, empty file", PLUGIN, 30.0),
        ):
            figures = compared(commands, Path(folder))
            judged = verdict(figures["more"].median, goal)
            table.append([title, *(figures[name] for name in ("with", "without", "more")), f"<= {goal:.0f}", judged])
            results.append({"case": title, "goal_ms": goal, "verdict": judged, "ms": figures})
    header = ["CPU ms", "with", "without", "more", "goal", "verdict"]
    print_table(f"Start-up: {TURNS} fresh processes each, taking turns", header, table)
    return results
