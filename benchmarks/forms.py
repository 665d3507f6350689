"""What is measured of images that are no RGB bytes: floats, and 5 to 13 channels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

FORMS = ("float32 x 3", "uint8 x 5", "float32 x 5", "float32 x 8", "uint8 x 13", "float32 x 13")
SIZE = 256
OPS: dict[str, Callable[[Any, int], Any]] = {
    "HorizontalFlip": lambda A, n: A.HorizontalFlip(p=1),
    "VerticalFlip": lambda A, n: A.VerticalFlip(p=1),
    "Transpose": lambda A, n: A.Transpose(p=1),
    "RandomCrop": lambda A, n: A.RandomCrop(128, 128, p=1),
    "Pad": lambda A, n: A.Pad(10, p=1),
    "RandomResizedCrop": lambda A, n: A.RandomResizedCrop((224, 224), scale=(0.08, 1.0), p=1),
    "Resize": lambda A, n: A.Resize(224, 224, p=1),
    "Affine": lambda A, n: A.Affine(rotate=(-30, 30), scale=(0.8, 1.2), p=1),
    "Perspective": lambda A, n: A.Perspective((0.05, 0.1), p=1),
    "GridDistortion": lambda A, n: A.GridDistortion(p=1),
    "ElasticTransform": lambda A, n: A.ElasticTransform(alpha=120, sigma=6, p=1),
    "RandomBrightnessContrast": lambda A, n: A.RandomBrightnessContrast(p=1),
    "RandomGamma": lambda A, n: A.RandomGamma(p=1),
    "InvertImg": lambda A, n: A.InvertImg(p=1),
    "Solarize": lambda A, n: A.Solarize(p=1),
    "HueSaturationValue": lambda A, n: A.HueSaturationValue(p=1),
    "ColorJitter": lambda A, n: A.ColorJitter(p=1),
    "ToGray": lambda A, n: A.ToGray(method="average", num_output_channels=n, p=1),
    "ChannelShuffle": lambda A, n: A.ChannelShuffle(p=1),
    "Normalize": lambda A, n: A.Normalize(mean=(0.4,) * (n - 1) + (0.5,), std=(0.2,) * n, p=1),
    "ToFloat": lambda A, n: A.ToFloat(max_value=255, p=1),
    "Blur": lambda A, n: A.Blur((3, 7), p=1),
    "GaussianBlur": lambda A, n: A.GaussianBlur((3, 7), (0.5, 2.0), p=1),
    "MotionBlur": lambda A, n: A.MotionBlur((3, 7), p=1),
    "Sharpen": lambda A, n: A.Sharpen(p=1),
    "GaussNoise": lambda A, n: A.GaussNoise((0.1, 0.2), p=1),
    "MultiplicativeNoise": lambda A, n: A.MultiplicativeNoise((0.9, 1.1), p=1),
    "CoarseDropout": lambda A, n: A.CoarseDropout(p=1),
}
RGB = {"HueSaturationValue", "ColorJitter"}
"""What has a meaning for three channels alone."""


def pictured(photograph: np.ndarray, form: str) -> np.ndarray:
    """A quarter of the photograph in that form; further channels are the first ones moved."""
    dtype, _, channels = form.split()
    image = photograph[::2, ::2]
    moved = [np.roll(image, 7 * i, i % 2) for i in range(-(-int(channels) // 3))]
    whole = np.ascontiguousarray(np.concatenate(moved, 2)[..., : int(channels)])
    return whole if dtype == "uint8" else (whole / np.float32(255)).astype(np.float32)


def call(A: Any, case: str, photograph: np.ndarray, **extra: Any) -> Callable[[], np.ndarray]:
    """A call of ``form/float32 x 5/Affine``, its result made whole."""
    _, form, name = case.split("/")
    image = pictured(photograph, form)
    transform = A.Compose([OPS[name](A, image.shape[2])], seed=137, **extra)
    return lambda: np.ascontiguousarray(transform(image=image)["image"])
