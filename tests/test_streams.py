"""Streams: golden values that hold for ever under one key version, even draws, independence, given generators."""

from __future__ import annotations

import copy
import math
import pickle
import random

import numpy as np
import pytest
from samples import digest, picture

import augrepro as A
from augrepro.engine.chance.generators import KeyedRandom, KeyedSequence, numpy_generator
from augrepro.engine.chance.rng import KEY_VERSION, Stream, root_key
from augrepro.engine.chance.seeding import Seeding

ROOT = root_key("stream", 137, 0)


GOLDEN = {
    "root": "49786afb5c01ac162c70010e5fe99fe6244a1466113af300e7a04e02e047d76f",
    "gate": "0x1.a31fc0eb6f708p-1",
    "words": [
        "cf3fdbd85c64a7d1",
        "5377c69c288ea6ad",
        "2062f87aa9341491",
        "206c1564be9cc15d",
        "d6fb0174bf0f41fe",
        "31d60d783ccff2fc",
        "60b7b47f607e712b",
        "4594aeee8027fcaf",
        "7aeb470e680926e7",
        "27bccde1b140b9f2",
    ],
    "key": "ae17ea33d8af0fc1f35a0d1379cc86e9fd5117fcba224b88a7ce1bb5beae8971",
    "draws": {
        "random": "0x1.91532ed7b94bdp-1",
        "between": "0x1.280469ec31b7cp+1",
        "integer": [192, 705, 593, 314],
        "choice": "beggba",
        "weighted": [0, 3, 0, 2, 2, 2],
        "permutation": [3, 5, 4, 6, 1, 0, 2],
        "field_key": "0f8dd8cc60d27dc75c0236dc0a639c71",
        "child": "0x1.79747004937a9p-1",
    },
    "pcg": [4393184172737618489, 7888902311453888921, 4924963792656368658],
    "python": ["0x1.e7bdcdd507270p-3", 504889747933048890961, 1],
    "windows": [[6, 0, 14, 8], [2, 0, 10, 8], [0, 1, 8, 9], [3, 6, 11, 14], [7, 7, 15, 15]],
    "names": [
        ["RandomCrop", "HorizontalFlip"],
        ["RandomCrop", "D4"],
        ["RandomCrop", "D4"],
        ["RandomCrop", "HorizontalFlip", "D4"],
        ["RandomCrop"],
    ],
}
"""Changing any of these needs a new KEY_VERSION."""


def node(label=b"a", parent=ROOT):
    return Stream(parent, label)


def test_golden_root():
    assert KEY_VERSION == 1
    assert root_key("stream", 137, 0).hex() == GOLDEN["root"]


def test_golden_words():
    stream = node()
    assert stream.gate().hex() == GOLDEN["gate"]
    assert [f"{stream.word():016x}" for _ in range(10)] == GOLDEN["words"]
    assert stream.key.hex() == GOLDEN["key"]


def test_golden_draws():
    stream = node(b"draws")
    assert {
        "random": stream.random().hex(),
        "between": stream.uniform((-3, 5)).hex(),
        "integer": [stream.integer(-5, 1000) for _ in range(4)],
        "choice": "".join(stream.choice("abcdefg") for _ in range(6)),
        "weighted": [stream.weighted_index([1, 0, 3, 2]) for _ in range(6)],
        "permutation": stream.permutation(7),
        "field_key": stream.field_key(),
        "child": stream.child(b"x").gate().hex(),
    } == GOLDEN["draws"]


def test_golden_generators():
    key = node().key
    assert [int(x) for x in numpy_generator(key).bit_generator.random_raw(3)] == GOLDEN["pcg"]
    python = KeyedRandom(key)
    assert [python.random().hex(), python.getrandbits(70), python.randint(1, 6)] == GOLDEN["python"]


def test_golden_pipeline():
    """The gates and parameters of a seeded pipeline, and so the promise that a seed means the same next year."""
    transform = A.Compose(
        [A.RandomCrop(8, 8), A.HorizontalFlip(p=0.5), A.OneOf([A.RandomGamma(), A.D4()], p=0.8)],
        seed=137,
        save_applied_params=True,
    )
    found = [transform(image=picture())["applied_transforms"] for _ in range(5)]
    assert [dict(applied)["RandomCrop"]["crop_coords"] for applied in found] == GOLDEN["windows"]
    assert [[name for name, _ in applied] for applied in found] == GOLDEN["names"]


