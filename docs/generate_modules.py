"""Albumentations' module paths as thin files that pass names on: ``python docs/generate_modules.py`` writes them.

The table below says which module has which names; where each is defined is looked up. The files are real, and not made
up by an import hook, so that ``importlib.util.find_spec``, editors, type checkers, zipped wheels and freezers see what
Python sees, and nothing is added to ``sys.meta_path``. ``import augrepro`` imports none of them. A test holds them up
to date.
"""

from __future__ import annotations

import sys
import textwrap
from importlib import import_module
from pathlib import Path

import augrepro

ROOT = Path(augrepro.__file__).parent
HEAD = '"""Albumentations\' path of names that are defined elsewhere. Written by docs/generate_modules.py."""\n'

BLUR = "AdvancedBlur Blur Defocus GaussianBlur GlassBlur MedianBlur MotionBlur ZoomBlur"
CROPS = """
    AtLeastOneBBoxRandomCrop BBoxSafeRandomCrop CenterCrop Crop CropAndPad CropNonEmptyMaskIfExists CropSizeError
    RandomCrop RandomCropFromBorders RandomCropNearBBox RandomResizedCrop RandomSizedBBoxSafeCrop RandomSizedCrop
"""
RESIZE = "LongestMaxSize RandomScale Resize SmallestMaxSize"
ROTATE = "RandomRotate90 Rotate SafeRotate"
FLIP = "D4 HorizontalFlip SquareSymmetry Transpose VerticalFlip"
PAD = "Pad PadIfNeeded"
DISTORTION = "ElasticTransform GridDistortion OpticalDistortion PiecewiseAffine ThinPlateSpline"
MOVES = "Affine GridElasticDeform Morphological Perspective RandomGridShuffle ShiftScaleRotate"
HOLES = "CoarseDropout ConstrainedCoarseDropout Erasing"
ADAPTATION = "FDA HistogramMatching PixelDistributionAdaptation"
MIXING = "Mosaic OverlayElements"
SPECTROGRAM = "FrequencyMasking TimeMasking TimeReverse"
DEPTH = "CenterCrop3D CoarseDropout3D CubicSymmetry Pad3D PadIfNeeded3D RandomCrop3D"
PIXEL = """
    AdditiveNoise AutoContrast CLAHE ChannelShuffle ChromaticAberration ColorJitter Downscale Emboss Equalize FancyPCA
    GaussNoise HEStain HueSaturationValue ISONoise Illumination ImageCompression InvertImg MultiplicativeNoise Normalize
    PlanckianJitter PlasmaBrightnessContrast PlasmaShadow Posterize RGBShift RandomBrightnessContrast RandomFog
    RandomGamma RandomGravel RandomRain RandomShadow RandomSnow RandomSunFlare RandomToneCurve RingingOvershoot
    SaltAndPepper Sharpen ShotNoise Solarize Spatter Superpixels ToGray ToRGB ToSepia UnsharpMask
"""
GEOMETRIC = " ".join((RESIZE, ROTATE, FLIP, PAD, DISTORTION, MOVES))
DROPOUT = f"{HOLES} ChannelDropout GridDropout MaskDropout PixelDropout XYMasking"
OTHER = "FromFloat Lambda ToFloat"
ALL = " ".join((BLUR, CROPS, GEOMETRIC, DROPOUT, ADAPTATION, MIXING, SPECTROGRAM, DEPTH, PIXEL, OTHER, "TextImage"))
"""In releases before 1.0 one module held every transform, and one every function."""
FUNCTIONS = "functions"
BBOX = """
    calculate_bbox_area calculate_bbox_areas_in_pixels check_bbox check_bboxes clip_bboxes
    convert_bbox_from_albumentations convert_bbox_to_albumentations convert_bboxes_from_albumentations
    convert_bboxes_to_albumentations denormalize_bbox denormalize_bboxes filter_bboxes normalize_bbox normalize_bboxes
    union_of_bboxes
"""
KEYPOINTS = """
    angle_to_2pi_range check_keypoints convert_keypoints_from_albumentations convert_keypoints_to_albumentations
    filter_keypoints
"""
CROP_FUNCTIONS = """
    bbox_center_crop bbox_crop bbox_random_crop center_crop clamping_crop crop crop_bbox_by_coords crop_bboxes_by_coords
    crop_keypoint_by_coords crop_keypoints_by_coords get_center_crop_coords get_crop_coords get_random_crop_coords
    keypoint_center_crop keypoint_random_crop random_crop
"""
GEOMETRIC_FUNCTIONS = """
    adjust_padding_by_position bbox_flip bbox_hflip bbox_rot90 bbox_rotate bbox_shift_scale_rotate bbox_transpose
    bbox_vflip bboxes_hflip bboxes_rot90 bboxes_transpose bboxes_vflip center d4 elastic_transform
    elastic_transform_approx get_padding_params grid_distortion hflip hflip_cv2 keypoint_flip keypoint_hflip
    keypoint_rot90 keypoint_rotate keypoint_scale keypoint_shift_scale_rotate keypoint_transpose keypoint_vflip
    keypoints_hflip keypoints_rot90 keypoints_transpose keypoints_vflip longest_max_size optical_distortion pad
    pad_with_params py3round resize rot90 rotate scale shift_scale_rotate smallest_max_size transpose vflip
"""
BLUR_FUNCTIONS = "blur box_blur gaussian_blur median_blur"
PIXEL_FUNCTIONS = """
    add_weighted adjust_brightness_torchvision adjust_contrast_torchvision adjust_hue_torchvision
    adjust_saturation_torchvision brightness_contrast_adjust channel_shuffle clahe downscale equalize from_float
    gamma_transform gauss_noise gray_to_rgb image_compression invert linear_transformation_rgb move_tone_curve multiply
    noop normalize posterize shift_hsv shift_rgb solarize swap_tiles_on_image to_float to_gray unsharp_mask
"""
UTILS = """
    MAX_VALUES_BY_DTYPE _maybe_process_in_chunks angle_2pi_range check_range clip clipped ensure_contiguous
    get_num_channels is_grayscale_image is_multispectral_image is_rgb_image non_rgb_error non_rgb_warning
    preserve_channel_dim preserve_shape
"""
DROPOUT_FUNCTIONS = "channel_dropout cutout"
BASES = "BasicTransform DualTransform ImageOnlyTransform NoOp Transform3D"
GROUPS = "BaseCompose Compose OneOf OneOrOther RandomOrder ReplayCompose SelectiveChannelTransform Sequential SomeOf"

