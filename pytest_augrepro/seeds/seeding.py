"""Seeds: what counts as one, and how many independent ones grow from it. Standard library only."""

from __future__ import annotations

import argparse
from hashlib import blake2b

DEFAULT_SEED = 137
RANDOM = "random"
LARGEST = 2**64 - 1


def checked_seed(value: object) -> int:
    """Return ``value`` when it is a seed, else say what a seed is."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise ValueError(f"a seed is a whole number from 0 to 2**64 - 1, got {value!r}")
    return value


def parse_seed(text: str) -> int | str:
    """Read the argument of ``--aug-seed``: a number, or the word ``random``."""
    if text == RANDOM:
        return RANDOM
    try:
        return checked_seed(int(text))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"a seed is a whole number from 0 to 2**64 - 1, or the word random, got {text!r}"
        ) from None


def drawn_seed() -> int:
    """Draw a seed short enough to be typed again."""
    import secrets  # few runs draw their seed, and it loads hmac

    return secrets.randbelow(1_000_000)


def derived(seed: int, *labels: object, bits: int = 128) -> int:
    """A number fixed by the seed and the labels, unrelated to that of any other labels."""
    text = "\x1f".join(str(label) for label in labels)
    key = blake2b(
        text.encode(errors="surrogatepass"), digest_size=bits // 8, key=seed.to_bytes(8, "big"), person=b"augrepro-test"
    )
    return int.from_bytes(key.digest(), "big")
