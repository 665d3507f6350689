"""Small programs for Albumentations, one for each import form and kind of rewrite: (before, after)."""

from __future__ import annotations

IMPORTS = {
    "alias": ("import albumentations as A\nA.Blur(3)\n", "import augrepro as A\nA.Blur(3)\n"),
    "plain": ("import albumentations\nalbumentations.Blur(3)\n", "import augrepro\naugrepro.Blur(3)\n"),
    "submodule": (
        "import albumentations\nimport albumentations.pytorch\nalbumentations.pytorch.ToTensorV2()\n",
        "import augrepro\nimport augrepro.pytorch\naugrepro.pytorch.ToTensorV2()\n",
    ),
    "module alias": (
        "import albumentations.augmentations.transforms as T\nT.Blur(3)\n",
        "import augrepro as T\nT.Blur(3)\n",
    ),
    "from": (
        "from albumentations import Blur, OneOf as One\nOne([Blur(3)])\n",
        "from augrepro import Blur, OneOf as One\nOne([Blur(3)])\n",
    ),
    "from a module": (
        "from albumentations.augmentations.transforms import Blur\nBlur(3)\n",
        "from augrepro import Blur\nBlur(3)\n",
    ),
    "from core": (
        "from albumentations.core.transforms_interface import DualTransform\nx = DualTransform\n",
        "from augrepro import DualTransform\nx = DualTransform\n",
    ),
    "pytorch": (
        "from albumentations.pytorch import ToTensorV2\nToTensorV2()\n",
        "from augrepro.pytorch import ToTensorV2\nToTensorV2()\n",
    ),
    "pytorch.transforms": (
        "from albumentations.pytorch.transforms import ToTensorV2 as T\nT(always_apply=True)\n",
        "from augrepro.pytorch import ToTensorV2 as T\nT(p=1.0)\n",
    ),
    "module by from": (
        "from albumentations import pytorch as AP\nAP.ToTensorV2()\n",
        "from augrepro import pytorch as AP\nAP.ToTensorV2()\n",
    ),
    "try": (
        "try:\n    import albumentations as A\nexcept ImportError:\n    A = None\nif A is not None:\n    A.Blur(3)\n",
        "try:\n    import augrepro as A\nexcept ImportError:\n    A = None\nif A is not None:\n    A.Blur(3)\n",
    ),
    "inside a function": (
        "def f():\n    from albumentations import (\n        Blur,  # soft\n    )\n    return Blur(3)\n",
        "def f():\n    from augrepro import (\n        Blur,  # soft\n    )\n    return Blur(3)\n",
    ),
    "several on a line": (
        "import cv2, albumentations as A; x = A.Blur(3)\n",
        "import cv2, augrepro as A; x = A.Blur(3)\n",
    ),
    "compat of before": (
        "import augrepro.compat as A\nA.JpegCompression(9)\n",
        "import augrepro as A\nA.ImageCompression(quality_range=(9, 100))\n",
    ),
}
"""Whole files, of release 1.3.1."""

