"""docs/snapshots.md: its options and CI variables are those that there are, and its verdicts are those of the code."""

import re
from pathlib import Path

from pytest_augrepro.options import CI_VARIABLES, add_options
from pytest_augrepro.snapshots import cause, provenance

PAGE = (Path(__file__).parents[2] / "docs/snapshots.md").read_text(encoding="utf-8")


class Options:
    """Takes down the options instead of parsing them."""

    def __init__(self):
        self.names = set()

    def getgroup(self, *_):
        return self

    def addoption(self, name, **_):
        self.names.add(name)

    def addini(self, *_, **__):
        pass


def test_the_page_names_options_that_there_are():
    taken = Options()
    add_options(taken)
    named = set(re.findall(r"--aug-[a-z-]+", PAGE))
    assert named <= taken.names
    assert {"--aug-prune", "--aug-unused", "--aug-rename", "--aug-replace-variants", "--aug-update-in-ci"} <= named


def test_the_page_names_every_ci_variable():
    listed = PAGE.partition("It refuses in CI (")[2].partition(" is set)")[0]
    assert tuple(re.findall(r"`(\w+)`", listed)) == CI_VARIABLES


def test_the_page_names_every_verdict_and_every_line():
    for verdict in (cause.DRIFT, cause.REGRESSION, cause.INPUT):
        assert f"`{verdict}:" in PAGE
    made = provenance.Provenance({"a": "1"}, {"a": "1"}, "tree", (provenance.Call("p", "l"),), 0, {"a": "1"})
    names = {line.removeprefix("# ").partition(":")[0] for line in made.lines()}
    assert names == set(re.findall(r"^\| `(\w+)`", PAGE, re.M)) & names | {"machine"}
