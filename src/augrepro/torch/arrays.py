"""Single arrays as tensors, in front of a network."""

from typing import Any

import numpy as np
import torch

__all__ = ["img_to_tensor"]


def img_to_tensor(im: Any, normalize: Any = None) -> torch.Tensor:
    """An (H, W, C) image as a float32 (C, H, W) tensor, bytes over 255; ``normalize`` has ``mean`` and ``std``."""
    tensor = torch.from_numpy(np.ascontiguousarray(np.moveaxis(im, -1, 0), np.float32))
    if im.dtype == np.uint8:
        tensor = tensor / 255
    if normalize is not None:
        mean, std = (torch.tensor(normalize[name], dtype=torch.float32)[:, None, None] for name in ("mean", "std"))
        tensor = (tensor - mean) / std
    return tensor
