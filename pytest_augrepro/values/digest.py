"""Digests of results, to be kept: arrays by their bytes, everything else as readable JSON."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
NUMERIC = "biufc"


@dataclasses.dataclass(frozen=True)
class Leaf:
    """One part of a result: an array, or a value that JSON can show."""

    path: str
    kind: str
    array: Array | None = None
    value: str = ""

    @property
    def digest(self) -> str:
        return digest_of(self.array) if self.array is not None else sha256(self.value.encode()).hexdigest()


def digest_of(array: Array) -> str:
    """The sha256 of dtype, byte order, shape and elements in reading order."""
    digest = sha256(f"{array.dtype.str} {array.shape}\n".encode())
    digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def as_array(value: Any) -> tuple[str, Array] | None:
    """Return (kind, array) for arrays, tensors and pictures; None for anything else."""
    if isinstance(value, np.ndarray):
        return "array", value
    if callable(getattr(value, "detach", None)) and callable(getattr(value, "numpy", None)):
        return "tensor", np.asarray(value.detach().cpu().numpy())
    if not isinstance(value, np.generic | type) and hasattr(value, "__array_interface__"):
        return "picture", np.asarray(value)
    return None


def leaves(result: Any) -> list[Leaf]:
    """The parts of a result, in an order that does not depend on how dicts were filled."""
    return list(_walk(result, ""))


def _walk(value: Any, path: str) -> Iterator[Leaf]:
    found = as_array(value)
    if found is not None and found[1].dtype.kind in NUMERIC:
        yield Leaf(path, found[0], found[1])
    elif isinstance(value, Mapping) and (not path or _holds_array(value)):
        for key in sorted(value, key=str):
            yield from _walk(value[key], f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple) and _holds_array(value):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]")
    else:
        yield Leaf(path, "value", value=_as_json(value, path))


def _holds_array(value: Any) -> bool:
    if as_array(value) is not None:
        return True
    if isinstance(value, Mapping):
        return any(_holds_array(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_holds_array(item) for item in value)


def _as_json(value: Any, path: str) -> str:
    plain = _plain(value, path)
    line = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return line if len(line) <= 100 else json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=2)


def _plain(value: Any, path: str) -> Any:
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, enum.Enum | np.generic)):
        return value
    if isinstance(value, np.generic):
        return value.item() if value.dtype.kind in "biufSU" and not isinstance(value.item(), bytes) else repr(value)
    if isinstance(value, np.ndarray):
        return _plain(value.tolist(), path)
    if isinstance(value, Mapping):
        return {str(key): _plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    return _plain_rare(value, path)


def _plain_rare(value: Any, path: str) -> Any:
    if isinstance(value, set | frozenset):
        return sorted((_plain(item, path) for item in value), key=str)
    if isinstance(value, bytes):
        return f"{len(value)} bytes, sha256 {sha256(value).hexdigest()}"
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, complex):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name), f"{path}.{f.name}") for f in dataclasses.fields(value)}
    raise TypeError(
        f"{path or 'the result'} is a {type(value).__name__}, which has no fixed text; "
        "give arrays, tensors, numbers, strings, lists or dicts of them"
    )
