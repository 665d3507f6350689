"""The harness without pytest: ``measure`` and ``check`` of a dataset that is named as ``module:make_dataset``."""

from __future__ import annotations

import importlib
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from . import results
from .checks.cell import UNREADABLE, AugCell, CellResult, LawBroken
from .checks.measuring import measure
from .common.hints import nearest
from .judging.contracts import known_contract
from .matrix.cells import PLAIN_CELLS, Cell, duties_of
from .matrix.expect import cells_named
from .seeds.seeding import checked_seed


def made_by(name: str) -> Any:
    """The function or class that ``module:make_dataset`` names; ValueError that says what is not there."""
    module_name, colon, attribute = name.partition(":")
    if not (module_name and colon and attribute):
        raise ValueError(f"{name!r} names no dataset: write module:make_dataset, such as loading:Photographs")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as problem:
        if problem.name != module_name.partition(".")[0] and problem.name != module_name:
            raise ValueError(f"{module_name} needs {problem.name}, which is not installed") from None
        raise ValueError(f"no module {module_name!r} can be imported from {Path.cwd()}") from None
    found: Any = module
    for part in attribute.split("."):
        if not hasattr(found, part):
            known = [each for each in vars(found) if not each.startswith("_")]
            raise ValueError(f"{module_name} has no {part!r}; {nearest(part, known)}")
        found = getattr(found, part)
    if not callable(found):
        raise ValueError(f"{name} is a {type(found).__name__}; give what is called with a seed and makes the dataset")
    return found


def run(command: str, given: Namespace) -> int:
    """Carry out ``measure`` or ``check``; return the exit status. ValueError where the dataset cannot be read."""
    try:
        return _run(command, given)
    except UNREADABLE as problem:
        raise ValueError(str(problem)) from None


def _run(command: str, given: Namespace) -> int:
    make_dataset, seed = made_by(given.dataset), checked_seed(given.seed)
    cells = PLAIN_CELLS if given.cells is None else cells_named(given.cells)
    contract = known_contract(given.contract)
    if given.json not in (None, "-"):
        results.file_for_results(Path(given.json))  # before the reading, which takes its time
    if command == "measure":
        found = measure(make_dataset, contract=contract, seed=seed, cells=cells, limit=given.limit)
        outcomes, text, status = list(found.results), str(found), 0
    else:
        outcomes, problems = _checked(make_dataset, contract, seed, cells, given.limit)
        held = f"{contract} held in {' '.join(cell.id for cell in cells)}"
        text, status = "\n\n".join(problems) or held, int(bool(problems))
    if given.json is not None:
        document = _document(given.dataset, outcomes, contract, seed, status)
        if given.json == "-":
            print(json.dumps(document, indent=2, ensure_ascii=False))
            print(text, file=sys.stderr)
            return status
        results.write(Path(given.json), document)
    print(text)
    return status


def _checked(
    make_dataset: Any, contract: str, seed: int, cells: tuple[Cell, ...], limit: float
) -> tuple[list[CellResult], list[str]]:
    """What each cell found, and the messages of those that broke a law."""
    outcomes: list[CellResult] = []
    problems: list[str] = []
    smallest: dict[str, Cell] = {}
    for cell in cells:
        duties = duties_of(cell, cells)
        aug_cell = AugCell(cell, seed, duties=duties, record=outcomes.append, smallest=smallest)
        try:
            aug_cell.check(make_dataset, contract=contract, limit=limit)
        except LawBroken as broken:
            problems.append(str(broken))
    return outcomes, problems


def _document(name: str, outcomes: list[CellResult], contract: str, seed: int, status: int) -> dict[str, Any]:
    """The results as ``--aug-json`` writes them, of one test that is called as the dataset."""
    checks = [{"nodeid": name, "check": 1} | results.to_json(outcome) for outcome in outcomes]
    cells = {"ran": [outcome.cell for outcome in outcomes], "not_run": [], "expected": [], "missing": []}
    return {
        "format": results.FORMAT,
        "seed": seed,
        "versions": results.versions(),
        "matrix": "default",
        "contract": contract,
        "exit_status": status,
        "cells": cells,
        "failures": [],
        "tests": [{"test": name, "reached": results.weakest(checks), "checks": checks}],
    }
