"""MONAI: dictionary transforms with a state of their own, on torch's DataLoader and on MONAI's."""

from monai.data import DataLoader, Dataset
from monai.data.utils import worker_init_fn
from monai.transforms import Compose, EnsureChannelFirstd, RandAffined, RandFlipd, RandScaleIntensityd
from photographs import Photographs

__all__ = ["on_its_own_loader", "on_the_stock_loader", "worker_init_fn"]


def dataset_of(seed):
    transform = Compose(
        [
            EnsureChannelFirstd("image", channel_dim=-1),
            RandFlipd("image", prob=0.5, spatial_axis=1),
            RandAffined("image", prob=0.8, rotate_range=0.2, translate_range=8, padding_mode="zeros"),
            RandScaleIntensityd("image", factors=0.2, prob=0.8),
        ]
    ).set_random_state(seed)
    return Dataset([{"image": image} for image in Photographs(None).images], transform)


def on_the_stock_loader(seed):
    return dataset_of(seed)


def on_its_own_loader(seed):
    return DataLoader(dataset_of(seed), batch_size=4, num_workers=2)
