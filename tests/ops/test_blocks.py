"""Frames that are written behind one another: the batch is ``np.stack``'s, and no memory of the call's."""

import numpy as np
import pytest
from ops_help import image

import augrepro as A
from augrepro.kernels.normalize import joined

WAYS = ["standard", "image", "image_per_channel", "min_max", "min_max_per_channel"]


def block(count=3):
    return np.random.default_rng(1).random((count, 4, 5, 3), np.float32)


OTHERS = {
    "turned": lambda f: f[::-1],
    "fewer": lambda f: f[:2],
    "one twice": lambda f: [f[0], f[0], f[2]],
    "one of its own": lambda f: [f[0], f[1], f[2].copy()],
    "another dtype": lambda f: [one.view(np.int32) for one in f],
    "mirrored": lambda f: [one[::-1] for one in f],
    "cropped": lambda f: [one[1:] for one in f],
    "alone": lambda f: [np.zeros((4, 5, 3))],
}


def test_all_frames_of_an_array_are_that_array():
    whole = block()
    assert joined([*whole]) is whole


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_all_of_an_array_in_order_is_copied(name):
    given = OTHERS[name]([*block()])
    out = joined(given)
    assert out.tobytes() == np.stack(given).tobytes()
    assert out.dtype == given[0].dtype
    assert not np.shares_memory(out, given[0])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["images", "volume", "volumes", "a list"])
def test_a_batch_gets_what_each_of_its_images_gets_alone(name, way):
    normalize = A.Normalize(normalization=way)
    batch = np.stack([image(seed=i) for i in range(4)])
    wanted = np.stack([normalize(image=one)["image"] for one in batch])
    given = {
        "images": {"images": batch},
        "volume": {"volume": batch, "mask3d": batch[..., 0]},
        "volumes": {"volumes": batch[None]},
        "a list": {"images": [*batch], "masks": batch[..., 0]},
    }[name]
    before = batch.copy()
    out = normalize(**given)
    found = np.asarray(next(iter(out.values())))
    assert found.dtype == np.float32
    assert found.tobytes() == wanted.tobytes()
    for key, value in out.items():
        assert type(value) is type(given[key])
        assert not np.shares_memory(np.asarray(value), batch)
    assert (batch == before).all()
