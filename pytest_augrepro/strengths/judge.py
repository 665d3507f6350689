"""Two recordings, row by row: what was seen of each, and a verdict in words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..common.hints import nearest
from .chance import (
    FEWEST,
    SLACK,
    means_differ,
    moments,
    ranks_disagree,
    reaches_differ,
    scale_of,
    shares_differ,
    spreads_differ,
)
from .ranks import share_of_pairs_above
from .record import FORMAT
from .sight import smallest_mean, smallest_share, words_of_sight

MOST_BYTES = 64 * 2**20
FIRING_SIGMAS = 4.0
STRENGTHS = ("change", "displacement", "change of size")
"""Numbers that are 0 where nothing happens, so that their ratio says how strong one is against the other."""
LEAST = {"border as dark as can be": 0.005, "shift x": 0.05, "shift y": 0.05}
"""The smallest difference that counts, of numbers that are mostly 0: a share of the border, pixels."""
LEAST_MOVE = 1e-3
"""The same of rows of boxes and points, in pixels; of shares, as of an image of a thousand pixels."""
SHARES_UP_TO = 1.5
ALIKE = "alike"
COUNTS = ("unchanged", "most frequent result")


@dataclass(frozen=True)
class Row:
    """One thing that was compared, by its name, as the old pipeline had it and as the new one has it."""

    name: str
    old: str
    new: str
    verdict: str
    allowed: bool = False

    @property
    def red(self) -> bool:
        """True where the pipelines differ and nobody said that they may."""
        return self.verdict != ALIKE and not self.allowed


@dataclass(frozen=True)
class Comparison:
    """All rows; true where none is red."""

    rows: tuple[Row, ...]
    note: str = ""
    """What else is not the same, and may be why rows differ."""
    sight: str = ""
    """How large a change must be to be seen."""

    def __bool__(self) -> bool:
        return not self.red

    @property
    def red(self) -> list[Row]:
        """The rows by which the pipelines differ."""
        return [row for row in self.rows if row.red]

    def __str__(self) -> str:
        return self.table(self.rows)

    def table(self, rows: Collection[Row]) -> str:
        """Rows as lines of text, and a last line that sums up."""
        shown = [("", "old", "new", "verdict"), *((row.name, row.old, row.new, _verdict(row)) for row in rows)]
        wide = [max(len(line[i]) for line in shown) for i in range(3)]
        lines = ["  ".join((*(cell.ljust(w) for cell, w in zip(line, wide, strict=False)), line[3])) for line in shown]
        said = [self.summary(), "" if self.red else self.sight, self.note]
        return "\n".join([*(line.rstrip() for line in lines), *filter(None, said)])

    def summary(self) -> str:
        """How many rows differ."""
        allowed = sum(row.allowed and row.verdict != ALIKE for row in self.rows)
        more = f", {allowed} allowed to" if allowed else ""
        return f"{len(self.rows)} compared: {len(self.red)} differ{more}"

    def check(self) -> None:
        """AssertionError with the rows that are red."""
        if self.red:
            raise AssertionError(f"the new pipeline is not the old one:\n{self.table(self.red)}")


def _verdict(row: Row) -> str:
    return f"{row.verdict} (allowed)" if row.allowed and row.verdict != ALIKE else row.verdict


def compare_recordings(
    old: Mapping[str, Any], new: Mapping[str, Any], *, allow: Collection[str] = (), slack: float = SLACK
) -> Comparison:
    """What two recordings of one sample say of their pipelines, row by row.

    ``allow`` names rows that may differ, ``"image: detail"``, or all of a part, ``"image"``. ``slack`` is the share of
    a number's size that may differ besides chance.
    """
    allow = (allow,) if isinstance(allow, str) else allow
    rows = [*_facts(old, new), *_firing(old, new), *_turned(old, new), *_series(old, new, slack)]
    known = {name for row in rows for name in (row.name, row.name.partition(": ")[0])}
    for name in allow:
        if name not in known:
            raise ValueError(f"allow: there is no row {name!r}; {nearest(name, known)}")
    may = {row.name for row in rows if {row.name, row.name.partition(": ")[0]} & set(allow)}
    judged = tuple(Row(row.name, row.old, row.new, row.verdict, row.name in may) for row in rows)
    return Comparison(judged, _exactness(old, new), _sight(old, new, slack))


def _exactness(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """That two pipelines are not meant to be exact alike; empty where they are, or where one does not say."""
    then, now = (str(recording.get("exactness", "")) for recording in (old, new))
    words = f"old ran with exactness={then}, new with exactness={now}: the bits of equal draws may differ"
    return words if then and now and then != now else ""


def _facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Row]:
    """Keys, containers, dtypes and axes: each must be as frequent."""
    rows = []
    for name in {**old["facts"], **new["facts"]}:
        one, two = (recording["facts"].get(name, {"no such key": recording["n"]}) for recording in (old, new))
        alike = _row_as_list if any(word in name.lower() for word in ("box", "point")) else str
        was, now = ({alike(fact): 0 for fact in side} for side in (one, two))
        for found, side in ((was, one), (now, two)):
            for fact, count in side.items():
                found[alike(fact)] += count
        shown = {alike(fact): fact for fact in {**one, **two}}
        differ = [
            shown[fact]
            for fact in {**was, **now}
            if shares_differ(was.get(fact, 0), old["n"], now.get(fact, 0), new["n"])
        ]
        verdict = ALIKE
        if differ:
            lost = [fact for fact in differ if fact not in two]
            extra = [fact for fact in differ if fact not in one]
            words = [f"no longer {fact}" for fact in lost] + [f"now {fact}" for fact in extra]
            verdict = "differs: " + ("; ".join(words) or "as often no more")
        rows.append(Row(f"{name}: form", _counted(one), _counted(two), verdict))
    return rows


def _row_as_list(fact: str) -> str:
    """Rows of boxes and points are read alike whether they are tuples or lists; what holds them is not."""
    outer, of, inner = fact.partition(" of ")
    return f"{outer}{of}{inner.replace('tuple of ', 'list of ')}"


def _counted(facts: Mapping[str, int]) -> str:
    if len(facts) == 1:
        return next(iter(facts))
    shown = sorted(facts.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{fact} ({count})" for fact, count in shown[:3]) + (", ..." if len(shown) > 3 else "")


def _firing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Row]:
    """How often nothing changed, and how often the commonest result came: behind a Normalize that of the calls at rest.

    These two are asked by fewer sigmas than the many numbers are.
    """
    rows = []
    n, m = old["n"], new["n"]
    for key in COUNTS:
        one, two = old[key], new[key]
        verdict = ALIKE
        if shares_differ(one, n, two, m, FIRING_SIGMAS):
            verdict = f"differs: transforms fire {'more' if two / m < one / n else 'less'} often"
        rows.append(Row(f"firing: {key}", f"{one / n:.0%} of calls", f"{two / m:.0%} of calls", verdict))
    return rows


def _turned(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Row]:
    """How often an image comes out most like each of the eight ways to turn and mirror the one given."""
    rows = []
    both = old.get("turned", {}), new.get("turned", {})
    for name in (name for name in both[0] if name in both[1]):
        (one, n), (two, m) = (({**_groups(side[name]), **side[name]}, sum(side[name].values())) for side in both)
        differ = [way for way in {**one, **two} if shares_differ(one.get(way, 0), n, two.get(way, 0), m)]
        words = [f"{way} {'more' if two.get(way, 0) / m > one.get(way, 0) / n else 'less'} often" for way in differ]
        verdict = f"differs: {'; '.join(words)}" if words else ALIKE
        rows.append(Row(f"{name}: way", _counted(both[0][name]), _counted(both[1][name]), verdict))
    return rows


def _groups(ways: Mapping[str, int]) -> dict[str, int]:
    """Counts of four ways together, which tell more than those of each do."""
    sideways = sum(count for way, count in ways.items() if way.endswith((" 90", " 270")))
    return {
        "mirrored": sum(count for way, count in ways.items() if way.startswith("mirrored")),
        "on its side": sideways,
    }


def _least(name: str, old: Mapping[str, Any]) -> float:
    """The smallest difference that counts in a series."""
    part, _, what = name.partition(": ")
    x = [abs(number) for number in old["series"].get(f"{part}: x", ()) if number is not None]
    if not x or what == "count":
        return LEAST.get(what, 0.0)
    return LEAST_MOVE if max(x) > SHARES_UP_TO else LEAST_MOVE / 1000


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Each series that both have, as far as it could be measured."""
    for name in old["series"]:
        if name in new["series"]:
            both = [np.array([math_nan(x) for x in recording["series"][name]]) for recording in (old, new)]
            one, two = (values[np.isfinite(values)] for values in both)
            yield name, one, two


