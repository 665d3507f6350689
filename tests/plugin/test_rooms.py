"""The plugin's rooms and arrows hold; and the checker that says so can be made to say no."""

import ast
from pathlib import Path

import pytest

import pytest_augrepro

ROOT = Path(pytest_augrepro.__file__).parent
FACE = ""
"""The modules that speak to pytest, beside the rooms."""
ARROWS = {
    "values": set(),
    "seeds": set(),
    "matrix": set(),
    "judging": {"matrix"},
    "reading": {"judging", "matrix", "seeds", "values"},
    "checks": {"judging", "matrix", "reading", "seeds", "values"},
    "snapshots": {"values", FACE},
    FACE: {"values", "seeds", "matrix", "judging", "checks", "snapshots"},
}
PURE = {"judging": {"numpy", "torch", "cv2", "pytest", "os", "random"}, "matrix": {"numpy", "torch", "cv2", "pytest"}}
MAX_LINES = 320


def room(name):
    return name.partition("/")[0] if "/" in name else FACE


def imported(tree):
    """Dotted names of what a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def complaints(root):
    found = []
    rooms = {path.name for path in root.iterdir() if path.is_dir() and path.name != "__pycache__"}
    for path in sorted(root.rglob("*.py")):
        name, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        here = room(name)
        if here not in ARROWS:
            found.append(f"{name}: there is no room {here!r}")
            continue
        for dotted in imported(ast.parse(text)):
            package, _, rest = dotted.partition(".")
            there = rest.partition(".")[0] if rest.partition(".")[0] in rooms else FACE
            if package == "pytest_augrepro" and there != here and there not in ARROWS[here]:
                found.append(f"{name}: {here or 'the face'} may not import {there or 'the face'} ({dotted})")
            if package in PURE.get(here, ()):
                found.append(f"{name}: {here} is pure, so not {package}")
        if len(text.splitlines()) > MAX_LINES:
            found.append(f"{name}: more than {MAX_LINES} lines")
    return found


def test_every_arrow_points_the_allowed_way():
    assert complaints(ROOT) == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("judging/laws.py", "from pytest_augrepro.reading import runner\n", "judging may not import reading"),
        ("reading/runner.py", "from pytest_augrepro.checks.cell import AugCell\n", "reading may not import checks"),
        ("values/digest.py", "def f():\n    import pytest_augrepro.report\n", "values may not import the face"),
        ("plugin.py", "from pytest_augrepro.reading.runner import read\n", "the face may not import reading"),
        ("judging/laws.py", "import numpy as np\n", "judging is pure, so not numpy"),
        ("matrix/cells.py", "from pytest import mark\n", "matrix is pure, so not pytest"),
        ("attic/old.py", "", "there is no room 'attic'"),
        ("plugin.py", "x = 1\n" * 321, "more than 320 lines"),
    ],
)
def test_a_planted_fault_is_found(tmp_path, name, text, complaint):
    good = {f"{place}/__init__.py": "" for place in ARROWS if place}
    for path, content in {**good, "plugin.py": "import pytest_augrepro.checks\n", name: text}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    assert any(complaint in found for found in complaints(tmp_path))
    (tmp_path / name).write_text("")
    assert complaints(tmp_path) == ([] if room(name) in ARROWS else [f"{name}: there is no room 'attic'"])
