"""Why a result differs from its snapshot: another input, other draws, a library that moved, or code that changed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import drawn, modes, pipelines, steps, surroundings
from .calls import Seen
from .provenance import Call, Provenance
from .stored import moved_primitives

DRIFT, REGRESSION, INPUT = "drift", "regression", "input drift"
_DREW = re.compile(r"((?:call \d+: )?)([\w.]+?)(\[\d+\])? drew (.*)")
_MOST = 6
PIXELS = ("image", "images", "volume", "volumes")
"""Of these a draw knows the size alone."""


@dataclass
class Cause:
    """The verdict on a difference, and the lines that say it; empty for a snapshot whose origin is unknown."""

    verdict: str = ""
    lines: list[str] = field(default_factory=list)


def cause(stored: Provenance, seen: list[Seen]) -> Cause:
    """Compare how a snapshot came about with how this result did.

    Drift explains a step only where a primitive that it calls has moved; all else that moved is a regression, whatever
    else drifts beside it.
    """
    if not stored.known:
        return Cause()
    moved, calls = moved_primitives(dict(stored.primitives)), [each.call for each in seen]
    moved, elsewhere = in_use(moved, stored)
    inputs = list(_inputs(stored.calls, calls))
    changed = list(_pipelines(stored.calls, calls))
    words = getattr(sys.modules.get("augrepro"), "plan_changes", None)
    draws = drawn.moved([call.plan for call in stored.calls], [call.plan for call in calls], words)
    draws = list(without_constants(draws, changed, calls))
    drifted, broken, unseen = _steps(stored, seen, moved)
    freer = _exactness(stored.calls, calls) or "and the primitives below it hold"
    lines = [f"{INPUT}: {inputs[0]}", *inputs[1:]] if inputs else []
    found: list[str] = []
    follow = not changed and bool(inputs) and _follow_inputs(stored.calls, calls)
    if changed:
        found.append(f"the pipeline is another: {changed[0]}")
        found += changed[1:]
    if draws and follow:
        lines += [f"the draws moved with it: {draws[0]}", *draws[1:]]
    elif draws:
        found += [f"the draws moved: {draws[0]}", *draws[1:]]
    found += [f"{where} makes other pixels of the same draw, {freer}" for where in broken]
    if found:
        lines += [f"{REGRESSION}: {found[0]}", *found[1:]]
        lines += [f"beside it {each}" for each in _drift(stored, moved, drifted) if drifted]
        return Cause(REGRESSION, lines)
    if inputs and not drifted:
        return Cause(INPUT, lines)
    if drifted or moved:
        return Cause(DRIFT, [*lines, *(f"{DRIFT}: {each}" for each in _drift(stored, moved, drifted))])
    beside = f"; {_listed(elsewhere)} answers otherwise here, in modes that no step uses" if elsewhere else ""
    return Cause(REGRESSION, [*lines, f"{REGRESSION}: {_unexplained(calls, unseen)}{beside}"])


def in_use(moved: Sequence[str], stored: Provenance) -> tuple[list[str], list[str]]:
    """Of the primitives that moved, those that may explain a difference, and functions in modes that no step uses.

    A function as a whole stands for all its modes; where those in use by the steps are known, they answer for it.
    """
    by_modes = {name.partition(" ")[0] for name in stored.primitives if modes.is_known(name)}
    elsewhere = [name for name in moved if name in by_modes]
    return [name for name in moved if name not in by_modes], elsewhere


def _unexplained(calls: list[Call], unseen: list[str]) -> str:
    if not any(call.plan for call in calls):
        return "the primitives in use hold; no pipeline told what it drew"
    if unseen:
        return f"equal draws, and the primitives in use hold; look at {', '.join(unseen)}"
    return "equal draws, and each step by itself gives what it gave; look at the code around the pipeline"


def _inputs(old: Sequence[Call], new: Sequence[Call]) -> Iterator[str]:
    """The arguments of calls that are not those of the snapshot."""
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        names = [name for name, digest in other.inputs.items() if one.inputs.get(name, digest) != digest]
        if names:
            which = f"call {at + 1} of the pipeline" if len(new) > 1 else "the pipeline"
            yield f"{which} was given another {', '.join(names)} than when the snapshot was written"
            return


def _exactness(old: Sequence[Call], new: Sequence[Call]) -> str:
    """How far the bits of the snapshot were to hold, and how far those of this run are, where that is not the same."""
    for one, other in zip(old, new, strict=False):
        then, now = ((call.plan or {}).get("exactness", "exact") for call in (one, other))
        if then != now:
            return f"run with exactness={now}, snapshot has {then}"
    return ""


def _follow_inputs(old: Sequence[Call], new: Sequence[Call]) -> bool:
    """Whether draws may have followed the inputs: of another size, or of boxes and the like that a draw looks at."""
    for one, other in zip(old, new, strict=False):
        others = [name for name in other.inputs if one.inputs.get(name) != other.inputs[name]]
        sized = (one.plan or {}).get("shape") != (other.plan or {}).get("shape")
        if not sized and not any(name not in PIXELS for name in others) and one.plan != other.plan:
            return False
    return len(old) == len(new)


def without_constants(draws: Sequence[str], changed: Sequence[str], calls: Sequence[Call]) -> Iterator[str]:
    """The draws without arguments that are told as changed; of an argument that acts as it is given: that it is so."""
    given = {name: value for call in calls for name, value in pipelines.constants(call.pipeline).items()}
    for line in draws:
        match = _DREW.fullmatch(line)
        if match is None or match[2] not in given:
            yield line
        elif not any(each.startswith(f"{match[2]} is ") for each in changed):
            fixed = match[4].startswith(f"{given[match[2]]},")
            yield f"{match[1]}{match[2]}{match[3] or ''} is {match[4]}" if fixed else line


def _pipelines(old: Sequence[Call], new: Sequence[Call]) -> Iterator[str]:
    """Where a pipeline or its library says something else of itself."""
    told: set[str] = set()
    for one, other in zip(old, new, strict=False):
        for line in pipelines.changes(one.pipeline, other.pipeline):
            if line not in told and len(told) < _MOST:
                told.add(line)
                yield line


def _steps(stored: Provenance, seen: list[Seen], moved: list[str]) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Steps that moved by themselves: by primitives that moved, without any, and those that cannot be looked at."""
    drifted: dict[str, list[str]] = {}
    broken: list[str] = []
    unseen: list[str] = []
    for call, each, now in zip(stored.calls, seen, steps.of_calls(seen), strict=False):
        if call.dtype != each.call.dtype:
            continue
        for one, step, facts in _alike(call, each.call, now):
            where = drawn.where(step)
            old, new = str(one.get("digest", "")), facts["digest"]
            if not old or not new:
                unseen.append(where)
            elif old != new:
                uses = {*map(str, one.get("uses", ())), *facts["uses"]}
                below = [name for name in moved if name in uses]
                if below:
                    drifted[where] = below
                else:
                    broken.append(where)
    return drifted, list(dict.fromkeys(broken)), list(dict.fromkeys(unseen))


