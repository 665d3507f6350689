"""What travels between the controller of pytest-xdist and its workers."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from .collected import NOTES
from .fixtures import CLAIMS
from .options import SETTINGS


class AcrossWorkers:
    """Seed and ledger go to the workers, and what they noted comes home."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        settings, claims = self.config.stash[SETTINGS], self.config.stash[CLAIMS]
        node.workerinput["aug_seed"] = settings.seed
        if settings.updating or settings.new_only:
            with contextlib.suppress(OSError):  # the tests say that the notes of the run cannot be kept
                node.workerinput["aug_claims"] = str(claims.path())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        notes = self.config.stash[NOTES]
        packed = getattr(node, "workeroutput", {}).get("aug_notes")
        if packed is None:
            notes.whole = False
        else:
            notes.add(packed)

    def pytest_sessionfinish(self) -> None:
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["aug_notes"] = self.config.stash[NOTES].pack()
