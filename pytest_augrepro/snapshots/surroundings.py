"""Where a run takes place: versions, what this machine computes with, and the state of the project's tree."""

from __future__ import annotations

import functools
import platform
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import cv2
import numpy as np

LOADED = ("torch", "torchvision", "albumentations", "kornia", "monai", "torchio", "imgaug", "scipy", "skimage", "PIL")
"""Modules whose versions are told where the run has loaded them."""
_CODECS = re.compile(r"^ +(JPEG|PNG|TIFF|WEBP): +(.+?) *$", re.M)


def versions() -> dict[str, str]:
    """The versions of what may decide about pixels and draws, of what is in use alone."""
    found = {"python": platform.python_version(), "augrepro": _installed("augrepro"), "numpy": np.__version__}
    found["opencv"] = cv2.__version__
    for name in LOADED:
        version = getattr(sys.modules.get(name), "__version__", None)
        if isinstance(version, str):
            found[name] = version
    return {name: version for name, version in found.items() if version}


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@functools.cache
def _codecs() -> dict[str, str]:
    return {name.lower(): words for name, words in _CODECS.findall(cv2.getBuildInformation())}


def machine() -> dict[str, str]:
    """What this machine computes with: architecture, the CPU features in use, and OpenCV's codecs."""
    optimized = cv2.useOptimized()
    return {
        "architecture": f"{platform.machine()} {platform.system()}",
        "OpenCV's CPU features": cv2.getCPUFeaturesLine() if optimized else "none (cv2.setUseOptimized(False))",
        "NumPy's CPU features": " ".join(_numpy_features()),
        **{f"OpenCV's {name}": words for name, words in _codecs().items()},
    }


def _numpy_features() -> list[str]:
    core: Any = getattr(np, "_core", None) or getattr(np, "core", None)
    features: dict[str, bool] = getattr(getattr(core, "_multiarray_umath", None), "__cpu_features__", {})
    return [name for name, on in features.items() if on]


@functools.cache
def tree(root: Path, snapshots: Path) -> str:
    """The commit of a project and what is not committed, beside snapshots; empty where git cannot tell."""
    commit = _git(root, "rev-parse", "--short=12", "HEAD")
    status = _git(root, "status", "--porcelain=v1", "--", ".", f":(exclude){snapshots}")
    if status is None:
        return ""
    changed = [line[3:] for line in status.splitlines()]
    if not changed:
        return commit.strip() if commit else "no commit yet"
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{commit.strip() if commit else 'no commit yet'}, not committed: {', '.join(changed[:3])}{more}"


def _git(root: Path, *words: str) -> str | None:
    """What git says, or None: it may be missing, slow, or no tree of its may be here."""
    command = ["git", "--no-optional-locks", "-C", str(root), *words]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=10,
            check=False,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
