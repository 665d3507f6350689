"""A broken law is traced to the simplest cell that breaks it, and once for all cells of a test."""

from __future__ import annotations

from typing import Any

import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.matrix.cells import Cell, Duties, part_of, simpler

W2, LIVELY, LATE = Cell(2), Cell(3, persistent_workers=True), Cell(2, start_method="spawn")


def told(cell: Cell, found: dict[str, Cell]) -> list[str]:
    """Return the lines of the message that name the simplest cell."""
    with pytest.raises(LawBroken) as caught:
        AugCell(cell, 137, duties=Duties(False, False), smallest=found).check(datasets.GeneratorKept)
    return [line.strip() for line in str(caught.value).splitlines() if line.strip().startswith("smallest")]


def test_the_simplest_cell_is_named_and_the_next_cell_need_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, Cell] = {}
    assert told(LIVELY, found) == ["smallest cell w2 breaks it, too"]
    assert found == {"workers-distinct": W2}
    judged: list[str] = []
    right = AugCell.judged
    monkeypatch.setattr(AugCell, "judged", lambda self, *args: judged.append(self.cell.id) or right(self, *args))
    assert told(Cell(2, persistent_workers=True), found) == ["smallest cell w2 breaks it, too"]
    assert told(W2, found) == []
    assert judged == ["w2-persistent", "w2"]


def test_a_cell_that_is_no_part_of_another_says_nothing_of_it() -> None:
    assert all(part_of(step, cell) for cell in (LIVELY, LATE, Cell(1)) for step in simpler(cell))
    assert part_of(W2, W2)
    assert not part_of(LATE, LIVELY)
    assert not part_of(LIVELY, W2)


CELLS = f"""\
import sys
sys.path.insert(0, {datasets.__file__.rpartition("/")[0]!r})
import plugin_datasets as datasets
from pytest_augrepro.checks.cell import AugCell

right = AugCell.judged
def judged(self, *args):
    print("judging", self.cell.id)
    return right(self, *args)
AugCell.judged = judged

@pytest.mark.aug_matrix(num_workers=[2], persistent_workers=[False, True])
def test_it(aug_cell):
    aug_cell.check(datasets.GeneratorKept)
"""


def test_the_cells_of_one_test_share_what_they_found(project: Any) -> None:
    project.write(test_a=CELLS)
    result = project.run("-n0", "-s", "-p", "no:randomly")
    result.assert_outcomes(failed=2)
    judged = [line.split()[-1] for line in result.outlines if "judging" in line]
    assert judged[0] == "w2"
    assert judged[-1] == "w2-persistent"
    assert set(judged[1:-1]) == {"w0", "w1"}
