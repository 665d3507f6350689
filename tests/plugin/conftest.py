"""Projects for the plugin to run in, each in a process of its own."""

import pytest


class Project:
    """A throw-away project; ``run`` returns what a user would see."""

    def __init__(self, pytester):
        self.pytester = pytester
        self.path = pytester.path
        pytester.makepyprojecttoml("[tool.pytest]\nstrict = true\nfilterwarnings = ['error']\n")

    def write(self, **files):
        for name, text in files.items():
            path = self.path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEADER + text)
            for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
                compiled.unlink()  # of another text, which may have been as long and not a second older

    def run(self, *args):
        return self.pytester.runpytest_subprocess(*args)

    def snapshots(self):
        root = self.path / "snapshots"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


HEADER = """\
import os
import numpy as np
import pytest

def noise(seed, shape=(32, 32, 3), dtype=np.uint8):
    return np.random.default_rng(seed).integers(0, 256, shape).astype(dtype)

SHIFT = int(os.environ.get("SHIFT", "0"))
"""


@pytest.fixture
def project(pytester, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    return Project(pytester)
