"""The generated pages say what the classes say."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
GENERATE = runpy.run_path(str(DOCS / "generate.py"))
PAGES = GENERATE["PAGES"]
purposes = importlib.import_module("purposes")  # generate.py has put its folder on the path


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_page_is_up_to_date(page):
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page](), "run: python docs/generate.py"


def test_every_transform_is_in_one_group():
    assert purposes.faults({*GENERATE["declared"]()}) == []


PLANTED = {
    "left out": (lambda group: group._replace(members=group.members[1:]), "HorizontalFlip is in no group"),
    "twice": (lambda group: group._replace(members=(*group.members, "Blur")), "Blur is in 2 groups"),
    "misspelled": (lambda group: group._replace(also=("CubicSymetry",)), "CubicSymetry is no transform"),
    "see itself": (lambda group: group._replace(also=("D4",)), "Geometry: flips and quarter turns: D4 is named twice"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_fault_of_the_groups_is_told(planted):
    change, said = PLANTED[planted]
    first, *rest = purposes.PURPOSES
    assert purposes.faults({*GENERATE["declared"]()}, (change(first), *rest)) == [said]


def test_the_page_holds_every_transform_and_its_links_lead_somewhere():
    text = (DOCS / "transforms.md").read_text(encoding="utf-8")
    headings = re.findall(r"^###? (.*)$", text, re.M)
    assert {*GENERATE["declared"]()} <= {*headings}
    anchors = {GENERATE["anchor"](heading) for heading in headings}
    assert len(anchors) == len(headings)
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if link.startswith("#") and link[1:] not in anchors] == []
    assert [link for link in links if link[0] != "#" and not (DOCS / link).exists()] == []


@pytest.mark.parametrize(
    "wanted", ["occlusion for a detector", "Cutout", "RandomErasing", "letterbox", "SpecAugment", "OCR"]
)
def test_a_word_that_people_search_for_is_found(wanted):
    assert wanted in (DOCS / "transforms.md").read_text(encoding="utf-8")


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


def names_from_nowhere(block: str) -> set[str]:
    """The names that a block of code reads and neither imports, binds nor has from Python."""
    nodes = list(ast.walk(ast.parse(block)))
    bound = {one.asname or one.name.split(".")[0] for node in nodes for one in getattr(node, "names", ())}
    bound |= {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return {node.id for node in nodes if isinstance(node, ast.Name)} - bound - {*dir(builtins)}


def test_the_code_on_trainers_is_whole():
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "sample-mode.md").read_text(encoding="utf-8"), re.S)
    assert len(blocks) >= 2
    assert [names_from_nowhere(block) for block in blocks] == [set()] * len(blocks)
    assert names_from_nowhere("import a.b\ntrainer.fit(a, model=print)") == {"trainer"}
