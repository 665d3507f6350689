"""The training pipeline: image, mask and keypoints move together."""

import augrepro as A
from augrepro.pytorch import ToTensorV2


def augmentations():
    """uint8 in, uint8 out."""
    return [
        A.RandomSizedCrop(min_max_height=(96, 160), size=(128, 128)),
        A.HorizontalFlip(p=0.5),
        A.Affine(rotate=(-20, 20), scale=(0.9, 1.1), p=0.5),
        A.GridDistortion(p=0.3),
        A.RandomBrightnessContrast(p=0.5),
        A.GaussNoise(std_range=(0.02, 0.06), p=0.3),
    ]


def create_train_transform(seed=None):
    """``keyed=True``: each draw is named by (seed, epoch, sample), and a call without a sample is refused."""
    return A.Compose(
        [*augmentations(), A.Normalize(mean=(0.4,) * 3, std=(0.2,) * 3), ToTensorV2()],
        keypoint_params=A.KeypointParams("xy"),
        seed=seed,
        keyed=True,
    )
