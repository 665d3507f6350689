"""Digests of results, to be kept: arrays by their bytes, everything else as readable JSON."""

from __future__ import annotations

import enum
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from .arrays import NUMERIC, Array, as_array, is_masked
from .entries import Entries, entries, joined
from .texts import text_of

__all__ = ["NUMERIC", "Array", "Leaf", "as_array", "digest_of", "leaves"]

_SCALARS = (type(None), bool, int, float, str)
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
"""What ends a line for some readers, or cannot be written as UTF-8; JSON's own text escapes the rest."""


@dataclass(frozen=True)
class Leaf:
    """One part of a result: an array, or a value that JSON can show."""

    path: str
    kind: str
    array: Array | None = None
    value: str = ""
    exact: bool = False
    """Whether its numbers only name something, as the pixels of a picture with a palette do."""

    @property
    def tolerable(self) -> bool:
        """Whether there is a near and a far between its values."""
        return self.array is not None and self.array.dtype.kind in "iufc" and not self.exact

    @property
    def digest(self) -> str:
        return digest_of(self.array) if self.array is not None else sha256(self.value.encode()).hexdigest()


def digest_of(array: Array) -> str:
    """The sha256 of dtype, byte order, shape and elements in reading order."""
    digest = sha256(f"{array.dtype.str} {array.shape}\n".encode())
    digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def leaves(result: Any) -> list[Leaf]:
    """The parts of a result, in an order that does not depend on how dicts were filled; each has a path of its own."""
    found = list(_walk(result, "", ()))
    known: set[str] = set()
    for leaf in found:
        if leaf.path in known:
            raise TypeError(f"two parts of the result have the path {leaf.path}; rename a key")
        known.add(leaf.path)
    return found


def _walk(value: Any, path: str, above: tuple[int, ...]) -> Iterator[Leaf]:
    array = _array_at(value, path)
    if array is not None:
        palette = list(_palette(value, path))
        yield Leaf(path, *array, exact=bool(palette))
        yield from palette
        return
    inner = _entries_at(value, path, above)
    if inner is not None and ((not path and isinstance(value, Mapping)) or _holds_array(value, path, above)):
        for step, item in inner:
            yield from _walk(item, joined(path, step), (*above, id(value)))
    else:
        yield Leaf(path, "value", value=_as_json(value, path, above))


def _array_at(value: Any, path: str) -> tuple[str, Array] | None:
    """The value as one array of numbers, or None."""
    if type(value) in _SCALARS or is_masked(value):
        return None
    try:
        found = as_array(value)
    except TypeError as problem:
        raise TypeError(f"{path or 'the result'}: {problem}") from None
    return found if found is not None and found[1].dtype.kind in NUMERIC else None


def _palette(value: Any, path: str) -> Iterator[Leaf]:
    """The colors that the pixels of a picture stand for."""
    if getattr(value, "mode", "") in ("P", "PA") and callable(getattr(value, "getpalette", None)):
        yield Leaf(joined(path, "palette"), "array", np.asarray(value.getpalette() or [], np.uint8))


def _entries_at(value: Any, path: str, above: tuple[int, ...]) -> Entries | None:
    """The entries of a value that JSON has no short form for, or None."""
    if isinstance(value, (*_SCALARS, np.generic, set, frozenset)) or text_of(value) is not None:
        return None
    if id(value) in above:
        raise TypeError(f"{path or 'the result'} contains itself, which has no fixed text")
    try:
        return entries(value)
    except TypeError as problem:
        raise TypeError(f"{path or 'the result'}: {problem}") from None


def _holds_array(value: Any, path: str, above: tuple[int, ...]) -> bool:
    if _array_at(value, path) is not None:
        return True
    inner = _entries_at(value, path, above)
    return inner is not None and any(
        _holds_array(item, joined(path, step), (*above, id(value)))
        for step, item in inner
        if type(item) not in _SCALARS
    )


def _as_json(value: Any, path: str, above: tuple[int, ...]) -> str:
    plain = _plain(value, path, above)
    line = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    text = line if len(line) <= 100 else json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=2)
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: Any, path: str, above: tuple[int, ...]) -> Any:
    if isinstance(value, _SCALARS) and not isinstance(value, enum.Enum | np.generic):
        return value
    if isinstance(value, np.generic):
        item = value.item()  # of a longdouble itself
        return item if value.dtype.kind in "biufSU" and not isinstance(item, bytes | np.generic) else repr(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "SU" and not is_masked(value):
        return _plain(value.tolist(), path, above)
    if isinstance(value, set | frozenset):
        return sorted((_plain(item, path, above) for item in value), key=str)
    if (text := text_of(value)) is not None:
        return text
    inner = _entries_at(value, path, above)
    if inner is None:
        kind = type(value).__name__
        raise TypeError(
            f"{path or 'the result'} is {'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}, which has no fixed text; "
            "give arrays, tensors, numbers, strings, lists, dicts or plain objects of them"
        )
    above = (*above, id(value))
    if isinstance(value, list | tuple | deque | np.ndarray) and all(step.startswith("[") for step, _ in inner):
        return [_plain(item, joined(path, step), above) for step, item in inner]
    if len({_json_key(step) for step, _ in inner}) < len(inner):
        raise TypeError(f"two parts of {path or 'the result'} have one name; rename a key")
    return {_json_key(step): _plain(item, joined(path, step), above) for step, item in inner}


def _json_key(step: str) -> str:
    """A step as a key of JSON: text without its quotes, all else as it is."""
    return json.loads(step[1:-1]) if step.startswith('["') else step
