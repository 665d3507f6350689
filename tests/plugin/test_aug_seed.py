"""Where the seed comes from, and how a failure tells it."""

import re

import pytest

PRINTS = "def test_it(aug_seed):\n    assert aug_seed == -1\n"


def seeds(result):
    return set(re.findall(r"seed (\d+) \(repeat", result.stdout.str()))


def test_marker_before_option_before_ini_before_default(project):
    project.write(test_a=PRINTS + "@pytest.mark.aug_seed(7)\ndef test_marked(aug_seed):\n    assert aug_seed == 7\n")
    assert seeds(project.run()) == {"137"}
    project.pytester.makepyprojecttoml("[tool.pytest]\nstrict = true\naug_seed = 5\n")
    assert seeds(project.run()) == {"5"}
    result = project.run("--aug-seed", "6")
    assert seeds(result) == {"6"}
    result.assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize("arguments", [[], ["-n2"], ["-p", "no:randomly"]], ids=str)
def test_header_is_one_short_line(project, arguments):
    project.write(test_a="def test_ok(): pass\n")
    project.run(*arguments).stdout.fnmatch_lines(["augrepro: seed 137, snapshots/ (compare)"])


@pytest.mark.parametrize("arguments", [[], ["-q"], ["-n2"], ["-q", "-n2"], ["-p", "no:randomly"]], ids=str)
def test_failure_tells_seed_and_command(project, arguments):
    project.write(test_a=PRINTS)
    result = project.run("--aug-seed", "9", *arguments)
    result.stdout.fnmatch_lines(["*- augrepro -*", "seed 9 (repeat: pytest test_a.py::test_it --aug-seed 9)"])


def test_failure_of_a_test_without_our_fixtures_is_left_alone(project):
    project.write(test_a="def test_it():\n    assert 0\n")
    project.run("-q").stdout.no_fnmatch_line("*repeat:*")


def test_random_seed_is_printed_and_the_same_on_all_workers(project):
    project.write(test_a="@pytest.mark.parametrize('i', range(4))\n" + PRINTS.replace("aug_seed)", "aug_seed, i)"))
    result = project.run("--aug-seed", "random", "-n2")
    (seed,) = seeds(result)
    result.stdout.fnmatch_lines([f"augrepro: seed {seed}, *"])


@pytest.mark.parametrize("arguments", [[], ["-o", "aug_seed=random"]], ids=str)
def test_an_ini_seed_may_be_random_too(project, arguments):
    seed = '"random"' if not arguments else "7"
    project.pytester.makepyprojecttoml(f"[tool.pytest]\naug_seed = {seed}\n")
    project.write(test_a=PRINTS)
    found = {*seeds(project.run(*arguments)), *seeds(project.run(*arguments))}
    assert len(found) == 2


@pytest.mark.parametrize("word", ["abc", "-1", "1.5", str(2**64)])
def test_bad_seed_is_a_usage_error(project, word):
    result = project.run("--aug-seed", word) if word != "-1" else project.run("--aug-seed=-1")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*a seed is a whole number from 0 to 2*64 - 1, or the word random, got '{word}'"])


@pytest.mark.parametrize("argument", ["", "'x'", "-1", "1, 2", "True"])
def test_bad_seed_marker_is_one_error(project, argument):
    project.write(test_a=f"@pytest.mark.aug_seed({argument})\ndef test_it(aug_seed): pass\n")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["test_a.py::test_it: *seed*"])


def test_pytest_with_negative_ini_seed_refuses(project):
    project.pytester.makepyprojecttoml("[tool.pytest]\naug_seed = -5\n")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*aug_seed: a seed is a whole number*"])


def test_pytest_with_an_ini_seed_of_text_says_what_a_seed_is(project):
    project.write(test_a=PRINTS)
    result = project.run("-o", "aug_seed=xyz")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*aug_seed: a seed is a whole number*xyz*"])
