"""The pixel work of each op in the plainest OpenCV or numpy, without any drawing: what a user would write by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from .cases import MEAN, STD

RAMP = np.arange(256)
TABLE = np.clip((RAMP - 128) * 1.1 + 140, 0, 255).astype(np.uint8)
MATRIX = cv2.getRotationMatrix2D((256, 256), 20, 1.05)
OFFSET, FACTOR = np.array(MEAN, np.float32) * 255, 1 / (np.array(STD, np.float32) * 255)
HUE = ((RAMP + 10) % 180).astype(np.uint8)
SHIFTS = cv2.merge([HUE[None], TABLE[None], TABLE[None]])


def warp(image: np.ndarray) -> np.ndarray:
    return cv2.warpAffine(image, MATRIX, (512, 512), flags=cv2.INTER_LINEAR)


def elastic(image: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(0)
    grid = np.meshgrid(np.arange(512, dtype=np.float32), np.arange(512, dtype=np.float32))
    fields = [cv2.GaussianBlur(rng.uniform(-1, 1, (512, 512)).astype(np.float32), (0, 0), 6) * 30 for _ in grid]
    return cv2.remap(image, grid[0] + fields[0], grid[1] + fields[1], cv2.INTER_LINEAR)


def hue(image: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(cv2.LUT(cv2.cvtColor(image, cv2.COLOR_RGB2HSV), SHIFTS), cv2.COLOR_HSV2RGB)


def jitter(image: np.ndarray) -> np.ndarray:
    toned = cv2.LUT(image, TABLE)
    gray = cv2.cvtColor(cv2.cvtColor(toned, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    hsv = cv2.cvtColor(cv2.addWeighted(toned, 1.1, gray, -0.1, 0), cv2.COLOR_RGB2HSV)
    hsv[..., 0] = cv2.LUT(hsv[..., 0], HUE)
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)


def noise(image: np.ndarray) -> np.ndarray:
    drawn = np.random.default_rng(0).standard_normal(image.shape, np.float32) * 25
    return np.clip(image + drawn, 0, 255).astype(np.uint8)


def holes(image: np.ndarray) -> np.ndarray:
    out = image.copy()
    out[100:160, 200:260] = 0
    return out


def jpeg(image: np.ndarray) -> np.ndarray:
    _, coded = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, 80))
    return cv2.imdecode(coded, cv2.IMREAD_UNCHANGED)


PRIMITIVES: dict[str, Callable[[np.ndarray], Any]] = {
    "HorizontalFlip": lambda image: cv2.flip(image, 1),
    "VerticalFlip": lambda image: cv2.flip(image, 0),
    "Transpose": cv2.transpose,
    "RandomCrop": lambda image: image[100:356, 100:356].copy(),
    "Resize": lambda image: cv2.resize(image, (224, 224), interpolation=cv2.INTER_LINEAR),
    "PadIfNeeded": lambda image: cv2.copyMakeBorder(image, 32, 32, 32, 32, cv2.BORDER_CONSTANT),
    "Affine": warp,
    "Rotate": warp,
    "ElasticTransform": elastic,
    "RandomBrightnessContrast": lambda image: cv2.LUT(image, TABLE),
    "RandomGamma": lambda image: cv2.LUT(image, TABLE),
    "HueSaturationValue": hue,
    "ColorJitter": jitter,
    "ToGray": lambda image: cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB),
    "InvertImg": cv2.bitwise_not,
    "Equalize": lambda image: cv2.merge([cv2.equalizeHist(plane) for plane in cv2.split(image)]),
    "Normalize": lambda image: (image.astype(np.float32) - OFFSET) * FACTOR,
    "GaussianBlur": lambda image: cv2.GaussianBlur(image, (5, 5), 1.1),
    "GaussNoise": noise,
    "CoarseDropout": holes,
    "ImageCompression": jpeg,
}
