"""augrepro in sample mode: ``KeyedDataset`` around a dataset whose Compose draws for (seed, epoch, sample)."""

from photographs import Photographs

import augrepro as A
from augrepro.torch import KeyedDataset


class Augment:
    def __init__(self, seed):
        self.pipeline = A.Compose(
            [A.RandomCrop(224, 224), A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.8), A.GaussNoise(p=0.5)],
            seed=seed,
        )

    def __call__(self, image):
        return self.pipeline(image=image)["image"]


def make_dataset(seed):
    return KeyedDataset(Photographs(Augment(seed)))


def in_stream_mode(seed):
    return Photographs(Augment(seed))
