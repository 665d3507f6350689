"""torchvision: v2 transforms, which draw from torch's global generator."""

import torch
from photographs import Photographs
from torchvision.transforms import v2


def make_dataset(seed):
    torch.manual_seed(seed)
    return Photographs(
        v2.Compose(
            [
                v2.ToImage(),
                v2.RandomResizedCrop(224, scale=(0.5, 1.0), antialias=True),
                v2.RandomHorizontalFlip(),
                v2.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2),
                v2.ToDtype(torch.float32, scale=True),
            ]
        )
    )
