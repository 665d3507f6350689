"""Small real data for the suites: scikit-image photographs at 64x64, and the datasets that projects make of them."""

import augrepro as A
import numpy as np
import torch
from skimage import data
from torch.utils.data import Dataset

IMAGES = [photo()[::4, ::4][:64, :64].copy() for photo in (data.astronaut, data.chelsea, data.coffee, data.rocket)]
SPLITS = {"train": {"astronaut", "cat", "coffee"}, "val": {"rocket"}}
NAMES = ("astronaut", "cat", "coffee", "rocket")


class Photographs(Dataset):
    """Each photograph twice, with whatever ``augment(**targets)`` makes of it and its targets."""

    def __init__(self, augment):
        self.augment = augment

    def __len__(self):
        return 2 * len(IMAGES)

    def __getitem__(self, index):
        return self.augment(image=IMAGES[index % len(IMAGES)])["image"]


class Boxes(Photographs):
    """A box around the middle goes along."""

    def __getitem__(self, index):
        return self.augment(image=IMAGES[index % len(IMAGES)], bboxes=[(16, 16, 48, 48)], labels=[index % len(IMAGES)])


class Segments(Photographs):
    """The bright pixels are the mask."""

    def __getitem__(self, index):
        image = IMAGES[index % len(IMAGES)]
        return self.augment(image=image, mask=np.uint8(image.mean(axis=2) > 127))


class Split(Photographs):
    """The photographs of one split, sorted: the order of a set of names differs from run to run."""

    def __init__(self, augment, split="train"):
        super().__init__(augment)
        self.names = sorted(SPLITS[split])

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        name = self.names[index]
        return {"image": self.augment(image=IMAGES[NAMES.index(name)])["image"], "file": f"{name}.png"}


class Episodes(Photographs):
    """Frames augmented by (epoch, frame); the epoch lies in shared memory, where workers that live already see it."""

    def __init__(self, augment):
        super().__init__(augment)
        self.epoch = torch.zeros((), dtype=torch.int64).share_memory_()

    def set_epoch(self, epoch):
        self.epoch.fill_(epoch)

    def __getitem__(self, index):
        key = int(self.epoch), int(index)
        return self.augment(image=IMAGES[index % len(IMAGES)], sample_key=key)["image"]


def colors():
    return [A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.8), A.GaussNoise(p=0.5)]


def boxes(seed):
    params = A.BboxParams("pascal_voc", label_fields=["labels"])
    return Boxes(A.Compose([A.RandomCrop(48, 48), *colors()], bbox_params=params, seed=seed))


def plain(seed):
    return Photographs(A.Compose([A.RandomCrop(48, 48), *colors()], seed=seed))


def split(seed):
    return Split(A.Compose(colors(), seed=seed))


def segments(seed):
    return Segments(A.Compose([A.RandomCrop(48, 48), *colors()], seed=seed))


def episodes(seed):
    return Episodes(A.Compose([A.RandomCrop(48, 48), *colors()], seed=seed, keyed=True))
