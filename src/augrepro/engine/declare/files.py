"""Reading and writing small text files safely: bounded, parsed without eval, written all or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import PlanError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 4 * 2**20
MAX_DEPTH = 40
_LEAVES = frozenset((int, float, str, bool, type(None)))
"""What JSON has most of; it is known at once to hold nothing."""
MAX_VALUES = MAX_BYTES // 2
"""A value and what parts it from the next take two characters."""


def write_atomic(path: str | os.PathLike[str], text: str) -> None:
    """Write the file beside its place and move it there: a reader sees the old text or the new, never half.

    Links are followed and an existing file keeps its mode, as ``open`` has it; a device, pipe or folder is refused.
    """
    check_size(text, os.fspath(path))
    replace_file(path, text.encode("utf-8"))


def replace_file(path: str | os.PathLike[str], raw: bytes) -> None:
    """The same for bytes of any number."""
    import secrets  # few programs write plans, and it loads hmac and OpenSSL's digests
    from pathlib import Path

    place = Path(os.path.realpath(path))
    if not place.parent.is_dir():
        raise FileNotFoundError(f"{os.fspath(path)}: there is no folder {place.parent}")
    mode = _writable(place, path)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}.tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        if mode is not None:
            os.chmod(draft, mode)
        os.replace(draft, place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def check_size(text: str, where: str) -> None:
    """ValueError for more text than is read back."""
    size = len(text.encode("utf-8"))
    if size > MAX_BYTES:
        raise ValueError(
            f"{where}: {size} bytes are more than the {MAX_BYTES} that a plan or pipeline may have, and could not be "
            f"loaded: nothing was written"
        )


def _writable(place: Path, path: str | os.PathLike[str]) -> int | None:
    """The mode of the file that stands there, None for none; an error where a file may not be replaced."""
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise ValueError(f"{os.fspath(path)} must be a file, and is {_kind(found.st_mode)}: nothing was written")
    if not os.access(place, os.W_OK):
        raise PermissionError(f"{os.fspath(path)} is read-only: nothing was written")
    return stat.S_IMODE(found.st_mode)


def _kind(mode: int) -> str:
    names = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return names.get(stat.S_IFMT(mode), "a device")


def read_bounded(path: str | os.PathLike[str]) -> str:
    """The text of a regular file of at most 4 MiB; no more of it is ever read."""
    with open(path, "rb", opener=_without_waiting) as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise PlanError(f"{os.fspath(path)}: a plan or pipeline is read from a file, and this is {_kind(mode)}")
        raw = file.read(MAX_BYTES + 1)
    return text_of(raw, os.fspath(path))


def _without_waiting(path: str, flags: int) -> int:
    """Opening a pipe would else wait for somebody to write into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def text_of(raw: bytes, where: str) -> str:
    """Bytes of at most 4 MiB as text."""
    if len(raw) > MAX_BYTES:
        raise PlanError(f"{where}: more than the {MAX_BYTES} bytes that a plan or pipeline may have")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PlanError(f"{where}: not UTF-8 text ({error.reason} at byte {error.start})") from None


def parse_json(text: str, where: str) -> Any:
    """The JSON value, or a PlanError that says where it breaks; depth and length are bounded."""
    if len(text) > MAX_BYTES:
        raise PlanError(f"{where}: {len(text)} characters are more than the {MAX_BYTES} allowed")
    import json  # few programs read plans or pipelines

    try:
        data = json.loads(text)
    except RecursionError:
        raise PlanError(f"{where}: nested deeper than {MAX_DEPTH} levels") from None
    except json.JSONDecodeError as error:
        raise PlanError(f"{where}: not JSON, line {error.lineno} column {error.colno}: {error.msg}") from None
    except ValueError:
        raise PlanError(f"{where}: a number in it has more digits than Python reads") from None
    check_depth(data, where)
    return data


def check_depth(data: Any, where: str) -> None:
    """PlanError where lists and objects nest deeper than 40 levels, or hold more values than a file can.

    The second is of lists in memory that hold one another many times over: they are small and never end.
    """
    left = MAX_VALUES
    open_lists = [iter((data,))]
    while open_lists:
        for child in open_lists[-1]:
            left -= 1
            if left < 0:
                raise PlanError(f"{where}: more than the {MAX_VALUES} values that a plan or pipeline may have")
            if len(open_lists) > MAX_DEPTH + 1:
                raise PlanError(f"{where}: nested deeper than {MAX_DEPTH} levels")
            if type(child) not in _LEAVES:
                open_lists.append(iter(_children(child)))
                break
        else:
            open_lists.pop()


def plain(data: Any) -> Any:
    """What configuration tools make of dicts and lists as dicts and lists again."""
    if type(data) in _LEAVES:
        return data
    if isinstance(data, Mapping):
        return {key: plain(value) for key, value in data.items()}
    return [plain(item) for item in data] if _children(data) is data else data


def _children(data: Any) -> Iterable[Any]:
    if type(data) in _LEAVES:
        return ()
    if isinstance(data, Mapping):
        return data.values()
    return data if isinstance(data, Sequence) and not isinstance(data, (str, bytes, bytearray)) else ()
