"""Which arrays of a result have a file beside the text, and what is said of one that has only its digest there.

Without a tolerance the digest decides alone, and a file is for the eye: large arrays that no picture holds have none.
A tolerance compares with the stored array itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..values import codec
from ..values.difference import Tolerance
from ..values.digest import Leaf
from ..values.form import Form
from .document import Stored, StoredPart
from .layout import NPZ, PNG

LARGEST_UNDER_TOLERANCE = 2**25
"""Bytes of an array that is stored because the test names a tolerance; what a PNG holds is stored at any size."""


@dataclass(frozen=True)
class Blob:
    """The file that holds an array of a result."""

    leaf: Leaf
    path: Path
    encode: Callable[[], bytes]


def blob_of(leaf: Leaf, place: Callable[[str], Path], tolerance: Tolerance | None) -> Blob | None:
    """How an array is stored, ``place`` naming its file by the extension; None where its digest must do."""
    if leaf.array is None:
        return None
    array, pixels = leaf.array, codec.drawable(leaf)
    if pixels is not None:
        return Blob(leaf, place(PNG), lambda: codec.to_png(pixels))
    stored = codec.fits_npz(array) or for_tolerance(leaf, tolerance)
    return Blob(leaf, place(NPZ), lambda: codec.to_npz(array)) if stored else None


def for_tolerance(leaf: Leaf, tolerance: Tolerance | None) -> bool:
    """Whether an array is stored for a tolerance to compare with."""
    return tolerance is not None and leaf.tolerable and not too_large(leaf)


def out_of_reach(leaf: Leaf, tolerance: Tolerance | None) -> str:
    """Why no tolerance can ever apply to an array; empty where one can, or where the test names none."""
    return _too_large_words(leaf) if tolerance is not None and leaf.tolerable and too_large(leaf) else ""


def too_large(leaf: Leaf) -> bool:
    """Whether an array is so large that it is stored under no circumstances."""
    return leaf.array is not None and leaf.array.nbytes > LARGEST_UNDER_TOLERANCE and codec.drawable(leaf) is None


def without_file(
    leaves: list[Leaf], stored: Stored | None, known: Mapping[str, object], tolerance: Tolerance | None
) -> list[str]:
    """What is to be said of the arrays that differ and of which only a digest is stored."""
    parts: Mapping[str, StoredPart] = {} if stored is None else stored.parts
    return [
        f"{leaf.path or 'result'}: {_digest_alone(leaf, tolerance)}"
        for leaf in leaves
        if leaf.array is not None and leaf.tolerable and leaf.path not in known and _differs(leaf, parts.get(leaf.path))
    ]


def _differs(leaf: Leaf, part: StoredPart | None) -> bool:
    """Whether an array is another of the stored form."""
    if part is None or leaf.array is None or part.form != Form.of(leaf.kind, leaf.array):
        return False
    return part.digest != leaf.digest


def _digest_alone(leaf: Leaf, tolerance: Tolerance | None) -> str:
    if too_large(leaf):
        return f"only its digest is stored. {_too_large_words(leaf)}"
    size = f"a digest of its {_size(leaf)} is stored, not the array, so that "
    if tolerance is None:
        return f"{size}which elements differ is not known; where the test names atol=, an update stores the array"
    return f"{size}atol has nothing to compare with: an update, where the result is right, stores the array, too"


def _too_large_words(leaf: Leaf) -> str:
    return (
        f"No tolerance can apply to {_size(leaf)}, as an array of more than {LARGEST_UNDER_TOLERANCE >> 20} MiB is not "
        "stored: compare a part of it, or a smaller copy"
    )


def _size(leaf: Leaf) -> str:
    size = 0 if leaf.array is None else leaf.array.nbytes
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{max(1, size >> 10)} KiB"
