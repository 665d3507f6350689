# Written by docs/generate_compat.py from the table of former names: change that, and run it.
from typing import Any, Final

import augrepro
from augrepro import BaseCompose as BaseCompose
from augrepro import Plan as Plan
from augrepro import PlanError as PlanError
from augrepro import from_dict as from_dict
from augrepro import load as load
from augrepro import plan_changes as plan_changes
from augrepro import plan_words as plan_words
from augrepro import preview as preview
from augrepro import register as register
from augrepro import sample_scope as sample_scope
from augrepro import save as save
from augrepro import to_dict as to_dict

from . import pytorch as pytorch
from .enums import Interpolation as _Interpolation
from .enums import ImageCompressionType as _ImageCompressionType
from .enums import PositionType as _PositionType
from .legacy import LegacyWarning as LegacyWarning
from .legacy import defaults as defaults
from .legacy import use_defaults as use_defaults
from .protocol import BasicTransform as BasicTransform
from .protocol import DualTransform as DualTransform
from .protocol import ImageOnlyTransform as ImageOnlyTransform
from .protocol import Transform3D as Transform3D
from .reading import read_bgr_image as read_bgr_image
from .reading import read_grayscale as read_grayscale
from .reading import read_rgb_image as read_rgb_image

__version__: Final[str]

