"""Groups through ``augrepro.compat`` run as in the release whose defaults hold; see tests/peers/test_compat.py."""

from collections import Counter

import numpy as np
import pytest

import augrepro
import augrepro.compat as A

IMAGE = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
INVERTED, ACROSS, DOWN = 255 - IMAGE, IMAGE[:, ::-1], IMAGE[::-1]
RESULTS = {
    "as it was": IMAGE,
    "inverted": INVERTED,
    "across": ACROSS,
    "down": DOWN,
    "inverted, across": INVERTED[:, ::-1],
    "inverted, down": INVERTED[::-1],
    "across, down": DOWN[:, ::-1],
    "inverted, across, down": INVERTED[::-1, ::-1],
}
NAMES = {result.tobytes(): name for name, result in RESULTS.items()}

pytestmark = pytest.mark.filterwarnings("ignore::augrepro.compat.LegacyWarning")


@pytest.fixture
def of_1_3():
    with A.defaults("1.3"):
        yield


def results(node, count=40):
    """What calls made of the image, by name."""
    pipeline = augrepro.Compose([node], seed=137)
    return Counter(NAMES[pipeline(image=IMAGE)["image"].tobytes()] for _ in range(count))


@pytest.mark.usefixtures("of_1_3")
class TestSomeOf:
    def test_children_of_one_weight_always_run(self):
        assert A.SomeOf([A.HorizontalFlip(p=0.2), A.VerticalFlip(p=0.2)], 2, False) == augrepro.RandomOrder(
            [augrepro.HorizontalFlip(p=1), augrepro.VerticalFlip(p=1)], 2
        )
        assert {*results(A.SomeOf([A.HorizontalFlip(p=0.2), A.InvertImg(p=0.2)], 2, False))} == {"inverted, across"}

    def test_weights_are_shares_of_the_outcomes(self):
        found = A.SomeOf([A.HorizontalFlip(p=0.2), A.InvertImg(p=0.6), A.NoOp(p=0.2)], 2, p=0.9)
        assert isinstance(found, augrepro.OneOf)
        assert found.p == 0.9
        assert [round(child.p, 9) for child in found] == [0.04, 0.12, 0.04, 0.12, 0.36, 0.12, 0.04, 0.12, 0.04]
        assert all(leaf.p == 1 for child in found for leaf in child)

    def test_a_child_that_always_applied_is_drawn_by_its_p(self):
        found = A.SomeOf([A.HorizontalFlip(always_apply=True, p=0.3), A.InvertImg(p=0.9)], 1)
        assert [round(child.p, 9) for child in found] == [0.25, 0.75]

    def test_too_many_outcomes_are_drawn_evenly_and_said_so(self):
        children = [A.HorizontalFlip(p=i / 20) for i in range(1, 11)]
        with pytest.warns(A.LegacyWarning, match="too many outcomes to write them out: it draws evenly now"):
            found = A.SomeOf(children, 3)
        assert found == augrepro.RandomOrder([augrepro.HorizontalFlip(p=1)] * 10, 3, replace=True)

    def test_a_class_below_it_stays_what_it_is(self):
        class Some(A.SomeOf):
            pass

        assert type(Some([A.HorizontalFlip(p=0.2), A.InvertImg(p=0.6)], 1)) is Some

    @pytest.mark.parametrize("given", [{"transforms": []}, {"transforms": [augrepro.NoOp(p=0.1)], "n": (1, 2)}])
    def test_what_has_no_such_draw_is_left_to_the_group(self, given):
        assert isinstance(A.SomeOf(**given), augrepro.SomeOf)


def test_later_releases_draw_in_order():
    children = [A.HorizontalFlip(p=0.2), A.InvertImg(p=0.6)]
    with A.defaults("1.4.18"):
        assert [len(child) for child in A.SomeOf(children, 2, replace=False)] == [2]
        assert type(A.SomeOf(children[:1] * 2, 1)) is augrepro.SomeOf
    assert A.SomeOf(children, 2) == augrepro.SomeOf(children, 2)


