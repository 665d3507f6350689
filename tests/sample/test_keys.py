"""``sample_key=`` and ``sample_scope``: what a draw depends on, and that it depends on nothing else."""

from __future__ import annotations

import contextvars
import json
import os
import pickle
import random
import threading

import numpy as np
import pytest
from children import varied
from samples import digest, picture, same, scene, sequence

import augrepro as A
from augrepro.engine.chance.sample import Sample, SampleKey, current, sample_of
from augrepro.engine.chance.seeding import Seeding

KEYS = [0, 17, -3, 2**70, "17", "", "ä/\udcff.png", b"17", (1, 17), (2, 17), (1, "17"), (1, b"17"), SampleKey(17, 1, 1)]


def seen(transform, key):
    """The digest of one call for a key."""
    return digest(transform(image=picture(), sample_key=key)["image"])


@pytest.mark.parametrize("key", KEYS, ids=ascii)
def test_one_key_is_one_augmentation_whatever_was_called_before(key):
    transform, twin = varied(), varied()
    sequence(transform, 3)
    assert seen(transform, key) == seen(transform, key) == seen(twin, key)
    assert sequence(transform, 2) == sequence(varied(), 5)[3:], "a keyed call moved the sequence"


def test_every_part_of_the_key_matters():
    assert len({seen(varied(), key) for key in KEYS}) == len(KEYS)
    assert len({seen(varied(seed), 17) for seed in (0, 1, 137)} | {seen(varied(name="a"), 17)}) == 4


def test_spellings_of_one_sample_agree():
    spellings = [17, np.int64(17), np.uint8(17), (0, 17), (np.int32(0), np.int16(17)), SampleKey(17), Sample(0, 17)]
    assert {sample_of(key, "x") for key in spellings} == {Sample(0, 17, 0)}
    assert {type(part) for key in spellings for part in sample_of(key, "x")} == {int}
    assert seen(varied(), (3, SampleKey(17, 9, 2))) == seen(varied(), SampleKey(17, 3, 2))


BAD = [True, None, 1.5, [0, 1], {"id": 1}, np.float64(3), np.array([3]), bytearray(b"3")]
PAIRS = [
    ((), ValueError),
    ((1, 2, 3), ValueError),
    ((-1, 2), ValueError),
    ((True, 2), TypeError),
    ((1.0, 2), TypeError),
]


@pytest.mark.parametrize(
    ("key", "error"), [*((key, TypeError) for key in BAD), *PAIRS, ((1, None), TypeError)], ids=repr
)
def test_a_bad_key_gets_one_clear_error_and_moves_nothing(key, error):
    transform = varied()
    with pytest.raises(error, match=r"Compose.sample_key(: epoch|: id)? must be a .*, got "):
        transform(image=picture(), sample_key=key)
    with pytest.raises(error, match=r"HorizontalFlip.sample_key"):
        A.HorizontalFlip().draw_plan(image=picture(), sample_key=key)
    with pytest.raises(error, match=r"sample_scope.sample_key"):
        A.sample_scope(key)
    assert current() is None
    assert sequence(transform) == sequence(varied())


def test_the_key_never_reaches_the_data():
    transform = A.Compose([A.HorizontalFlip()], seed=1, strict=True)
    assert set(transform(image=picture(), sample_key=4)) == {"image"}
    with pytest.raises(ValueError, match="sample_key"):
        A.Compose([], additional_targets={"sample_key": "image"})


def test_a_plan_is_drawn_for_a_key_too():
    transform = varied()
    data = {"image": picture()}
    plan = transform.draw_plan(**data, sample_key=(2, "a"))
    assert same(transform.apply_plan(plan, **data), transform(**data, sample_key=(2, "a")))
    assert plan.to_dict() == varied().draw_plan(**data, sample_key=(2, "a")).to_dict()


def test_every_target_follows():
    transform = A.ReplayCompose(
        [A.RandomCrop(16, 16), A.D4(p=1)],
        bbox_params=A.BboxParams("pascal_voc", label_fields=["labels"]),
        keypoint_params=A.KeypointParams("xy", label_fields=["names"]),
        seed=5,
    )
    one = transform(**scene(), sample_key=b"x")
    assert same(one, transform(**scene(), sample_key=b"x"))
    assert not same(one, transform(**scene(), sample_key=b"y"))
    assert same(A.ReplayCompose.replay(one["replay"], **scene())["bboxes"], one["bboxes"])


def test_two_calls_in_one_scope_are_two_views_that_repeat():
    transform = varied()

    def views():
        with A.sample_scope((1, "cat.png")):
            return sequence(transform, 3)

    first = views()
    assert len(set(first)) == 3
    assert views() == first
    assert first[0] == seen(transform, (1, "cat.png")), "an explicit key is call number 0"


def gates(transforms, keys=400):
    """Which of one-transform pipelines fired, a row a pipeline, a column a sample."""
    rows = []
    for key in range(keys):
        with A.sample_scope(key):
            rows.append([bool(transform.draw_plan(image=picture()).steps) for transform in transforms])
    return np.array(rows).T


