"""What names one call, and the outermost stream of its draws; its digests are made when something draws from it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Any

from .rng import Stream, named_key, opened, root_key, sample_key
from .sample import Sample

Part = int | str | bytes


ROOT = b"root"
"""The stream name of the outermost node, whatever its class: Compose and ReplayCompose of one seed draw alike."""


class CallKey(Stream):
    """The stream of the outermost node, and what names its call: its worker or its sample, and its number there.

    ``source`` is the key of what the calls are counted in: a seed in a worker, or a seed and a stream's name.
    """

    __slots__ = ("call", "sample", "source", "worker_path")

    def __init__(
        self,
        source: bytes,
        worker_path: tuple[Part, ...],
        call: int,
        sample: Sample | None = None,
        root: bytes | None = None,
    ) -> None:
        self.source = source
        self.worker_path = worker_path
        self.call = call
        self.sample = sample
        self._above: Any = root
        self._name = ROOT
        self._key = self._siblings = self._first = None
        self._block = 0
        self._at = 8

    @property
    def root(self) -> bytes:
        """The 32-byte key of the call, above all of its streams; plans store it."""
        found: bytes = self._above or self._rooted()
        return found

    def _rooted(self) -> bytes:
        """The same, made and kept."""
        found: bytes
        if self.sample is None:
            digest = _counting(self.source).copy()
            digest.update(self.call.to_bytes(8, "little"))
            found = digest.digest()
        else:
            found = sample_key(self.source, self.call, self.sample.material)
        self._above = found
        return found

    @property
    def key(self) -> bytes:
        """The 32-byte key under which children of the outermost node draw."""
        found: bytes | None = self._key
        if found is None:
            found = self._key = named_key(self._above or self._rooted(), ROOT)
        return found

    def siblings(self) -> Any:
        """What all children start from; its keys are made on the way, in one go, since most draws begin here."""
        found = self._siblings
        if found is None:
            self._key, found = opened(self._above or self._rooted(), ROOT)
            self._siblings = found
        return found

    def _read(self, block: int) -> bytes:
        self._above = self.root
        return super()._read(block)

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
