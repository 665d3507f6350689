"""How two series of strengths are told apart: what chance does is green, and what is planted red, by its statistic."""

import numpy as np
import pytest

from pytest_augrepro.strengths.chance import disagreements
from pytest_augrepro.strengths.ranks import chance_of_as_many, ranks_differ, reach_differs, share_of_pairs_above

SERIES = {
    "evenly from 0": lambda rng, n: rng.uniform(0, 1, n),
    "evenly about 0": lambda rng, n: rng.uniform(-1, 1, n),
    "evenly from 1 to 2": lambda rng, n: rng.uniform(1, 2, n),
    "half at rest": lambda rng, n: rng.uniform(0, 1, n) * (rng.random(n) < 0.5),
    "normal about 10": lambda rng, n: 10 + rng.normal(size=n),
    "skewed": lambda rng, n: rng.lognormal(0, 1, n),
    "outliers": lambda rng, n: rng.uniform(0, 1, n) + (rng.random(n) < 0.01) * rng.normal(size=n) * 30,
    "whole numbers": lambda rng, n: rng.integers(0, 6, n).astype(float),
    "once in 300": lambda rng, n: (rng.random(n) < 1 / 300).astype(float),
    "always the same": lambda rng, n: np.full(n, 3.0),
}


def found(one, two):
    """The statistics by which two series differ."""
    return {text.partition(": ")[2].split()[0].strip(",") for text in disagreements({"x": one}, {"x": two})}


@pytest.mark.parametrize("name", SERIES)
def test_chance_alone_is_green(name):
    rng = np.random.default_rng(137)
    for n in (20, 100, 300):
        for _ in range(12):
            assert found(SERIES[name](rng, n), SERIES[name](rng, n)) == set()


@pytest.mark.parametrize("name", [name for name in SERIES if name not in ("once in 300", "always the same")])
def test_ranks_and_reach_are_red_as_seldom_as_designed(name):
    """At two standard errors chance is to be red in 4.6 % of all pairs by ranks, and by either end in 9.1 % at most."""
    rng, pairs = np.random.default_rng(5), 150
    series = [(SERIES[name](rng, 100), SERIES[name](rng, 100)) for _ in range(pairs)]
    assert sum(ranks_differ(*pair, 0.0, 2) for pair in series) < 0.046 * pairs + 3 * (0.046 * pairs) ** 0.5
    assert sum(reach_differs(*pair, 0.0, 0.0, 2) for pair in series) < 0.091 * pairs + 3 * (0.091 * pairs) ** 0.5


PLANTED = [
    ("evenly from 0", lambda x: 1.25 * x, 300, {"reach"}),
    ("evenly from 0", lambda x: 1.5 * x, 150, {"reach"}),
    ("evenly from 0", lambda x: 4.5 * x, 50, {"mean", "ranks", "reach"}),
    ("evenly about 0", lambda x: 1.5 * x, 300, {"spread", "reach"}),
    ("evenly from 1 to 2", lambda x: 1.25 * x, 100, {"mean", "ranks", "reach"}),
    ("half at rest", lambda x: 1.5 * x, 300, {"reach"}),
    ("half at rest", lambda x: 4.5 * x, 150, {"mean", "spread", "reach"}),
    ("normal about 10", lambda x: 10 + 2 * (x - 10), 300, {"spread", "reach"}),
    ("skewed", lambda x: 4.5 * x, 150, {"ranks"}),
    ("outliers", lambda x: 4.5 * x, 150, {"ranks", "reach"}),
    ("whole numbers", lambda x: np.minimum(x + 1, 5), 300, {"mean", "reach"}),
    ("always the same", lambda x: 1.05 * x, 20, {"mean", "ranks", "reach"}),
]


@pytest.mark.parametrize(("name", "change", "n", "statistics"), PLANTED)
def test_a_planted_change_is_red_by_its_statistic(name, change, n, statistics):
    rng = np.random.default_rng(137)
    for _ in range(4):
        one, two = SERIES[name](rng, n), change(SERIES[name](rng, n))
        assert statistics <= found(one, two)
        assert statistics <= found(two, one)


def test_what_the_slack_allows_is_green():
    rng = np.random.default_rng(137)
    for name in SERIES:
        one = SERIES[name](rng, 300)
        assert found(one, 1.009 * one) == set()
        assert found(1.009 * one, one) == set()


def test_an_end_counts_what_belongs_to_each():
    assert chance_of_as_many(0, 20, 100, 200) == 1
    assert chance_of_as_many(2, 2, 2, 4) == pytest.approx(1 / 6)
    assert chance_of_as_many(20, 20, 100, 200) < 1e-6
    one, two = np.arange(10.0), np.arange(10.0) + 5
    assert share_of_pairs_above(two, one) == pytest.approx(0.875)
    assert share_of_pairs_above(one, one) == 0.5
