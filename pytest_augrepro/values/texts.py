"""The fixed text of what metadata is made of: dates, exact numbers, paths, names of types and devices."""

from __future__ import annotations

import enum
import re
import sys
from array import array
from collections.abc import Callable
from datetime import date, time, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePath
from types import EllipsisType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np


def _digested(value: Any) -> str:
    return f"{len(value)} bytes, sha256 {sha256(value).hexdigest()}"


TEXTS: tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...] = (
    ((enum.Enum,), lambda value: f"{type(value).__name__}.{value.name}"),
    ((PurePath,), lambda value: str(value.as_posix())),
    ((bytes, bytearray), _digested),
    ((memoryview,), lambda value: f"{value.format} {list(value.shape)}, {_digested(value.tobytes())}"),
    ((array,), lambda value: f"{value.typecode} [{len(value)}], {_digested(value.tobytes())}"),
    ((date, time), lambda value: str(value.isoformat())),
    ((complex, Decimal, timedelta, timezone, ZoneInfo), str),
    ((range, slice, re.Pattern, EllipsisType, np.dtype), repr),
    ((type,), lambda value: f"{value.__module__}.{value.__qualname__}"),
)
"""Types, and the text that their values have in each process and each version of Python."""
OF_TORCH = ("dtype", "device", "layout", "memory_format")
"""Types of torch's whose values say their names."""


def text_of(value: Any) -> str | None:
    """The text of a value that has one part and is no number or string; None for any other."""
    for kinds, text in TEXTS:
        if isinstance(value, kinds):
            return text(value)
    torch: Any = sys.modules.get("torch")
    if torch is not None and isinstance(value, tuple(getattr(torch, name) for name in OF_TORCH)):
        return str(value)
    return None