def _sight(old: Mapping[str, Any], new: Mapping[str, Any], slack: float) -> str:
    """How large a change must be for these many calls to show it."""
    n, m = old["n"], new["n"]
    shares = [(f"firing: {key}", smallest_share(old[key], n, new[key], m, FIRING_SIGMAS)) for key in COUNTS[:1]]
    means = [
        (name, smallest_mean(one, two, slack, _least(name, old)), scale_of(one, two))
        for name, one, two in _both(old, new)
        if min(len(one), len(two)) >= FEWEST
    ]
    return words_of_sight(n, m, shares, means)


def _series(old: Mapping[str, Any], new: Mapping[str, Any], slack: float) -> list[Row]:
    rows = []
    for name, one, two in _both(old, new):
        if shares_differ(len(one), old["n"], len(two), new["n"]):
            verdict = f"differs: measurable in {len(one)} and {len(two)} calls"
            rows.append(Row(name, _shown(one), _shown(two), verdict))
        elif min(len(one), len(two)) >= FEWEST:
            rows.append(Row(name, _shown(one), _shown(two), _words(name, one, two, slack, _least(name, old))))
    return rows


def math_nan(number: Any) -> float:
    """A number of a series, NaN where there was none."""
    return float("nan") if number is None else float(number)


def _shown(values: Any) -> str:
    return f"{values.mean():.4g} ± {values.std():.3g}" if len(values) else "none"


