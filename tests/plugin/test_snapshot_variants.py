"""What several environments accept for one comparison, and what is refused: an update adds, and replaces when asked."""

import subprocess

import pytest

CONFTEST = """
import os, cv2
real = cv2.GaussianBlur
def blur(image, *given, **more):
    return real(image, *given, **more) ^ (image.dtype == "uint8")
if os.environ.get("DRIFT"):
    cv2.GaussianBlur = blur
"""
BLURRED = """
import cv2
def test_it(aug_snapshot):
    image = cv2.GaussianBlur(noise(1, (16, 16, 3)), (3, 3), 1)
    image[:SHIFT, 0] ^= 8
    assert {"image": image} == aug_snapshot
"""
BASE = ("test_a/test_it.snap", "test_a/test_it--image.png")


@pytest.fixture(scope="module")
def written():
    """The snapshots of two environments, for the tests after the first."""
    return {}


@pytest.fixture
def two(project, monkeypatch, written):
    """A snapshot of this environment and a variant of another one, in which the run is."""
    (project.path / "conftest.py").write_text(CONFTEST)
    project.write(test_a=BLURRED)
    if not written:
        written.update(add_a_variant(project, monkeypatch))
    monkeypatch.setenv("DRIFT", "1")
    for name, data in written.items():
        path = project.path / "snapshots" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return project


def add_a_variant(project, monkeypatch):
    project.run("--snapshot-update").assert_outcomes(passed=1)
    monkeypatch.setenv("DRIFT", "1")
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *drift: cv2.GaussianBlur answers otherwise here: the same versions*"])
    result.stdout.fnmatch_lines(["E *to accept *test_it --snapshot-update *adds a variant*"])
    before = project.snapshots()
    project.run("--snapshot-update").assert_outcomes(passed=1)
    after = project.snapshots()
    assert {name: after[name] for name in before} == before
    (text,) = (name for name in after if "@" in name and name.endswith(".snap"))
    assert set(after) == {*BASE, text, text.replace(".snap", "--image.png")}
    return after


def test_each_environment_has_its_own_truth(two, monkeypatch):
    two.run().assert_outcomes(passed=1)
    monkeypatch.setenv("SHIFT", "2")
    result = two.run()
    result.assert_outcomes(failed=1)  # the variant, not the base, is what a result here has to be
    result.stdout.fnmatch_lines(["E *regression: *", "E *2 of 256 px differ*", "E *snapshot *test_it@*.snap"])
    monkeypatch.delenv("DRIFT")
    two.run().assert_outcomes(failed=1)
    monkeypatch.setenv("SHIFT", "0")
    result = two.run()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*unused snapshot*")


def test_an_update_replaces_the_own_variant_and_no_other(two, monkeypatch):
    monkeypatch.setenv("SHIFT", "2")
    before = two.snapshots()
    two.run("--snapshot-update").assert_outcomes(passed=1)
    after = two.snapshots()
    assert {name for name in after if after[name] != before.get(name)} == set(before) - set(BASE)
    assert set(after) == set(before)


def test_an_update_replaces_all_when_it_is_asked(two, monkeypatch):
    two.run("--snapshot-update", "--aug-replace-variants").assert_outcomes(passed=1)
    assert set(two.snapshots()) == set(BASE)
    two.run().assert_outcomes(passed=1)
    monkeypatch.delenv("DRIFT")
    two.run().assert_outcomes(failed=1)


def test_the_state_of_the_tree_is_written_down_and_refuses_nothing(project):
    def git(*words):
        subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e", *words],
            cwd=project.path,
            check=True,
            capture_output=True,
        )

    project.write(test_a="def test_it(aug_snapshot):\n    assert SHIFT == aug_snapshot\n", test_b="")
    (project.path / ".gitignore").write_text("std*\ntemporary\n__pycache__\n.pytest_cache\n")
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    (project.path / "test_b.py").write_text("# changed")
    (project.path / "snapshots").mkdir()
    (project.path / "snapshots/new").touch()
    project.run("--snapshot-update").assert_outcomes(passed=1)
    (line,) = (
        line for line in project.snapshots()["test_a/test_it.snap"].decode().splitlines() if line.startswith("# tree")
    )
    assert line.endswith(', not committed: test_b.py"')


def test_without_git_there_is_no_tree(project, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    project.write(test_a="def test_it(aug_snapshot):\n    assert SHIFT == aug_snapshot\n")
    project.run("--snapshot-update").assert_outcomes(passed=1)
    assert b"# tree" not in project.snapshots()["test_a/test_it.snap"]


FOREIGN = """
import random
class Turn:
    def __init__(self, limit): self.limit = limit
    def __repr__(self): return f"Turn(limit={self.limit}, p=1)"
    def __call__(self, image): return np.rot90(image, random.randint(0, self.limit))
def test_it(aug_pipeline, aug_snapshot):
    assert aug_pipeline(Turn(3 + SHIFT))(noise(5 + int(os.environ.get("OTHER", 0)))) == aug_snapshot
"""


def test_a_pipeline_of_another_library_tells_what_it_is(project, monkeypatch):
    project.write(test_a=FOREIGN)
    project.run("--snapshot-update").assert_outcomes(passed=1)
    monkeypatch.setenv("SHIFT", "90")
    monkeypatch.setenv("OTHER", "1")
    project.run().stdout.fnmatch_lines(
        [
            "E *input drift: the pipeline was given another argument 1 than *",
            "E *regression: the pipeline is another: Turn.limit is 93, snapshot has 3",
        ]
    )
