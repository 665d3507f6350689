"""The key of one call, made when something draws under it: many calls draw nothing."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Any

from .rng import Keyed, root_key, sample_key
from .sample import Sample

Part = int | str | bytes


class CallKey(Keyed):
    """What names one call: its worker or its sample, and its number there; ``key`` is the root of its streams.

    ``source`` is the key of what the calls are counted in: a seed in a worker, or a seed and a stream's name.
    """

    __slots__ = ("_key", "call", "sample", "source", "worker_path")

    def __init__(
        self,
        source: bytes,
        worker_path: tuple[Part, ...],
        call: int,
        sample: Sample | None = None,
        key: bytes | None = None,
    ) -> None:
        self.source = source
        self.worker_path = worker_path
        self.call = call
        self.sample = sample
        self._key = key
        self._siblings = None

    @property
    def key(self) -> bytes:
        """The 32-byte root of the call's streams."""
        if self._key is None:
            if self.sample is None:
                digest = _counting(self.source).copy()
                digest.update(self.call.to_bytes(8, "little"))
                self._key = digest.digest()
            else:
                self._key = sample_key(self.source, self.call, self.sample.material)
        return self._key

    def under(self, source: bytes) -> CallKey:
        """The same call of another source."""
        return CallKey(source, self.worker_path, self.call, self.sample)


@lru_cache(maxsize=256)
def _counting(source: bytes) -> Any:
    """A digest that has read the key of what calls are counted in: calls copy it, at half the cost of a new one."""
    return blake2b(key=source, digest_size=32)


@lru_cache(maxsize=1024)
def sample_source(seed: int | None, stream: str) -> bytes:
    """The key of a seed and a stream's name, under which samples are named."""
    return root_key("sample", *(() if seed is None else (seed,)), stream)
