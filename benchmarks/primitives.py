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
SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
SHARPEN = np.array([[-0.3, -0.3, -0.3], [-0.3, 3.25, -0.3], [-0.3, -0.3, -0.3]])
EMBOSS = np.array([[-0.45, -0.15, 0], [-0.15, 1, 0.15], [0, 0.15, 0.45]])
ELLIPSE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))


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


def unsharp(image: np.ndarray) -> np.ndarray:
    """On bytes: what takes one blur, and the blur of where it matters."""
    soft = cv2.GaussianBlur(image, (5, 5), 1.1)
    strong = (cv2.absdiff(image, soft) > 10).view(np.uint8)
    share = cv2.GaussianBlur(strong * np.uint8(255), (5, 5), 1.1)
    sharp = cv2.multiply(cv2.addWeighted(image, 1.3, soft, -0.3, 0), share, scale=1 / 255)
    return cv2.add(sharp, cv2.multiply(image, cv2.bitwise_not(share), scale=1 / 255))


def stripe(image: np.ndarray, rows: slice, columns: slice) -> np.ndarray:
    out = image.copy()
    out[rows, columns] = 0
    return out


def resized(image: np.ndarray, height: int, width: int, interpolation: int = cv2.INTER_LINEAR) -> np.ndarray:
    return cv2.resize(image, (width, height), interpolation=interpolation)


def window(image: np.ndarray, side: int) -> np.ndarray:
    return resized(image[8 : 8 + side, 8 : 8 + side], 224, 224)


def shrunk(image: np.ndarray) -> np.ndarray:
    side, nearest = round(0.4 * len(image)), cv2.INTER_NEAREST
    return resized(resized(image, side, side, nearest), len(image), len(image), nearest)


def padded(image: np.ndarray) -> np.ndarray:
    border = (576 - len(image)) // 2
    return cv2.copyMakeBorder(image, border, border, border, border, cv2.BORDER_CONSTANT)


def jpeg(image: np.ndarray) -> np.ndarray:
    _, coded = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, 80))
    return cv2.imdecode(coded, cv2.IMREAD_UNCHANGED)


PRIMITIVES: dict[str, Callable[[np.ndarray], Any]] = {
    "HorizontalFlip": lambda image: cv2.flip(image, 1),
    "VerticalFlip": lambda image: cv2.flip(image, 0),
    "Transpose": cv2.transpose,
    "RandomCrop": lambda image: image[-256:, -256:].copy(),
    "Resize": lambda image: cv2.resize(image, (224, 224), interpolation=cv2.INTER_LINEAR),
    "PadIfNeeded": padded,
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
    "RandomResizedCrop": lambda image: window(image, round(len(image) * 0.5**0.5)),
    "RandomSizedCrop": lambda image: window(image, 200),
    "RandomScale": lambda image: resized(image, round(len(image) * 0.9), round(len(image) * 0.9)),
    "CropAndPad": lambda image: resized(image[10:-10, 10:-10], *image.shape[:2]),
    "Downscale": shrunk,
    "Blur": lambda image: cv2.blur(image, (5, 5)),
    "Sharpen": lambda image: cv2.filter2D(image, -1, SHARPEN),
    "Emboss": lambda image: cv2.filter2D(image, -1, EMBOSS),
    "UnsharpMask": unsharp,
    "Morphological": lambda image: cv2.dilate(image, ELLIPSE),
    "ToSepia": lambda image: cv2.transform(image, SEPIA),
    "Normalize min_max": lambda image: cv2.normalize(image, None, 0, 1, cv2.NORM_MINMAX, cv2.CV_32F),
    "TimeMasking": lambda image: stripe(image, slice(None), slice(100, 120)),
    "FrequencyMasking": lambda image: stripe(image, slice(100, 115), slice(None)),
}
