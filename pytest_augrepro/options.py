"""Options, and the one place that resolves them: command line before ini before default."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest

from .judging.contracts import known_contract
from .matrix.expect import parse_expected
from .matrix.presets import NOT_GIVEN, PAIRWISE, checked_preset
from .results import file_for_results, folder_for_report
from .seeds.seeding import DEFAULT_SEED, RANDOM, checked_seed, drawn_seed, parse_seed


class Settings(NamedTuple):
    """What this run was told."""

    seed: int
    rootdir: Path
    snapshots: Path
    artifacts: Path
    updating: bool
    new_only: bool
    replacing: bool
    renamed: Path | None
    unused_is_error: bool
    pruning: bool
    is_worker: bool
    matrix: str
    contract: str
    expected: tuple[str, ...]
    results: Path | None
    report: Path | None
    selfcheck: bool


CI_VARIABLES = ("CI", "BUILD_NUMBER", "JENKINS_URL", "TF_BUILD", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID")
"""Set, and not empty, where no person looks at what is accepted; the first by nearly all services."""
_NUMBERED = "BUILD_NUMBER"
"""Of them, the one that says which build this is: the first may be 0."""
_OFF = ("", "0", "false", "no", "off")
SETTINGS = pytest.StashKey[Settings]()


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("augrepro", "reproducible augmentation")
    _add_snapshot_options(group)
    _add_matrix_options(group)
    _add_settings(parser)


def _add_snapshot_options(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--aug-seed",
        dest="aug_seed",
        type=parse_seed,
        metavar="N",
        default=None,
        help="seed of aug_seed, aug_rng and aug_pipeline; 'random' draws one and prints it",
    )
    group.addoption(
        "--aug-update-in-ci",
        dest="aug_update_in_ci",
        action="store_true",
        help="allow --snapshot-update in CI, where a machine would approve its own output",
    )
    group.addoption(
        "--aug-replace-variants",
        dest="aug_replace_variants",
        action="store_true",
        help="with --snapshot-update: put this environment's results in place of what other environments wrote, too",
    )
    group.addoption(
        "--aug-unused",
        dest="aug_unused",
        choices=("list", "error"),
        default=None,
        help="what unused snapshots are: listed, as by default, or an error of a whole and green run",
    )
    group.addoption(
        "--aug-prune",
        dest="aug_prune",
        action="store_true",
        help="delete unused snapshots after a whole and green run, and nothing after any other",
    )
    group.addoption(
        "--aug-rename",
        dest="aug_rename",
        metavar="FILE",
        default=None,
        help="with --snapshot-update: give the stored snapshot FILE, of a test that is gone, to a test that has none",
    )


def _add_matrix_options(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--aug-matrix",
        dest="aug_matrix",
        metavar="quick|pairwise|full",
        default=None,
        help="which cells aug_cell runs in: about eight, all pairs of settings, or all",
    )
    group.addoption(
        "--aug-expect",
        dest="aug_expect",
        metavar="CELLS",
        default=None,
        help="fail unless these cells ran, such as 'w0 w2 w2-persistent'",
    )
    group.addoption(
        "--aug-json",
        dest="aug_json",
        metavar="FILE",
        default=None,
        help="write what each law found in each cell to FILE; its schema is pytest_augrepro/results.schema.json",
    )
    group.addoption(
        "--aug-report",
        dest="aug_report",
        metavar="DIR",
        default=None,
        help="write a page to DIR: laws by cells, and each failure with its pictures, its data beside it",
    )
    group.addoption(
        "--aug-selfcheck",
        dest="aug_selfcheck",
        action="store_true",
        help="after each aug_cell.check, plant known faults in its dataset and list which law saw each",
    )


def _add_settings(parser: pytest.Parser) -> None:
    parser.addini("aug_seed", "seed when --aug-seed is not given", type="int", default=DEFAULT_SEED)
    parser.addini("aug_snapshot_dir", "folder of the snapshots, from rootdir", type="string", default="snapshots")
    parser.addini(
        "aug_artifacts", "folder of failure pictures, from rootdir", type="string", default="build/aug-failures"
    )
    parser.addini(
        "aug_matrix", "cells when --aug-matrix is not given: quick, pairwise or full", type="string", default=""
    )
    parser.addini("aug_unused", "list or error, when --aug-unused is not given", type="string", default="list")
    parser.addini("aug_expect", "cells that must run when --aug-expect is not given", type="args", default=[])
    parser.addini("aug_contract", "contract of tests without the marker aug_contract", type="string", default="stream")


def resolve(config: pytest.Config) -> Settings:
    """Read all options once."""
    worker = getattr(config, "workerinput", None)
    updating = bool(config.getoption("update_snapshots", False))
    new_only = bool(config.getoption("update_new_snapshots_only", False))
    _refuse_update_in_ci(config, updating or new_only)
    if worker is None:
        _refuse_lost_root(config)
    return Settings(
        seed=_seed(config) if worker is None else worker["aug_seed"],
        rootdir=config.rootpath,
        snapshots=config.rootpath / config.getini("aug_snapshot_dir"),
        artifacts=config.rootpath / config.getini("aug_artifacts"),
        updating=updating,
        new_only=new_only,
        replacing=config.getoption("aug_replace_variants"),
        renamed=_renamed(config, updating or new_only),
        unused_is_error=_told(
            "aug_unused", _unused, _first(config.getoption("aug_unused"), config.getini("aug_unused"))
        ),
        pruning=config.getoption("aug_prune"),
        is_worker=worker is not None,
        matrix=_matrix(config),
        contract=_told("aug_contract", known_contract, config.getini("aug_contract")),
        expected=_told(
            "aug_expect", parse_expected, _first(config.getoption("aug_expect"), config.getini("aug_expect"))
        ),
        results=None if worker is not None else _results(config),
        report=None if worker is not None else _report(config),
        selfcheck=config.getoption("aug_selfcheck"),
    )


T = TypeVar("T")


def _told(name: str, check: Callable[[Any], T], value: Any) -> T:
    """The checked value; a wrong one is the user's to correct."""
    try:
        return check(value)
    except (ValueError, OSError) as problem:
        raise pytest.UsageError(f"{name}: {problem}") from None


