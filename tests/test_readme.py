"""The README's code runs, and its two commands exist."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.S)
LIBRARY = [block for block in BLOCKS if "def test_" not in block]
SNAPSHOT, MATRIX = (next(block for block in BLOCKS if word in block) for word in ("aug_snapshot", "aug_matrix"))
DATASET = """
import numpy as np
from torch.utils.data import Dataset
import augrepro as A

class Photographs(Dataset):
    def __init__(self, seed):
        self.transform = A.Compose([A.RandomCrop(8, 8), A.RandomBrightnessContrast(p=1)], seed=seed)
        self.image = np.arange(16 * 16 * 3, dtype=np.uint8).reshape(16, 16, 3)
    def __len__(self):
        return 16
    def __getitem__(self, index):
        return self.transform(image=self.image)["image"]

def make_dataset(seed):
    return Photographs(seed)
"""


def test_the_library_examples_run_one_after_the_other():
    names: dict[str, object] = {}
    for block in LIBRARY:
        exec(compile(block, "README.md", "exec"), names)
    assert names["image"].shape == (256, 256, 3)
    assert (names["result"]["image"] != 0).any()
    first, second = (names["frozen"](image=names["astronaut"](), bboxes=[], labels=[]) for _ in range(2))
    assert (first["image"] == second["image"]).all()


def test_the_snapshot_example_fails_without_a_snapshot_writes_one_and_then_compares(pytester: pytest.Pytester):
    pytester.makepyfile(test_augmentation=SNAPSHOT)
    seed = ("--aug-seed", "137", "-p", "no:randomly")
    assert pytester.runpytest_subprocess(*seed).ret == pytest.ExitCode.TESTS_FAILED
    _update(pytester, seed)
    assert list((pytester.path / "snapshots").rglob("*.png"))
    pytester.runpytest_subprocess(*seed).assert_outcomes(passed=1)
    assert pytester.runpytest_subprocess("--aug-seed", "138").ret == pytest.ExitCode.TESTS_FAILED


def _update(pytester: pytest.Pytester, seed: tuple[str, ...]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        pytester.runpytest_subprocess(*seed, "--snapshot-update").assert_outcomes(passed=1)


def test_the_matrix_example_runs_every_possible_cell(pytester: pytest.Pytester):
    pytester.makepyfile(test_workers=DATASET + MATRIX)
    result = pytester.runpytest_subprocess("-v", "-k", "w0 or w2-persistent")
    result.stdout.fnmatch_lines(["*test_workers*w2-persistent-respawn*PASSED*"])
    assert result.ret == 0


def test_the_opening_lines_are_what_the_example_prints(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(ROOT / "examples" / "albumentations_only")
    import two_workers

    assert two_workers.line("augrepro") in README.splitlines()  # tests/peers holds the line of albumentations
    monkeypatch.setattr("sys.argv", ["two_workers.py"])
    with pytest.raises(SystemExit, match=r"^usage: python two_workers\.py LIBRARY"):
        runpy.run_path(two_workers.__file__, run_name="__main__")


def test_the_two_commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert re.search(rf"^{target}:", makefile, re.M)
