"""A generator of the test's own."""

import re

TESTS = """\
@pytest.mark.parametrize("i", range(4))
def test_draw(aug_rng, i):
    np.random.random(i)
    print("drew", i, aug_rng.integers(10**9))
"""


def drawn(result):
    result.assert_outcomes(passed=len(re.findall(r"^drew", result.stdout.str(), re.M)))
    return dict(re.findall(r"^drew (\d) (\d+)", result.stdout.str(), re.M))


def test_same_values_alone_shuffled_and_across_workers(project):
    project.write(test_a=TESTS)
    together = drawn(project.run("-rP", "-p", "no:randomly"))
    assert len(set(together.values())) == 4
    assert drawn(project.run("-rP", "-p", "randomly", "-p", "no:cacheprovider")) == together
    assert drawn(project.run("-rP", "-n2")) == together
    assert drawn(project.run("-rP", "test_a.py::test_draw[2]")) == {"2": together["2"]}
    assert drawn(project.run("-rP", "--aug-seed", "1")) != together