def _first(given: Any, ini: Any) -> Any:
    return ini if given is None else given


def _unused(word: str) -> bool:
    if word not in ("list", "error"):
        raise ValueError(f"unused snapshots are 'list' or 'error', got {word!r}")
    return word == "error"


def _renamed(config: pytest.Config, updating: bool) -> Path | None:
    given = config.getoption("aug_rename")
    if given is None:
        return None
    path = Path(os.path.normpath(_place(config, "aug_rename", given)))
    if not updating:
        raise pytest.UsageError("aug_rename: a snapshot is renamed by an update: add --snapshot-update")
    if path.suffix != ".snap" or not path.is_relative_to(config.rootpath / config.getini("aug_snapshot_dir")):
        raise pytest.UsageError(f"aug_rename takes the .snap file of a stored snapshot, got {given}")
    return path


def _matrix(config: pytest.Config) -> str:
    word = _first(config.getoption("aug_matrix"), config.getini("aug_matrix") or None)
    preset = NOT_GIVEN if word is None else _told("aug_matrix", checked_preset, word)
    if preset == PAIRWISE and find_spec("allpairspy") is None:
        raise pytest.UsageError("aug_matrix: pairwise needs allpairspy: pip install 'augrepro[pytest]'")
    return preset


def _results(config: pytest.Config) -> Path | None:
    given = config.getoption("aug_json")
    if given is None or config.getoption("collectonly"):
        return None
    return _told("aug_json", file_for_results, _place(config, "aug_json", given))


def _report(config: pytest.Config) -> Path | None:
    given = config.getoption("aug_report")
    if given is None or config.getoption("collectonly"):
        return None
    if find_spec("jinja2") is None:
        raise pytest.UsageError("aug_report: the page needs jinja2: pip install 'augrepro[report]'")
    return _told("aug_report", folder_for_report, _place(config, "aug_report", given))


def _place(config: pytest.Config, name: str, given: str) -> Path:
    """The file or folder that an option names; an empty word, as of a variable that is not set, names none."""
    if not given.strip():
        raise pytest.UsageError(f"{name}: it names no place, got {given!r}")
    return config.invocation_params.dir / given


def _seed(config: pytest.Config) -> int:
    given = _first(config.getoption("aug_seed"), _ini_seed(config))
    return drawn_seed() if given == RANDOM else _told("aug_seed", checked_seed, given)


def _ini_seed(config: pytest.Config) -> object:
    """The ini file's seed, or the text there that is no number."""
    try:
        return config.getini("aug_seed")
    except (pytest.UsageError, TypeError, ValueError) as problem:
        return str(problem).rpartition(": ")[2].strip("'\"")


def _refuse_update_in_ci(config: pytest.Config, updating: bool) -> None:
    variable = next((name for name in CI_VARIABLES if _says_yes(name)), None)
    if updating and variable is not None and not config.getoption("aug_update_in_ci"):
        raise pytest.UsageError(
            f"snapshots are not updated in CI (the variable {variable} is set): a machine would approve its own "
            "output. Update on your own machine and commit the result, or pass --aug-update-in-ci"
        )


def _says_yes(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    return bool(value) if name == _NUMBERED else value not in _OFF


def _refuse_lost_root(config: pytest.Config) -> None:
    """Refuse a rootdir that is none: pytest takes the word behind an option that it does not know for a test folder."""
    start, given = config.invocation_params.dir, [*config.invocation_params.args]
    if config.inipath is not None or config.rootpath == start or not start.is_relative_to(config.rootpath):
        return
    for option, value in pairwise(given):
        path = start / str(value)
        if option in ("--aug-report", "--aug-json") and path != start and not path.is_relative_to(start):
            raise pytest.UsageError(
                f"{option} {value}: pytest looks for rootdir above this path, too, and found {config.rootpath}, where "
                f"your settings and snapshots are not; write it as one word: {option}={value}"
            )
