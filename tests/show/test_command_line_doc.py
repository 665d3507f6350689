"""Every command of docs/command-line.md is run, one after the other, and prints what the page says."""

from __future__ import annotations

import argparse
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from augrepro.__main__ import COMMANDS

PAGE = (Path(__file__).parent.parent.parent / "docs/command-line.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", PAGE, re.S)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def calls(blocks):
    """Each command with the lines that it prints."""
    for block in blocks:
        for part in block.split("$ ")[1:]:
            first, *rest = part.splitlines()
            yield shlex.split(first), rest


def unlike(told, printed):
    """Whether what the page tells, where ``...`` stands for anything, is not what was printed."""
    pattern = "".join(".*" if part == "..." else re.escape(part) for part in re.split(r"(\.\.\.)", "\n".join(told)))
    return re.fullmatch(pattern, printed.strip(), re.S) is None


def test_every_command_prints_what_the_page_says(command, here):
    Path("wider.yaml").write_text(Path("pipeline.yaml").read_text().replace("- 20.0", "- 25.0"))
    done = [(words, told, command(*words[3:])) for words, told in calls(CONSOLE)]
    assert len(done) >= 8
    assert all(words[:3] == ["python", "-m", "augrepro"] for words, _, _ in done)
    assert [(words, each.out, each.err) for words, told, each in done if unlike(told, each.out)] == []
    assert [each.status for words, _, each in done if "wider.yaml" in words] == [1]
    assert {each.status for words, _, each in done if "wider.yaml" not in words} == {0}


@pytest.mark.parametrize("printed", ["8 of 9 results in augmented", "", "8 results\nmore"])
def test_planted_another_output_would_be_seen(printed):
    assert unlike(["8 of 8 results in augmented"], printed)
    assert not unlike(["augrepro ...", "  holds"], "augrepro 1, NumPy 2\n  holds\n")


def test_the_notebooks_code_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(PYTHON[-1], "command-line.md", "exec"), {})
    out = capsys.readouterr().out
    assert "Rotate: 4.012 degrees clockwise" in out
    assert "HorizontalFlip: " in out
    assert re.search(r"^Rotate.angle drew .*, before .*$", out, re.M)
    assert (tmp_path / "steps.png").exists()


@pytest.mark.parametrize("name", ["preview", "apply", "verify"])
def test_the_page_names_every_option(name):
    parser = argparse.ArgumentParser()
    import_module(COMMANDS[name].module).options(parser)
    options = [row.option_strings[-1] for row in parser._actions if row.option_strings]
    unsaid = {"--help", "--out", "--columns"}
    assert [option for option in options if option not in PAGE and option not in unsaid] == []
