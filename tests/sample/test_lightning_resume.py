"""Lightning stopped and resumed, in an epoch's middle and at its end: the same samples, or an error in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("torch")
if find_spec("lightning") is None or find_spec("torchdata") is None:
    pytest.skip("lightning or torchdata is not installed", allow_module_level=True)

HERE = Path(__file__).parent
EXACT = [
    ("loader", 0, 5, True),
    ("loader", 0, 7, False),
    ("loader", 2, 2, False),
    ("loader", 2, 5, True),
    ("loader", 2, 5, False),
    ("loader", 2, 7, False),
    ("stateful", 0, 5, True),
    ("stateful", 0, 5, False),
    ("stateful", 0, 7, False),
    ("stateful", 2, 7, False),
    ("plain", 0, 5, True),
]
"""Loader, workers, steps (five an epoch) before the stop, whether the checkpoint is an epoch's."""
REFUSED = [("stateful", 2, 5, True), ("stateful", 2, 5, False), ("plain", 2, 5, True), ("plain", 2, 7, False)]
"""Lightning makes the iterator, whose workers begin, before it says which epoch it is."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """All cases in one child: it is Lightning's import that costs."""
    folder = tmp_path_factory.mktemp("lightning")
    run = subprocess.run(
        [sys.executable, str(HERE / "lightning_resume_child.py"), str(folder), json.dumps(EXACT + REFUSED)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent), *sys.path])},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    found = json.loads((folder / "out.json").read_text())
    return dict(zip(EXACT + REFUSED, found, strict=True))


@pytest.mark.parametrize("case", EXACT, ids=str)
def test_a_resumed_run_goes_on_with_the_samples_of_the_whole_one(case, runs):
    whole, steps, rest = runs[case]
    assert len(whole) == 15
    assert rest == whole[steps:]


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_where_it_cannot_it_says_so(case, runs):
    assert "epoch 1 came too late" in runs[case][2]
    assert "use augrepro.torch.loader" in runs[case][2]


def test_all_loaders_had_the_same_samples(runs):
    assert all(whole == runs[EXACT[0]][0] for whole, _, _ in runs.values())