def test_root_parts_never_collide():
    parts = [
        (1, 2),
        (12,),
        ("1", 2),
        (b"1", 2),
        ("1", "2"),
        ("12",),
        (1, 2, 0),
        (1, -2),
        ("", "12"),
        (258,),
        (2, 1),
        (True, 5, 3),
        ("a\0", "b"),
        ("a", "\0b"),
    ]
    assert len({root_key(*part) for part in parts}) == len(parts)


def test_draws_are_even():
    """4096 fixed-seed draws in 16 bins: chi-square with 15 degrees of freedom stays below its 0.9999 quantile."""
    stream = node(b"even")
    draws = {
        "random": [int(stream.random() * 16) for _ in range(4096)],
        "integer": [stream.integer(3, 18) - 3 for _ in range(4096)],
        "choice": [stream.choice(range(16)) for _ in range(4096)],
        "between": [int(stream.uniform((-8, 8)) + 8) for _ in range(4096)],
        "gates": [int(node(b"%d" % i).gate() * 16) for i in range(4096)],
        "calls": [int(Stream(root_key(i), b"root").gate() * 16) for i in range(4096)],
        "permutation": [stream.permutation(16)[5] for _ in range(4096)],
        "field": [int(stream.field_key()[17], 16) for _ in range(4096)],
    }
    for name, values in draws.items():
        counts = np.bincount(values, minlength=16)
        assert len(counts) == 16, name
        assert ((counts - 256) ** 2 / 256).sum() < 44.3, name


def test_weights_are_respected():
    stream = node(b"weights")
    counts = np.bincount([stream.weighted_index([1, 0, 3]) for _ in range(4000)], minlength=3)
    assert counts[1] == 0
    assert abs(counts[2] - 3000) < 150


def test_weights_that_round_never_choose_a_zero():
    class Short(Stream):
        def random(self):
            return 1.0  # as if rounding had left the total short

    assert Short(ROOT, b"a").weighted_index([0.1, 0.2, 0.0]) == 1


def test_ends_are_reached():
    stream = node(b"ends")
    assert {stream.integer(2, 4) for _ in range(100)} == {2, 3, 4}
    assert stream.integer(7, 7) == 7
    assert stream.uniform((0.5, 0.5)) == 0.5
    assert all(0 <= stream.random() < 1 for _ in range(1000))


def test_the_gate_does_not_depend_on_draws():
    drawn = node()
    gate = drawn.gate()
    for _ in range(30):
        drawn.word()
        assert drawn.gate() == gate
    assert node().word() == Stream(ROOT, b"a").word()


def test_siblings_are_uncorrelated():
    """z-scores of 24 pairs of siblings over 1000 calls stay within five."""
    names = [b"HorizontalFlip#0", b"HorizontalFlip#1", b"VerticalFlip#0", b"gate"]
    columns = np.array([[Stream(root_key("stream", 5, call), name).gate() for call in range(1000)] for name in names])
    for i in range(4):
        for j in range(i + 1, 4):
            z = np.corrcoef(columns[i], columns[j])[0, 1] * math.sqrt(1000)
            assert abs(z) < 5
        lagged = np.corrcoef(columns[i][:-1], columns[i][1:])[0, 1] * math.sqrt(999)
        assert abs(lagged) < 5


def test_a_child_depends_on_its_name_and_its_parent():
    assert node().child(b"x").word() != node().child(b"y").word()
    assert node(b"a").child(b"x").word() != node(b"b").child(b"x").word()
    assert node().child(b"x").word() == node().child(b"x").word()


def drawn(children, seed=9, calls=12):
    """What each transform drew, call by call, by label."""
    transform = A.Compose(children, seed=seed)
    plans = [transform.draw_plan(image=picture(20, 20)) for _ in range(calls)]
    return [{step.path.rpartition("/")[2]: step.op for step in plan.steps} for plan in plans]


