"""The generated pages say what the classes say."""

from __future__ import annotations

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

    dumb = [name for name, cls in {**OPS, **TRANSFORMS}.items() if "__doc__" not in vars(cls) or not cls.__doc__]
    assert dumb == []
