"""Projects for the plugin to run in, each in a process of its own."""

import functools
import time

import forked_runs
import pytest

from pytest_augrepro.options import CI_VARIABLES


class Project:
    """A throw-away project; ``run`` returns what a user would see."""

    def __init__(self, pytester, runs_of):
        self.pytester, self.runs_of = pytester, runs_of
        self.path = pytester.path
        pytester.makepyprojecttoml("[tool.pytest]\nstrict = true\nfilterwarnings = ['error']\n")

    def write(self, **files):
        for name, text in files.items():
            path = self.path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEADER + text)
            for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
                compiled.unlink()  # of another text, which may have been as long and not a second older

    def run(self, *arguments):
        texts = [path.read_text() for path in self.path.rglob("*.py")]
        needs_torch = any(words in text for text in texts for words in (".check(", "aug_check(", "torch"))
        out, err = (self.path / name for name in ("stdout", "stderr"))
        # hypothesis and hydra are slow to import, and not at work here
        idle = ("-p", "no:hypothesispytest", "-p", "no:hydra_pytest")
        command = [f"--basetemp={self.path / 'temporary'}", *idle, *arguments]
        start = time.perf_counter()
        code = self.runs_of(forked_runs.HEAVY if needs_torch else forked_runs.LIGHT).run(command, out, err)
        shown = [path.read_text(encoding="utf-8").splitlines() for path in (out, err)]
        print(*(line for lines in shown for line in lines), sep="\n")
        return pytest.RunResult(code, *shown, time.perf_counter() - start)

    def run_anew(self, *arguments):
        """Run in a new interpreter, which has imported nothing yet."""
        return self.pytester.runpytest_subprocess(*arguments)

    def snapshots(self):
        root = self.path / "snapshots"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


HEADER = """\
import os
import numpy as np
import pytest

def noise(seed, shape=(32, 32, 3), dtype=np.uint8):
    return np.random.default_rng(seed).integers(0, 256, shape).astype(dtype)

def reached(aug_cell):  # what a check begins with, without the readings of one
    aug_cell.used = True

SHIFT = int(os.environ.get("SHIFT", "0"))
"""


@pytest.fixture(scope="session")
def runs_of():
    """The processes that runs are forked from, by what they have imported; each is started when it is first needed."""
    started = []

    @functools.cache
    def runs(modules):
        started.append(forked_runs.Runs(modules))
        return started[-1]

    yield runs
    for each in started:
        each.close()


@pytest.fixture
def project(pytester, monkeypatch, runs_of):
    for variable in (*CI_VARIABLES, "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(variable, raising=False)
    return Project(pytester, runs_of)
