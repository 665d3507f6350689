"""What every peer is judged on: four photographs, three times each, and a function that augments one."""

from skimage import data
from torch.utils.data import Dataset


class Photographs(Dataset):
    """``augment(image)`` gets a photograph of 256x256x3 bytes; what it returns is the sample."""

    def __init__(self, augment):
        self.images = [
            image[:256, :256].copy() for image in (data.astronaut(), data.chelsea(), data.coffee(), data.rocket())
        ] * 3
        self.augment = augment

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return {"image": self.augment(self.images[index]), "label": index % 4}
