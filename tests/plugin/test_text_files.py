"""Each file that is opened as text names its encoding, so that no machine's locale has a say and Python does not warn."""

import ast
from pathlib import Path

import pytest

import augrepro
import pytest_augrepro

FUNCTIONS = {"open", "fdopen", "read_text", "write_text", "NamedTemporaryFile", "TemporaryFile", "TextIOWrapper"}
BINARY = {"NamedTemporaryFile", "TemporaryFile"}
"""Opened in binary unless they say otherwise."""
OTHERS = {"os", "zipfile", "Image", "file", "tarfile", "webbrowser", "archive"}
"""What has an ``open`` of another kind."""


def nameless(source):
    """The lines that open a text without saying in which encoding."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        owner = getattr(function.value, "id", "") if isinstance(function, ast.Attribute) else ""
        if name not in FUNCTIONS or (name == "open" and owner in OTHERS):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        words = [value.value for value in (*node.args, *given.values()) if isinstance(value, ast.Constant)]
        modes = [word for word in words if isinstance(word, str) and set(word) <= set("rwxabt+") and word]
        binary = any("b" in mode for mode in modes) or (name in BINARY and not modes)
        if "encoding" not in given and not binary:
            yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("package", [augrepro, pytest_augrepro], ids=lambda package: package.__name__)
def test_every_text_names_its_encoding(package):
    root = Path(package.__file__).parent
    found = {
        path.relative_to(root).as_posix(): lines
        for path in root.rglob("*.py")
        if (lines := list(nameless(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("open('a')", 1),
        ("open('a', 'w')", 1),
        ("path.open()", 1),
        ("path.read_text()", 1),
        ("path.write_text(text)", 1),
        ("os.fdopen(3, 'w')", 1),
        ("tempfile.TemporaryFile('w')", 1),
        ("open('a', 'rb')", 0),
        ("open('a', encoding='utf-8')", 0),
        ("path.write_text(text, encoding='utf-8')", 0),
        ("os.open('a', 0)", 0),
        ("tempfile.TemporaryFile()", 0),
    ],
)
def test_a_planted_text_without_encoding_is_found(text, lines):
    assert len(list(nameless(text))) == lines