class CLAHE(augrepro.CLAHE):
    def __init__(
        self,
        *args: Any,
        clip_limit: Any = ...,
        tile_grid_size: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class D4(augrepro.D4):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class FDA(augrepro.FDA):
    def __init__(
        self,
        *args: Any,
        reference_images: Any = ...,
        beta_limit: Any = ...,
        read_fn: Any = ...,
        metadata_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class AdditiveNoise(augrepro.AdditiveNoise):
    def __init__(
        self,
        *args: Any,
        noise_type: Any = ...,
        spatial_mode: Any = ...,
        noise_params: Any = ...,
        approximation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class AdvancedBlur(augrepro.AdvancedBlur):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        sigma_x_limit: Any = ...,
        sigma_y_limit: Any = ...,
        rotate_limit: Any = ...,
        beta_limit: Any = ...,
        noise_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        sigmaX_limit: Any = ...,
        sigmaY_limit: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Affine(augrepro.Affine):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        translate_percent: Any = ...,
        translate_px: Any = ...,
        rotate: Any = ...,
        shear: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        fit_output: Any = ...,
        keep_ratio: Any = ...,
        rotate_method: Any = ...,
        balanced_scale: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        cval: Any = ...,
        cval_mask: Any = ...,
        mode: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class AtLeastOneBBoxRandomCrop(augrepro.AtLeastOneBBoxRandomCrop):
    def __init__(
        self,
        *args: Any,
        height: Any = ...,
        width: Any = ...,
        erosion_factor: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class AutoContrast(augrepro.AutoContrast):
    def __init__(
        self,
        *args: Any,
        cutoff: Any = ...,
        ignore: Any = ...,
        method: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class BBoxSafeRandomCrop(augrepro.BBoxSafeRandomCrop):
    def __init__(
        self,
        *args: Any,
        erosion_rate: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class BboxParams(augrepro.BboxParams):
    def __init__(
        self,
        *args: Any,
        format: Any = ...,
        label_fields: Any = ...,
        min_area: Any = ...,
        min_visibility: Any = ...,
        min_width: Any = ...,
        min_height: Any = ...,
        check_each_transform: Any = ...,
        clip: Any = ...,
        filter_invalid_bboxes: Any = ...,
        max_accept_ratio: Any = ...,
        label_field: Any = ...,
        filter_lost_elements: Any = ...,
    ) -> None: ...

class Blur(augrepro.Blur):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CenterCrop(augrepro.CenterCrop):
    def __init__(
        self,
        *args: Any,
        height: Any = ...,
        width: Any = ...,
        pad_if_needed: Any = ...,
        pad_position: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_mode: Any = ...,
        pad_cval: Any = ...,
        pad_cval_mask: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CenterCrop3D(augrepro.CenterCrop3D):
    def __init__(
        self,
        *args: Any,
        size: Any = ...,
        pad_if_needed: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_position: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ChannelDropout(augrepro.ChannelDropout):
    def __init__(
        self,
        *args: Any,
        channel_drop_range: Any = ...,
        fill: Any = ...,
        p: Any = ...,
        name: Any = ...,
        fill_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ChannelShuffle(augrepro.ChannelShuffle):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ChromaticAberration(augrepro.ChromaticAberration):
    def __init__(
        self,
        *args: Any,
        primary_distortion_limit: Any = ...,
        secondary_distortion_limit: Any = ...,
        mode: Any = ...,
        interpolation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CoarseDropout(augrepro.CoarseDropout):
    def __init__(
        self,
        *args: Any,
        num_holes_range: Any = ...,
        hole_height_range: Any = ...,
        hole_width_range: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        overhang: Any = ...,
        fill_value: Any = ...,
        mask_fill_value: Any = ...,
        min_holes: Any = ...,
        max_holes: Any = ...,
        min_height: Any = ...,
        max_height: Any = ...,
        min_width: Any = ...,
        max_width: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CoarseDropout3D(augrepro.CoarseDropout3D):
    def __init__(
        self,
        *args: Any,
        num_holes_range: Any = ...,
        hole_depth_range: Any = ...,
        hole_height_range: Any = ...,
        hole_width_range: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ColorJitter(augrepro.ColorJitter):
    def __init__(
        self,
        *args: Any,
        brightness: Any = ...,
        contrast: Any = ...,
        saturation: Any = ...,
        hue: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Compose(augrepro.Compose):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        bbox_params: Any = ...,
        keypoint_params: Any = ...,
        additional_targets: Any = ...,
        p: Any = ...,
        is_check_shapes: Any = ...,
        strict: Any = ...,
        mask_interpolation: Any = ...,
        seed: Any = ...,
        save_applied_params: Any = ...,
        optimize: Any = ...,
        keyed: Any = ...,
        exactness: Any = ...,
        name: Any = ...,
        return_params: Any = ...,
        save_key: Any = ...,
        preprocessing_transforms: Any = ...,
        postprocessing_transforms: Any = ...,
        to_tensor: Any = ...,
    ) -> None: ...

class ConstrainedCoarseDropout(augrepro.ConstrainedCoarseDropout):
    def __init__(
        self,
        *args: Any,
        num_holes_range: Any = ...,
        hole_height_range: Any = ...,
        hole_width_range: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        mask_indices: Any = ...,
        bbox_labels: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Crop(augrepro.Crop):
    def __init__(
        self,
        *args: Any,
        x_min: Any = ...,
        y_min: Any = ...,
        x_max: Any = ...,
        y_max: Any = ...,
        pad_if_needed: Any = ...,
        pad_position: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_mode: Any = ...,
        pad_cval: Any = ...,
        pad_cval_mask: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CropAndPad(augrepro.CropAndPad):
    def __init__(
        self,
        *args: Any,
        px: Any = ...,
        percent: Any = ...,
        keep_size: Any = ...,
        sample_independently: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_mode: Any = ...,
        pad_cval: Any = ...,
        pad_cval_mask: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CropNonEmptyMaskIfExists(augrepro.CropNonEmptyMaskIfExists):
    def __init__(
        self,
        *args: Any,
        height: Any = ...,
        width: Any = ...,
        ignore_values: Any = ...,
        ignore_channels: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class CubicSymmetry(augrepro.CubicSymmetry):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Defocus(augrepro.Defocus):
    def __init__(
        self,
        *args: Any,
        radius: Any = ...,
        alias_blur: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Downscale(augrepro.Downscale):
    Interpolation = _Interpolation
    def __init__(
        self,
        *args: Any,
        scale_range: Any = ...,
        interpolation_pair: Any = ...,
        p: Any = ...,
        name: Any = ...,
        scale_min: Any = ...,
        scale_max: Any = ...,
        interpolation: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ElasticTransform(augrepro.ElasticTransform):
    def __init__(
        self,
        *args: Any,
        alpha: Any = ...,
        sigma: Any = ...,
        interpolation: Any = ...,
        approximate: Any = ...,
        same_dxdy: Any = ...,
        mask_interpolation: Any = ...,
        noise_distribution: Any = ...,
        keypoint_remapping_method: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        alpha_affine: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Emboss(augrepro.Emboss):
    def __init__(
        self,
        *args: Any,
        alpha: Any = ...,
        strength: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Equalize(augrepro.Equalize):
    def __init__(
        self,
        *args: Any,
        mode: Any = ...,
        by_channels: Any = ...,
        mask: Any = ...,
        mask_params: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Erasing(augrepro.Erasing):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        ratio: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class FancyPCA(augrepro.FancyPCA):
    def __init__(
        self,
        *args: Any,
        alpha: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class FrequencyMasking(augrepro.FrequencyMasking):
    def __init__(
        self,
        *args: Any,
        freq_mask_param: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class FromFloat(augrepro.FromFloat):
    def __init__(
        self,
        *args: Any,
        dtype: Any = ...,
        max_value: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class GaussNoise(augrepro.GaussNoise):
    def __init__(
        self,
        *args: Any,
        std_range: Any = ...,
        mean_range: Any = ...,
        per_channel: Any = ...,
        noise_scale_factor: Any = ...,
        p: Any = ...,
        name: Any = ...,
        var_limit: Any = ...,
        mean: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class GaussianBlur(augrepro.GaussianBlur):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        sigma_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class GlassBlur(augrepro.GlassBlur):
    def __init__(
        self,
        *args: Any,
        sigma: Any = ...,
        max_delta: Any = ...,
        iterations: Any = ...,
        mode: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class GridDistortion(augrepro.GridDistortion):
    def __init__(
        self,
        *args: Any,
        num_steps: Any = ...,
        distort_limit: Any = ...,
        interpolation: Any = ...,
        normalized: Any = ...,
        mask_interpolation: Any = ...,
        keypoint_remapping_method: Any = ...,
        p: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        name: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class GridDropout(augrepro.GridDropout):
    def __init__(
        self,
        *args: Any,
        ratio: Any = ...,
        random_offset: Any = ...,
        unit_size_range: Any = ...,
        holes_number_xy: Any = ...,
        shift_xy: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        fill_value: Any = ...,
        mask_fill_value: Any = ...,
        unit_size_min: Any = ...,
        unit_size_max: Any = ...,
        holes_number_x: Any = ...,
        holes_number_y: Any = ...,
        shift_x: Any = ...,
        shift_y: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class GridElasticDeform(augrepro.GridElasticDeform):
    def __init__(
        self,
        *args: Any,
        num_grid_xy: Any = ...,
        magnitude: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class HEStain(augrepro.HEStain):
    def __init__(
        self,
        *args: Any,
        method: Any = ...,
        preset: Any = ...,
        intensity_scale_range: Any = ...,
        intensity_shift_range: Any = ...,
        augment_background: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class HistogramMatching(augrepro.HistogramMatching):
    def __init__(
        self,
        *args: Any,
        reference_images: Any = ...,
        blend_ratio: Any = ...,
        read_fn: Any = ...,
        metadata_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class HorizontalFlip(augrepro.HorizontalFlip):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class HueSaturationValue(augrepro.HueSaturationValue):
    def __init__(
        self,
        *args: Any,
        hue_shift_limit: Any = ...,
        sat_shift_limit: Any = ...,
        val_shift_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ISONoise(augrepro.ISONoise):
    def __init__(
        self,
        *args: Any,
        color_shift: Any = ...,
        intensity: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Illumination(augrepro.Illumination):
    def __init__(
        self,
        *args: Any,
        mode: Any = ...,
        intensity_range: Any = ...,
        effect_type: Any = ...,
        angle_range: Any = ...,
        center_range: Any = ...,
        sigma_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ImageCompression(augrepro.ImageCompression):
    ImageCompressionType = _ImageCompressionType
    def __init__(
        self,
        *args: Any,
        compression_type: Any = ...,
        quality_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        quality_lower: Any = ...,
        quality_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class InvertImg(augrepro.InvertImg):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class KeypointParams(augrepro.KeypointParams):
    def __init__(
        self,
        *args: Any,
        format: Any = ...,
        label_fields: Any = ...,
        remove_invisible: Any = ...,
        angle_in_degrees: Any = ...,
        check_each_transform: Any = ...,
        label_field: Any = ...,
    ) -> None: ...

class Lambda(augrepro.Lambda):
    def __init__(
        self,
        *args: Any,
        image: Any = ...,
        mask: Any = ...,
        keypoints: Any = ...,
        bboxes: Any = ...,
        name: Any = ...,
        p: Any = ...,
        bbox: Any = ...,
        keypoint: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class LongestMaxSize(augrepro.LongestMaxSize):
    def __init__(
        self,
        *args: Any,
        max_size: Any = ...,
        max_size_hw: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        area_for_downscale: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class MaskDropout(augrepro.MaskDropout):
    def __init__(
        self,
        *args: Any,
        max_objects: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        image_fill_value: Any = ...,
        mask_fill_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class MedianBlur(augrepro.MedianBlur):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Morphological(augrepro.Morphological):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        operation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Mosaic(augrepro.Mosaic):
    def __init__(
        self,
        *args: Any,
        grid_yx: Any = ...,
        target_size: Any = ...,
        cell_shape: Any = ...,
        center_range: Any = ...,
        fit_mode: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        metadata_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class MotionBlur(augrepro.MotionBlur):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        allow_shifted: Any = ...,
        angle_range: Any = ...,
        direction_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class MultiplicativeNoise(augrepro.MultiplicativeNoise):
    def __init__(
        self,
        *args: Any,
        multiplier: Any = ...,
        per_channel: Any = ...,
        elementwise: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class NoOp(augrepro.NoOp):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Normalize(augrepro.Normalize):
    def __init__(
        self,
        *args: Any,
        mean: Any = ...,
        std: Any = ...,
        max_pixel_value: Any = ...,
        normalization: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class OneOf(augrepro.OneOf):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        p: Any = ...,
        name: Any = ...,
    ) -> None: ...

class OneOrOther(augrepro.OneOrOther):
    def __init__(
        self,
        *args: Any,
        first: Any = ...,
        second: Any = ...,
        transforms: Any = ...,
        p: Any = ...,
        name: Any = ...,
    ) -> None: ...

class OpticalDistortion(augrepro.OpticalDistortion):
    def __init__(
        self,
        *args: Any,
        distort_limit: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        mode: Any = ...,
        keypoint_remapping_method: Any = ...,
        p: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        name: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        shift_limit: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class OverlayElements(augrepro.OverlayElements):
    def __init__(
        self,
        *args: Any,
        metadata_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Pad(augrepro.Pad):
    def __init__(
        self,
        *args: Any,
        padding: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        border_mode: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Pad3D(augrepro.Pad3D):
    def __init__(
        self,
        *args: Any,
        padding: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PadIfNeeded(augrepro.PadIfNeeded):
    PositionType = _PositionType
    def __init__(
        self,
        *args: Any,
        min_height: Any = ...,
        min_width: Any = ...,
        pad_height_divisor: Any = ...,
        pad_width_divisor: Any = ...,
        position: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        padding: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PadIfNeeded3D(augrepro.PadIfNeeded3D):
    def __init__(
        self,
        *args: Any,
        min_zyx: Any = ...,
        pad_divisor_zyx: Any = ...,
        position: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Perspective(augrepro.Perspective):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        keep_size: Any = ...,
        fit_output: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_mode: Any = ...,
        pad_val: Any = ...,
        mask_pad_val: Any = ...,
        pad_val_mask: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PiecewiseAffine(augrepro.PiecewiseAffine):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        nb_rows: Any = ...,
        nb_cols: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        absolute_scale: Any = ...,
        keypoint_remapping_method: Any = ...,
        p: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        name: Any = ...,
        cval: Any = ...,
        cval_mask: Any = ...,
        mode: Any = ...,
        keypoints_threshold: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PixelDistributionAdaptation(augrepro.PixelDistributionAdaptation):
    def __init__(
        self,
        *args: Any,
        reference_images: Any = ...,
        blend_ratio: Any = ...,
        read_fn: Any = ...,
        transform_type: Any = ...,
        metadata_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PixelDropout(augrepro.PixelDropout):
    def __init__(
        self,
        *args: Any,
        dropout_prob: Any = ...,
        per_channel: Any = ...,
        drop_value: Any = ...,
        mask_drop_value: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PlanckianJitter(augrepro.PlanckianJitter):
    def __init__(
        self,
        *args: Any,
        mode: Any = ...,
        temperature_limit: Any = ...,
        sampling_method: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PlasmaBrightnessContrast(augrepro.PlasmaBrightnessContrast):
    def __init__(
        self,
        *args: Any,
        brightness_range: Any = ...,
        contrast_range: Any = ...,
        plasma_size: Any = ...,
        roughness: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class PlasmaShadow(augrepro.PlasmaShadow):
    def __init__(
        self,
        *args: Any,
        shadow_intensity_range: Any = ...,
        plasma_size: Any = ...,
        roughness: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Posterize(augrepro.Posterize):
    def __init__(
        self,
        *args: Any,
        num_bits: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RGBShift(augrepro.RGBShift):
    def __init__(
        self,
        *args: Any,
        r_shift_limit: Any = ...,
        g_shift_limit: Any = ...,
        b_shift_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomBrightnessContrast(augrepro.RandomBrightnessContrast):
    def __init__(
        self,
        *args: Any,
        brightness_limit: Any = ...,
        contrast_limit: Any = ...,
        brightness_by_max: Any = ...,
        ensure_safe_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomCrop(augrepro.RandomCrop):
    def __init__(
        self,
        *args: Any,
        height: Any = ...,
        width: Any = ...,
        pad_if_needed: Any = ...,
        pad_position: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_mode: Any = ...,
        pad_cval: Any = ...,
        pad_cval_mask: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomCrop3D(augrepro.RandomCrop3D):
    def __init__(
        self,
        *args: Any,
        size: Any = ...,
        pad_if_needed: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_position: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomCropFromBorders(augrepro.RandomCropFromBorders):
    def __init__(
        self,
        *args: Any,
        crop_left: Any = ...,
        crop_right: Any = ...,
        crop_top: Any = ...,
        crop_bottom: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomCropNearBBox(augrepro.RandomCropNearBBox):
    def __init__(
        self,
        *args: Any,
        max_part_shift: Any = ...,
        cropping_bbox_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        cropping_box_key: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomFog(augrepro.RandomFog):
    def __init__(
        self,
        *args: Any,
        alpha_coef: Any = ...,
        fog_coef_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        fog_coef_lower: Any = ...,
        fog_coef_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomGamma(augrepro.RandomGamma):
    def __init__(
        self,
        *args: Any,
        gamma_limit: Any = ...,
        p: Any = ...,
        name: Any = ...,
        eps: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomGravel(augrepro.RandomGravel):
    def __init__(
        self,
        *args: Any,
        gravel_roi: Any = ...,
        number_of_patches: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomGridShuffle(augrepro.RandomGridShuffle):
    def __init__(
        self,
        *args: Any,
        grid: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomOrder(augrepro.RandomOrder):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        n: Any = ...,
        replace: Any = ...,
        p: Any = ...,
        name: Any = ...,
    ) -> None: ...

class RandomRain(augrepro.RandomRain):
    def __init__(
        self,
        *args: Any,
        slant_range: Any = ...,
        drop_length: Any = ...,
        drop_width: Any = ...,
        drop_color: Any = ...,
        blur_value: Any = ...,
        brightness_coefficient: Any = ...,
        rain_type: Any = ...,
        p: Any = ...,
        name: Any = ...,
        slant_lower: Any = ...,
        slant_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomResizedCrop(augrepro.RandomResizedCrop):
    def __init__(
        self,
        *args: Any,
        size: Any = ...,
        scale: Any = ...,
        ratio: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        area_for_downscale: Any = ...,
        p: Any = ...,
        name: Any = ...,
        height: Any = ...,
        width: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomRotate90(augrepro.RandomRotate90):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomScale(augrepro.RandomScale):
    def __init__(
        self,
        *args: Any,
        scale_limit: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        area_for_downscale: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomShadow(augrepro.RandomShadow):
    def __init__(
        self,
        *args: Any,
        shadow_roi: Any = ...,
        num_shadows_limit: Any = ...,
        shadow_dimension: Any = ...,
        shadow_intensity_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        num_shadows_lower: Any = ...,
        num_shadows_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomSizedBBoxSafeCrop(augrepro.RandomSizedBBoxSafeCrop):
    def __init__(
        self,
        *args: Any,
        height: Any = ...,
        width: Any = ...,
        erosion_rate: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomSizedCrop(augrepro.RandomSizedCrop):
    def __init__(
        self,
        *args: Any,
        min_max_height: Any = ...,
        size: Any = ...,
        w2h_ratio: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        area_for_downscale: Any = ...,
        p: Any = ...,
        name: Any = ...,
        height: Any = ...,
        width: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomSnow(augrepro.RandomSnow):
    def __init__(
        self,
        *args: Any,
        brightness_coeff: Any = ...,
        snow_point_range: Any = ...,
        method: Any = ...,
        p: Any = ...,
        name: Any = ...,
        snow_point_lower: Any = ...,
        snow_point_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomSunFlare(augrepro.RandomSunFlare):
    def __init__(
        self,
        *args: Any,
        flare_roi: Any = ...,
        src_radius: Any = ...,
        src_color: Any = ...,
        angle_range: Any = ...,
        num_flare_circles_range: Any = ...,
        method: Any = ...,
        p: Any = ...,
        name: Any = ...,
        angle_lower: Any = ...,
        angle_upper: Any = ...,
        num_flare_circles_lower: Any = ...,
        num_flare_circles_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomToneCurve(augrepro.RandomToneCurve):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        per_channel: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ReplayCompose(augrepro.ReplayCompose):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        bbox_params: Any = ...,
        keypoint_params: Any = ...,
        additional_targets: Any = ...,
        p: Any = ...,
        is_check_shapes: Any = ...,
        save_key: Any = ...,
        strict: Any = ...,
        mask_interpolation: Any = ...,
        seed: Any = ...,
        save_applied_params: Any = ...,
        optimize: Any = ...,
        keyed: Any = ...,
        exactness: Any = ...,
        name: Any = ...,
    ) -> None: ...

class Resize(augrepro.Resize):
    def __init__(
        self,
        *args: Any,
        height: Any = ...,
        width: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        area_for_downscale: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RingingOvershoot(augrepro.RingingOvershoot):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        cutoff: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Rotate(augrepro.Rotate):
    def __init__(
        self,
        *args: Any,
        limit: Any = ...,
        interpolation: Any = ...,
        border_mode: Any = ...,
        rotate_method: Any = ...,
        crop_border: Any = ...,
        mask_interpolation: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class SafeRotate(augrepro.SafeRotate):
    def __init__(
        self,
        *args: Any,
        limit: Any = ...,
        interpolation: Any = ...,
        border_mode: Any = ...,
        rotate_method: Any = ...,
        mask_interpolation: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class SaltAndPepper(augrepro.SaltAndPepper):
    def __init__(
        self,
        *args: Any,
        amount: Any = ...,
        salt_vs_pepper: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class SelectiveChannelTransform(augrepro.SelectiveChannelTransform):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        channels: Any = ...,
        p: Any = ...,
        name: Any = ...,
    ) -> None: ...

class Sequential(augrepro.Sequential):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        p: Any = ...,
        name: Any = ...,
    ) -> None: ...

class Sharpen(augrepro.Sharpen):
    def __init__(
        self,
        *args: Any,
        alpha: Any = ...,
        lightness: Any = ...,
        method: Any = ...,
        kernel_size: Any = ...,
        sigma: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ShiftScaleRotate(augrepro.ShiftScaleRotate):
    def __init__(
        self,
        *args: Any,
        shift_limit: Any = ...,
        scale_limit: Any = ...,
        rotate_limit: Any = ...,
        interpolation: Any = ...,
        border_mode: Any = ...,
        shift_limit_x: Any = ...,
        shift_limit_y: Any = ...,
        rotate_method: Any = ...,
        mask_interpolation: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        value: Any = ...,
        mask_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ShotNoise(augrepro.ShotNoise):
    def __init__(
        self,
        *args: Any,
        scale_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class SmallestMaxSize(augrepro.SmallestMaxSize):
    def __init__(
        self,
        *args: Any,
        max_size: Any = ...,
        max_size_hw: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        area_for_downscale: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Solarize(augrepro.Solarize):
    def __init__(
        self,
        *args: Any,
        threshold_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        threshold: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class SomeOf(augrepro.SomeOf):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        n: Any = ...,
        replace: Any = ...,
        p: Any = ...,
        name: Any = ...,
    ) -> None: ...

class Spatter(augrepro.Spatter):
    def __init__(
        self,
        *args: Any,
        mean: Any = ...,
        std: Any = ...,
        gauss_sigma: Any = ...,
        cutout_threshold: Any = ...,
        intensity: Any = ...,
        mode: Any = ...,
        color: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class SquareSymmetry(augrepro.SquareSymmetry):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Superpixels(augrepro.Superpixels):
    def __init__(
        self,
        *args: Any,
        p_replace: Any = ...,
        n_segments: Any = ...,
        max_size: Any = ...,
        interpolation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class TextImage(augrepro.TextImage):
    def __init__(
        self,
        *args: Any,
        font_path: Any = ...,
        stopwords: Any = ...,
        augmentations: Any = ...,
        fraction_range: Any = ...,
        font_size_fraction_range: Any = ...,
        font_color: Any = ...,
        clear_bg: Any = ...,
        metadata_key: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ThinPlateSpline(augrepro.ThinPlateSpline):
    def __init__(
        self,
        *args: Any,
        scale_range: Any = ...,
        num_control_points: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        keypoint_remapping_method: Any = ...,
        p: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class TimeMasking(augrepro.TimeMasking):
    def __init__(
        self,
        *args: Any,
        time_mask_param: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class TimeReverse(augrepro.TimeReverse):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ToFloat(augrepro.ToFloat):
    def __init__(
        self,
        *args: Any,
        max_value: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ToGray(augrepro.ToGray):
    def __init__(
        self,
        *args: Any,
        num_output_channels: Any = ...,
        method: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ToRGB(augrepro.ToRGB):
    def __init__(
        self,
        *args: Any,
        num_output_channels: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ToSepia(augrepro.ToSepia):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ToTensor3D(augrepro.ToTensor3D):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ToTensorV2(augrepro.ToTensorV2):
    def __init__(
        self,
        *args: Any,
        transpose_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Transpose(augrepro.Transpose):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class UnsharpMask(augrepro.UnsharpMask):
    def __init__(
        self,
        *args: Any,
        blur_limit: Any = ...,
        sigma_limit: Any = ...,
        alpha: Any = ...,
        threshold: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class VerticalFlip(augrepro.VerticalFlip):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class XYMasking(augrepro.XYMasking):
    def __init__(
        self,
        *args: Any,
        num_masks_x: Any = ...,
        num_masks_y: Any = ...,
        mask_x_length: Any = ...,
        mask_y_length: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        fill_value: Any = ...,
        mask_fill_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class ZoomBlur(augrepro.ZoomBlur):
    def __init__(
        self,
        *args: Any,
        max_factor: Any = ...,
        step_factor: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Cutout(augrepro.CoarseDropout):
    def __init__(
        self,
        *args: Any,
        num_holes_range: Any = ...,
        hole_height_range: Any = ...,
        hole_width_range: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        overhang: Any = ...,
        num_holes: Any = ...,
        max_h_size: Any = ...,
        max_w_size: Any = ...,
        fill_value: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class Flip(augrepro.OneOf):
    def __init__(
        self,
        *args: Any,
        transforms: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAAdditiveGaussianNoise(augrepro.GaussNoise):
    def __init__(
        self,
        *args: Any,
        std_range: Any = ...,
        mean_range: Any = ...,
        per_channel: Any = ...,
        noise_scale_factor: Any = ...,
        p: Any = ...,
        name: Any = ...,
        loc: Any = ...,
        scale: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAAffine(augrepro.Affine):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        translate_percent: Any = ...,
        translate_px: Any = ...,
        rotate: Any = ...,
        shear: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        fit_output: Any = ...,
        keep_ratio: Any = ...,
        rotate_method: Any = ...,
        balanced_scale: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        order: Any = ...,
        cval: Any = ...,
        mode: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAACropAndPad(augrepro.CropAndPad):
    def __init__(
        self,
        *args: Any,
        px: Any = ...,
        percent: Any = ...,
        keep_size: Any = ...,
        sample_independently: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        pad_mode: Any = ...,
        pad_cval: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAEmboss(augrepro.Emboss):
    def __init__(
        self,
        *args: Any,
        alpha: Any = ...,
        strength: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAFliplr(augrepro.HorizontalFlip):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAFlipud(augrepro.VerticalFlip):
    def __init__(
        self,
        *args: Any,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAPerspective(augrepro.Perspective):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        keep_size: Any = ...,
        fit_output: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAAPiecewiseAffine(augrepro.PiecewiseAffine):
    def __init__(
        self,
        *args: Any,
        scale: Any = ...,
        nb_rows: Any = ...,
        nb_cols: Any = ...,
        interpolation: Any = ...,
        mask_interpolation: Any = ...,
        absolute_scale: Any = ...,
        keypoint_remapping_method: Any = ...,
        p: Any = ...,
        border_mode: Any = ...,
        fill: Any = ...,
        fill_mask: Any = ...,
        name: Any = ...,
        order: Any = ...,
        cval: Any = ...,
        mode: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAASharpen(augrepro.Sharpen):
    def __init__(
        self,
        *args: Any,
        alpha: Any = ...,
        lightness: Any = ...,
        method: Any = ...,
        kernel_size: Any = ...,
        sigma: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class IAASuperpixels(augrepro.Superpixels):
    def __init__(
        self,
        *args: Any,
        p_replace: Any = ...,
        n_segments: Any = ...,
        max_size: Any = ...,
        interpolation: Any = ...,
        p: Any = ...,
        name: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class JpegCompression(augrepro.ImageCompression):
    def __init__(
        self,
        *args: Any,
        compression_type: Any = ...,
        quality_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        quality_lower: Any = ...,
        quality_upper: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomBrightness(augrepro.RandomBrightnessContrast):
    def __init__(
        self,
        *args: Any,
        brightness_limit: Any = ...,
        contrast_limit: Any = ...,
        brightness_by_max: Any = ...,
        ensure_safe_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        limit: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...

class RandomContrast(augrepro.RandomBrightnessContrast):
    def __init__(
        self,
        *args: Any,
        brightness_limit: Any = ...,
        contrast_limit: Any = ...,
        brightness_by_max: Any = ...,
        ensure_safe_range: Any = ...,
        p: Any = ...,
        name: Any = ...,
        limit: Any = ...,
        always_apply: Any = ...,
    ) -> None: ...
