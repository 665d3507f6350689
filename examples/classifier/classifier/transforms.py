"""The training pipeline, and the part of it that a person can look at."""

import augrepro as A
from augrepro.pytorch import ToTensorV2

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


def augmentations():
    """What changes the picture: uint8 in, uint8 out."""
    return [
        A.RandomResizedCrop(height=224, width=224, scale=(0.8, 1.0)),
        A.HorizontalFlip(p=0.5),
        A.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2, hue=0.1, p=0.8),
        A.GaussNoise(p=0.2),
    ]


def create_train_transform(seed=None):
    """The augmentations, then the float32 tensor that the network reads."""
    return A.Compose([*augmentations(), A.Normalize(mean=MEAN, std=STD), ToTensorV2()], seed=seed)
