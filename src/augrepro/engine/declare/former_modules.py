"""The modules of Albumentations 1 and 2 that projects import names from."""

MODULES = frozenset(
    """augmentations augmentations.bbox_utils augmentations.blur augmentations.blur.functional
    augmentations.blur.transforms augmentations.crops augmentations.crops.functional augmentations.crops.transforms
    augmentations.domain_adaptation augmentations.domain_adaptation.functional
    augmentations.domain_adaptation.transforms augmentations.dropout augmentations.dropout.channel_dropout
    augmentations.dropout.coarse_dropout augmentations.dropout.cutout augmentations.dropout.functional
    augmentations.dropout.grid_dropout augmentations.dropout.mask_dropout augmentations.dropout.transforms
    augmentations.dropout.xy_masking augmentations.functional augmentations.geometric
    augmentations.geometric.functional augmentations.geometric.resize augmentations.geometric.rotate
    augmentations.geometric.transforms augmentations.keypoints_utils augmentations.mixing
    augmentations.mixing.transforms augmentations.pixel augmentations.pixel.functional augmentations.pixel.transforms
    augmentations.spectrogram augmentations.spectrogram.transforms augmentations.text augmentations.text.transforms
    augmentations.transforms augmentations.transforms3d augmentations.transforms3d.transforms augmentations.utils
    check_version core core.bbox_utils core.composition core.keypoints_utils core.serialization
    core.transforms_interface core.type_definitions core.types core.utils imgaug imgaug.stubs imgaug.transforms pytorch
    pytorch.functional pytorch.transforms random_utils""".split()
)
"""Their dotted names below the package."""
