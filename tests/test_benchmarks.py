"""The benchmarks give each library the same work, and their tables say what was measured."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import augrepro

torch = pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).parents[1]))
loader, worker, forms, form_table, bounds, cases, primitives = (
    pytest.importorskip(f"benchmarks.{name}")
    for name in ("loader", "loader_worker", "forms", "form_table", "bounds", "cases", "primitives")
)
PLACED = {"RandomCrop", "RandomResizedCrop", "RandomSizedCrop", "TimeMasking", "FrequencyMasking"}
"""Where a window or a stripe lies is drawn."""


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


def test_every_form_gets_a_call_whose_result_is_whole():
    photograph = np.arange(512 * 512 * 3).reshape(512, 512, 3).astype(np.uint8)
    for form in forms.FORMS:
        dtype, _, channels = form.split()
        image = forms.pictured(photograph, form)
        assert (image.shape, str(image.dtype)) == ((256, 256, int(channels)), dtype)
        out = forms.call(augrepro, f"form/{form}/RandomCrop", photograph)()
        assert (out.shape, out.dtype) == ((128, 128, int(channels)), image.dtype)


def test_the_cells_of_forms_are_ratios_or_say_who_raises():
    one, two = (form_table.Figure(us, us, us) for us in (10.0, 25.0))
    assert [form_table.cell(*pair) for pair in ((one, two), (one, "E"), ("E", two), ("E", "E"))] == [
        ("2.50", 2.5), ("error there", None), ("error here", None), ("-", None)
    ]  # fmt: skip


@pytest.mark.parametrize("name", bounds.REST)
def test_plain_lines_do_what_the_transform_does(name):
    image = cases.sized(photograph := waves(), "256")
    whole = cases.build(augrepro, f"op/{name}/256", lambda size: photograph)()
    plain = primitives.PRIMITIVES[name](image)
    assert (whole.shape, whole.dtype) == (plain.shape, plain.dtype)
    levels = 255 if whole.dtype == np.float32 else 1
    if name not in PLACED:
        assert np.abs(whole.astype(float) - plain).mean() * levels < 0.5
        assert image.shape != plain.shape or np.abs(image.astype(float) - plain).mean() > 1


def waves():
    """Waves of three colors with noise, on 512 x 512 pixels."""
    y, x = np.mgrid[:512, :512]
    colors = np.stack([np.sin(x / 9), np.cos(y / 7), np.sin((x + y) / 5)], -1) * 60 + 100
    return (colors + np.random.default_rng(137).uniform(0, 60, colors.shape)).astype(np.uint8)


def listed(page: str) -> dict[str, str]:
    """The transforms in the page's table of bounds, and what it says of each."""
    lines = page.partition(bounds.HEADER)[2].partition("\n\n")[0].splitlines()[2:]
    return {row[1].strip(): row[-2].strip() for row in (line.split("|") for line in lines)}


def test_the_page_has_the_bounds_that_are_measured():
    page = (Path(__file__).parents[1] / "docs" / "benchmarks.md").read_text()
    assert listed(page) == bounds.REST
    assert listed(page.replace("| Emboss |", "| Embossed |")) != bounds.REST
    assert listed(page.replace(bounds.REST["UnsharpMask"], "nothing")) != bounds.REST
