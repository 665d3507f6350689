"""What the matrix costs: 64 photographs of 256x256 under ``stream``, beside plain loading of the same data."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from .peers import Figure
from .table import print_table, ratio, short_repr, verdict

GOALS = {"quick": (6.0, 5), "pairwise": (20.0, 3), "full": (60.0, 1)}
"""Seconds on two cores, and turns."""
DATA = """\
import numpy as np
from skimage import data
import augrepro as A

PHOTO = data.astronaut()
IMAGES = [PHOTO[32 * row : 32 * row + 256, 32 * column : 32 * column + 256] for row in range(8) for column in range(8)]

class Photographs:
    def __init__(self, seed):
        self.transform = A.Compose([
            A.RandomResizedCrop((224, 224)), A.HorizontalFlip(), A.RandomBrightnessContrast(), A.Normalize(),
        ], seed=seed)

    def __len__(self):
        return len(IMAGES)

    def __getitem__(self, index):
        return self.transform(image=IMAGES[index])["image"]
"""
TEST = "from data import Photographs\n\ndef test_loading(aug_cell):\n    aug_cell.check(Photographs)\n"
PLAIN = """\
from torch.utils.data import DataLoader
from data import Photographs

loader = DataLoader(Photographs(137), batch_size=4, num_workers=2)
for epoch in range(2):
    for batch in loader:
        pass
"""
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:hypothesispytest"]
SAID = re.compile(r"^(\d+) passed in ([\d.]+)s", re.MULTILINE)


def seconds(arguments: list[str], folder: Path) -> tuple[float, str]:
    """The wall clock of one fresh Python, and what it printed."""
    start = perf_counter()
    run = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, env=dict(os.environ))
    if run.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{run.stdout}{run.stderr}")
    return perf_counter() - start, run.stdout


def run() -> list[dict[str, object]]:
    """Print the table and return its rows."""
    table, results = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in (
            ("data.py", DATA),
            ("test_loading.py", TEST),
            ("plain.py", PLAIN),
            ("pytest.ini", "[pytest]\n"),
        ):
            (folder / file).write_text(text)
        seconds(["plain.py"], folder)  # compiles
        plain = Figure.of([seconds(["plain.py"], folder)[0] for _ in range(3)])
        for preset, (goal, turns) in GOALS.items():
            whole, said, cells = [], [], 0
            for _ in range(turns):
                spent, words = seconds([*PYTEST, "--aug-matrix", preset], folder)
                found = SAID.search(words)
                assert found is not None, words
                whole.append(spent)
                said.append(float(found[2]))
                cells = int(found[1])
            figure, judged = Figure.of(said), verdict(Figure.of(said).median, goal)
            table.append(
                [
                    preset,
                    str(cells),
                    figure,
                    Figure.of(whole),
                    ratio(Figure.of(whole), plain),
                    f"<= {goal:.0f}",
                    judged,
                ]
            )
            results.append({"case": preset, "cells": cells, "goal_s": goal, "verdict": judged, "s": figure})
    header = ["matrix", "cells", "s, as pytest says", "s, whole process", "x plain", "goal", "verdict"]
    print_table(
        f"The matrix, one process; plain: two epochs with two workers in a new process, {short_repr(plain)} s",
        header,
        table,
    )
    return results


if __name__ == "__main__":
    run()
