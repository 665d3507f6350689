"""luxonis-ml#304: seeding by the global generators had stopped working after an upgrade; digests were to notice it."""

import photographs


def test_colors(aug_pipeline, aug_snapshot):
    transform = aug_pipeline(photographs.colors())
    assert [transform(image=image)["image"] for image in photographs.IMAGES] == aug_snapshot
