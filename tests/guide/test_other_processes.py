"""Outside a DataLoader: children of pools and forks repeat neither each other nor their parent."""

from __future__ import annotations

import multiprocessing
import os
import sys

import children
import pytest
from children import send, send_with_grandchild, sequence_of_raw_fork, use_given, use_inherited, varied
from samples import sequence

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.skipif(sys.platform == "win32", reason="fork is a POSIX matter"),
]


@pytest.fixture
def inherited():
    children.INHERITED[:] = [varied(137)]
    yield children.INHERITED[0]
    children.INHERITED.clear()


def all_distinct(*lists):
    flat = [digest for found in lists for digest in found]
    return len(set(flat)) == len(flat)


def started(method, count, transform, calls=4, target=send):
    """The digests of processes started one after another."""
    context = multiprocessing.get_context(method)
    found = []
    for _ in range(count):
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=target, args=(writer, transform, calls))
        process.start()
        writer.close()
        found.append(reader.recv())
        if target is send_with_grandchild:
            found.append(reader.recv())
        process.join(300)
        assert process.exitcode == 0
    return found


def test_children_of_a_fork_pool_do_not_repeat_each_other_or_the_parent(inherited):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(use_inherited, [3] * 6, chunksize=1)
    assert all_distinct(*found, sequence(inherited, 18))


def test_pipelines_sent_to_a_fork_pool_do_not_repeat():
    transform = varied(137)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(use_given, [(transform, 3)] * 6, chunksize=1)
    assert all_distinct(*found, sequence(transform, 18))


def test_pipelines_sent_to_a_spawn_pool_do_not_repeat():
    transform = varied(137)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(use_given, [(transform, 3)] * 6, chunksize=1)
    assert all_distinct(*found, sequence(transform, 18))


@pytest.mark.parametrize("seed", [137, None])
def test_forked_processes_have_their_own_sequences(inherited, seed):
    transform = varied(seed)
    assert all_distinct(*started("fork", 3, transform), sequence(transform, 12))


def test_a_fork_in_midsequence_repeats_nothing_either():
    transform = varied(137)
    before = sequence(transform, 3)
    assert all_distinct(before, *started("fork", 2, transform), sequence(transform, 12))


def test_a_raw_fork_does_not_repeat_its_parent():
    transform = varied(137)
    before = sequence(transform, 2)
    assert all_distinct(
        before, sequence_of_raw_fork(transform, 4), sequence_of_raw_fork(transform, 4), sequence(transform, 8)
    )


def test_a_raw_fork_of_a_child_does_not_repeat_the_child():
    transform = varied(137)
    assert all_distinct(*started("fork", 2, transform, target=send_with_grandchild), sequence(transform, 8))


def test_a_fork_does_not_move_the_parent():
    transform = varied(137)
    sequence_of_raw_fork(transform, 4)
    assert sequence(transform) == sequence(varied(137))


def test_a_child_that_builds_its_own_pipeline_starts_at_its_seed():
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, "\n".join(sequence(varied(137), 4)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found = pipe.read().split("\n")
    os.waitpid(pid, 0)
    assert found == sequence(varied(137), 4)


def test_frozen_repeats_its_draw_in_the_parent_after_forks():
    transform = varied(137).frozen()
    sequence_of_raw_fork(transform, 2)
    assert len(set(sequence(transform, 3))) == 1
