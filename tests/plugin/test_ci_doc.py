"""The recipes of docs/ci.md: each command is run in a fresh project."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from pytest_augrepro.__main__ import _parser

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
RECIPES = {
    re.search(r"# (\S+)", block)[1]: yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
}
CONSOLE = re.findall(r"```console\n(.*?)```", TEXT, re.S)
PROJECT = """\
import augrepro as A

def test_flip(aug_pipeline, aug_sample, aug_snapshot):
    assert aug_pipeline([A.HorizontalFlip(p=1)])(image=aug_sample["image"]) == aug_snapshot

@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
def test_workers(aug_cell):
    reached(aug_cell)
"""


def github():
    steps = RECIPES[".github/workflows/augmentation.yml"]["jobs"]["test"]["steps"]
    (upload,) = (step for step in steps if "upload-artifact" in step.get("uses", ""))
    return [step["run"] for step in steps if "run" in step], [upload["with"]["path"]]


def gitlab():
    job = RECIPES[".gitlab-ci.yml"]["augmentation"]
    return job["script"], [*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]]


def pre_commit():
    (hook,) = RECIPES[".pre-commit-config.yaml"]["repos"][0]["hooks"]
    assert re.search(hook["files"], "tests/test_a.py")
    assert re.search(hook["files"], "snapshots/test_a/test_flip.snap")
    assert not re.search(hook["files"], "README.md")
    return [hook["entry"]], []


@pytest.mark.parametrize("recipe", [github, gitlab, pre_commit])
def test_the_commands_of_a_recipe_do_what_it_says(recipe, project, monkeypatch):
    commands, kept = recipe()
    project.write(tests__test_a=PROJECT)
    project.run("--snapshot-update", "-q").assert_outcomes(passed=3)
    monkeypatch.setenv("CI", "true")
    for command in commands:
        program, *arguments = shlex.split(command)
        if program == "pip":
            extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
            assert {*re.search(r"augrepro\[(.*?)\]", command)[1].split(",")} <= extras.keys()
            continue
        assert program == "pytest"
        project.run(*arguments).assert_outcomes(
            passed=1 if recipe is pre_commit else 3, deselected=2 * (recipe is pre_commit)
        )
        project.write(tests__test_a=PROJECT.replace("[0, 2]", "[0]"))
        shrunk = project.run(*arguments)
        assert (shrunk.ret == pytest.ExitCode.TESTS_FAILED) is (recipe is not pre_commit)
    for path in kept:
        assert (project.path / path).exists()


def test_the_two_environments_are_compared(project, capsys):
    from pytest_augrepro.__main__ import main

    lines = [line for line in CONSOLE[0].splitlines() if line]
    project.write(test_a="def test_it(aug_seed): assert os.environ.get('SHIFT') is None\n")
    for line in lines[:-1]:
        program, *arguments = shlex.split(line)
        assert program == "pytest"
        project.run(*arguments).assert_outcomes(passed=1)
    command = shlex.split(lines[-1])
    assert command[:3] == ["python", "-m", "pytest_augrepro"]
    assert main(command[3:]) == 0


def test_the_commands_without_pytest_are_those_there_are():
    for line in CONSOLE[1].splitlines():
        command = shlex.split(line)
        assert command[:3] == ["python", "-m", "pytest_augrepro"]
        assert _parser().parse_args(command[3:]).dataset == "loading:make_dataset"