TREE: dict[str, str] = {
    "augmentations": f"{ALL} ",
    "augmentations.blur": BLUR,
    "augmentations.blur.functional": BLUR_FUNCTIONS,
    "augmentations.blur.transforms": BLUR,
    "augmentations.crops": CROPS,
    "augmentations.crops.functional": CROP_FUNCTIONS,
    "augmentations.crops.transforms": CROPS,
    "augmentations.domain_adaptation": ADAPTATION,
    "augmentations.dropout": DROPOUT,
    "augmentations.dropout.channel_dropout": "ChannelDropout",
    "augmentations.dropout.coarse_dropout": HOLES,
    "augmentations.dropout.functional": DROPOUT_FUNCTIONS,
    "augmentations.dropout.grid_dropout": "GridDropout",
    "augmentations.dropout.mask_dropout": "MaskDropout",
    "augmentations.dropout.transforms": "PixelDropout",
    "augmentations.dropout.xy_masking": "XYMasking",
    "augmentations.functional": " ".join(
        (BLUR_FUNCTIONS, CROP_FUNCTIONS, DROPOUT_FUNCTIONS, GEOMETRIC_FUNCTIONS, PIXEL_FUNCTIONS, UTILS)
    ),
    "augmentations.geometric": GEOMETRIC,
    "augmentations.geometric.distortion": DISTORTION,
    "augmentations.geometric.flip": FLIP,
    "augmentations.geometric.functional": GEOMETRIC_FUNCTIONS,
    "augmentations.geometric.pad": PAD,
    "augmentations.geometric.resize": RESIZE,
    "augmentations.geometric.rotate": ROTATE,
    "augmentations.geometric.transforms": GEOMETRIC,
    "augmentations.mixing": f"{ADAPTATION} {MIXING}",
    "augmentations.mixing.domain_adaptation": ADAPTATION,
    "augmentations.mixing.transforms": MIXING,
    "augmentations.other": OTHER,
    "augmentations.other.lambda_transform": "Lambda",
    "augmentations.other.type_transform": "FromFloat ToFloat",
    "augmentations.pixel": PIXEL,
    "augmentations.pixel.functional": PIXEL_FUNCTIONS,
    "augmentations.pixel.transforms": PIXEL,
    "augmentations.spectrogram": SPECTROGRAM,
    "augmentations.spectrogram.transform": SPECTROGRAM,
    "augmentations.text": "TextImage",
    "augmentations.text.transforms": "TextImage",
    "augmentations.transforms": ALL,
    "augmentations.transforms3d": DEPTH,
    "augmentations.transforms3d.transforms": DEPTH,
    "augmentations.utils": UTILS,
    "core": "",
    "core.bbox_utils": f"BboxParams {BBOX}",
    "core.composition": f"BboxParams KeypointParams TransformType TransformsSeqType {GROUPS}",
    "core.keypoints_utils": f"KeypointParams {KEYPOINTS}",
    "core.serialization": """
        SERIALIZABLE_REGISTRY from_dict get_shortest_class_fullname load save shorten_class_name to_dict
    """,
    "core.transforms_interface": f"Lambda to_tuple {BASES}",
    "core.type_definitions": "ALL_TARGETS MAX_VALUES_BY_DTYPE Number Targets",
    "core.utils": "format_args get_image_shape get_shape get_volume_shape to_tuple",
    "pytorch": "ToTensor3D ToTensorV2",
    "pytorch.functional": "img_to_tensor",
    "pytorch.transforms": "ToTensor3D ToTensorV2",
}
LATER = {"core.transforms_interface": {"BaseTransformInitSchema": "core.validation"}}
"""Names that need a package of their own, and so are found when they are asked for."""
WRITTEN = {"core": ("hub_mixin", "pydantic", "validation")}
"""Modules in the tree that are written by hand, since they define something."""
ORIGINS = (
    "engine.declare.errors",
    "engine.protocol.basic",
    "engine.targets.boxes",
    "engine.targets.keypoints",
    "engine.targets.table",
    "functions.arguments",
    "functions.boxes",
    "functions.crops",
    "functions.former_images",
    "functions.former_rows",
    "functions.geometry",
    "functions.images",
    "functions.keypoints",
    "functions.pixels",
    "pipeline.base",
    "pipeline.channels",
    "pipeline.compose",
    "pipeline.groups",
    "pipeline.registry_view",
    "pipeline.replay",
    "pipeline.serialize",
    "torch",
    "torch.arrays",
    "transforms",
)
"""Where names are defined."""


