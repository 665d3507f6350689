"""What a test is called, however it is run: other plugins put groups and repetitions into node ids."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

REPEATED = "__pytest_repeat_step_number"
COPIED = "__flakefinder_"


def name_of(item: Any) -> str:
    """The node id that a test has in a plain run, its file given from rootdir: what seeds and file names follow."""
    path, _, rest = _without_repetition(item, _without_group(item)).partition("::")
    return f"{_place(item) or path}::{rest}"


def argument_of(item: Any) -> str:
    """The test as pytest takes it on the command line, in the folder that pytest was started in."""
    path, _, rest = _without_repetition(item, _without_group(item)).partition("::")
    if _below(item.path, item.config.rootpath) and item.config.invocation_params.dir == item.config.rootpath:
        return f"{path}::{rest}"
    return f"{os.path.relpath(item.path, item.config.invocation_params.dir)}::{rest}".replace(os.sep, "/")


def belongs(item: Any) -> bool:
    """Whether the test's file is the project's: below rootdir, or below the folder that pytest was started in."""
    return any(_below(item.path, folder) for folder in (item.config.rootpath, item.config.invocation_params.dir))


def _below(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)


def _place(item: Any) -> str:
    """The test's file where its node id does not tell it from files of other folders, or nothing."""
    if _below(item.path, item.config.rootpath):
        return ""
    return str(os.path.relpath(item.path, item.config.rootpath)).replace(os.sep, "/")


def _without_group(item: Any) -> str:
    """The node id without the suffix that ``--dist loadgroup`` gives it on workers."""
    nodeid: str = item.nodeid
    groups = {str(mark.args[0] if mark.args else mark.kwargs.get("name", "default")) for mark in _group_marks(item)}
    grouped = groups and getattr(item.config.option, "loadgroup", False)
    return nodeid.removesuffix(f"@{'_'.join(sorted(groups))}") if grouped else nodeid


def _group_marks(item: Any) -> list[Any]:
    return list(item.iter_markers("xdist_group"))


def _without_repetition(item: Any, nodeid: str) -> str:
    """The node id without the number that pytest-repeat or flake-finder gives each repetition."""
    callspec = getattr(item, "callspec", None)
    ids = [str(each) for each in getattr(callspec, "_idlist", ())]
    if callspec is None or not ids or not nodeid.endswith(f"[{callspec.id}]"):
        return nodeid
    kept = list(ids)
    for name, value in callspec.params.items():
        if name == REPEATED:  # the last of all to give its id
            places = [at for at, each in enumerate(kept) if re.fullmatch(rf"{value + 1}-\d+", each)]
            kept = [each for at, each in enumerate(kept) if at not in places[-1:]]
        elif name.startswith(COPIED) and str(value) in kept:  # the first
            kept.remove(str(value))
    if kept == ids:
        return nodeid
    stem = nodeid.removesuffix(f"[{callspec.id}]")
    return f"{stem}[{'-'.join(kept)}]" if kept else stem
