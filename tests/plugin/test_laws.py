"""The laws on maps made by hand: no process, no torch."""

from dataclasses import replace

import numpy as np
import pytest

from pytest_augrepro.judging.chance import (
    RARE,
    chance_of_equality,
    differing_samples,
    passes_needed,
    suspicious_steps,
    unexplained,
)
from pytest_augrepro.judging.contracts import CONTRACTS
from pytest_augrepro.judging.evidence import Comparison, Evidence, Failed, Reading, SideEffects, Visit
from pytest_augrepro.judging.judge import BROKEN, HELD, LEFT, NOT_APPLICABLE, judge, reached
from pytest_augrepro.judging.judges import without_randomness
from pytest_augrepro.judging.laws import LAWS, ROWS, laws_of
from pytest_augrepro.judging.patterns import overlap_of, period_of, recognized, shift_of
from pytest_augrepro.judging.variations import variations
from pytest_augrepro.judging.verdict import describe
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.reading.conditions import FRESH, IN_PROCESS


def reading(
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
    return Reading(tuple(f"epoch {run}" for run in range(runs)), tuple(visits), length)


def evidence(first=None, **changes):
    first = reading() if first is None else first
    other = reading(lambda run, i: f"other{run}{i}", lambda run, w, k: f"other{run}{w}{k}")
    return Evidence(
        **{"first": first, "rerun": first, "other": other, "side_effects": SideEffects(), "batch_size": 4, **changes}
    )


def outcomes(found, contract="stream"):
    return {finding.law: finding.outcome for finding in judge(found, contract)}


def test_every_law_that_has_no_judge_is_compared_in_some_reading_and_no_reading_names_another():
    cells = [Loading(Cell()), Loading(Cell(2)), Loading(Cell(2, persistent_workers=True))]
    methods = ("fork", "spawn", "forkserver")
    varied = {variation.law for cell in cells for variation in variations(cell, "portable", methods)}
    assert {law.name for law in ROWS if law.judge is None} == varied | {kind.law for kind in (*IN_PROCESS, *FRESH)}


def test_rows_have_names_of_their_own_and_stand_by_contract():
    assert len(LAWS) == len(ROWS)
    assert tuple(dict.fromkeys(law.contract for law in ROWS)) == CONTRACTS
    assert laws_of("portable") == tuple(LAWS)


def test_good_evidence_holds():
    assert set(outcomes(evidence()).values()) <= {HELD, NOT_APPLICABLE}
    assert reached(judge(evidence(), "stream")) == "stream"


@pytest.mark.parametrize(
    ("law", "found"),
    [
        ("coverage", evidence(replace(reading(), visits=reading().visits[1:]))),
        ("coverage", evidence(replace(reading(), visits=(*reading().visits, reading().visits[0])))),
        ("rerun", evidence(rerun=reading(lambda run, i: "x"))),
        ("rerun", evidence(comparisons=(Comparison("rerun", "beside", reading(), reading(lambda run, i: "x")),))),
        ("seed-sensitive", evidence(other=reading())),
        ("seed-sensitive", evidence(direct=reading(), near_seeds=((256, reading()),))),
        ("input-unchanged", evidence(side_effects=SideEffects(changed=("dataset.images",)))),
        ("picklable", evidence(side_effects=SideEffects(unpicklable="dataset.f: no"), needs_pickle=True)),
        ("workers-distinct", evidence(reading(probe=lambda run, worker, k: f"{run}{k}", workers=2))),
        ("calls-distinct", evidence(reading(probe=lambda run, worker, k: f"{run}{worker}{k % 4}"))),
        ("epochs-distinct", evidence(reading(probe=lambda run, worker, k: f"{worker}{k}"))),
        ("epochs-distinct", evidence(reading(lambda run, i: f"{i}", lambda run, worker, k: "same", length=8))),
    ],
)
def test_law_is_broken(law, found):
    assert outcomes(found)[law] == BROKEN


def test_draws_that_a_worker_makes_a_few_calls_later_are_the_same_draws():
    late = reading(probe=lambda run, worker, k: f"{run}{k + 3 * worker}", workers=2)
    assert outcomes(evidence(late))["workers-distinct"] == BROKEN


def test_two_outcomes_repeat_honestly():
    coin = reading(probe=lambda run, worker, k: str((run * 7 + worker * 5 + k * k) % 2), workers=2)
    assert outcomes(evidence(coin))["workers-distinct"] == HELD


def few(first, other, runs):
    """Two seeds: maps (epoch, index) -> digest without probes that vary, and more passes of the samples that draw."""
    mine, theirs = (reading(each, lambda run, w, k: "same") for each in (first, other))
    passes = tuple(reading(each, lambda run, w, k: "same", runs=runs, length=1) for each in (first, other))
    return evidence(mine, other=theirs, passes=passes)


def noise_of(seed, follows=lambda run: 0):
    return lambda run, index: f"{seed}{follows(run)}" if index == 0 else "fixed"


def test_one_sample_that_draws_is_judged_by_more_passes():
    assert outcomes(few(noise_of("a"), noise_of("b"), 9))["epochs-distinct"] == BROKEN
    assert outcomes(few(noise_of("a"), noise_of("b"), 8))["epochs-distinct"] == HELD  # chance does as much

    def late(run):
        return run == 8

    assert outcomes(few(noise_of("a", late), noise_of("b"), 9))["epochs-distinct"] == HELD
    assert outcomes(few(noise_of("a"), noise_of("b", late), 9))["epochs-distinct"] == HELD


def test_coins_that_follow_the_epoch_are_never_blamed_for_the_passes_they_repeat():
    asked = 0
    for seed in range(900):
        tossed = np.random.default_rng(seed).integers(0, 2, (2, 16, 6)).astype(str)
        first, other = (lambda run, i, coins=coins: str(coins[run, i]) for coins in tossed)
        mine, theirs = (reading(each, lambda run, w, k: "same") for each in (first, other))
        found = evidence(mine, other=theirs)
        differing = unexplained(found)
        asked += bool(differing)
        if differing:
            runs = passes_needed(len(differing))
            passes = tuple(reading(each, lambda run, w, k: "same", runs=runs) for each in (first, other))
            found = replace(found, passes=passes)
            assert outcomes(found)["epochs-distinct"] != BROKEN
    assert asked >= 5


def test_passes_needed_are_few_where_many_samples_draw():
    assert [passes_needed(number) for number in (1, 4, 6, 16)] == [9, 4, 3, 2]


def tossed(seeds, coins, length=1):
    """Readings of samples that each toss one coin, and of the first one's further tosses, by seed."""
    tosses = {seed: coins.integers(0, 2, (2, length + 16)).astype(str) for seed in seeds}
    return {
        seed: reading(
            lambda run, i, of=of: of[run, i], lambda run, w, k, of=of: of[run, length + k], runs=2, length=length
        )
        for seed, of in tosses.items()
    }


def under_more_seeds(found, coins, length=1):
    """The evidence as it is gathered: with more seeds, where a near one gave the same and few samples draw."""
    if not suspicious_steps(found) or chance_of_equality(found) < RARE:
        return found
    count = passes_needed(len(differing_samples(found)) or 1)
    names = [(side, turn) for side in "ab" for turn in range(count)]
    read = tossed(names, coins, length)
    return replace(found, seeds=tuple(tuple(read[name] for name in names[at : at + count]) for at in (0, count)))


def test_a_coin_that_knows_its_seed_is_never_blamed_for_seeds_that_agree():
    """One sample in two differs under another seed, and one in two agrees under a near one."""
    suspected = 0
    for seed in range(90):
        coins, length = np.random.default_rng(seed), 1 + seed % 3
        read = tossed("abn", coins, length)
        found = evidence(read["a"], other=read["b"], direct=read["a"], near_seeds=((256, read["n"]),))
        suspected += bool(suspicious_steps(found) and differing_samples(found))
        found = under_more_seeds(found, coins, length)
        assert outcomes(found)["seed-sensitive"] == HELD, [one.breach for one in judge(found, "stream") if one.breach]
    assert suspected > 10


def test_a_coin_that_never_sees_the_upper_bits_of_its_seed_is_blamed():
    blamed = 0
    for seed in range(30):
        coins, length = np.random.default_rng(seed), 1 + seed % 3
        read = tossed("ab", coins, length)
        found = evidence(read["a"], other=read["b"], direct=read["a"], near_seeds=((256, read["a"]),))
        if not differing_samples(found):
            continue
        count = passes_needed(len(differing_samples(found)))
        found = replace(found, seeds=((read["a"],) * count, (read["b"],) * count))
        assert outcomes(found)["seed-sensitive"] == BROKEN
        blamed += 1
    assert blamed > 12


def test_few_coins_and_no_more_seeds_are_not_enough_evidence():
    read = {seed: reading(lambda run, i, of=seed: of, lambda run, w, k: str(k % 2), length=1) for seed in "ab"}
    found = evidence(read["a"], other=read["b"], direct=read["a"], near_seeds=((256, read["a"]),))
    (breach,) = [one.breach for one in judge(found, "stream") if one.law == "seed-sensitive"]
    assert breach.headline.startswith("not enough evidence: a seed larger by 256 gave the same samples")
    assert breach.remedy.startswith("check more samples")


def test_seldom_draws_under_a_seed_that_may_not_matter_are_not_enough_evidence():
    seldom = reading(lambda run, i: "plain", lambda run, w, k: "drawn" if k == 3 else "plain")
    (breach,) = [one.breach for one in judge(evidence(seldom, other=seldom), "stream") if one.law == "seed-sensitive"]
    assert breach.headline.startswith("not enough evidence: another seed gave the same samples")
    assert breach.remedy.startswith("check more samples")


def test_no_randomness_makes_the_difference_laws_not_applicable():
    still = reading(lambda run, i: str(i), lambda run, worker, k: "0")
    found = outcomes(Evidence(still, still, still, SideEffects()))
    assert {found[law] for law in found if without_randomness in LAWS[law].exempt} == {NOT_APPLICABLE}


def test_comparisons_are_not_judged_where_a_rerun_differs():
    other = reading(lambda run, i: "x")
    found = evidence(rerun=other, comparisons=(Comparison("worker-invariant", "w0", reading(), other),))
    assert outcomes(found, "invariant")["worker-invariant"] == LEFT
    stable = evidence(comparisons=(Comparison("worker-invariant", "w0", reading(), other),))
    assert outcomes(stable, "invariant")["worker-invariant"] == BROKEN


def test_condition_without_effect_is_red_and_one_without_object_is_not():
    no_effect = Comparison(
        "memory-clean", "poison", reading(), replace(reading(), no_effect="np.empty was not poisoned")
    )
    not_applicable = Comparison("layout-invariant", "layout", reading(), replace(reading(), not_applicable="no array"))
    (finding,) = [
        f for f in judge(evidence(comparisons=(no_effect, not_applicable)), "portable") if f.law == "memory-clean"
    ]
    assert finding.breach.headline == "no effect: poison did not take effect (np.empty was not poisoned)"
    assert outcomes(evidence(comparisons=(no_effect, not_applicable)), "portable")["layout-invariant"] == NOT_APPLICABLE


def test_without_a_fresh_process_portable_is_red_and_says_why_and_other_laws_are_left_out():
    nowhere = replace(reading(), unsent="make_dataset cannot be sent to a fresh process (it is a lambda)")
    laws = ("dispatch-invariant", "hash-seed-invariant")
    found = evidence(comparisons=tuple(Comparison(law, "another process", reading(), nowhere) for law in laws))
    dispatch, hashed = (next(f for f in judge(found, "portable") if f.law == law) for law in laws)
    assert dispatch.breach.headline == f"not judged: {nowhere.unsent}"
    assert "top of a module that can be imported" in dispatch.breach.remedy
    assert (hashed.outcome, hashed.reason) == (LEFT, nowhere.unsent)


def test_reading_that_raises_breaks_its_law():
    failed = Comparison("reentrant", "four threads", reading(), Failed("KeyError: 'x'"))
    assert outcomes(evidence(comparisons=(failed,)), "invariant")["reentrant"] == BROKEN


def test_contract_is_reached_below_the_first_broken_law():
    other = Comparison("worker-invariant", "w0", reading(), reading(lambda run, i: "x"))
    assert reached(judge(evidence(comparisons=(other,)), "portable")) == "isolated"
    assert reached(judge(evidence(rerun=reading(lambda run, i: "x")), "stream")) == ""


def test_patterns():
    assert period_of("abcabcabc") == 3
    assert period_of("abcdefghi") == 0
    assert shift_of("abcdefgh", "bcdefghi") == 1
    assert shift_of("abcdefgh", "zabcdefg") == -1
    assert overlap_of("abcdef", "xxabcd", 2) == "abcd"
    assert overlap_of("abcdef", "xxabcd", 1) == ()


def test_recognized_patterns_are_said_in_words():
    shifted = reading(probe=lambda run, worker, k: f"{run}{worker}{k + 1}")
    assert recognized(reading(), shifted) == "shift by 1 draw: more were made before"
    assert recognized(reading(), reading(lambda run, i: f"0{i}", probe=lambda *_: "x")) == "epoch 1 became epoch 0"
    later = reading(lambda run, i: f"{run}{i}" + "x" * run, probe=lambda *_: "x")
    assert recognized(reading(), later) == "equal until epoch 0, different after it"


def test_rerun_blames_a_global_generator_only_where_it_may_have_moved():
    """Readings without a loader begin with the global generators in one state: what differs there has another cause."""
    other = reading(lambda run, i: "x")
    moved = SideEffects({"torch's global generator": "data.py:3 in __getitem__"})
    said = {
        "cell": "w0",
        "seed": 1,
        "contract": "stream",
        "side_effects": moved,
        "pixels": (),
        "smallest": "",
        "notes": (),
    }
    beside = Comparison("rerun", "beside", reading(), other, direct=True)
    (left,) = LAWS["rerun"].breaches(evidence(comparisons=(beside,)))
    words = " ".join(describe([left], **said).split())
    assert "one dataset leaves state for the next" in words
    assert "torch's" not in words
    assert "data.py" not in words
    fresh, beside_too = LAWS["rerun"].breaches(evidence(rerun=other, comparisons=(beside,)))
    assert fresh.cause == beside_too.cause == ""
    assert "draws from torch's global generator" in describe([fresh], **said)
    assert "torch's" not in describe([beside_too], **said)
