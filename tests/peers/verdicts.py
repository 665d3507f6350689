"""What a check of one cell finds, as sets of law ids: the tests compare those, not words."""

import pytest

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.judging.laws import own_laws
from pytest_augrepro.matrix.cells import Cell

W0, W2 = Cell(), Cell(2)
PERSISTENT = Cell(2, persistent_workers=True)


class Judged(Exception):
    """Carries an outcome out of a check before it looks for words and for the smallest cell."""


def hand_over(outcome):
    raise Judged(outcome)


def broken(make_dataset, cell, contract, **options):
    """Return the laws that a dataset breaks in one cell."""
    with pytest.raises(Judged) as judged:
        AugCell(cell, 137, record=hand_over).check(make_dataset, contract=contract, **options)
    (outcome,) = judged.value.args
    return {finding.law for finding in outcome.findings if finding.outcome == "broken"}


def laws(contract):
    """Return what a contract adds to the one before it."""
    return set(own_laws(contract))


STREAMED = {"worker-invariant", "persistence-invariant", "batch-invariant", "order-independent", "resumable"}
"""What draws that follow from a stream cannot meet in a cell with workers."""


def cell_id(cell):
    return cell.id
