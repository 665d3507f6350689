"""Ray Data: the same bits whatever the blocks, batch size, tasks or actors. Run by ``make test-ray``."""

from __future__ import annotations

import numpy as np
import pytest
from children import varied
from samples import digest, picture

ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")
from augrepro.ray import map_batches

pytestmark = pytest.mark.filterwarnings("ignore")
SAMPLES = 24


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """Four logical CPUs: with two, two actors leave none for reading, and Ray waits for ever."""
    ray.init(num_cpus=4, object_store_memory=600 * 2**20, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def dataset(blocks):
    rows = [{"path": f"images/{i:02}.png", "image": picture(), "label": i} for i in range(SAMPLES)]
    return ray.data.from_items(rows, override_num_blocks=blocks)


def seen(data):
    """Digest and label by id."""
    return {row["path"]: (digest(np.asarray(row["image"])), row["label"]) for row in data.take_all()}


def expected(epoch):
    transform = varied(137)
    names = [f"images/{i:02}.png" for i in range(SAMPLES)]
    return {n: (digest(transform(image=picture(), sample_key=(epoch, n))["image"]), i) for i, n in enumerate(names)}


@pytest.mark.parametrize(("blocks", "batch"), [(1, 3), (1, 32), (5, 8), (8, 3), (8, 32)])
def test_tasks_give_what_the_keys_say(blocks, batch):
    data = map_batches(dataset(blocks), varied(137, keyed=True), epoch=1, id_column="path", batch_size=batch)
    assert seen(data) == expected(1)


def test_actors_give_the_same():
    actors = ray.data.ActorPoolStrategy(size=2)
    data = map_batches(dataset(4), varied(137), epoch=1, id_column="path", batch_size=4, compute=actors)
    assert seen(data) == expected(1) != expected(2)


def test_a_captured_stream_fails_the_same_check():
    def stream(batch, transform):  # inside, so that it travels by value
        return {**batch, "image": np.stack([transform(image=image)["image"] for image in batch["image"]])}

    runs = [
        seen(dataset(blocks).map_batches(stream, batch_format="numpy", fn_kwargs={"transform": varied(137)}))
        for blocks in (1, 8)
    ]
    assert runs[0] != runs[1]


REFUSED = [
    ({"dataset": 3}, TypeError, r"dataset must be a ray.data.Dataset, got 3"),
    ({"pipeline": 3}, TypeError, "pipeline must be a Compose, got 3"),
    ({"pipeline": varied(None)}, ValueError, r"pipeline.seed must be a whole number, got None"),
    ({"epoch": -1}, ValueError, "epoch must be a whole number >= 0, got -1"),
    ({"id_column": None}, TypeError, "id_column must be the name of a column, got None"),
    ({"batch_format": "pandas"}, TypeError, "batch_format must be left to it, got 'pandas'"),
]


@pytest.mark.parametrize(("change", "error", "message"), REFUSED, ids=lambda value: str(value)[:20])
def test_refused(change, error, message):
    arguments = {"dataset": dataset(1), "pipeline": varied(137), "epoch": 0, "id_column": "path", **change}
    with pytest.raises(error, match=message):
        map_batches(arguments.pop("dataset"), arguments.pop("pipeline"), **arguments)


def test_a_missing_id_column_is_named():
    with pytest.raises(Exception, match=r"id_column must be one of .*, got 'paht'; did you mean 'path'"):
        map_batches(dataset(1), varied(137), epoch=0, id_column="paht").take_all()
