"""What a check of one cell finds, as sets of law ids: the tests compare those, not words."""

from pytest_augrepro.cell import AugCell, LawBroken
from pytest_augrepro.matrix import Cell

W0, W2 = Cell(), Cell(2)
PERSISTENT = Cell(2, persistent_workers=True)
SPAWN = Cell(2, start_method="spawn")
CELLS = (W0, W2, PERSISTENT)


def broken(make_dataset, cell, contract, **options):
    """Return the laws that a dataset breaks in one cell."""
    outcomes = []
    try:
        AugCell(cell, 137, record=outcomes.append).check(make_dataset, contract=contract, **options)
    except LawBroken as problem:
        assert str(problem).startswith("law ")
    (outcome,) = outcomes
    return {finding.law for finding in outcome.findings if finding.outcome == "broken"}


def cell_id(value):
    return value.id if isinstance(value, Cell) else None
