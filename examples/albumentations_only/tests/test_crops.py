"""Snapshots work for any library: what one process makes of a seed."""

from crops.data import make_dataset


def test_first_crops(aug_seed, aug_snapshot):
    dataset = make_dataset(aug_seed)
    assert [dataset[index] for index in range(4)] == aug_snapshot
