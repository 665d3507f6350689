"""What a call takes beside its result, held at what docs/benchmarks.md says: its table, and less for all others."""

from __future__ import annotations

import re
import tracemalloc
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from catalogue import CATALOGUE

import augrepro as A
from augrepro.kernels import bands
from benchmarks.memory import LEAST, MIB, photograph

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
ROW = re.compile(r"^\| (\w+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
MOST = 1.5
"""A row that grows by half is seen."""
DTYPES = "uint8", "float32"


@cache
def table():
    text = PAGE.read_text("utf-8").split("\n## Memory\n")[1]
    return {name: dict(zip(DTYPES, map(float, figures), strict=True)) for name, *figures in ROW.findall(text)}


@cache
def picture(dtype):
    found = photograph()
    return found if dtype == "uint8" else (found / np.float32(255)).astype(np.float32)


def beside(name, way, dtype):
    """MiB at the peak of one call; None where it needs more than an image."""
    pipeline = A.Compose([getattr(A, name)(**way, p=1)], seed=137)
    try:
        pipeline(image=picture(dtype)[:64, :64])  # tables that do not grow with the image
    except (ValueError, TypeError):
        return None
    tracemalloc.start()
    try:
        result = pipeline(image=picture(dtype))["image"]
        return (tracemalloc.get_traced_memory()[1] - result.nbytes) / MIB
    finally:
        tracemalloc.stop()


def check(name):
    said = table().get(name, dict.fromkeys(DTYPES, 0.0))
    for way in CATALOGUE[name]:
        for dtype in DTYPES:
            found = beside(name, way, dtype)
            assert found is None or found < MOST * max(said[dtype], LEAST), (name, way, dtype, found)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_call_takes_no_more_than_the_page_says(name):
    check(name)


@pytest.mark.parametrize("name", ["HueSaturationValue", "Illumination", "Posterize"])
def test_work_on_a_whole_image_at_a_time_is_seen(name, monkeypatch):
    for module, constant in (("bands", "SMALL"), ("mix", "BAND"), ("channels", "SMALL")):
        monkeypatch.setattr(f"augrepro.kernels.{module}.{constant}", 1 << 30)
    assert bands.SMALL == 1 << 30
    with pytest.raises(AssertionError, match=name):
        check(name)


def test_the_table_names_what_takes_more_than_the_least_alone():
    assert table()
    assert set(table()) <= set(CATALOGUE)
    assert all(max(row.values()) >= LEAST for row in table().values())
