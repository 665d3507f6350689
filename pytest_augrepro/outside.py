"""The harness without pytest: ``measure`` and ``check`` of a dataset that is named as ``module:make_dataset``."""

from __future__ import annotations

import importlib
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from . import results
from .checks.cell import UNREADABLE, AugCell, CellResult, Known, LawBroken
from .checks.measuring import measure
from .common.hints import nearest
from .judging.contracts import known_contract
from .matrix.cells import PLAIN_CELLS, Cell, duties_of
from .matrix.expect import cells_named
from .seeds.seeding import checked_seed

WISH = "module:make_dataset or file.py:make_dataset, such as loading:Photographs"


def made_by(name: str) -> Any:
    """The function or class that ``module:make_dataset`` or ``file.py:make_dataset`` names; ValueError without one."""
    place, _, attribute = name.rpartition(":") if ":" in name else (name, "", "")
    if not place:
        raise ValueError(f"{name!r} names no dataset: write {WISH}")
    module = _of_file(Path(place)) if place.endswith(".py") else _imported(place, place)
    if not attribute:
        raise ValueError(f"{name!r} names no dataset: write {WISH}; {nearest('', _makers(module))}")
    found: Any = module
    for part in attribute.split("."):
        if not hasattr(found, part):
            known = _makers(found) or [each for each in vars(found) if not each.startswith("_")]
            raise ValueError(f"{place} has no {part!r}; {nearest(part, known)}")
        found = getattr(found, part)
    if not callable(found):
        raise ValueError(f"{name} is a {type(found).__name__}; give what is called with a seed and makes the dataset")
    return found


def _of_file(file: Path) -> Any:
    """The module that a file is, under the name that processes which read can import it by."""
    if not file.is_file():
        raise ValueError(f"there is no file {file}; {_others(file.stem, file.parent)}")
    folder, parts = file.resolve().parent, [file.stem]
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    module = _imported(".".join(parts), str(file))
    if Path(module.__file__ or "").resolve() != file.resolve():
        raise ValueError(f"{file} cannot be imported, as another module has its name: {module.__file__}; rename it")
    return module


def _imported(module_name: str, shown: str) -> Any:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as problem:
        if problem.name != module_name.partition(".")[0] and problem.name != module_name:
            raise ValueError(f"{shown} needs {problem.name}, which is not installed") from None
        hint = _others(module_name.rpartition(".")[2], Path(*module_name.split(".")[:-1]))
        raise ValueError(f"no module {module_name!r} can be imported from {Path.cwd()}; {hint}") from None
    except Exception as problem:
        raise ValueError(f"{shown} raised {type(problem).__name__} when it was imported: {problem}") from problem


def _others(stem: str, folder: Path) -> str:
    """The Python file of a folder whose name is close, or what to write."""
    stems = [path.stem for path in folder.glob("*.py")]
    return nearest(stem, stems, otherwise=f"write {WISH}")


def _makers(holder: Any) -> list[str]:
    """What a module or class defines by itself that can be called: a dataset, or a function that makes one."""
    own = getattr(holder, "__name__", None)
    return [
        name
        for name, each in vars(holder).items()
        if callable(each) and not name.startswith("_") and getattr(each, "__module__", None) == own
    ]


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
    known = Known()
    for cell in cells:
        duties = duties_of(cell, cells)
        aug_cell = AugCell(cell, seed, duties=duties, record=outcomes.append, smallest=smallest, known=known)
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
