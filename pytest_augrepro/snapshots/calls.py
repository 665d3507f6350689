"""What pipelines do while a test with a snapshot runs: which were called, on what, and what they drew."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata
from typing import Any

from ..values.digest import leaves
from .provenance import Call

MOST = 16
"""Calls of one comparison that are told of."""
LONGEST = 4000
DIGITS = 16
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


@dataclass(frozen=True)
class Seen:
    """A call as it was seen; ``plan`` is an object of the library's where it has one."""

    call: Call
    plan: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)
    """What the call brought, for a picture of it."""
    pipeline: Any = None


def given(seen: list[Seen], more: int) -> Mapping[str, Any]:
    """What the one call before a comparison brought; nothing where there were none or several."""
    return seen[0].data if len(seen) == 1 and not more else {}


@dataclass
class Watch:
    """The calls of one test, by the comparison that came after them."""

    seen: list[Seen] = field(default_factory=list)
    more: int = 0
    fresh: bool = False
    """Whether a comparison has been made since, so that a further call belongs to the next one."""
    _token: Any = None

    def start(self) -> None:
        """Be told of the calls of augrepro's pipelines, where it has been imported."""
        module: Any = sys.modules.get("augrepro.engine.watching")
        if module is not None:
            self._token = module.WATCHER, module.WATCHER.set(self.see)

    def stop(self) -> None:
        if self._token is not None:
            watcher, token = self._token
            with suppress(ValueError):  # a test that runs in a context of its own has its own watcher, and loses it
                watcher.reset(token)
            self._token = None

    def see(self, pipeline: Any, data: Mapping[str, Any], plan: Any) -> None:
        """Write a call down; what it cannot tell of is left out, as the test must not notice."""
        with suppress(Exception):
            self._see(pipeline, data, plan)

    def _see(self, pipeline: Any, data: Mapping[str, Any], plan: Any) -> None:
        if self.fresh:
            self.seen, self.more, self.fresh = [], 0, False
        if len(self.seen) >= MOST:
            self.more += 1
            return
        image = next((data[name] for name in ("image", "volume") if name in data), None)
        inputs = {name: digest for name, value in data.items() if (digest := input_digest(value))}
        drawn = None if plan is None else plan.to_dict()
        call = Call(described(pipeline), library_of(pipeline), inputs, str(getattr(image, "dtype", "")), drawn)
        self.seen.append(Seen(call, plan, data, pipeline))

    def taken(self) -> tuple[list[Seen], int]:
        """The calls before this comparison; those of the one before where none came between."""
        self.fresh = True
        return self.seen, self.more


def input_digest(value: Any) -> str:
    """The first digits of the digest of an argument; empty where it has no fixed text."""
    try:
        digest = sha256()
        for leaf in leaves(value):
            digest.update(f"{leaf.path} {leaf.digest}\n".encode(errors="surrogatepass"))
    except Exception:  # whatever the reading of a value brings up
        return ""
    return digest.hexdigest()[:DIGITS]


def described(pipeline: Any) -> str:
    """What a pipeline says of itself, without addresses in memory."""
    try:
        text = repr(pipeline)
    except Exception:
        return type(pipeline).__name__
    text = _ADDRESS.sub("", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def library_of(pipeline: Any) -> str:
    """The library that a pipeline's class comes from, and its version; empty for code of the project's own."""
    name = str(getattr(type(pipeline), "__module__", "")).partition(".")[0]
    if name in ("", "builtins", "functools"):
        return ""
    module = sys.modules.get(name)
    version = getattr(module, "__version__", "")
    if not isinstance(version, str) or not version:
        try:
            version = metadata.version(name)
        except (metadata.PackageNotFoundError, ValueError):
            return ""
    return f"{name} {version}"