def origins() -> dict[str, str]:
    """Name to the module of ours that defines it; of the transforms, the package."""
    found: dict[str, str] = {}
    for place in ORIGINS:
        module = import_module(f"augrepro.{place}")
        names = getattr(module, "__all__", None) or [
            name
            for name, thing in vars(module).items()
            if str(getattr(thing, "__module__", "")).startswith(module.__name__)
        ]
        found.update((name, place) for name in (*names, *ALIASES.get(place, ())))
    return found


ALIASES = {"pipeline.base": ("TransformType", "TransformsSeqType"), "engine.targets.table": ("ALL_TARGETS",)}
"""Names that know no module, being values or types of others."""


def in_order(name: str) -> tuple[bool, bool, str]:
    """Constants, classes, functions, each by the alphabet."""
    return not name.isupper(), not name[0].isupper(), name


def files() -> dict[str, str]:
    """The text of every file by its path under the package."""
    found = origins()
    return {
        place_of(path): text_of(path, sorted(set(names.split()), key=in_order), found) for path, names in TREE.items()
    }


def children(path: str) -> list[str]:
    """The submodules of a package of the tree."""
    below = [other.removeprefix(f"{path}.") for other in TREE if other.startswith(f"{path}.")]
    return sorted([name for name in below if "." not in name] + list(WRITTEN.get(path, ())))


def place_of(path: str) -> str:
    """Where a module's file lies."""
    return path.replace(".", "/") + ("/__init__.py" if children(path) else ".py")


def text_of(path: str, names: list[str], found: dict[str, str]) -> str:
    """One file: its imports, ``__all__``, and a ``__getattr__`` that type checkers do not see."""
    dots = "." * (path.count(".") + 1 + bool(children(path)))
    by_place: dict[str, list[str]] = {}
    for name in names:
        by_place.setdefault(found[name], []).append(name)
    asked = {**by_place, "engine.declare.submodules": ["getter"]}
    imports = [f"from {dots}{place} import {listed(asked[place])}" for place in sorted(asked)]
    below = children(path)
    more = f", {tuple(below)!r}".replace("'", '"') if below else ""
    later = {name: f"augrepro.{place}" for name, place in LATER.get(path, {}).items()}
    more += f", later={later!r}".replace("'", '"') if later else ""
    if len(below) > 1 and len(more) > 60:
        more = ",\n        (\n" + "".join(f'            "{name}",\n' for name in below) + "        ),\n    "
        call = f"getter(\n        __name__,\n        __all__{more})"
    else:
        call = f"getter(__name__, __all__{more})"
    every = "__all__ = [" + "".join(f'\n    "{name}",' for name in names) + ("\n]" if names else "]")
    if len(names) and len(line := "__all__ = [" + ", ".join(f'"{name}"' for name in names) + "]") <= 120:
        every = line
    if not names:
        every = "__all__: list[str] = []"
    return "\n".join(
        [
            HEAD,
            "from typing import TYPE_CHECKING\n",
            *imports,
            f"\n{every}\n",
            *(["if TYPE_CHECKING:"] if later else []),
            *(f"    from {dots}{place} import {name} as {name}" for name, place in LATER.get(path, {}).items()),
            "else:" if later else "if not TYPE_CHECKING:",
            f"    __getattr__ = {call}",
            "",
        ]
    )


def listed(names: list[str]) -> str:
    """Names behind ``import``, one a line where they are many."""
    names = sorted(names, key=lambda name: (*in_order(name)[:2], name.lower()))
    line = ", ".join(names)
    return line if len(line) <= 60 else "(\n" + textwrap.indent("".join(f"{name},\n" for name in names), "    ") + ")"


def main() -> int:
    """Write every file; exit status 1 with ``--check`` where one was not up to date."""
    stale = []
    for place, text in files().items():
        target = ROOT / place
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(place)
            if "--check" not in sys.argv:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
    print(f"{len(stale)} of {len(TREE)} files {'are stale' if '--check' in sys.argv else 'written'}")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
