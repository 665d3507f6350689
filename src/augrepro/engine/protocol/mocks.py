"""Mocks of ``unittest.mock``, which tests put in the place of methods or transforms to see how they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..targets.geometry import Array


def is_mock(found: Any) -> bool:
    """True for a mock, and for what a call of one returns unless the test says otherwise."""
    module = sys.modules.get("unittest.mock")  # which whoever made one has imported
    return module is not None and isinstance(found, module.NonCallableMock)


def stacked(found: Sequence[Array]) -> Array:
    """What a method made of each array of a target, in one array; of mocks, the first."""
    return found[0] if found and is_mock(found[0]) else np.stack(found)
