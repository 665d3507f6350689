"""The five suites of examples/suites pass, and each project's snapshots are today's pixels."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
SUITES = EXAMPLES / "suites"


def output(folder, *arguments):
    """What a green run of a project's tests prints."""
    run = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:randomly", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    result = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, timeout=1200)
    assert result.returncode == 0, result.stdout[-4000:]
    return result.stdout


@pytest.mark.parametrize(("project", "count"), [("classifier", 8), ("detection", 4), ("segmentation", 3)])
def test_the_snapshots_of_a_project_hold(project, count):
    """Its matrix runs in ``make demo`` and ``make demo-all``."""
    assert f"{count} snapshots passed" in output(EXAMPLES / project, "-k", "not loading")


def test_the_suites_pass_and_each_ran():
    passed = set(re.findall(r"^tests/(test_\w+)\.py::\S+ PASSED", output(SUITES), re.M))
    assert passed == {path.stem for path in (SUITES / "tests").glob("test_*.py")}
    assert len(passed) == 5