class TestSequential:
    def test_its_p_did_nothing(self, of_1_3):
        assert {*results(A.Sequential([A.InvertImg(p=1)], p=0.1), 15)} == {"inverted"}
        assert A.Sequential([A.InvertImg(p=1)]).p == 1

    def test_but_weigh_it_where_it_is_chosen(self, of_1_3):
        parts = [A.Sequential([A.InvertImg(p=0.2), A.HorizontalFlip(p=1)], p=0.3), A.VerticalFlip(p=0.6)]
        found = A.OneOf(parts, p=1)
        assert [child.p for child in found] == [0.3, 0.6]
        assert {*results(found)} == {"inverted, across", "down"}  # its first child ran whatever its p
        assert [child.p for child in A.SomeOf(parts, 1)] == pytest.approx([1 / 3, 2 / 3])

    def test_today_it_counts(self):
        assert A.Sequential([A.InvertImg()]) == augrepro.Sequential([augrepro.InvertImg()])


@pytest.mark.usefixtures("of_1_3")
class TestWhatAlwaysApplied:
    def test_it_runs_where_its_pipeline_does_not(self):
        found = A.Compose([A.InvertImg(always_apply=True), A.HorizontalFlip(p=1)], p=0.4)
        assert {*results(found)} == {"inverted", "inverted, across"}
        assert found.p == 1

    def test_in_groups_and_pipelines_within_once(self):
        inner = A.Compose([A.InvertImg(always_apply=True), A.VerticalFlip(p=1)], p=0.4)
        found = A.Compose([inner, A.HorizontalFlip(always_apply=True)], p=0.4)
        assert {*results(found)} == {"inverted, across", "inverted, across, down"}

    def test_what_weighs_less_in_a_group_runs_for_sure(self):
        group = A.OneOf([A.InvertImg(always_apply=True, p=0.01), A.VerticalFlip(p=1)], p=1)
        assert {*results(A.Compose([group, A.HorizontalFlip(p=1)], p=0.3))} == {"inverted", "across, down"}

    def test_of_a_custom_class_too(self):
        class Inverted(A.ImageOnlyTransform):
            def apply(self, img, **params):
                return 255 - img

        found = A.Compose([Inverted(True, 0.2), A.HorizontalFlip(p=1)], p=0.4)
        assert {*results(found)} == {"inverted", "inverted, across"}
        assert [child.p for child in A.OneOf([Inverted(True, 0.2), Inverted(False, 0.3)])] == [0.2, 0.3]

    def test_a_group_that_chooses_the_pipeline_runs_it_whole(self):
        inner = A.Compose([A.InvertImg(always_apply=True), A.HorizontalFlip(p=1)], p=0.4)
        found = A.OneOf([inner, A.VerticalFlip(p=0.6)], p=1)
        assert [child.p for child in found] == [0.4, 0.6]
        assert {*results(found)} == {"inverted, across", "down"}

    def test_the_pipeline_can_be_saved_and_drawn_again(self):
        found = A.Compose([A.InvertImg(always_apply=True), A.HorizontalFlip(p=1)], p=0.4, seed=137)
        assert augrepro.from_dict(augrepro.to_dict(found)) == found
        plan = found.draw_plan(image=IMAGE)
        found.set_random_seed(137)
        assert (augrepro.Compose([]).apply_plan(plan, image=IMAGE)["image"] == found(image=IMAGE)["image"]).all()

    def test_nothing_changes_where_the_pipeline_always_runs(self):
        assert A.Compose([A.InvertImg(always_apply=True)]) == augrepro.Compose([augrepro.InvertImg(p=1)])
        assert A.Compose([A.InvertImg(p=1)], p=0.4) == augrepro.Compose([augrepro.InvertImg(p=1)], p=0.4)


@pytest.mark.parametrize(("release", "runs"), [("1.4.8", True), ("1.4.9", False), ("1.4.24", False), ("2.0", False)])
def test_what_always_applied_stays_with_its_pipeline_since_1_4_9(release, runs):
    with A.defaults(release):
        found = A.Compose([A.HorizontalFlip(always_apply=True)], p=0.04)
    assert (found.p, isinstance(found[0], augrepro.OneOrOther)) == ((1, True) if runs else (0.04, False))


def test_without_defaults_what_always_applied_stays_with_its_pipeline():
    assert A.Compose([A.HorizontalFlip(always_apply=True)], p=0.04) == augrepro.Compose(
        [augrepro.HorizontalFlip(p=1)], p=0.04
    )
