"""Options, and the one place that resolves them: command line before ini before default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from pytest_augrepro.seeding import DEFAULT_SEED, RANDOM, checked_seed, drawn_seed, parse_seed


@dataclass(frozen=True)
class Settings:
    """What this run was told."""

    seed: int
    rootdir: Path
    snapshots: Path
    artifacts: Path
    updating: bool
    new_only: bool
    run_uid: str
    is_worker: bool


SETTINGS = pytest.StashKey[Settings]()


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("augrepro", "reproducible augmentation")
    group.addoption(
        "--aug-seed", dest="aug_seed", type=parse_seed, metavar="N", default=None,
        help="seed of aug_seed, aug_rng and aug_pipeline; 'random' draws one and prints it",
    )  # fmt: skip
    group.addoption(
        "--aug-update-in-ci", dest="aug_update_in_ci", action="store_true",
        help="allow --snapshot-update where the variable CI is set",
    )  # fmt: skip
    parser.addini("aug_seed", "seed when --aug-seed is not given", type="int", default=DEFAULT_SEED)
    parser.addini("aug_snapshot_dir", "folder of the snapshots, from rootdir", type="string", default="snapshots")
    parser.addini(
        "aug_artifacts", "folder of failure pictures, from rootdir", type="string", default="build/aug-failures"
    )


def resolve(config: pytest.Config) -> Settings:
    """Read all options once."""
    worker = getattr(config, "workerinput", None)
    updating = bool(config.getoption("update_snapshots", False))
    new_only = bool(config.getoption("update_new_snapshots_only", False))
    _refuse_update_in_ci(config, updating or new_only)
    return Settings(
        seed=_seed(config) if worker is None else worker["aug_seed"],
        rootdir=config.rootpath,
        snapshots=config.rootpath / config.getini("aug_snapshot_dir"),
        artifacts=config.rootpath / config.getini("aug_artifacts"),
        updating=updating,
        new_only=new_only,
        run_uid=f"{os.getpid()}" if worker is None else worker["aug_run_uid"],
        is_worker=worker is not None,
    )


def _seed(config: pytest.Config) -> int:
    given = config.getoption("aug_seed")
    if given == RANDOM:
        return drawn_seed()
    try:
        return checked_seed(_ini_seed(config) if given is None else given)
    except ValueError as problem:
        raise pytest.UsageError(f"aug_seed: {problem}") from None


def _ini_seed(config: pytest.Config) -> object:
    """The ini file's seed, or the text there that is no number."""
    try:
        return config.getini("aug_seed")
    except (pytest.UsageError, TypeError, ValueError) as problem:
        return str(problem).rpartition(": ")[2].strip("'\"")


def _refuse_update_in_ci(config: pytest.Config, updating: bool) -> None:
    if updating and os.environ.get("CI") and not config.getoption("aug_update_in_ci"):
        raise pytest.UsageError(
            "snapshots are not updated in CI (the variable CI is set): a machine would approve its own output. "
            "Update on your own machine and commit the result, or pass --aug-update-in-ci"
        )
