"""How a snapshot came about: lines of its text that begin with ``# ``, decide nothing and explain a difference."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NOTE = "# "
"""No path begins so, as one with a space in it is quoted."""
MOST_TEXT = 2**16
"""Characters of one line; what is longer is left out, and so unknown."""
_UNPRINTED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, *range(0xD800, 0xE000))}
"""What ends a line for some readers, or cannot be written as UTF-8."""


@dataclass(frozen=True)
class Call:
    """One call of a pipeline: which, by what library, on what, and what was drawn, where it can say so."""

    pipeline: str
    library: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    """The first digits of the digest of each argument."""
    dtype: str = ""
    """Of the image; empty where there is none."""
    plan: Mapping[str, Any] | None = None
    steps: tuple[Mapping[str, Any], ...] = ()
    """For each step of the plan the digest of what it makes of a known image, and the primitives that it calls."""

    def to_json(self) -> dict[str, Any]:
        facts = {name: getattr(self, name) for name in ("pipeline", "library", "inputs", "dtype", "plan", "steps")}
        return {name: fact for name, fact in facts.items() if fact}

    @classmethod
    def from_json(cls, found: Any) -> Call:
        plan, steps, inputs = found.get("plan"), found.get("steps", ()), found.get("inputs", {})
        if not (plan is None or isinstance(plan, dict)) or not isinstance(inputs, dict):
            raise ValueError("a call tells of a plan and of inputs")
        known = tuple(step for step in steps if isinstance(step, dict))
        texts = [str(found.get(name, "")) for name in ("pipeline", "library", "dtype")]
        return cls(texts[0], texts[1], {str(key): str(inputs[key]) for key in inputs}, texts[2], plan, known)


@dataclass(frozen=True)
class Provenance:
    """What is known of the run that wrote a snapshot; empty for those of earlier releases."""

    versions: Mapping[str, str] = field(default_factory=dict)
    machine: Mapping[str, str] = field(default_factory=dict)
    tree: str = ""
    """The commit of the project's tree, and what in it was not committed."""
    calls: tuple[Call, ...] = ()
    more_calls: int = 0
    """How many calls there were beside those that are told of."""
    primitives: Mapping[str, str] = field(default_factory=dict)
    """The first digits of the digest of known answers of what was in use, by the primitive's name."""

    @property
    def known(self) -> bool:
        return bool(self.versions)

    def lines(self) -> list[str]:
        """The lines of a snapshot's text, in a fixed order; what is unknown has none."""
        facts: list[tuple[str, Any]] = [
            ("versions", dict(self.versions)),
            ("machine", dict(self.machine)),
            ("tree", self.tree),
            *(("call", call.to_json()) for call in self.calls),
            ("more calls", self.more_calls),
            ("primitives", dict(self.primitives)),
        ]
        return [line for name, fact in facts if fact and len(line := _line(name, fact)) <= MOST_TEXT]


def _line(name: str, fact: Any) -> str:
    return f"{NOTE}{name}: {json.dumps(fact, ensure_ascii=False, sort_keys=False).translate(_UNPRINTED)}"


def parse(lines: Iterable[str]) -> Provenance:
    """Read what ``lines`` wrote, and pass over what a later release may add; ValueError for a line that is damaged."""
    facts: dict[str, Any] = {}
    calls: list[Call] = []
    for line in (line for line in lines if line.startswith(NOTE)):
        name, _, text = line.removeprefix(NOTE).partition(": ")
        try:
            fact = json.loads(text)
            if name == "call":
                calls.append(Call.from_json(fact))
            else:
                facts[name] = fact
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise ValueError(f"is damaged where it tells how it came about ({name[:20]})") from None
    more = facts.get("more calls", 0)
    return Provenance(
        versions=_texts(facts.get("versions")),
        machine=_texts(facts.get("machine")),
        tree=str(facts.get("tree", "")),
        calls=tuple(calls),
        more_calls=more if isinstance(more, int) else 0,
        primitives=_texts(facts.get("primitives")),
    )


def _texts(fact: Any) -> dict[str, str]:
    return {str(key): str(fact[key]) for key in fact} if isinstance(fact, dict) else {}
