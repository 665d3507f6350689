"""Real gloo groups that meet in a file: any world gives the reference, and a rank that differs is named."""

from __future__ import annotations

import json
import re

import pytest

torch = pytest.importorskip("torch")
if not torch.distributed.is_available():
    pytest.skip("torch.distributed is not built in", allow_module_level=True)
from keyed_help import Pictures, complaints, epochs_of, keyed_loader

SECONDS = 120


@pytest.fixture(scope="module")
def reference():
    return epochs_of(keyed_loader(Pictures()))


@pytest.fixture
def group(forks):
    def run(folder, world, **job):
        """What each rank of a world found; every child ends within the limit."""
        folder.mkdir()
        (folder / "job.json").write_text(json.dumps(job))
        code = f"import pathlib, rank_child; rank_child.main({{}}, {world}, pathlib.Path({str(folder)!r}))"
        said = [folder / f"said{rank}" for rank in range(world)]
        ends = forks.run([code.format(rank) for rank in range(world)], said, SECONDS)
        assert ends == [0] * world, "\n".join(path.read_text() for path in said)
        return [json.loads((folder / f"rank{rank}.json").read_text()) for rank in range(world)]

    return run


def woven(parts):
    """The global order that ranks took their shares of, as tuples."""
    return [tuple(row) for step in zip(*parts, strict=True) for row in step]


def whole(ranks):
    """The epochs of a world, its ranks woven together."""
    return [woven(parts) for parts in zip(*(found["epochs"] for found in ranks), strict=True)]


@pytest.mark.parametrize(("world", "workers"), [(1, 0), (2, 0), (2, 1), (3, 0)])
def test_any_world_gives_the_reference(world, workers, group, tmp_path, reference):
    ranks = group(tmp_path / "group", world, what="passes", epochs=3, workers=workers, batch=3 if workers else 1)
    assert complaints(whole(ranks), reference) == []


def test_ranks_of_stream_mode_fail_the_same_check(group, tmp_path):
    """Not even two worlds of torch's own sampler agree, since a stream counts calls."""
    one = whole(group(tmp_path / "one", 1, what="control", epochs=2))
    two = whole(group(tmp_path / "two", 2, what="control", epochs=2))
    assert complaints(two, one, in_order=False)


def test_elastic_two_one_three(group, tmp_path, reference):
    log, state = [], None
    for turn, (world, steps) in enumerate([(2, 5), (1, 5), (3, 3)]):
        ranks = group(tmp_path / str(turn), world, what="passes", state=state, steps=steps)
        log += woven([found["rows"] for found in ranks])
        (state,) = {json.dumps(found["state"]) for found in ranks}
        state = json.loads(state)
    assert complaints([log], reference[:1]) == []
    assert state == {"v": 1, "seed": 7, "epoch": 1, "consumed_global": 0}


FAULTS = {
    "none": "",
    "seed": r"rank 2 has sampler seed 8, not 7",
    "length": r"rank 2 has dataset length 25, not 24",
    "epoch": r"rank 2 has epoch 3, not 2",
    "place": r"rank 2 has resumed at 4, not 0",
    "order": r"rank 2 has order '\w+', not '\w+'",
    "pipeline": r"rank 2 has pipeline 0 '\w+', not '\w+'",
    "pipeline seed": r"rank 2 has seed of pipeline 0 138, not 137",
}


def test_a_rank_that_differs_is_named_on_every_rank(group, tmp_path):
    ranks = group(tmp_path / "group", 3, what="consistency", faults=list(FAULTS))
    for found in ranks:
        assert found["none"] == ""
        for fault, pattern in FAULTS.items():
            assert (pattern == "") == (found[fault] == "")
            assert re.search(pattern, found[fault]), found[fault]
            assert "rank 0" not in found[fault]