def test_a_second_pipeline_of_the_same_seed_is_decorrelated_in_a_scope():
    one, other = gates([A.Compose([flip(p=0.5)], seed=137) for flip in (A.HorizontalFlip, A.HorizontalFlip)])
    assert 150 < (one == other).sum() < 250


def test_names_set_streams_apart_and_an_explicit_key_shares():
    stages = [A.Compose([A.HorizontalFlip(p=0.5)], seed=137, name=name) for name in (None, "second")]
    one, other = gates(stages)
    assert 150 < (one == other).sum() < 250
    shared = [A.Compose([flip(p=0.5)], seed=137) for flip in (A.HorizontalFlip, A.HorizontalFlip)]
    fired = [[bool(t.draw_plan(image=picture(), sample_key=k).steps) for k in range(100)] for t in shared]
    assert fired[0] == fired[1]
    assert 20 < sum(fired[0]) < 80


def test_bare_transforms_draw_for_a_key_alone_and_not_like_each_other():
    fired = [
        [bool(A_().draw_plan(image=picture(), sample_key=k).steps) for k in range(200)]
        for A_ in (A.HorizontalFlip, A.HorizontalFlip, A.VerticalFlip)
    ]
    assert fired[0] == fired[1]
    assert 60 < sum(one == other for one, other in zip(fired[0], fired[2], strict=True)) < 140
    seeded = A.RandomGamma(p=1)
    plain = seen(seeded, 3)
    seeded.set_random_seed(5)
    assert seen(seeded, 3) != plain == seen(A.RandomGamma(p=1), 3)


def test_an_unseeded_pipeline_refuses_a_sample():
    """None means different every time; a key means the same every time: one of the two would be a lie."""
    with pytest.raises(ValueError, match=r"Compose.seed must be a whole number where a sample names .*, got None"):
        varied(None)(image=picture(), sample_key=3)
    with A.sample_scope(3), pytest.raises(ValueError, match=r"Compose.seed"):
        varied(None)(image=picture())
    with pytest.raises(ValueError, match=r"Compose.seed must be a whole number where keyed=True, got None"):
        varied(None, keyed=True)
    with pytest.raises(ValueError, match=r"Compose.seed"):
        varied(3, keyed=True).set_random_seed(None)


def test_given_generators_refuse_a_sample():
    transform = varied()
    transform.set_random_state(np.random.default_rng(1), random.Random(1))
    with pytest.raises(ValueError, match="set_random_state"):
        transform(image=picture(), sample_key=3)
    transform.set_random_seed(137)
    assert seen(transform, 3) == seen(varied(), 3)


def test_a_promised_key_that_is_missing_raises_and_never_falls_back():
    transform = varied(keyed=True)
    with pytest.raises(RuntimeError, match=r"Compose.keyed=True promises a sample key.*sample_key="):
        transform(image=picture())
    with pytest.raises(RuntimeError, match="promises"):
        transform.draw_plan(image=picture())
    with pytest.raises(RuntimeError, match="promises"):
        A.Compose([transform], seed=1)(image=picture())
    assert seen(A.Compose([transform], seed=1), 4) == seen(A.Compose([transform], seed=1), 4)
    assert seen(transform, 4) == seen(varied(), 4)
    with pytest.raises(TypeError, match=r"Compose.keyed must be True or False, got 1"):
        varied(keyed=1)


def test_the_promise_is_saved_with_the_pipeline(tmp_path):
    A.save(varied(keyed=True), tmp_path / "p.json")
    assert A.load(tmp_path / "p.json").keyed is True
    assert (varied(keyed=True) + A.NoOp()).keyed is True
    assert "keyed" not in json.dumps(A.to_dict(varied()))
    assert pickle.loads(pickle.dumps(varied(keyed=True))).keyed is True


def test_a_thread_started_inside_has_no_scope_unless_it_takes_the_context_along():
    transform, found = varied(keyed=True), {}

    def work(name):
        try:
            found[name] = digest(transform(image=picture())["image"])
        except RuntimeError as error:
            found[name] = str(error)

    with A.sample_scope(5):
        for name, run in (("bare", lambda f, n: f(n)), ("taken", contextvars.copy_context().run)):
            thread = threading.Thread(target=run, args=(work, name))
            thread.start()
            thread.join(300)
    assert "copy_context" in found["bare"]
    assert found["taken"] == seen(transform, 5)


def test_nested_pipelines_with_seeds_of_their_own_follow_the_key():
    def nested(seed):
        return A.Compose([A.Compose([A.RandomGamma((20, 300), p=1)], seed=5)], seed=seed)

    assert seen(nested(1), 3) == seen(nested(2), 3) != seen(nested(1), 4)
    with A.sample_scope(3):
        views = sequence(nested(1), 2)
    assert views[0] == seen(nested(1), 3) != views[1]


