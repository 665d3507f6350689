"""What differs in another user's shell: time zone, locale, directories, variables, host name and arguments."""

from __future__ import annotations

import locale
import os
import platform
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import util
from pathlib import Path
from typing import Any

from .rebound import rebound

ZONE = "AUG-13:45"
LOCALES = ("de_DE.UTF-8", "tr_TR.UTF-8", "fr_FR.UTF-8", "en_US.UTF-8", "C.UTF-8", "C")
VARIABLES = {"USER": "elsewhere", "LOGNAME": "elsewhere", "HOSTNAME": "elsewhere", "AUGREPRO_OTHER_ENVIRONMENT": "1"}
HOST, ARGUMENT = "elsewhere", "--elsewhere"
MOST = 5_000
"""Entries of a folder up to which it is mirrored."""


def look() -> dict[str, str]:
    """What can be seen of the environment."""
    return {
        "time zone": str(time.localtime(0).tm_gmtoff),
        "locale": locale.setlocale(locale.LC_ALL),
        "working directory": os.getcwd(),
        "home": os.path.expanduser("~"),
        "variables": str([os.environ.get(name) for name in VARIABLES]),
        "host name": socket.gethostname(),
        "arguments": str(sys.argv),
    }


@contextmanager
def other_environment() -> Iterator[tuple[str, ...]]:
    """Change all of it while this is open; yield what stayed as it was, though this machine could change it.

    Directories are mirrored by links, so that paths lead to the same files under other names.
    """
    before = look()
    fixed = set() if hasattr(time, "tzset") else {"time zone"}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="environment-", dir=util.get_temp_dir())))
        home, work, name = _mirror_of_home(folder), _mirror_of_work(folder), _other_locale()
        stack.callback(_tell_time_zone)
        _be_elsewhere(stack)
        for variable, value in {**VARIABLES, "TZ": ZONE, **_named(name), **_lived(home)}.items():
            stack.callback(_put, variable, os.environ.get(variable))
            _put(variable, value)
        _tell_time_zone()
        stack.callback(locale.setlocale, locale.LC_ALL, before["locale"])
        locale.setlocale(locale.LC_ALL, name or before["locale"])
        stack.callback(os.chdir, before["working directory"])
        os.chdir(work or before["working directory"])
        fixed |= {knob for knob, new in (("home", home), ("working directory", work), ("locale", name)) if not new}
        after = look()
        yield tuple(knob for knob in before if before[knob] == after[knob] and knob not in fixed)


def _be_elsewhere(stack: ExitStack) -> None:
    """Another host name, whoever is asked for it, and the arguments of another program."""
    sources: list[tuple[Any, str, str]] = [(platform, "uname", "node")]
    sources += [(os, "uname", "nodename")] if hasattr(os, "uname") else []
    other = [(*source[:2], _renamed(getattr(*source[:2]), source[2])) for source in sources]
    other.append((socket, "gethostname", lambda: HOST))
    stack.enter_context(rebound([(getattr(module, attribute), new) for module, attribute, new in other]))
    for module, attribute, new in other:
        stack.callback(setattr, module, attribute, getattr(module, attribute))
        setattr(module, attribute, new)
    stack.callback(sys.argv.__setitem__, slice(None), list(sys.argv))
    sys.argv[:] = [str(Path(HOST, "program.py").absolute()), *sys.argv[1:], ARGUMENT]


def _renamed(ask: Callable[[], Any], field: str) -> Callable[[], Any]:
    """The same facts of a system with another name."""

    def answer() -> Any:
        facts = ask()
        if hasattr(facts, "_replace"):
            return facts._replace(**{field: HOST})
        return type(facts)(HOST if at == 1 else fact for at, fact in enumerate(facts))

    return answer


def _named(name: str) -> dict[str, str]:
    return dict.fromkeys(("LANG", "LC_ALL"), name) if name else {}


def _lived(home: Path | None) -> dict[str, str]:
    return {} if home is None else dict.fromkeys(("HOME", "USERPROFILE"), str(home))


def _put(variable: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(variable, None)
    else:
        os.environ[variable] = value


def _tell_time_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def _other_locale() -> str:
    """The first locale that this machine has and that is not in force; empty where there is none."""
    before = locale.setlocale(locale.LC_ALL)
    for name in LOCALES:
        with suppress(locale.Error):
            changed = locale.setlocale(locale.LC_ALL, name) != before
            locale.setlocale(locale.LC_ALL, before)
            if changed:
                return name
    return ""


def _mirror_of_home(folder: Path) -> Path | None:
    """A mirror of the home directory; None where links are not allowed, or there is no home."""
    with suppress(OSError, RuntimeError):
        return _mirrored(Path.home(), folder / "home")
    return None


def _mirror_of_work(folder: Path) -> Path | None:
    """Mirror the working directory, and beside it what lies beside it."""
    here = Path.cwd()
    with suppress(OSError, RuntimeError):
        _mirrored(here.parent, folder / "beside", without=here.name)
        return _mirrored(here, folder / "beside" / here.name)
    with suppress(OSError, RuntimeError):
        return _mirrored(here, folder / "work")
    return None


def _mirrored(folder: Path, mirror: Path, without: str = "") -> Path:
    """Make a folder with a link to each entry of another one."""
    entries = [entry for entry in os.listdir(folder) if entry != without]
    if len(entries) > MOST:
        raise RuntimeError(f"{folder} holds {len(entries)} entries")
    mirror.mkdir()
    for entry in entries:
        (mirror / entry).symlink_to(folder / entry)
    return mirror
