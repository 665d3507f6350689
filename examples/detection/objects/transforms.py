"""The training pipeline of a detector: boxes and their categories follow the pixels."""

import augrepro as A

BOXES = {"format": "coco", "label_fields": ["category_ids"], "min_visibility": 0.2, "min_area": 64}


def augmentations():
    """uint8 in, uint8 out."""
    return [
        A.RandomSizedBBoxSafeCrop(height=320, width=320, erosion_rate=0.2),
        A.HorizontalFlip(p=0.5),
        A.Perspective(scale=(0.02, 0.06), p=0.3),
        A.HueSaturationValue(p=0.5),
        A.CoarseDropout(num_holes_range=(1, 4), hole_height_range=(16, 48), hole_width_range=(16, 48), p=0.3),
    ]


def create_train_transform(seed=None):
    return A.Compose(augmentations(), bbox_params=A.BboxParams(**BOXES), seed=seed)
