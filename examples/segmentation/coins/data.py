"""Windows of scikit-image's photograph of Greek coins, with a mask of the coins and a keypoint on each."""

from __future__ import annotations

import numpy as np
from skimage import data, filters, measure, morphology
from torch.utils.data import Dataset

from .transforms import create_train_transform

WINDOW, STEP = 160, 64


def photograph():
    """The picture (303 x 384, three channels), its mask (1 = coin) and the middles of the coins as (x, y)."""
    gray = data.coins()
    mask = morphology.opening(gray > filters.threshold_otsu(gray), morphology.disk(4))
    mask[:30, :130] = False  # the corner where the background is brighter than the coins
    middles = [region.centroid[::-1] for region in measure.regionprops(measure.label(mask)) if region.area > 300]
    return np.repeat(gray[..., None], 3, axis=2), mask.astype(np.uint8), np.float32(middles)


class Coins(Dataset):
    """Each window once an epoch: image, mask, and the keypoints that lie in it."""

    def __init__(self, transform):
        self.image, self.mask, self.middles = photograph()
        height, width = self.mask.shape
        self.corners = [(x, y) for y in range(0, height - WINDOW, STEP) for x in range(0, width - WINDOW, STEP)]
        self.transform = transform

    def __len__(self):
        return len(self.corners)

    def window(self, index):
        """The window as it is, before any augmentation."""
        x, y = self.corners[index]
        inside = ((self.middles >= (x, y)) & (self.middles < (x + WINDOW, y + WINDOW))).all(axis=1)
        rows, columns = slice(y, y + WINDOW), slice(x, x + WINDOW)
        return {
            "image": self.image[rows, columns],
            "mask": self.mask[rows, columns],
            "keypoints": self.middles[inside] - (x, y),
        }

    def __getitem__(self, index):
        sample = self.transform(**self.window(index))
        return {"image": sample["image"], "mask": sample["mask"], "count": len(sample["keypoints"])}


def make_dataset(seed):
    """The training set; all its randomness comes from this seed and the sample's key."""
    return Coins(create_train_transform(seed))
