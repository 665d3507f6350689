"""The generated pages say what the classes say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PAGES = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_page_is_up_to_date(page):
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page](), "run: python docs/generate.py"


def test_every_op_and_transform_has_a_sentence():
    from augrepro.engine.declare.registry import OPS, TRANSFORMS

    ours = {name: cls for name, cls in {**OPS, **TRANSFORMS}.items() if cls.__module__.startswith("augrepro.")}
    dumb = [name for name, cls in ours.items() if "__doc__" not in vars(cls) or not cls.__doc__]
    assert dumb == []


SHAPES = {
    "architecture.md": (512, 512, 3),
    "coming-from-albumentations.md": (64, 64, 3),
    "coming-from-torchvision.md": (3, 64, 64),
    "custom-transforms.md": (512, 512, 3),
}


@pytest.mark.parametrize("page", SHAPES)
def test_the_code_of_a_page_runs(page):
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.S)
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks:
        exec(compile(block, page, "exec"), names)
    assert tuple(names["result"]["image"].shape) == SHAPES[page]
