"""The laws on maps made by hand: no process, no torch."""

from dataclasses import replace

import pytest

from pytest_augrepro.judging import laws
from pytest_augrepro.judging.judge import BROKEN, HELD, IDLE, LEFT, judge, reached
from pytest_augrepro.judging.patterns import overlap_of, period_of, recognised, shift_of
from pytest_augrepro.judging.stream import Census, Comparison, Evidence, Failed, Stream, Visit


def stream(
    cell=lambda run, index: f"{run}{index}",
    probe=lambda run, worker, k: f"{run}{worker}{k}",
    runs=2,
    length=6,
    workers=1,
):
    """A reading whose digests are given by two functions."""
    visits = []
    for run in range(runs):
        visits += [Visit(run, i, i, i % workers, cell(run, i), {"image": cell(run, i)}) for i in range(length)]
        visits += [
            Visit(run, 0, 0, worker, probe(run, worker, k), {}, probe=True)
            for worker in range(workers)
            for k in range(16)
        ]
    return Stream(tuple(f"epoch {run}" for run in range(runs)), tuple(visits), length)


def evidence(first=None, **changes):
    first = stream() if first is None else first
    other = stream(lambda run, i: f"other{run}{i}", lambda run, w, k: f"other{run}{w}{k}")
    return Evidence(**{"first": first, "rerun": first, "other": other, "census": Census(), "batch_size": 4, **changes})


def outcomes(found, contract="stream"):
    return {finding.law: finding.outcome for finding in judge(found, contract)}


def test_good_evidence_holds():
    assert set(outcomes(evidence()).values()) <= {HELD, IDLE}
    assert reached(judge(evidence(), "stream")) == "stream"


@pytest.mark.parametrize(
    ("law", "found"),
    [
        ("coverage", evidence(replace(stream(), visits=stream().visits[1:]))),
        ("coverage", evidence(replace(stream(), visits=(*stream().visits, stream().visits[0])))),
        ("rerun", evidence(rerun=stream(lambda run, i: "x"))),
        ("rerun", evidence(comparisons=(Comparison("rerun", "beside", stream(), stream(lambda run, i: "x")),))),
        ("seed-sensitive", evidence(other=stream())),
        ("seed-sensitive", evidence(direct=stream(), near_seeds=((256, stream()),))),
        ("input-unchanged", evidence(census=Census(changed=("dataset.images",)))),
        ("picklable", evidence(census=Census(unpicklable="dataset.f: no"), needs_pickle=True)),
        ("workers-distinct", evidence(stream(probe=lambda run, worker, k: f"{run}{k}", workers=2))),
        ("calls-distinct", evidence(stream(probe=lambda run, worker, k: f"{run}{worker}{k % 4}"))),
        ("epochs-distinct", evidence(stream(probe=lambda run, worker, k: f"{worker}{k}"))),
        ("epochs-distinct", evidence(stream(lambda run, i: f"{i}", lambda run, worker, k: "same"))),
    ],
)
def test_law_is_broken(law, found):
    assert outcomes(found)[law] == BROKEN


def test_draws_that_a_worker_makes_a_few_calls_later_are_the_same_draws():
    late = stream(probe=lambda run, worker, k: f"{run}{k + 3 * worker}", workers=2)
    assert outcomes(evidence(late))["workers-distinct"] == BROKEN


def test_two_outcomes_repeat_honestly():
    coin = stream(probe=lambda run, worker, k: str((run * 7 + worker * 5 + k * k) % 2), workers=2)
    assert outcomes(evidence(coin))["workers-distinct"] == HELD


def test_no_randomness_makes_the_difference_laws_idle():
    still = stream(lambda run, i: str(i), lambda run, worker, k: "0")
    found = outcomes(Evidence(still, still, still, Census()))
    assert {found[law] for law in laws.DIFFERENCE & found.keys()} == {IDLE}


def test_comparisons_are_not_judged_where_a_rerun_differs():
    other = stream(lambda run, i: "x")
    found = evidence(rerun=other, comparisons=(Comparison("worker-invariant", "w0", stream(), other),))
    assert outcomes(found, "invariant")["worker-invariant"] == LEFT
    stable = evidence(comparisons=(Comparison("worker-invariant", "w0", stream(), other),))
    assert outcomes(stable, "invariant")["worker-invariant"] == BROKEN


def test_inert_condition_is_red_and_idle_one_is_not():
    inert = Comparison("memory-clean", "poison", stream(), replace(stream(), inert="np.empty was not poisoned"))
    idle = Comparison("layout-invariant", "layout", stream(), replace(stream(), idle="no array"))
    (finding,) = [f for f in judge(evidence(comparisons=(inert, idle)), "portable") if f.law == "memory-clean"]
    assert finding.breach.headline == "inert: poison did not take effect (np.empty was not poisoned)"
    assert outcomes(evidence(comparisons=(inert, idle)), "portable")["layout-invariant"] == IDLE


def test_reading_that_raises_breaks_its_law():
    failed = Comparison("reentrant", "four threads", stream(), Failed("KeyError: 'x'"))
    assert outcomes(evidence(comparisons=(failed,)), "invariant")["reentrant"] == BROKEN


def test_contract_is_reached_below_the_first_broken_law():
    other = Comparison("worker-invariant", "w0", stream(), stream(lambda run, i: "x"))
    assert reached(judge(evidence(comparisons=(other,)), "portable")) == "isolated"
    assert reached(judge(evidence(rerun=stream(lambda run, i: "x")), "stream")) == ""


def test_patterns():
    assert period_of("abcabcabc") == 3
    assert period_of("abcdefghi") == 0
    assert shift_of("abcdefgh", "bcdefghi") == 1
    assert shift_of("abcdefgh", "zabcdefg") == -1
    assert overlap_of("abcdef", "xxabcd", 2) == "abcd"
    assert overlap_of("abcdef", "xxabcd", 1) == ()


def test_recognised_patterns_are_said_in_words():
    shifted = stream(probe=lambda run, worker, k: f"{run}{worker}{k + 1}")
    assert recognised(stream(), shifted) == "shift by 1 draw: more were made before"
    assert recognised(stream(), stream(lambda run, i: f"0{i}", probe=lambda *_: "x")) == "epoch 1 became epoch 0"
    later = stream(lambda run, i: f"{run}{i}" + "x" * run, probe=lambda *_: "x")
    assert recognised(stream(), later) == "equal until epoch 0, different after it"
