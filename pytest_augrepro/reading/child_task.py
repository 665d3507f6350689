"""What one child process of a check is to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .job import Job
from .process import ChildKind


@dataclass(frozen=True)
class ChildTask:
    """Readings that one child does, by name."""

    kind: ChildKind
    jobs: Mapping[str, Job]
    environment: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = False
    """Whether they mean nothing but in a fresh process."""
