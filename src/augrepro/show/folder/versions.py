"""What a manifest says of the software and the machine that made it."""

from __future__ import annotations

import platform

import numpy as np

from ...engine.version import __version__
from ...kernels.version import OPENCV


def versions() -> dict[str, str]:
    """The packages that pixels depend on, with their versions."""
    return {"augrepro": __version__, "numpy": np.__version__, "opencv": OPENCV}


def machine() -> str:
    """The processor's architecture."""
    return platform.machine()
