"""An update names the steps of a pipeline that no comparison saw drawn: no snapshot holds them."""

import numpy as np
import pytest

import augrepro as A
from pytest_augrepro.report import MOST_STEPS, not_drawn
from pytest_augrepro.snapshots.calls import Watch
from pytest_augrepro.snapshots.undrawn import steps_of

IMAGE = np.arange(16 * 16 * 3, dtype=np.uint8).reshape(16, 16, 3)
NEVER, ALWAYS = {"p": 1e-9}, {"p": 1}
CURE = " (compare another sample_key or seed, too, or build them with p=1)"


def told(*pipelines, nodeid="test_a"):
    watch = Watch()
    for pipeline in pipelines:
        watch.see(pipeline, {"image": IMAGE}, pipeline.draw_plan(image=IMAGE))
    return steps_of(watch.seen, nodeid)


STEPS = {
    "all drawn": ([A.HorizontalFlip(p=1), A.OneOf([A.InvertImg(p=1)], p=1)], []),
    "one not": ([A.HorizontalFlip(p=1), A.InvertImg(**NEVER)], ["InvertImg"]),
    "a second of a class": ([A.HorizontalFlip(p=1), A.HorizontalFlip(**NEVER)], ["HorizontalFlip#1"]),
    "a group and all in it": ([A.OneOf([A.InvertImg(p=1), A.ToGray(p=1)], **NEVER)], ["OneOf"]),
    "a part of a group": ([A.Sequential([A.InvertImg(p=1), A.ToGray(**NEVER)], p=1)], ["Sequential/ToGray"]),
    "a group on some channels": ([A.SelectiveChannelTransform([A.InvertImg(p=1)], channels=(0,), p=1)], []),
    "what never acts": ([A.InvertImg(p=0), A.NoOp(p=1), A.HorizontalFlip(p=1)], []),
    "a name of one's own": ([A.InvertImg(p=1e-9, name="other")], ["other"]),
}


@pytest.mark.parametrize("case", STEPS)
def test_steps_that_were_not_drawn_are_named_by_their_places(case):
    children, names = STEPS[case]
    lines = not_drawn(told(A.Compose(children, seed=1)))
    assert lines == ([f"not drawn in test_a: {', '.join(names)}{CURE}"] if names else [])


def test_what_one_comparison_lacks_another_may_hold():
    children = [A.OneOf([A.HorizontalFlip(p=1), A.InvertImg(p=1)], p=1)]
    rows = [row for seed in range(12) for row in told(A.Compose(children, seed=seed), nodeid=f"test_{seed}")]
    one = rows[0]
    two = next(row for row in rows if row[3] != one[3])
    (lacking,) = one[3]
    assert not_drawn([one]) == [f"not drawn in test_0: {lacking.replace('#0', '')}{CURE}"]
    assert not_drawn([one, two]) == []
    many = A.Compose([A.InvertImg(**NEVER) for _ in range(MOST_STEPS + 2)], seed=1)
    (line,) = not_drawn([*told(many), *told(many, nodeid="test_b")])
    assert line.startswith("not drawn in test_a and 1 more: InvertImg, InvertImg#1, ")
    assert line.endswith(f"InvertImg#{MOST_STEPS - 1} and 2 more{CURE}")


def test_calls_without_a_plan_or_of_a_transform_alone_say_nothing():
    watch = Watch()
    watch.see(print, {"image": IMAGE}, None)
    flip = A.HorizontalFlip(p=1)
    watch.see(flip, {"image": IMAGE}, flip.draw_plan(image=IMAGE))
    assert not_drawn(steps_of(watch.seen, "test_a")) == []


TEST = """
import augrepro as A

def test_it(aug_pipeline, aug_snapshot):
    pipeline = aug_pipeline([A.HorizontalFlip(p=1), A.OneOf([A.InvertImg(p=1), A.ToGray(p=1)], p=1e-9)])
    assert pipeline(image=noise(1)) == aug_snapshot
"""


@pytest.mark.parametrize("workers", [["-n1"]], ids=str)
def test_an_update_says_so_and_any_other_run_does_not(project, workers):
    project.write(tests__test_a=TEST)
    update = project.run("--snapshot-update", *workers)
    update.stdout.fnmatch_lines([f"not drawn in tests/test_a.py::test_it: OneOf{CURE}"])
    assert "not drawn" not in project.run(*workers).stdout.str()
