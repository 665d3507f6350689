"""Lightning's Trainer, which sets epochs and ranks by itself, trains on the reference's samples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("torch")
if find_spec("lightning") is None:
    pytest.skip("lightning is not installed", allow_module_level=True)
from keyed_help import Pictures, complaints, epochs_of, keyed_loader

HERE = Path(__file__).parent


@pytest.mark.parametrize(("devices", "workers"), [(1, 2), (2, 1)])
def test_a_trainer_sees_the_reference(devices, workers, tmp_path):
    paths = os.pathsep.join([str(HERE), str(HERE.parent), *sys.path])
    run = subprocess.run(
        [sys.executable, str(HERE / "lightning_child.py"), str(tmp_path), str(devices), str(workers)],
        env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    ranks = [json.loads((tmp_path / f"rank{rank}.json").read_text()) for rank in range(devices)]
    epochs = [[tuple(row) for step in zip(*parts, strict=True) for row in step] for parts in zip(*ranks, strict=True)]
    assert complaints(epochs, epochs_of(keyed_loader(Pictures()), 2)) == []
