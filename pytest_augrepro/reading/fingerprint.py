"""Fingerprints of samples: digests that are compared within a run and never kept. The only file that imports xxhash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from xxhash import xxh3_128, xxh3_128_hexdigest

from ..values.digest import Leaf, leaves


def fingerprint(result: Any) -> dict[str, str]:
    """A digest of each part of a result, for comparisons within a run: XXH3 with 128 bits, at memory speed."""
    try:
        parts = leaves(result)
    except RecursionError:
        raise ValueError("the sample is nested without end; it has no fingerprint") from None
    return {leaf.path or "sample": _print_of(leaf) for leaf in parts}


def _print_of(leaf: Leaf) -> str:
    if leaf.array is None:
        return xxh3_128_hexdigest(leaf.value.encode())
    digest = xxh3_128(f"{leaf.array.dtype.str} {leaf.array.shape}\n".encode())
    digest.update(np.ascontiguousarray(leaf.array).data)
    return digest.hexdigest()


def combined(prints: Mapping[str, str]) -> str:
    """One digest for the digests of all parts."""
    return xxh3_128_hexdigest(json.dumps(sorted(prints.items())).encode())
