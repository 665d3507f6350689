"""Tests that do not use the plugin do not pay for it."""

import os
import subprocess
import sys
from functools import partial
from types import SimpleNamespace

import pytest_augrepro

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
import sys, time
start = time.process_time()
import pytest
before, between = set(sys.modules), time.process_time()
import pytest_augrepro.plugin
print((time.process_time() - between) / (between - start), *sorted(set(sys.modules) - before))
"""
FIRST_SAMPLE = """\
import sys
import numpy as np
before = "numpy.ma" in sys.modules  # NumPy 1 loads it itself
import augrepro as A
from pytest_augrepro.reading.fingerprint import fingerprint
boxes = A.BboxParams(format="pascal_voc", label_fields=["labels"])
flip = A.Compose([A.HorizontalFlip(p=1)], bbox_params=boxes, seed=1)
image, rows = np.zeros((8, 8, 3), np.uint8), np.array([[1.0, 1.0, 4.0, 4.0]])
sample = flip(image=image, mask=image[..., 0], bboxes=rows, labels=["a"])
fingerprint({**sample, "text": np.array(["a"]), "objects": np.array([image, None], object)})
print(before, "numpy.ma" in sys.modules)
"""
WAITING = {"hmac", "multiprocessing", "numpy", "pickle", "secrets"}
MOST = 32
"""Modules of ours at the start, each of which costs half a millisecond."""


def too_early(loaded):
    """What the plugin's import should have left to the fixtures."""
    ours = [name for name in loaded if name.startswith("pytest_augrepro")]
    return [*sorted(WAITING.intersection(loaded)), *ours[MOST:]]


def test_nothing_heavy_is_imported_before_a_fixture_asks(project):
    (project.path / "test_empty.py").write_text("")
    (project.path / "conftest.py").write_text(WATCHER)
    result = project.run_anew(
        "--collect-only", "-s", "-p", "no:randomly", "-p", "no:hypothesispytest", "--aug-seed", "3"
    )
    result.stdout.fnmatch_lines(["*augrepro: seed 3*", "*loaded: []*"])


def test_import_costs_less_than_half_of_pytests_own(tmp_path):
    run = partial(subprocess.run, [sys.executable, "-c", COST], capture_output=True, text=True, check=True)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}  # both are compiled by the first of the runs
    printed = [run(env=environment).stdout.split() for _ in range(4)]
    assert min(float(line[0]) for line in printed) < 0.5
    assert too_early(printed[0][1:]) == []


def test_a_module_that_comes_too_early_is_named():
    ours = [f"pytest_augrepro.part{i}" for i in range(MOST + 1)]
    assert too_early(["argparse", "pickle", *ours[:MOST]]) == ["pickle"]
    assert too_early(ours) == [ours[-1]]


def test_pytest_imports_our_modules_as_they_were_compiled(monkeypatch):
    """It would compile each of them anew where no bytecode may be written, and once after each installation."""
    rewritten = {name for name in sys.modules if name.startswith(("augrepro.", "pytest_augrepro.")) if _rewrites(name)}
    assert rewritten == set()
    finder = SimpleNamespace(_must_rewrite={"augrepro", "pytest_augrepro", "pytest_augrepro_of_mine", "syrupy"})
    monkeypatch.setattr(sys, "meta_path", [object(), SimpleNamespace(_must_rewrite=None), finder])
    pytest_augrepro.import_as_installed()
    assert finder._must_rewrite == {"pytest_augrepro_of_mine", "syrupy"}


def _rewrites(name):
    return type(sys.modules[name].__spec__.loader).__name__ == "AssertionRewritingHook"


def test_the_first_sample_of_a_worker_does_not_load_masked_arrays():
    printed = subprocess.run([sys.executable, "-c", FIRST_SAMPLE], capture_output=True, text=True, check=True).stdout
    before, after = printed.split()
    assert before == after
