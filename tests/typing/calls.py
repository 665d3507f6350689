"""Calls as users write them. mypy --strict and pyright must find the marked ones wrong and no other.

A line with ``# wrong`` must be an error; every other line must be none. The checkers read this file, nothing runs it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

import augrepro as A
import augrepro.compat as Former
from augrepro.core.transforms_interface import DualTransform
from augrepro.pytorch import ToTensorV2

image = np.zeros((8, 8, 3), np.uint8)

# numbers, pairs, lists
A.Rotate(30)
A.Rotate((-30, 30))
A.Rotate([-30, 30])
A.Rotate(limit=30.5, p=1)
A.Rotate(limit=(0, 0), interpolation=cv2.INTER_AREA, border_mode=cv2.BORDER_REFLECT_101)
A.Rotate(name="turn")
A.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2, hue=0.1)
A.ColorJitter((0.8, 1.2), (0.8, 1.2), (0.8, 1.2), (-0.1, 0.1), 0.5)
A.ColorJitter(brightness=[0.8, 1.2])
A.Affine(scale=1.2)
A.Affine(scale=(0.8, 1.2), rotate=15, shear=5)
A.Affine(scale={"x": (0.8, 1.2), "y": 1.0}, translate_percent={"x": 0.1, "y": (-0.1, 0.1)})
A.Affine(translate_px=4, rotate=(-5, 5), rotate_method="ellipse")
A.Affine(translate_px={"x": (-4, 4), "y": 0}, fill=(1, 2, 3))
A.ShiftScaleRotate(shift_limit=0.1, scale_limit=0.2, rotate_limit=30, border_mode=0, p=0.7)
A.ShiftScaleRotate(shift_limit_x=(-0.1, 0.1), shift_limit_y=None)
A.MotionBlur(7, angle_range=(0, 90), direction_range=(-1, 0.5))
A.Sharpen((0.2, 0.5), (0.5, 1), "gaussian", kernel_size=7)
A.ZoomBlur(1.5, (0.01, 0.02))
A.GlassBlur(0.7, 4, mode="exact")
A.AdditiveNoise("gaussian", "per_pixel", {"mean_range": (0, 0), "std_range": (0.1, 0.2)}, 0.5)
A.AdditiveNoise(noise_params={"ranges": [(-0.2, 0.2), (-0.1, 0.1), (0, 0)]})
A.AdditiveNoise(noise_params=3)  # wrong
A.Downscale((0.5, 0.9), {"downscale": cv2.INTER_AREA, "upscale": cv2.INTER_NEAREST})
A.Downscale(interpolation_pair=0)  # wrong
A.ISONoise((0.01, 0.05), [0.1, 0.5])
A.Spatter(mean=0.65, gauss_sigma=(1, 3), mode="mud", color=(20, 42, 63))
A.Spatter(mode="snow")  # wrong
A.Superpixels(0.5, 100, None)
A.TextImage("font.ttf", stopwords=["the"], augmentations=(None, "swap"), font_color=[255, 0, 0])
A.TextImage(Path("font.ttf"), clear_bg=True)
A.TextImage()  # wrong
A.RandomGamma()
A.RandomGamma((80, 120), 0.5)
A.RandomGamma(gamma_limit=120)
A.RandomRain((-5, 5), None, drop_color=(0, 0, 255), rain_type="heavy")
A.RandomShadow((0, 0.5, 1, 1), (1, 3), shadow_dimension=4)
A.RandomShadow(shadow_roi=[0, 0, 1, 1])
A.RandomSunFlare(src_color=[255, 255, 0], method="physics_based")
A.Illumination(mode="corner", intensity_range=(0.1, 0.2))
A.Mosaic((2, 3), target_size=[640, 640], cell_shape=(320, 320), fit_mode="contain", fill=(114, 114, 114))
A.OverlayElements("stickers", p=1)
A.FDA(beta_limit=0.1)
A.FDA([image], (0, 0.2))
A.RandomBrightnessContrast(0.2, 0.2)
A.RandomBrightnessContrast(brightness_limit=(-0.1, 0.3), brightness_by_max=False)
A.HueSaturationValue(20, (-30, 30), 10)
A.GaussianBlur(3)
A.GaussianBlur(blur_limit=(3, 7), sigma_limit=1.5)
A.GaussNoise(std_range=(0.1, 0.2), per_channel=False)
A.GaussNoise(mean_range=[-0.1, 0.1], noise_scale_factor=0.5)
A.ImageCompression("webp", (20, 60))
A.ImageCompression(quality_range=[20, 60])
A.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])
A.Normalize(mean=(0.5,), std=(0.5,), max_pixel_value=1.0)
A.Normalize(mean=0.5, std=0.25)
A.Normalize(normalization="min_max")
A.Normalize(mean=np.array([0.5, 0.5, 0.5]).tolist())
A.ToGray(num_output_channels=1, method="average")
A.Equalize("pil", by_channels=False)
A.InvertImg(p=1)

A.Posterize(4)
A.Posterize((2, 5))
A.Posterize([(1, 3), 4, [5, 6]])
A.Posterize("4")  # wrong
A.CLAHE(3.5, (4, 4))
A.CLAHE(clip_limit=(2, 4), tile_grid_size=[8, 8])
A.CLAHE(tile_grid_size=8)  # wrong
A.GridElasticDeform((4, 4), 10)
A.PiecewiseAffine(0.05, nb_rows=5, nb_cols=(3, 6))
A.PiecewiseAffine(nb_rows="four")  # wrong
A.ThinPlateSpline(num_control_points=2.5)  # wrong
A.Morphological(3, "erosion")
A.Morphological((2, 3), "opening")  # wrong
A.RGBShift(20, (-10, 10), [0, 5])
A.ToFloat(max_value=None)
A.FromFloat("uint16", max_value=1000)
A.FromFloat(np.uint8)
A.FromFloat(dtype=np.dtype("uint16"))
A.FromFloat("int8")  # wrong
A.AutoContrast(cutoff=2, ignore=None, method="pil")
A.PlanckianJitter("cied", temperature_limit=(5000, 9000))
A.HEStain("preset", preset="dark", intensity_scale_range=[0.5, 1.5])

# sizes and windows
A.RandomCrop(224, 224)
A.RandomCrop(height=224, width=224, pad_if_needed=True, pad_position="random", fill=0)
A.CenterCrop(224, 224, p=1.0)
A.Crop(0, 0, 10, 10)
A.CenterCrop3D((16, 64, 64), pad_if_needed=True, fill=(1, 2, 3))
A.RandomCrop3D(size=[16, 64, 64])
A.Pad3D(2)
A.Pad3D((1, 2, 3), fill_mask=1)
A.Pad3D(padding=(0, 1, 2, 0, 3, 0))
A.PadIfNeeded3D(min_zyx=(16, 64, 64), position="random")
A.PadIfNeeded3D(pad_divisor_zyx=(8, 8, 8))
A.RandomResizedCrop((224, 224))
A.RandomResizedCrop(size=[224, 224], scale=(0.08, 1.0), ratio=[0.75, 1.33], interpolation=cv2.INTER_CUBIC)
A.Resize(224, 224, cv2.INTER_AREA)
A.Resize(height=224, width=224, area_for_downscale="image")
A.LongestMaxSize(1024)
A.LongestMaxSize(max_size=[512, 768, 1024], area_for_downscale="image")
A.SmallestMaxSize(max_size_hw=(None, 640))
A.RandomScale(0.2, cv2.INTER_AREA)
A.RandomScale(scale_limit=(-0.5, 0.1), p=1)
A.RandomSizedCrop((256, 512), (224, 224), w2h_ratio=1.5)
A.RandomSizedBBoxSafeCrop(224, 224, erosion_rate=0.1)
A.RandomCropFromBorders(0.1, 0.2, crop_top=0, crop_bottom=0.3)
A.CropAndPad(px=16)
A.CropAndPad(px=(-8, 8), keep_size=False, sample_independently=False)
A.CropAndPad(px=(1, (2, 5), [3, 4, 7], 0), fill=(0, 255))
A.CropAndPad(percent=-0.1)
A.CropAndPad(percent=[(-0.1, 0.1), 0.0, [0.1, 0.2, 0.3], 0.2])
A.Pad(8)
A.Pad((4, 8), border_mode=cv2.BORDER_REFLECT_101)
A.Pad(padding=[1, 2, 3, 4], fill=(0, 0, 0))
A.RandomCropNearBBox((0.1, 0.5), cropping_bbox_key="face")
A.AtLeastOneBBoxRandomCrop(224, 224, erosion_factor=0.2)
A.PadIfNeeded(512, 512, position="top_left", border_mode=cv2.BORDER_CONSTANT, fill=0, fill_mask=255)
A.PadIfNeeded(min_height=None, min_width=None, pad_height_divisor=32, pad_width_divisor=32)
A.CropNonEmptyMaskIfExists(64, 64, ignore_values=[255])
A.BBoxSafeRandomCrop(erosion_rate=0.2)
A.CoarseDropout(num_holes_range=(1, 8), hole_height_range=(8, 32), hole_width_range=(0.1, 0.2), fill="random")
A.CoarseDropout(fill=(0, 0, 0), fill_mask=None)
A.ConstrainedCoarseDropout(mask_indices=[1, 2], fill="random_uniform")
A.ConstrainedCoarseDropout((1, 3), bbox_labels=["cat", 3, 0.5])
A.PixelDropout(0.1, drop_value=None, mask_drop_value=(1, 2))
A.GridDropout(0.4, unit_size_range=[10, 20], holes_number_xy=None, shift_xy=(3, 4))
A.MaskDropout(3, fill="inpaint_ns")
A.XYMasking(num_masks_x=2, mask_x_length=(10, 30))
A.CoarseDropout3D((0, 3), fill=(0, 0, 0))
A.ToTensor3D()
A.ElasticTransform(alpha=50, sigma=7, same_dxdy=True, noise_distribution="uniform")

# flips
A.HorizontalFlip()
A.HorizontalFlip(0.5)
A.VerticalFlip(p=0.5)
A.RandomRotate90(p=0.5)
A.D4(p=1)
A.Transpose()
A.NoOp()

# pipelines
boxes = A.BboxParams("pascal_voc", label_fields=["labels"], min_area=4)
points = A.KeypointParams(format="xy", label_fields=("names",), remove_invisible=False)
A.BboxParams(format="coco", label_fields=None, min_visibility=0.1, clip=True, max_accept_ratio=20)
pipeline = A.Compose([A.HorizontalFlip(), A.RandomGamma(p=1)], bbox_params=boxes, keypoint_params=points, seed=137)
A.Compose([A.HorizontalFlip()], bbox_params={"format": "yolo"}, additional_targets={"image2": "image"}, p=0.9)
A.Compose([A.OneOf([A.GaussianBlur(), A.GaussNoise()], p=0.5), A.SomeOf([A.D4(), A.NoOp()], n=(1, 2))], strict=True)
A.Compose([A.Sequential([A.D4()]), A.OneOrOther(A.D4(), A.NoOp()), A.RandomOrder([A.D4()], n=1)], keyed=True, seed=1)
A.SelectiveChannelTransform([A.RandomGamma()], channels=[0, 1])
children: list[A.BasicTransform] = [A.HorizontalFlip(), A.RandomGamma(), A.Lambda(image=lambda x, **_: x)]
groups: list[A.BaseCompose] = [A.Compose([]), A.OneOf(children)]
dual: A.DualTransform = A.Rotate(30)
tone: A.ImageOnlyTransform = A.RandomGamma()

result: dict[str, Any] = pipeline(image=image, bboxes=[[1, 2, 3, 4]], labels=["a"], keypoints=[(1, 2)], names=["b"])
pipeline(image=image, sample_key=(3, "cat.png"))
with A.sample_scope((3, "cat.png")):
    pipeline(image=image)
plan: A.Plan = pipeline.draw_plan(image=image)
text: str = plan.to_json()
again: dict[str, Any] = pipeline.apply_plan(A.Plan.from_json(text), image=image)
pipeline.set_random_seed(5)
frozen: A.Compose = pipeline.frozen()
A.save(pipeline, "pipeline.json")
data: dict[str, Any] = A.to_dict(pipeline)
A.from_dict(data)
loaded: A.BasicTransform | A.BaseCompose = A.load("pipeline.json")
shape: tuple[int, ...] = A.load("pipeline.yaml", "yaml")(image=image)["image"].shape
A.from_dict(data, {"mine": A.Lambda(image=lambda x, **_: x)})(image=image)["image"]
A.load("pipeline.json").draw_plan(image=image).to_json()
A.save(loaded, "pipeline.yaml")
A.Compose([A.load("augment.json"), A.Normalize()], seed=137)
if isinstance(loaded, A.Compose):
    loaded.set_random_seed(5)
replay = A.ReplayCompose([A.HorizontalFlip()], seed=1)
A.ReplayCompose.replay(replay(image=image)["replay"], image=image)

# tensors
A.Compose([A.Normalize(), A.ToTensorV2()])
A.Compose([A.Normalize(), ToTensorV2(transpose_mask=True)])
A.pytorch.ToTensorV2()
tensor: torch.Tensor = A.Compose([A.ToTensorV2()])(image=image)["image"]


# classes of a user's own
class Mine(A.ImageOnlyTransform):
    def __init__(self, gain: float = 0.5, p: float = 0.5) -> None:
        super().__init__(p=p)
        self.gain = gain

    def get_params(self) -> dict[str, Any]:
        return {"by": self.py_random.uniform(0, self.gain), "also": self.random_generator.normal()}

    def apply(self, img: "np.ndarray[Any, Any]", by: float = 0.0, **params: Any) -> "np.ndarray[Any, Any]":
        return (img * by).astype(img.dtype)


class Moves(DualTransform):
    def apply_to_bboxes(self, bboxes: "np.ndarray[Any, Any]", *args: Any, **params: Any) -> "np.ndarray[Any, Any]":
        return bboxes


class Flip(A.HorizontalFlip):
    def __init__(self, gain: float = 0.5, p: float = 0.5) -> None:
        super().__init__(p=p)
        self.gain = gain


Mine(gain=0.25, p=1)
Moves(p=0.5)
Flip(gain=0.25)
A.Compose([Mine(), Moves(), Flip()])
make: Callable[..., A.BasicTransform] = A.Rotate

# code written for Albumentations 1
turned: A.Rotate = Former.Rotate(30, value=0, mask_value=0, always_apply=True)
Former.RandomResizedCrop(224, 224)
Former.GaussNoise(var_limit=(10.0, 50.0))
Former.PadIfNeeded(32, 32, position=Former.PadIfNeeded.PositionType.TOP_LEFT)
A.Compose([Former.Flip(), Former.Cutout(8, 16, 16), Former.IAASharpen(), Former.Lambda(bbox=tuple)])
Former.Compose([turned], bbox_params=Former.BboxParams("coco", label_field="tags"))
with Former.defaults("1.3"):
    Former.ShiftScaleRotate()


class OfOld(Former.DualTransform):
    def __init__(self, always_apply: bool = False, p: float = 0.5) -> None:
        super().__init__(always_apply, p)

    def get_params_dependent_on_targets(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"level": params["image"].max()}


Former.OneOf([OfOld(True)])

# wrong, and seen to be
Former.Rotate(limti=30)  # wrong
Former.NoSuchTransform()  # wrong
A.Rotate("30")  # wrong
A.Rotate(limt=30)  # wrong
A.Sharpen(method="laplace")  # wrong
A.GlassBlur(mode="slow")  # wrong
A.Rotate(limit=(1, 2, 3))  # wrong
A.Rotate(rotate_method="circle")  # wrong
A.RandomRain(rain_type="light")  # wrong
A.RandomRain(drop_color=200)  # wrong
A.RandomShadow(shadow_roi=(0, 1))  # wrong
A.RandomCrop()  # wrong
A.RandomCrop(224)  # wrong
A.CenterCrop3D(16)  # wrong
A.CenterCrop3D((16, 64))  # wrong
A.PadIfNeeded3D(position="top_left")  # wrong
A.Resize(224, 224, "area")  # wrong
A.LongestMaxSize("1024")  # wrong
A.CropAndPad(px="8")  # wrong
A.RandomSizedCrop(256, (224, 224))  # wrong
A.Pad("8")  # wrong
A.Affine(scale={"x": "wide"})  # wrong
A.Normalize(mean="imagenet")  # wrong
A.HorizontalFlip(p="often")  # wrong
A.PadIfNeeded(position="middle")  # wrong
A.BboxParams("pascal")  # wrong
A.KeypointParams(format="xyq")  # wrong
A.CoarseDropout(fill="noise")  # wrong
A.MaskDropout(fill="random")  # wrong
A.ConstrainedCoarseDropout(mask_indices=["a"])  # wrong
A.NoSuchTransform()  # wrong
A.Compose([A.D4()], sead=3)  # wrong
A.Lambda(always_apply=True)  # wrong
A.load(3)  # wrong
Mine(gain="high")  # wrong
