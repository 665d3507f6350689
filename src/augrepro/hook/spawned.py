"""The main module of a process that a hooked script spawned: the hook, then the script as multiprocessing runs it."""

import os
import runpy

from augrepro.hook.finder import install
from augrepro.hook.script import RELEASE, SCRIPT

install(os.environ.get(RELEASE, ""))
globals().update(runpy.run_path(os.environ[SCRIPT], run_name=__name__))
