"""kornia: an AugmentationSequential in ``__getitem__``, which draws from torch's global generator."""

import kornia.augmentation as K
import torch
from photographs import Photographs


class Augment:
    def __init__(self):
        self.pipeline = K.AugmentationSequential(
            K.RandomResizedCrop((224, 224), scale=(0.5, 1.0)),
            K.RandomHorizontalFlip(),
            K.ColorJitter(0.2, 0.2, 0.2, 0.0, p=0.8),
            data_keys=["image"],
        )

    def __call__(self, image):
        return self.pipeline(torch.from_numpy(image).permute(2, 0, 1)[None] / 255)[0]


def make_dataset(seed):
    torch.manual_seed(seed)
    return Photographs(Augment())
