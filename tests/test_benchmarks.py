"""The benchmark of loading gives each library the same work, and its table says what was measured."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).parents[1]))
loader, worker = (pytest.importorskip(f"benchmarks.{name}") for name in ("loader", "loader_worker"))


def test_a_photograph_becomes_a_float_tensor():
    image = np.arange(240 * 250 * 3).reshape(240, 250, 3).astype(np.uint8)
    out = worker.SAMPLES["augrepro"]()(image)
    assert (tuple(out.shape), out.dtype) == ((3, 224, 224), torch.float32)
    assert worker.SAMPLES["decoding"]()(image).shape == out.shape


def test_the_table_takes_ratios_within_turns():
    def library(name, seconds):
        epochs = [{"images": 100, "wall": 2 * spent, "cpu": spent} for spent in seconds]
        return SimpleNamespace(name=name, versions={name: "1.2+cpu"}, epochs=epochs)

    table = loader.rows([library("augrepro", (1.0, 2.0, 4.0)), library("kornia", (3.0, 6.0, 8.0))])
    assert table[-2:] == [
        "| augrepro 1.2 | 50 (25-100) | 25 (12-50) | 1.00 |",
        "| kornia 1.2 | 17 (12-33) | 8 (6-17) | 3.00 |",
    ]
