"""A dataset as thousands of projects have it: albumentations, a seed, a photograph for each index."""

import albumentations as A
from skimage import data
from torch.utils.data import Dataset

LOADS = (data.astronaut, data.chelsea, data.coffee, data.rocket)


class Crops(Dataset):
    def __init__(self, seed):
        self.images = [load() for load in LOADS]
        self.transform = A.Compose([A.RandomCrop(64, 64), A.HorizontalFlip(p=0.5)], seed=seed)

    def __len__(self):
        return 4 * len(self.images)

    def __getitem__(self, index):
        return self.transform(image=self.images[index % len(self.images)])["image"]


def make_dataset(seed):
    return Crops(seed)
