"""Mocks of ``unittest.mock`` in the place of methods or transforms, which tests put there to see how they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np


def is_mock(found: Any) -> bool:
    """True for a mock, and for what a call of one returns unless the test says otherwise."""
    module = sys.modules.get("unittest.mock")  # which whoever made one has imported
    return module is not None and isinstance(found, module.NonCallableMock)


def stacked(found: Sequence[Any]) -> Any:
    """What a method made of each array of a target, in one array; of mocks, the first."""
    return found[0] if found and is_mock(found[0]) else np.stack(found)
