"""TorchIO: a SubjectsDataset of small volumes, whose transforms draw from torch's global generator."""

import torch
import torchio as tio
from photographs import Photographs


def volume(image):
    return torch.from_numpy(image[::4, ::4].copy()).permute(2, 0, 1)[None].float()


def make_dataset(seed):
    torch.manual_seed(seed)
    subjects = [tio.Subject(image=tio.ScalarImage(tensor=volume(image))) for image in Photographs(None).images]
    transform = tio.Compose([tio.RandomFlip(axes=(1, 2)), tio.RandomGamma(p=0.8), tio.RandomNoise(std=(0, 0.1))])
    return tio.SubjectsDataset(subjects, transform)
