"""The five suites of examples/suites pass, with the fixtures and snapshots as they are."""

import os
import re
import subprocess
import sys
from pathlib import Path

SUITES = Path(__file__).parent.parent / "examples" / "suites"


def test_the_suites_pass_and_each_ran():
    run = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:randomly"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    result = subprocess.run(run, cwd=SUITES, env=environment, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout[-4000:]
    passed = set(re.findall(r"^tests/(test_\w+)\.py::\S+ PASSED", result.stdout, re.M))
    assert passed == {path.stem for path in (SUITES / "tests").glob("test_*.py")}
    assert len(passed) == 5