CALLS = {
    "rename": ("Perspective(pad_val=(3, 3, 3))", "Perspective(fill=(3, 3, 3))"),
    "rename of an expression": ("Perspective(pad_val=f(x), p=1)", "Perspective(fill=f(x), p=1)"),
    "always": ("Blur(3, always_apply=True, p=0.2)", "Blur(3, p=1.0)"),
    "never": ("Blur(3, False, 0.2)", "Blur(3, p=0.2)"),
    "a flag": ("Blur(always_apply=on)", "Blur(p=1.0 if on else 0.5)"),
    "a flag and p": ("Blur(always_apply=cfg['a'], p=q)", "Blur(p=1.0 if cfg['a'] else q)"),
    "a child of OneOf keeps its weight": ("OneOf([A.Blur(always_apply=True, p=0.2)])", "OneOf([A.Blur(p=0.2)])"),
    "units": (
        "GaussNoise(var_limit=(0, 255 * 255), mean=0, p=0.1)",
        "GaussNoise(std_range=(0.0, 1.0), mean_range=(0.0, 0.0), p=0.1)",
    ),
    "two as one": ("ImageCompression(quality_lower=x, p=1)", "ImageCompression(quality_range=(x, 100), p=1)"),
    "by position": ("RandomResizedCrop(h, w, (0.1, 1), p=1)", "RandomResizedCrop(size=(h, w), scale=(0.1, 1), p=1)"),
    "a default that moved": ("RandomRotate90()", "RandomRotate90(p=0.5)"),
    "another class": (
        "JpegCompression(quality_lower=50, quality_upper=90)",
        "ImageCompression(quality_range=(50, 90))",
    ),
    "one axis each": ("RandomContrast(0.3)", "RandomBrightnessContrast(contrast_limit=0.3, brightness_limit=(0, 0))"),
    "a class that is several": (
        "Flip(p=0.1)",
        "OneOf(p=0.1, transforms=[A.HorizontalFlip(p=1.0), A.VerticalFlip(p=1.0), A.Sequential(transforms=["
        "A.HorizontalFlip(p=1.0), A.VerticalFlip(p=1.0)], p=1.0)])",
    ),
    "boxes": (
        "BboxParams('coco', label_fields=['a'], filter_lost_elements=True)",
        "BboxParams('coco', label_fields=['a'])",
    ),
    "isotropic": (
        "ShiftScaleRotate(0.1, 0.2, 30, border_mode=0)",
        "Affine(scale=(0.8, 1.2), translate_percent={'x': (-0.1, 0.1), 'y': (-0.1, 0.1)}, rotate=(-30, 30), "
        "keep_ratio=True, border_mode=0)",
    ),
    "shear leaned the other way": ("Affine(shear=10)", "Affine(shear={'x': -10, 'y': 10})"),
    "a Sequential always ran": ("Sequential([A.Blur(3)], p=0.3)", "Sequential([A.Blur(3)], p=1.0)"),
    "as it stands": ("HorizontalFlip(p=0.5)", "HorizontalFlip(p=0.5)"),
    "lines and comments": (
        "Rotate(\n    limit=10,  # degrees\n    border_mode=0,\n    value=(7, 7, 7),  # gray\n    always_apply=False,\n    p=1,\n)",
        "Rotate(\n    limit=10,  # degrees\n    border_mode=0,\n    fill=(7, 7, 7),  # gray\n    p=1,\n)",
    ),
    "the last goes": ("Rotate(10, border_mode=0, always_apply=False)", "Rotate(10, border_mode=0)"),
    "a place by its enumeration": (
        "PadIfNeeded(9, 9, position=A.PadIfNeeded.PositionType.TOP_LEFT, border_mode=0)",
        "PadIfNeeded(9, 9, position='top_left', border_mode=0)",
    ),
    "a codec by its enumeration": (
        "ImageCompression(50, 80, A.ImageCompression.ImageCompressionType.WEBP)",
        "ImageCompression(compression_type='webp', quality_range=(50, 80))",
    ),
    "two interpolations by a class": (
        "Downscale(0.5, 0.5, interpolation=A.Downscale.Interpolation(upscale=1), p=1)",
        "Downscale(scale_range=(0.5, 0.5), interpolation_pair={'downscale': 0, 'upscale': 1}, p=1)",
    ),
    "all go": ("HorizontalFlip(always_apply=False)", "HorizontalFlip()"),
}
"""Calls behind ``A.``, of release 1.3.1."""

LOOKS = {
    "a star": ("A.Blur(**cfg)", "compat.Blur(**cfg)", "known at run time only"),
    "a value that decides": ("A.GaussNoise(var_limit=v)", "compat.GaussNoise(var_limit=v)", "depends on its value"),
    "a name by text": ("getattr(A, name)(p=1)", "getattr(compat, name)(p=1)", "known at run time only"),
    "a class without a call": ("x = A.RandomRotate90", "x = compat.RandomRotate90", "its defaults have changed"),
    "a class for later": (
        "table = {'jpeg': A.ImageCompression}",
        "table = {'jpeg': compat.ImageCompression}",
        "takes other arguments",
    ),
    "other places": (
        "x = partial(A.RandomResizedCrop, 8, 8)",
        "x = partial(compat.RandomResizedCrop, 8, 8)",
        "takes other",
    ),
    "nobody's argument": ("A.Blur(blur_limits=3)", "compat.Blur(blur_limits=3)", "did you mean 'blur_limit'"),
}
"""Statements, what becomes of them, and what is said: they stand on augrepro.compat."""
