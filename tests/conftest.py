"""Fixtures and plugins for all tests."""

import multiprocessing
import os
import sys

from hypothesis import settings

from pytest_augrepro.options import CI_VARIABLES

# Runs of pytest in the tests are those of a person's machine, on CI too: a test that means CI sets the variable.
for variable in CI_VARIABLES:
    os.environ.pop(variable, None)

# What a run prints is that of a terminal of 80 columns, wherever the tests run.
os.environ |= {"COLUMNS": "80", "LINES": "24"}

# The tests start hundreds of interpreters: each would compile pytest's plugins and this package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# One commit, one verdict: cases are the same in each run. HYPOTHESIS_PROFILE=default makes new ones.
settings.register_profile("repeatable", derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
if "forkserver" in multiprocessing.get_all_start_methods():
    multiprocessing.set_forkserver_preload(["torch.utils.data"])  # else each of its workers would import it

pytest_plugins = ["pytester"]
collect_ignore = ["peers"]  # make test-peers: each library in an environment of its own
