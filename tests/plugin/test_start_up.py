"""Tests that do not use the plugin do not pay for it."""

import subprocess
import sys

HEAVY = (
    "numpy",
    "cv2",
    "torch",
    "augrepro",
    "syrupy.extensions.image",
    "pytest_augrepro.snapshots.store",
    "pytest_augrepro.checks.cell",
)
WATCHER = f"""\
import sys

class Watcher:
    def pytest_collection_finish(self):
        print("loaded:", [name for name in {HEAVY!r} if name in sys.modules])

def pytest_configure(config):
    config.pluginmanager.register(Watcher())
"""
COST = """\
import time, pytest
start = time.process_time()
import pytest_augrepro.plugin
print((time.process_time() - start) * 1000)
"""


def test_nothing_heavy_is_imported_before_a_fixture_asks(project):
    (project.path / "test_empty.py").write_text("")
    (project.path / "conftest.py").write_text(WATCHER)
    result = project.run_anew(
        "--collect-only", "-s", "-p", "no:randomly", "-p", "no:hypothesispytest", "--aug-seed", "3"
    )
    result.stdout.fnmatch_lines(["*augrepro: seed 3*", "*loaded: []*"])


def test_import_costs_less_than_thirty_milliseconds():
    command = [sys.executable, "-c", COST]
    times = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    assert min(times) < 30
