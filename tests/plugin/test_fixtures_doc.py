"""docs/fixtures.md: its tests run as they stand, its tables name what the plugin takes."""

import inspect
import re
from pathlib import Path

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.checks.loading_options import FOR_LOADERS, LOADING
from pytest_augrepro.fixtures import FIXTURES
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.snapshots.snapshot import AugSnapshot

PAGE = (Path(__file__).parents[2] / "docs/fixtures.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n# (\w+\.py)\n(.*?)```", PAGE, re.S)


def test_the_code_of_the_page_runs(project):
    assert len(BLOCKS) == PAGE.count("```python")
    for name, text in BLOCKS:
        (project.path / name).write_text(text)
    project.run("-n0", "--snapshot-update").assert_outcomes(passed=8)
    result = project.run("-n0", "-k", "not loading and not pipeline")
    result.assert_outcomes(passed=6)
    names = project.snapshots().keys()
    assert {"test_snapshots/test_two[top].snap", "test_snapshots/test_near.png"} <= names


def test_the_page_names_every_fixture_and_no_other():
    fixtures = PAGE.partition("| Ini option |")[0]
    assert set(re.findall(r"^\| `(aug_\w+)` \|", fixtures, re.M)) == FIXTURES


def told(heading):
    """The words of the first column below a heading of a table."""
    rows = PAGE.partition(f"| `{heading}` |")[2].partition("\n\n")[0].splitlines()
    return {word for row in rows for word in re.findall(r"`(\w+)=`", row.split("|")[1] if "|" in row else "")}


def test_the_page_names_every_argument_and_no_other():
    assert told("aug_snapshot(...)") == {"atol", "max_fraction", "name"}
    named = set(inspect.signature(AugSnapshot.__call__).parameters) - {"self", "other"}
    assert named == told("aug_snapshot(...)")
    taken = set(inspect.signature(AugCell.check).parameters) - {"self", "make_dataset", "options"}
    own = set(Loading.__dataclass_fields__) & LOADING
    assert told("aug_cell.check(make_dataset, ...)") == taken | own | FOR_LOADERS
