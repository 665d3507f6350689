"""The hooks by which tests are collected: which files are none, and in which cells a test runs."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from . import unused
from .collected import NOTES, sharing, stems_of, tests_of
from .fixtures import SHARED
from .items import cells_of, contract_of
from .matrix.cells import BadMatrix
from .options import SETTINGS
from .seeds.seeding import checked_seed


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Keep other collectors off the snapshots: what stands in a text there is data, not a test."""
    settings = config.stash[SETTINGS]
    if not collection_path.is_relative_to(settings.snapshots) or collection_path.is_dir():
        return None
    return unused.is_of_the_store(collection_path, whole_folder=_apart(config, settings.snapshots)) or None


def _apart(config: pytest.Config, snapshots: Path) -> bool:
    """Whether the folder of the snapshots holds nothing else: no tests were asked for in it."""
    asked = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    return snapshots != config.rootpath and not any(path.is_relative_to(snapshots) for path in asked)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Start the warm server before a module with cells is imported: both import torch at once."""
    if not parent.config.getoption("collectonly") and b"aug_cell" in module_path.read_bytes():
        from .checks.ready import start_server

        with contextlib.suppress(OSError):  # no server, no speed: the test that needs a process says what is wrong
            start_server()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    seed = metafunc.definition.get_closest_marker("aug_seed")
    matrix = metafunc.definition.get_closest_marker("aug_matrix")
    try:
        if seed is not None:
            _check_seed_marker(seed)
        if "aug_cell" in metafunc.fixturenames:
            contract_of(metafunc.definition)
            _make_cells(metafunc, matrix)
        elif matrix is not None:
            raise BadMatrix("aug_matrix does nothing unless the test asks for the fixture aug_cell")
        elif "aug_check" not in metafunc.fixturenames and any(
            marker.name == "aug_contract" for marker in metafunc.definition.own_markers
        ):
            raise BadMatrix("aug_contract does nothing unless the test asks for the fixture aug_cell or aug_check")
    except ValueError as refused:
        problem = str(refused)
    else:
        return
    pytest.fail(f"{metafunc.definition.nodeid}: {problem}", pytrace=False)  # here, so that it is said once


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[SHARED] = sharing(items)
    config.stash[NOTES].stems += stems_of(items)
    config.stash[NOTES].tests += tests_of(items)


def _check_seed_marker(marker: pytest.Mark) -> None:
    if len(marker.args) != 1 or marker.kwargs:
        raise ValueError("the marker takes one seed: aug_seed(N)")
    checked_seed(marker.args[0])


def _make_cells(metafunc: pytest.Metafunc, marker: pytest.Mark | None) -> None:
    if marker is not None and marker.args:
        raise BadMatrix(f"aug_matrix takes its axes by name, got {marker.args!r}")
    cells, dropped = cells_of(metafunc.definition)
    metafunc.parametrize("aug_cell", cells, ids=[cell.id for cell in cells], indirect=True)
    notes = metafunc.config.stash[NOTES]
    notes.dropped += [cell.id for cell in dropped if cell.id not in notes.dropped]
