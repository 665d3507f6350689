"""Photographs of scikit-image with boxes from a COCO file."""

from __future__ import annotations

import json
from pathlib import Path

from skimage import data
from torch.utils.data import Dataset

from .transforms import create_train_transform

COCO = json.loads(Path(__file__).with_name("annotations.json").read_text(encoding="utf-8"))
NAMES = {category["id"]: category["name"] for category in COCO["categories"]}


class Objects(Dataset):
    """Each photograph ``views`` times an epoch, augmented, with the boxes that are left and their categories."""

    def __init__(self, transform, views=2):
        self.records = COCO["images"]
        self.images = [getattr(data, record["file_name"])() for record in self.records]
        self.transform = transform
        self.views = views

    def __len__(self):
        return len(self.records) * self.views

    def sample(self, index):
        """One photograph with its boxes (COCO: x, y, width, height) and category ids, as the file has them."""
        number = index % len(self.records)
        found = [note for note in COCO["annotations"] if note["image_id"] == self.records[number]["id"]]
        return {
            "image": self.images[number],
            "bboxes": [note["bbox"] for note in found],
            "category_ids": [note["category_id"] for note in found],
        }

    def __getitem__(self, index):
        return self.transform(**self.sample(index))


def make_dataset(seed):
    """The training set; all its randomness comes from this seed."""
    return Objects(create_train_transform(seed))


def collate(samples):
    """A batch of detection: lists, since each image has another number of boxes."""
    return {name: [sample[name] for sample in samples] for name in samples[0]}
