"""TorchIO: a SubjectsDataset of small volumes, whose transforms draw from torch's global generator."""

import torch
import torchio as tio
from photographs import Photographs


def make_dataset(seed):
    torch.manual_seed(seed)
    volumes = [torch.from_numpy(image[::4, ::4].copy()).permute(2, 0, 1)[None].float() for image in Photographs(None).images]
    transform = tio.Compose([tio.RandomFlip(axes=(1, 2)), tio.RandomGamma(p=0.8), tio.RandomNoise(std=(0, 0.1))])
    return tio.SubjectsDataset([tio.Subject(image=tio.ScalarImage(tensor=volume)) for volume in volumes], transform)
