"""albumentations: a Compose with its own ``seed``, called in ``__getitem__``."""

import albumentations as A
from photographs import Photographs


class Augment:
    def __init__(self, seed):
        self.pipeline = A.Compose(
            [A.RandomCrop(224, 224), A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.8)], seed=seed
        )

    def __call__(self, image):
        return self.pipeline(image=image)["image"]


def make_dataset(seed):
    return Photographs(Augment(seed))


def make_unseeded(seed):
    return Photographs(Augment(None))
