"""Whatever goes in, a result comes out as promised, or one clear error: judged on thousands of random cases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import fuzz_constructors
import fuzz_doors
import fuzz_extremes
import fuzz_program
import fuzz_tiny
import numpy as np
import pytest

import augrepro as A
from augrepro.engine.chance import sample
from augrepro.engine.targets import label_fields, stacks
from augrepro.engine.transform import ImageOnly
from augrepro.kernels import grid
from augrepro.ops.conversion import WholeToFloat
from augrepro.ops.grid import Dihedral
from augrepro.ops.pointwise import Linear
from augrepro.pipeline import serialize

TIMES = float(os.environ.get("AUGREPRO_FUZZ_TIMES", "1"))
START = int(os.environ.get("AUGREPRO_FUZZ_START", "0"))
HERE = Path(fuzz_program.__file__)


@pytest.mark.parametrize("name", fuzz_program.FUZZERS)
def test_every_case_gives_a_result_or_one_clear_error(name):
    count = round(fuzz_program.FUZZERS[name] * TIMES)
    run = [sys.executable, str(HERE), name, str(START), str(count)]
    out = subprocess.run(run, capture_output=True, text=True, timeout=1200 + count)
    lines = out.stdout.splitlines()
    assert [line for line in lines if line.startswith("WRONG")] == []
    assert out.returncode == 0, f"{lines[-1:]} did not end: {out.stderr[-2000:]}"
    assert lines[-1] == f"running {START + count - 1}"


def found(name: str, count: int = 150) -> list[str]:
    """What a fuzzer finds in its first cases."""
    return [wrong for number in range(count) if (wrong := fuzz_program.complaint(name, number))]


@pytest.mark.parametrize("name", fuzz_program.FUZZERS)
def test_a_healthy_library_is_silent(name):
    assert found(name, 30) == []


@A.register("fuzz.Broken")
class Broken(ImageOnly):
    """A transform that fails as no transform may."""

    p: float = 0.5

    def draw(self, rng: Any, frame: Any) -> Any:
        raise IndexError("list index out of range")


def raising(error: BaseException) -> Any:
    """A function that raises, whatever it is given."""

    def run(*args: Any, **kwargs: Any) -> Any:
        raise error

    return run


def test_a_planted_transform_that_raises_a_raw_error_is_found(monkeypatch):
    monkeypatch.setattr(fuzz_constructors, "CLASSES", {"Broken": Broken})
    wrong = found("constructors")
    assert len(wrong) > 50
    assert all("a raw IndexError" in line for line in wrong)


@pytest.mark.parametrize("error", [cv2.error("(-215:Assertion failed)"), ValueError("operands could not be broadcast")])
def test_a_planted_error_of_a_kernel_is_found(monkeypatch, error):
    monkeypatch.setattr(Linear, "pixels", raising(error))
    monkeypatch.setattr(fuzz_constructors, "CLASSES", {"RandomBrightnessContrast": A.RandomBrightnessContrast})
    assert found("constructors")


def test_a_planted_border_that_reads_too_little_is_found(monkeypatch):
    monkeypatch.setattr(grid, "pad", lambda image, *border: image)
    monkeypatch.setattr(fuzz_tiny, "READERS", ["PadIfNeeded"])
    assert any("was promised" in wrong for wrong in found("tiny"))


def test_a_planted_fault_of_reading_files_is_found(monkeypatch):
    monkeypatch.setattr(serialize, "look_up", raising(KeyError("Affine")))
    assert any("a raw KeyError" in wrong for wrong in found("pipelines"))


def test_a_planted_result_of_another_shape_is_found(monkeypatch):
    monkeypatch.setattr(Dihedral, "pixels", lambda self, image: image[:, :1])
    assert any("was promised" in wrong for wrong in found("plans"))


def test_a_planted_number_without_a_bound_is_found(monkeypatch):
    monkeypatch.setattr(WholeToFloat, "fields", {"max_value": float})
    monkeypatch.setattr(fuzz_extremes, "STEPS", {"WholeToFloat": fuzz_extremes.STEPS["WholeToFloat"]})
    assert any("divide by zero" in wrong for wrong in found("extremes"))


def test_planted_rows_that_lose_a_label_are_found(monkeypatch):
    monkeypatch.setattr(label_fields, "_taken", lambda values, rows: list(values)[: len(rows) - 1])
    assert any("labels" in wrong for wrong in found("rows"))


def test_a_planted_result_that_is_the_input_is_found(monkeypatch):
    monkeypatch.setattr(stacks, "owned", lambda array, before, flat: array[..., 0] if flat else array)
    assert any("not its own memory" in wrong for wrong in found("targets"))


def test_a_planted_change_of_the_input_is_found(monkeypatch):
    def emptied(name: str, *rest: Any) -> Any:
        if rest[1].flags.writeable:
            rest[1][...] = 1 - rest[1]
        return checked(name, *rest)

    checked = stacks.checked
    monkeypatch.setattr(stacks, "checked", emptied)
    assert any("was changed" in wrong for wrong in found("targets"))


def test_a_planted_key_that_means_nothing_is_found(monkeypatch):
    monkeypatch.setattr(sample, "checked_id", raising(OverflowError("int too large")))
    monkeypatch.setattr(fuzz_doors, "DOORS", (fuzz_doors.sample_key,))
    assert any("a raw OverflowError" in wrong for wrong in found("doors"))


def test_a_planted_warning_is_found(monkeypatch):
    curve = Linear.curve
    monkeypatch.setattr(Linear, "curve", lambda self, x: curve(self, x) + 0 * np.log(np.zeros(1)))
    monkeypatch.setattr(fuzz_constructors, "CLASSES", {"RandomBrightnessContrast": A.RandomBrightnessContrast})
    assert any("RuntimeWarning" in wrong for wrong in found("constructors"))


HANGS = """
import sys, types
sys.path.insert(0, {folder!r})
import fuzz_program
fuzz_program.LONGEST = 0.5
sys.modules["fuzz_endless"] = types.SimpleNamespace(case=lambda rng: exec("while True: pass"))
fuzz_program.main("endless", 7, 2)
"""


def test_a_planted_hang_is_ended_and_named():
    out = subprocess.run([sys.executable, "-c", HANGS.format(folder=str(HERE.parent))], capture_output=True, text=True)
    assert out.returncode != 0
    assert out.stdout.splitlines()[-1] == "running 7"
    assert "Timeout" in out.stderr
    assert "complaint" in out.stderr
