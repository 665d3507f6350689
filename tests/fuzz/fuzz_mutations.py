"""Small changes to what JSON can say: a leaf swapped, dropped, wrapped, doubled; a branch of another tree put in."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fuzz_values import HUGE, SPECIAL, Rng

from augrepro.engine.declare.errors import short_repr

TEXTS = ("", "x", "\ud800", "\x00", "f" * 32, "random", "é" * 200, "Affine", "Compose", "Lambda", "os.system", "1e9")
SHAPES = ([], {}, [[]], [None], [1], [1, 2], [2, 1], [0.5] * 6, [1e-160] * 6, [1e12] * 9, [0] * 9, [0.0] * 3000)
AREAS = ([[0, 0, 9, 9]], [[0, 0, 10**9, 10**9]], [[5, 5, 0, 0]], [[10**6, 10**6, 10**7, 10**7]])
NUMBERS = (0, 1, -1, 2, 3, 7, 255, 256, 1001, 10**6, 0.5, -0.5, 1.5, 1e6, *HUGE, *SPECIAL)
LEAVES: tuple[tuple[Any, ...], ...] = (NUMBERS, TEXTS, SHAPES, AREAS, (None, True, False))
Place = tuple[Any, Any]


def leaf(rng: Rng) -> Any:
    """Something that a file may hold in any place."""
    group = LEAVES[rng.integers(len(LEAVES))]
    return copy.deepcopy(group[rng.integers(len(group))])


def places(data: Any) -> Iterator[Place]:
    """Every (container, key) of a tree."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, child in list(items):
        yield data, key
        yield from places(child)


def mutated(rng: Rng, data: Any, others: list[Any]) -> Any:
    """A copy with one to three changes; ``others`` are trees of the same sort, to take branches from."""
    data = copy.deepcopy(data)
    for _ in range(int(rng.integers(1, 4))):
        found = list(places(data))
        if found:
            _change(rng, *found[rng.integers(len(found))], others)
    return data if rng.random() < 0.97 else leaf(rng)


def _change(rng: Rng, holder: Any, key: Any, others: list[Any]) -> None:
    old, kind = holder[key], rng.integers(8)
    if kind < 3:
        holder[key] = leaf(rng)
    elif kind == 3 and isinstance(old, (int, float)) and abs(old) < 1e300:
        holder[key] = (old + 1, -old, old * 1000, old / 3, float(old), short_repr(old, 2000))[rng.integers(6)]
    elif kind == 4:
        del holder[key]
    elif kind == 5:
        holder[key] = ([old], {"x": old}, [old] * 3, [old, old], short_repr(old, 2000)[:50])[rng.integers(5)]
    elif kind == 6 and isinstance(holder, dict):
        holder[("self", "p", "name", "transforms", "__class_fullname__", "op", "x", "\ud800")[rng.integers(8)]] = old
    else:
        spots = list(places(others[rng.integers(len(others))]))
        place, name = spots[rng.integers(len(spots))]
        holder[key] = copy.deepcopy(place[name])


def damaged(rng: Rng, text: str) -> bytes:
    """The text as bytes, some of them lost, doubled or replaced."""
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    parts = (b"9" * 400, b"9" * 5000, b"[" * 300, b"{" * 300, b"\xff\xfe", b"\xef\xbb\xbf", b"!!bool x", b"&a ", b"*a")
    parts += (
        b"2001-99-99",
        b"1e999",
        b"NaN",
        b"---\n",
        b"\x00",
        b"? ",
        b"<<: ",
        b"1:30:00",
        b"!!python/name:os.system",
    )
    for _ in range(int(rng.integers(0, 3))):
        at, kind = int(rng.integers(len(raw) + 1)), rng.integers(4)
        if kind == 0:
            raw[at:at] = parts[rng.integers(len(parts))]
        elif kind == 1:
            del raw[at : at + int(rng.integers(1, 30))]
        elif kind == 2:
            raw[at:at] = raw[at : at + 40]
        else:
            raw[at : at + 1] = rng.integers(0, 256, 1).astype("u1").tobytes()
    return bytes(raw)
