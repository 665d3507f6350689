"""What is measured. ``A`` is augrepro or Albumentations: both are given the same lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import forms

Call = Callable[[], Any]
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def ten(A: Any) -> list[Any]:
    """Ten transforms that all fire and whose pixel work on 8x8 is next to nothing."""
    return [
        A.HorizontalFlip(p=1),
        A.RandomBrightnessContrast(p=1),
        A.VerticalFlip(p=1),
        A.RandomGamma(p=1),
        A.Transpose(p=1),
        A.InvertImg(p=1),
        A.RandomRotate90(p=1),
        A.RandomBrightnessContrast(p=1),
        A.D4(p=1),
        A.RandomCrop(8, 8, p=1),
    ]


def ten_of_nothing(A: Any) -> list[Any]:
    return [A.NoOp(p=1) for _ in range(10)]


def nothing(A: Any) -> list[Any]:
    return []


SMALL = {"ten": ten, "ten NoOp": ten_of_nothing, "empty": nothing}


def example(A: Any) -> list[Any]:
    """The pipeline of examples/classifier, which is the guide's."""
    return [
        A.RandomResizedCrop(size=(224, 224), scale=(0.8, 1.0)),
        A.HorizontalFlip(p=0.5),
        A.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2, hue=0.1, p=0.8),
        A.GaussNoise(p=0.2),
        A.Normalize(mean=MEAN, std=STD),
        A.pytorch.ToTensorV2(),
    ]


def light(A: Any) -> list[Any]:
    return [
        A.RandomResizedCrop(size=(224, 224)),
        A.HorizontalFlip(p=0.5),
        A.Normalize(mean=MEAN, std=STD),
        A.pytorch.ToTensorV2(),
    ]


def late_crop(A: Any) -> list[Any]:
    """Turns and tones on the whole image, then a crop: what rewriting is for."""
    return [
        A.HorizontalFlip(p=0.5),
        A.RandomRotate90(p=0.5),
        A.RandomBrightnessContrast(p=1),
        A.RandomGamma(p=1),
        A.RandomCrop(256, 256, p=1),
        A.Normalize(mean=MEAN, std=STD),
        A.pytorch.ToTensorV2(),
    ]


def late_crop_color(A: Any) -> list[Any]:
    return [
        A.HorizontalFlip(p=0.5),
        A.HueSaturationValue(p=1),
        A.RandomBrightnessContrast(p=1),
        A.RandomCrop(256, 256, p=1),
        A.Normalize(mean=MEAN, std=STD),
        A.pytorch.ToTensorV2(),
    ]


