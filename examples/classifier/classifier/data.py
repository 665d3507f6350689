"""Eight photographs that scikit-image ships, one class each."""

from __future__ import annotations

from skimage import data
from torch.utils.data import Dataset

from .transforms import create_train_transform


def motorcycle():
    left, _right, _disparity = data.stereo_motorcycle()
    return left


PHOTOGRAPHS = {
    "astronaut": data.astronaut,
    "cat": data.chelsea,
    "coffee": data.coffee,
    "galaxies": data.hubble_deep_field,
    "motorcycle": motorcycle,
    "retina": data.retina,
    "rocket": data.rocket,
    "tissue": data.immunohistochemistry,
}
CLASSES = tuple(PHOTOGRAPHS)


class Photographs(Dataset):
    """Every photograph ``views`` times an epoch, augmented; the label is the class index."""

    def __init__(self, transform, views=2):
        self.images = [load() for load in PHOTOGRAPHS.values()]
        self.transform = transform
        self.views = views

    def __len__(self):
        return len(self.images) * self.views

    def __getitem__(self, index):
        label = index % len(self.images)
        return self.transform(image=self.images[label])["image"], label


def make_dataset(seed):
    """The training set; all its randomness comes from this seed."""
    return Photographs(create_train_transform(seed))
