"""Names that Albumentations has removed: classes that build what does the same today, and why the others cannot."""

from __future__ import annotations

from typing import Any, ClassVar

import augrepro

from ..engine.declare.imgaug import IMGAUG
from ..engine.declare.releases import BECOMES
from .standing import Standing, run, todays

_TURNS = {
    "Cutout": "CoarseDropout",
    "Flip": "OneOf",
    "IAAAdditiveGaussianNoise": "GaussNoise",
    "IAAFliplr": "HorizontalFlip",
    "IAAFlipud": "VerticalFlip",
    "JpegCompression": "ImageCompression",
    "RandomBrightness": "RandomBrightnessContrast",
    "RandomContrast": "RandomBrightnessContrast",
}
_IMGAUG = "runs imgaug, which augrepro does not: derive from A.ImageOnlyTransform or A.DualTransform, and act in apply"
REFUSED: dict[str, str] = {
    "BasicIAATransform": f": it {_IMGAUG}",
    "DualIAATransform": f": it {_IMGAUG}",
    "ImageOnlyIAATransform": f": it {_IMGAUG}",
    "MixUp": ": it mixed in images of a data set that it read by itself; mix batches behind the loader, "
    "as torchvision.transforms.v2.MixUp does, or A.Mosaic and A.OverlayElements within a sample",
    "TemplateTransform": ": it blended in images of its own; A.OverlayElements lays images on, and a class of "
    "your own below A.ImageOnlyTransform can blend them",
}
"""Removed names without an heir: why, and what to do."""


class Retired(Standing):
    """A removed transform: ``A.Flip(...)`` builds what does the same today."""

    heir: ClassVar[Any] = None

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if "heir" not in vars(cls):
            own = next(base.__name__ for base in cls.__mro__ if "heir" in vars(base))
            raise TypeError(f"{cls.__name__}: {own} is removed: derive from A.{cls.heir.__name__}")
        return run(todays(cls.__name__, args, kwargs, cls.heir))


def classes() -> dict[str, Any]:
    """The removed names and their classes."""
    return _CLASSES


def _heir(name: str) -> Any:
    return getattr(augrepro, _TURNS.get(name, name.removeprefix("IAA")))


def _class(name: str) -> Any:
    heir = _heir(name)
    words = f"Removed: builds what does the same today, by {heir.__name__}."
    return type(name, (Retired,), {"__module__": "augrepro.compat", "__doc__": words, "heir": heir, "stands_for": heir})


_CLASSES = {name: _class(name) for name in sorted({"Flip", *BECOMES, *IMGAUG} - {"ShiftScaleRotate"})}