def _words(name: str, one: Any, two: Any, slack: float, least: float) -> str:
    """How the new series differs from the old one."""
    (mean, spread), (other, scatter) = moments(one), moments(two)
    if means_differ(one, two, slack, least):
        if name.partition(": ")[2] in STRENGTHS and min(mean, other) > 0:
            ratio = max(mean, other) / min(mean, other)
            return f"differs: {ratio:.2g} times as {'strong' if other > mean else 'weak'}"
        more = f", {other / mean:.2g} times" if min(mean, other) > 0 and not 0.8 < other / mean < 1.25 else ""
        return f"differs: {'higher' if other > mean else 'lower'} by {abs(other - mean):.3g}{more}"
    if spreads_differ(one, two, slack, least):
        return f"differs: {'wider' if scatter > spread else 'narrower'} spread"
    if ranks_disagree(one, two, slack, least):
        return f"differs: higher in {share_of_pairs_above(two, one):.0%} of pairs of calls"
    if reaches_differ(one, two, slack, least):
        return f"differs: mostly {_reach(two)} against {_reach(one)}"
    return ALIKE


def _reach(values: Any) -> str:
    """Where nine tenths of a series lie."""
    low, high = np.quantile(values, (0.05, 0.95))
    return f"{low:.4g} to {high:.4g}"


def read_recording(path: str | Path) -> dict[str, Any]:
    """The recording in a JSON file; ValueError says what is wrong with one that is none."""
    place = Path(path)
    if place.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path}: more than the {MOST_BYTES} bytes that a recording may have")
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{path}: not JSON ({error})") from None
    return checked(data, str(path))


def checked(data: Any, where: str) -> dict[str, Any]:
    """A recording whose every part is of its kind."""
    if not isinstance(data, dict) or data.get("strengths") != FORMAT:
        raise ValueError(f'{where}: a recording is an object with "strengths": {FORMAT}, as record() makes it')
    n: Any = data.get("n")
    facts: Any = data.get("facts")
    turned: Any = data.get("turned", {})  # recordings of earlier releases have none
    series: Any = data.get("series")
    good = type(n) is int and n > 0 and all(type(data.get(key)) is int for key in COUNTS)
    good = good and all(isinstance(each, dict) for each in (facts, turned, series))
    tables = [*facts.values(), *turned.values()] if good else []
    good = good and all(isinstance(one, dict) and all(type(k) is int and k > 0 for k in one.values()) for one in tables)
    good = good and all(
        isinstance(one, list) and len(one) == n and all(x is None or type(x) in (int, float) for x in one)
        for one in series.values()
    )
    if not good:
        raise ValueError(f"{where}: a recording has n, facts (counts), series (n numbers each), a most frequent result")
    return data