def test_inserting_a_transform_of_another_class_changes_no_other_draw():
    base = [A.RandomGamma((20, 300), p=0.5), A.RandomBrightnessContrast(p=0.5)]
    more = [A.D4(), base[0], A.InvertImg(p=0.5), A.NoOp(), base[1], A.Sequential([A.VerticalFlip()], p=0.5)]
    alone, among = drawn(base), drawn(more)
    for one, many in zip(alone, among, strict=True):
        assert one == {
            label: op for label, op in many.items() if label in ("RandomGamma#0", "RandomBrightnessContrast#0")
        }


def test_order_does_not_matter_to_the_draws_but_class_order_does():
    a, b = A.RandomGamma((20, 300), p=1.0), A.RandomBrightnessContrast(p=1.0)
    assert drawn([a, b]) == drawn([b, a])
    two = drawn([a, a])
    assert all(plan["RandomGamma#0"] != plan["RandomGamma#1"] for plan in two)
    assert [plan["RandomGamma#0"] for plan in two] == [plan["RandomGamma#0"] for plan in drawn([a])]


def test_a_name_pins_a_transform():
    named = A.RandomGamma((20, 300), p=1.0, name="tone")
    alone = [plan["tone#0"] for plan in drawn([named])]
    assert alone == [plan["tone#0"] for plan in drawn([A.RandomGamma(p=1.0), named])]
    assert alone != [plan["RandomGamma#0"] for plan in drawn([A.RandomGamma((20, 300), p=1.0)])]


def test_a_transform_that_did_not_fire_moves_no_other():
    for p in (0.0, 1.0):
        assert [plan["RandomGamma#0"] for plan in drawn([A.D4(p=p), A.RandomGamma(p=1.0)])] == [
            plan["RandomGamma#0"] for plan in drawn([A.RandomGamma(p=1.0)])
        ]


def test_compose_and_replay_compose_of_one_seed_draw_alike():
    children = [A.RandomGamma((20, 300), p=0.5), A.D4()]
    one, other = A.Compose(children, seed=3), A.ReplayCompose(children, seed=3)
    for _ in range(8):
        assert digest(one(image=picture())["image"]) == digest(other(image=picture())["image"])


def test_keyed_random_is_a_whole_random():
    one, other = KeyedRandom(ROOT), KeyedRandom(ROOT)
    before = random.getstate()

    def use(r):
        items = list(range(9))
        r.shuffle(items)
        return [
            r.uniform(1, 2),
            r.randint(1, 100),
            r.gauss(0, 1),
            r.choice("abc"),
            r.sample(range(50), 5),
            r.choices("ab", k=4),
            r.randbytes(5),
            r.triangular(),
            r.betavariate(2, 3),
            r.getrandbits(0),
            items,
        ]

    assert use(one) == use(other)
    assert use(one) != use(KeyedRandom(root_key(2)))
    assert random.getstate() == before
    with pytest.raises(ValueError, match="non-negative"):
        one.getrandbits(-1)


def test_keyed_random_is_even_and_its_state_can_be_saved():
    keyed = KeyedRandom(ROOT)
    counts = np.bincount([keyed.randrange(10) for _ in range(4000)], minlength=10)
    assert ((counts - 400) ** 2 / 400).sum() < 34
    twin, other = copy.deepcopy(keyed), pickle.loads(pickle.dumps(keyed))
    state = keyed.getstate()
    expected = [keyed.random() for _ in range(5)]
    assert [twin.random() for _ in range(5)] == [other.random() for _ in range(5)] == expected
    keyed.setstate(state)
    assert [keyed.random() for _ in range(5)] == expected


def test_numpy_generators_of_two_keys_differ_and_of_one_agree():
    assert numpy_generator(ROOT).random(4).tolist() == numpy_generator(ROOT).random(4).tolist()
    assert numpy_generator(ROOT).random(4).tolist() != numpy_generator(root_key(1)).random(4).tolist()
    for dtype, words in ((np.uint32, 40), (np.uint64, 20)):
        state = KeyedSequence(ROOT).generate_state(words, dtype)
        assert state.dtype == dtype
        assert len(set(state.tolist())) == words


def test_a_position_tells_where_the_sequence_is():
    source = Seeding(137)
    assert source.position() == {"v": 1, "base": 137, "place": [], "calls": 0}
    keys = [source.next().root for _ in range(3)]
    assert source.position() == {"v": 1, "base": 137, "place": [], "calls": 3}
    assert len(set(keys)) == 3
    assert keys[0] == Seeding(137).next().root
