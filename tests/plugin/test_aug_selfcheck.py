"""--aug-selfcheck plants faults in the user's own dataset, and is red where one goes unseen."""

MARKER = "@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])\n"
KEPT = """\
from pytest_augrepro.checks.faults import FAULTS
for name in set(FAULTS) - {kept}:
    del FAULTS[name]
"""
"""A conftest that plants a few faults: that the law of each sees it, in these cells too, is held by test_faults.py."""
TEST = "import plugin_datasets\n\n" + MARKER + "def test_it(aug_cell):\n    aug_cell.check(plugin_datasets.Clean)\n"


def test_each_fault_is_listed_with_the_law_that_saw_it(project, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent), prepend=":")
    kept = {"EpochForgotten", "SeedIgnored", "GeneratorOnDataset", "SharedFile", "EpochInParent", "ClockOfTheDay"}
    project.write(conftest=KEPT.format(kept=kept), test_a=TEST)
    result = project.run("--aug-selfcheck", "-p", "no:randomly")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "planted Nothing: green (w0) - No fault: *",
            "planted EpochForgotten: red by epochs-distinct (w0) - *",
            "planted GeneratorOnDataset: red by workers-distinct, epochs-distinct (w2) - A generator made in *",
            "planted SharedFile: red by *handles-unshared* (w2) - *",
            "not planted in test_a.py::test_it, whose contract and cells cannot show them: *EpochInParent*",
        ]
    )
    planted = {line.split()[1].rstrip(":") for line in result.outlines if line.startswith("planted ")}
    assert planted == {"Nothing", *kept} - {"EpochInParent", "ClockOfTheDay"}


def test_missed_fault_is_red(project, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent), prepend=":")
    blind = """\
from dataclasses import replace
from pytest_augrepro.judging.laws import LAWS
LAWS["seed-sensitive"] = replace(LAWS["seed-sensitive"], judge=lambda law, evidence: iter(()))
"""
    blind += KEPT.format(kept={"SeedIgnored", "EpochForgotten"})
    project.write(conftest=blind, test_a=TEST.replace("[0, 2]", "[0]"))
    result = project.run("--aug-selfcheck")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*the laws missed what was planted:", "*SeedIgnored: not seen by any law; expected seed-sensitive"]
    )


def test_without_the_option_nothing_is_planted(project, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent), prepend=":")
    project.write(test_a=TEST.replace("[0, 2]", "[0]"))
    result = project.run()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("planted *")


def test_faults_are_those_of_the_contract_that_the_check_names(project, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.path.parent), prepend=":")
    kept = {"EpochForgotten", "ClockOfTheDay", "StridesDecide"}
    test = TEST.replace("[0, 2]", "[0]").replace("Clean)", 'Clean, contract="isolated")')
    project.write(conftest=KEPT.format(kept=kept), test_a=test)
    result = project.run("--aug-selfcheck")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["planted ClockOfTheDay: red by entropy-free (w0) - *"])
    planted = {line.split()[1].rstrip(":") for line in result.outlines if line.startswith("planted ")}
    assert planted == {"Nothing", "EpochForgotten", "ClockOfTheDay"}