def _alike(old: Call, new: Call, now: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, Any, Mapping[str, Any]]]:
    """The facts then and now of the steps that both plans have at one place, drawn alike and on images of one form."""
    before, after = ((call.plan or {}).get("steps", ()) for call in (old, new))
    for one, other, then, facts in zip(before, after, old.steps, now, strict=False):
        if one == other and then.get("on") == facts["on"]:
            yield then, other, facts


def _drift(stored: Provenance, moved: list[str], drifted: Mapping[str, list[str]]) -> list[str]:
    """Which primitives moved, by what, and which steps call them."""
    relevant = [name for name in moved if not drifted or any(name in names for names in drifted.values())]
    steps_told = f"; equal draws, {', '.join(drifted)} moved by it" if drifted else ""
    return [f"{_listed(relevant)} answers otherwise here: {_reason(stored, relevant)}{steps_told}"]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _library(primitive: str) -> str:
    return "torch" if primitive == "torch" else "numpy" if primitive.startswith("NumPy") else "opencv"


def _reason(stored: Provenance, primitives: list[str]) -> str:
    """What differs between the environments: a version, else a codec or CPU features, else neither."""
    versions, machine, reasons = surroundings.versions(), surroundings.machine(), []
    for library in dict.fromkeys(map(_library, primitives)):
        then, now = stored.versions.get(library, "?"), versions.get(library, "?")
        if then != now:
            reasons.append(f"written with {library} {then}, this run has {now}")
            continue
        label = {"opencv": "OpenCV's", "numpy": "NumPy's"}.get(library, "")
        codecs = {f"OpenCV's {name.split()[0].lower()}" for name in primitives if name.endswith(" codec")}
        keys = [key for key in machine if key in codecs or key == f"{label} CPU features" or key == "architecture"]
        reasons += [
            f"{library} {now} both times, {key} were {_short(stored.machine[key], machine[key])}"
            for key in keys
            if stored.machine.get(key, machine[key]) != machine[key]
        ]
    return "; ".join(reasons) or "the same versions and CPU features, so another build or setting of them"


def _short(then: str, now: str) -> str:
    """Two lists of words by what they do not share."""
    one, other = then.split(), now.split()
    gone, new = [word for word in one if word not in other], [word for word in other if word not in one]
    if len(one) < 4:
        return f"{then}, here {now}"
    return ", ".join(
        [*(f"with {' '.join(gone)}" for _ in [0] if gone), *(f"without {' '.join(new)}" for _ in [0] if new)]
    )
