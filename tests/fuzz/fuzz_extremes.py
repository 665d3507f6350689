"""Plans of one step with one number at an extreme, or one list cut or made longer: refused, or replayed soon."""

from __future__ import annotations

import copy
import time
from typing import Any

from fuzz_judge import unclear
from fuzz_mutations import places
from fuzz_plans import CORPUS, replayed
from fuzz_values import Rng

import augrepro as A
from augrepro.engine.declare.errors import PlanError

NUMBERS = (0, -1, 0.5, 300, 10**9, -(10**9), 2**31 - 1, 1e-9, 1e12, -1e12)
SOON = 10.0
"""Seconds of the processor that one small image may take."""
STEPS: dict[str, list[dict[str, Any]]] = {}
"""Plans of one step, by its op."""
for found in CORPUS:
    for step in found["steps"]:
        STEPS.setdefault(step["op"], []).append({**found, "steps": [step]})


def case(rng: Rng) -> str | None:
    """What is wrong with one plan, or None."""
    plans = STEPS[sorted(STEPS)[rng.integers(len(STEPS))]]
    data = copy.deepcopy(plans[rng.integers(len(plans))])
    numbers = [(holder, key) for holder, key in places(data["steps"][0]) if isinstance(holder[key], (int, float, list))]
    if numbers:
        holder, key = numbers[rng.integers(len(numbers))]
        holder[key] = extreme(rng, holder[key])
    start = time.process_time()
    try:
        plan = A.Plan.from_dict(data)
    except Exception as error:
        return unclear(error, lambda line: True, (PlanError,))
    wrong, taken = replayed(rng, plan), time.process_time() - start
    return wrong or (f"{taken:.0f} s for {str(plan.ops)[:300]}" if taken > SOON else None)


def extreme(rng: Rng, old: Any) -> Any:
    """A number far from the old one, or a list of another length."""
    if isinstance(old, list):
        return ([], old[:-1], old + old[-1:], old[::-1], old * 50)[rng.integers(5)]
    return NUMBERS[rng.integers(len(NUMBERS))]