class Shade(A.ImageOnlyTransform):
    """A custom transform that draws from both generators, in its getters and in apply."""

    def get_params(self):
        return {"value": self.py_random.random(), "array": self.random_generator.uniform(size=3)}

    def apply(self, img, value, array, **params):
        late = self.py_random.random()
        return (img * (0.5 + value / 4 + late / 4) * (0.5 + array / 2)).astype(np.uint8)


def test_custom_transforms_draw_for_the_key():
    transform = A.Compose([Shade(p=1)], seed=3)
    assert seen(transform, 3) == seen(A.Compose([Shade(p=1)], seed=3), 3) != seen(transform, 4)


class Inner(A.ImageOnlyTransform):
    """Calls a pipeline of its own from apply."""

    inside = varied(137, keyed=True)

    def apply(self, img, **params):
        return np.ascontiguousarray(np.resize(self.inside(image=img)["image"], img.shape))


def test_a_pipeline_called_inside_a_keyed_call_has_its_scope():
    transform = A.Compose([Inner(p=1)], seed=137)
    assert seen(transform, 3) == seen(transform, 3) != seen(transform, 4)
    assert current() is None


def test_a_frozen_copy_repeats_its_view():
    transform = varied()
    with A.sample_scope(8):
        views = sequence(transform, 2)
        frozen = transform.frozen()
        assert len(set(sequence(frozen, 3))) == 1
        assert sequence(frozen, 1)[0] not in views
    assert sequence(transform, 1) == sequence(varied(), 1)


def test_scopes_nest_and_close_after_an_error():
    transform = varied()
    with A.sample_scope(1):
        with pytest.raises(ZeroDivisionError), A.sample_scope(2):  # noqa: PT012 - the scope is what must end
            assert sequence(transform, 1)[0] == seen(transform, 2)
            _ = 1 / 0
        assert seen(transform, 1) == sequence(transform, 1)[0]
    assert current() is None
    again = A.sample_scope(4)
    with again, again:
        assert sequence(transform, 1)[0] == seen(transform, 4)
    assert current() is None


def test_threads_calling_one_pipeline_are_no_matter():
    transform, found = varied(), {}

    def work(keys):
        for key in keys:
            with A.sample_scope(key):
                found[key] = tuple(sequence(transform, 2))

    threads = [threading.Thread(target=work, args=(range(start, 24, 4),)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert len(set(found.values())) == 24
    for key, views in found.items():
        with A.sample_scope(key):
            assert tuple(sequence(transform, 2)) == views


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_raw_fork_keeps_the_key():
    transform = varied()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, seen(transform, "x").encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        assert pipe.read() == seen(transform, "x")
    os.waitpid(pid, 0)


def test_a_sample_key_is_an_int_that_remembers():
    key = SampleKey(7, 2, 1)
    assert (key, key.epoch, key.draw) == (7, 2, 1)
    assert (f"{key}.png", str(key), f"{key:03d}") == ("7.png", "7", "007")
    assert repr(key) == "SampleKey(7, epoch=2, draw=1)"
    assert [*"abcdefgh"][key] == "h"
    assert np.arange(9)[key] == 7
    assert json.dumps([key]) == "[7]"
    back = pickle.loads(pickle.dumps(key))
    assert (back, back.epoch, back.draw, type(back)) == (7, 2, 1, SampleKey)
    batch = [SampleKey(i, 2) for i in range(256)]
    assert len(pickle.dumps(batch)) - len(pickle.dumps(list(range(256)))) < 256 * 14


def test_state_dict_resumes_the_sequence():
    transform = varied()
    sequence(transform, 3)
    state = json.loads(json.dumps(transform.state_dict()))
    rest = sequence(transform, 4)
    other = varied()
    sequence(other, 9)
    other.load_state_dict(state)
    assert sequence(other, 4) == rest
    unseeded, heir = varied(None), varied(None)
    heir.load_state_dict(unseeded.state_dict())
    assert sequence(heir) == sequence(unseeded)


@pytest.mark.parametrize(
    "change",
    [{"v": 2}, {"base": "137"}, {"calls": -1}, {"calls": True}, {"place": 3}, {"place": [1.5]}, {"more": 1}],
    ids=str,
)
def test_a_state_that_is_none_is_refused(change):
    transform = varied()
    with pytest.raises(ValueError, match=r"Compose.load_state_dict must get what state_dict gave"):
        transform.load_state_dict({**transform.state_dict(), **change})
    with pytest.raises(ValueError, match=r"of seed 5 cannot go on under seed 137"):
        transform.load_state_dict(varied(5).state_dict())
    assert sequence(transform) == sequence(varied())


def test_given_generators_have_no_state_here():
    transform = varied()
    transform.set_random_state(np.random.default_rng(1), random.Random(1))
    with pytest.raises(ValueError, match="save and restore those yourself"):
        transform.state_dict()


def test_a_repeating_source_counts_no_call():
    source = Seeding(1)
    source.repeats = True
    with A.sample_scope(1):
        scope = current()
        assert source.keyed(scope, "a").call == source.keyed(scope, "a").call == 0
