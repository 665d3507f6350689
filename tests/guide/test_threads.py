"""Calls from other threads are the documented sequence."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from children import varied
from samples import digest, picture, sequence

import augrepro as A


def in_a_thread(function, *args):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *args).result()


def test_a_thread_other_than_the_builders_gets_the_documented_sequence():
    assert in_a_thread(sequence, varied(137)) == sequence(varied(137))


def test_calls_alternating_between_threads_are_one_sequence():
    transform = varied(137)
    found = []
    for _ in range(4):
        found += sequence(transform, 1)
        found += in_a_thread(sequence, transform, 1)
    assert found == sequence(varied(137), 8)


@pytest.fixture
def hasty_switches():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_switches")
def test_four_threads_at_once_get_the_same_set_of_results():
    transform = varied(137)
    start = threading.Barrier(4)

    def work(_):
        start.wait()
        return sequence(transform, 25)

    with ThreadPoolExecutor(4) as pool:
        found = [digest for part in pool.map(work, range(4)) for digest in part]
    assert sorted(found) == sorted(sequence(varied(137), 100))


class Tinted(A.ImageOnlyTransform):
    """Draws from both generators, early and late, so that a shared one would show."""

    def get_params(self):
        return {"value": self.py_random.random()}

    def get_params_dependent_on_data(self, params, data):
        return {"array": self.random_generator.uniform(0.5, 1, size=3)}

    def apply(self, img, value, array, **params):
        noise = self.random_generator.integers(0, 3, img.shape) + self.py_random.randint(0, 3)
        return (img * array * (0.5 + value / 2) + noise).astype(np.uint8)


@pytest.mark.usefixtures("hasty_switches")
def test_custom_transforms_keep_their_generators_apart_in_threads():
    transform = A.Compose([Tinted(p=1.0), Tinted(p=1.0)], seed=137)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: sequence(transform, 1)[0], range(60)))
    assert sorted(found) == sorted(sequence(A.Compose([Tinted(p=1.0), Tinted(p=1.0)], seed=137), 60))


def test_asyncio_tasks_share_the_sequence_as_well():
    transform = varied(137)

    async def one():
        await asyncio.sleep(0)
        return digest(transform(image=picture())["image"])

    async def many():
        return await asyncio.gather(*(one() for _ in range(8)))

    assert sorted(asyncio.run(many())) == sorted(sequence(varied(137), 8))
