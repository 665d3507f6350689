"""Processes for the tests of samples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from forks import Forks


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where processes come from that start with nothing but torch and the library."""
    made = Forks({"OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"})
    yield made
    made.close()