PIPELINES: dict[str, tuple[int, Callable[[Any], list[Any]]]] = {
    "example": (512, example),
    "light (no color)": (512, light),
    "late crop, tones": (1024, late_crop),
    "late crop, hue": (1024, late_crop_color),
}
OPS: dict[str, Callable[[Any], Any]] = {
    "HorizontalFlip": lambda A: A.HorizontalFlip(p=1),
    "VerticalFlip": lambda A: A.VerticalFlip(p=1),
    "Transpose": lambda A: A.Transpose(p=1),
    "RandomCrop": lambda A: A.RandomCrop(256, 256, p=1),
    "Resize": lambda A: A.Resize(224, 224, p=1),
    "PadIfNeeded": lambda A: A.PadIfNeeded(576, 576, p=1),
    "Affine": lambda A: A.Affine(rotate=(-30, 30), scale=(0.9, 1.1), p=1),
    "Rotate": lambda A: A.Rotate(45, p=1),
    "ElasticTransform": lambda A: A.ElasticTransform(alpha=30, sigma=6, p=1),
    "RandomBrightnessContrast": lambda A: A.RandomBrightnessContrast(p=1),
    "RandomGamma": lambda A: A.RandomGamma(p=1),
    "HueSaturationValue": lambda A: A.HueSaturationValue(p=1),
    "ColorJitter": lambda A: A.ColorJitter(p=1),
    "ToGray": lambda A: A.ToGray(p=1),
    "InvertImg": lambda A: A.InvertImg(p=1),
    "Equalize": lambda A: A.Equalize(p=1),
    "Normalize": lambda A: A.Normalize(mean=MEAN, std=STD, p=1),
    "GaussianBlur": lambda A: A.GaussianBlur(blur_limit=(5, 5), sigma_limit=(1.1, 1.1), p=1),
    "GaussNoise": lambda A: A.GaussNoise(std_range=(0.1, 0.1), p=1),
    "CoarseDropout": lambda A: A.CoarseDropout(p=1),
    "ImageCompression": lambda A: A.ImageCompression(quality_range=(80, 80), p=1),
    "RandomResizedCrop": lambda A: A.RandomResizedCrop((224, 224), scale=(0.5, 0.5), ratio=(1, 1), p=1),
    "RandomSizedCrop": lambda A: A.RandomSizedCrop((200, 200), (224, 224), p=1),
    "RandomScale": lambda A: A.RandomScale((-0.1, -0.1), p=1),
    "CropAndPad": lambda A: A.CropAndPad(px=-10, p=1),
    "Downscale": lambda A: A.Downscale(scale_range=(0.4, 0.4), p=1),
    "Blur": lambda A: A.Blur(blur_limit=(5, 5), p=1),
    "Sharpen": lambda A: A.Sharpen(alpha=(0.3, 0.3), lightness=(0.5, 0.5), p=1),
    "Emboss": lambda A: A.Emboss(alpha=(0.3, 0.3), strength=(0.5, 0.5), p=1),
    "UnsharpMask": lambda A: A.UnsharpMask(blur_limit=(5, 5), sigma_limit=(1.1, 1.1), alpha=(0.3, 0.3), p=1),
    "Morphological": lambda A: A.Morphological(scale=(3, 3), operation="dilation", p=1),
    "ToSepia": lambda A: A.ToSepia(p=1),
    "Normalize min_max": lambda A: A.Normalize(normalization="min_max", p=1),
    "TimeMasking": lambda A: A.TimeMasking(time_mask_param=40, p=1),
    "FrequencyMasking": lambda A: A.FrequencyMasking(freq_mask_param=30, p=1),
}


def sized(photograph: np.ndarray, size: str = "512") -> np.ndarray:
    """The photograph of 512 pixels a side, or every second or fourth row and column of it."""
    step = 512 // int(size)
    return np.ascontiguousarray(photograph[::step, ::step])


def small_sample(kind: str) -> dict[str, Any]:
    """An 8x8 image, alone or with mask, four boxes and four keypoints."""
    rng = np.random.default_rng(137)
    image = rng.integers(0, 256, (8, 8, 3), dtype=np.uint8)
    if kind == "image":
        return {"image": image}
    corners = rng.uniform(0, 4, (4, 2))
    return {
        "image": image,
        "mask": (image[..., 0] > 127).astype(np.uint8),
        "bboxes": np.hstack([corners, corners + 3]),
        "labels": [0, 1, 2, 3],
        "keypoints": rng.uniform(0, 8, (4, 2)),
    }


def build(A: Any, case: str, photograph: Callable[[int], np.ndarray], **extra: Any) -> Call:
    """A call for a case such as ``small/ten/image``, ``pipeline/example``, ``op/Affine`` or ``op/Affine/256``."""
    kind, name, *rest = case.split("/")
    if kind == "form":
        return forms.call(A, case, photograph(512), **extra)
    if kind == "small":
        sample = small_sample(rest[0])
        if "bboxes" in sample:
            extra["bbox_params"] = A.BboxParams("pascal_voc", label_fields=["labels"])
            extra["keypoint_params"] = A.KeypointParams("xy", remove_invisible=False)
        transform = A.Compose(SMALL[name](A), seed=137, **extra)
        return lambda: transform(**sample)
    if kind == "pipeline":
        size, transforms = PIPELINES[name]
        image = photograph(size)
        transform = A.Compose(transforms(A), seed=137, **extra)
        return lambda: transform(image=image)["image"].contiguous()
    image = sized(photograph(512), *rest)
    transform = A.Compose([OPS[name](A)], seed=137, **extra)
    return lambda: np.ascontiguousarray(transform(image=image)["image"])
