"""A call that raises uses up no draw, wherever it fails: the next call is the next draw whatever happened before."""

from __future__ import annotations

import json
import pickle
import random
import threading

import numpy as np
import pytest
from samples import digest, picture, sequence

import augrepro as A


class Fails(A.ImageOnlyTransform):
    """Draws first, and then fails where it is told to."""

    where: str | None = None

    def fail(self, place):
        if Fails.where == place:
            raise ArithmeticError(place)

    def get_params(self):
        shift = self.py_random.randrange(1, 2**30)
        self.fail("draw")
        return {"shift": shift}

    def apply(self, img, shift, **params):
        self.fail("pixels")
        return img ^ np.uint8(shift % 251)


def fails(seed=137, **arguments):
    return A.Compose([A.RandomCrop(12, 12), A.OneOf([A.Compose([Fails(p=1)])], p=1)], seed=seed, **arguments)


@pytest.fixture(autouse=True)
def _works_again():
    yield
    Fails.where = None


def failed(call, place):
    Fails.where = place
    with pytest.raises(ArithmeticError, match=place):
        call()
    Fails.where = None


@pytest.mark.parametrize("place", ["draw", "pixels"])
@pytest.mark.parametrize("times", [1, 3])
def test_a_failed_call_uses_up_no_draw(place, times):
    transform = fails()
    before = sequence(transform, 2)
    for _ in range(times):
        failed(lambda: transform(image=picture()), place)
    assert before + sequence(transform, 2) == sequence(fails(), 4)


def test_neither_does_a_plan_that_failed_nor_one_call_behind_the_door():
    transform = fails()
    failed(lambda: transform.draw_plan(image=picture()), "draw")
    with pytest.raises(ValueError, match="at least"):
        transform(image=picture()[:5, :5])
    with pytest.raises(TypeError):
        transform(image="no image")
    plan = transform.draw_plan(image=picture())
    assert plan.to_dict() == fails().draw_plan(image=picture()).to_dict()


def test_a_bare_transform_too():
    one, other = (A.RandomCrop(12, 12) for _ in range(2))
    one.set_random_seed(5)
    other.set_random_seed(5)
    for _ in range(3):
        with pytest.raises(ValueError, match="at least"):
            one(image=picture()[:5, :5])
    assert sequence(one) == sequence(other)


def test_a_replay_that_fails_moves_nothing():
    transform = fails()
    plan = transform.draw_plan(image=picture())
    failed(lambda: transform.apply_plan(plan, image=picture()), "pixels")
    assert sequence(transform, 1) == sequence(fails(), 2)[1:]


@pytest.mark.parametrize("place", ["draw", "pixels"])
def test_a_frozen_copy_stays_where_it_is(place):
    transform = fails()
    sequence(transform, 1)
    failed(lambda: transform(image=picture()), place)
    frozen = transform.frozen()
    failed(lambda: frozen(image=picture()), place)
    assert sequence(frozen, 2) == [sequence(fails(), 2)[1]] * 2
    assert sequence(transform, 1) == sequence(fails(), 2)[1:]


@pytest.mark.parametrize("place", ["draw", "pixels"])
def test_in_a_scope_the_next_call_is_the_next_view(place):
    transform = fails()
    with A.sample_scope((1, "a")):
        first = sequence(transform, 1)
        failed(lambda: transform(image=picture()), place)
        views = first + sequence(transform, 1)
    with A.sample_scope((1, "a")):
        assert sequence(fails(), 2) == views
    failed(lambda: transform(image=picture(), sample_key=4), place)
    key = {"image": picture(), "sample_key": 4}
    assert digest(transform(**key)["image"]) == digest(fails()(**key)["image"])


def test_threads_leave_no_hole_where_one_of_them_failed():
    """Call 0 fails after calls 1 and 2 were made beside it: the next call is 0, and the one after it 3."""
    inside, go = threading.Event(), threading.Event()

    class Waits(A.ImageOnlyTransform):
        def apply(self, img, **params):
            if threading.current_thread().name == "fails":
                inside.set()
                go.wait(300)
                raise ArithmeticError
            return img

    plain = A.Compose([A.RandomGamma((20, 300), p=1)], seed=137)
    transform = A.Compose([A.RandomGamma((20, 300), p=1), Waits(p=1)], seed=137)

    def work():
        with pytest.raises(ArithmeticError):
            transform(image=picture())

    thread = threading.Thread(target=work, name="fails")
    thread.start()
    assert inside.wait(300)
    beside = sequence(transform, 2)
    go.set()
    thread.join(300)
    draws = sequence(plain, 5)
    assert beside == draws[1:3]
    state = json.loads(json.dumps(transform.state_dict()))
    heir = A.Compose([A.RandomGamma((20, 300), p=1)], seed=137)
    heir.load_state_dict(state)
    assert sequence(heir, 3) == [draws[0], *draws[3:]]
    assert state["free"] == [0]
    assert sequence(transform, 3) == [draws[0], *draws[3:]]


def test_a_copy_takes_the_free_numbers_along():
    source = A.Compose([A.RandomGamma((20, 300), p=1)], seed=137)
    draws = sequence(source, 4)
    source.load_state_dict({**source.state_dict(), "calls": 3, "free": [1]})
    copy = pickle.loads(pickle.dumps(source))
    assert sequence(source, 2) == sequence(copy, 2) == [draws[1], draws[3]]


@pytest.mark.parametrize("free", [[3], [-1], 3, [True], ["0"]], ids=str)
def test_free_numbers_that_are_none_are_refused(free):
    transform = fails()
    with pytest.raises(ValueError, match="free"):
        transform.load_state_dict({**transform.state_dict(), "calls": 3, "free": free})


def test_given_generators_move_on():
    transform = fails()
    transform.set_random_state(np.random.default_rng(1), random.Random(1))
    failed(lambda: transform(image=picture()), "draw")
    other = fails()
    other.set_random_state(np.random.default_rng(1), random.Random(1))
    assert sequence(transform, 1) == sequence(other, 2)[1:]
