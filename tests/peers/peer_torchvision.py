"""torchvision: v2 transforms, which draw from torch's global generator."""

import torch
from photographs import Photographs

try:
    from torchvision.transforms import v2
except RuntimeError:  # its compiled operators belong to another build of torch; its import wants the names of two
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    from torchvision.transforms import v2


class Augment:
    def __init__(self):
        self.pipeline = v2.Compose(
            [
                v2.ToImage(),
                v2.RandomResizedCrop(224, scale=(0.5, 1.0), antialias=True),
                v2.RandomHorizontalFlip(),
                v2.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2),
                v2.ToDtype(torch.float32, scale=True),
            ]
        )

    def __call__(self, image):
        return self.pipeline(image)


def make_dataset(seed):
    torch.manual_seed(seed)
    return Photographs(Augment())
