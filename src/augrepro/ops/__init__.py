"""Meaning: frozen values that say what happens, and the exact rules by which neighbors combine."""

from ..engine.declare.registry import OPS, homes_of
from ..engine.watching import AFTER_CALL
from ..kernels.scratch import forgotten_by
from . import former

FAMILIES = {
    "blurs": ("Median", "PixelSwaps", "UnsharpMasking", "Zooms"),
    "by_channel": ("LinearByChannel",),
    "channel_order": ("BlankChannels", "ReorderChannels", "RepeatChannel"),
    "channels": ("OnChannels",),
    "codec": ("Compression",),
    "collage": ("Collage", "Paste"),
    "color": ("ContrastAboutGray", "Gray", "HistogramEqualization", "HsvShift", "HueRotation", "Saturation"),
    "contrast": ("AdaptiveEqualization", "HistogramStretch"),
    "conversion": ("FloatToWhole", "WholeToFloat"),
    "convolutions": ("Disk", "Embossing", "GeneralizedGaussian", "Jinc", "LaplacianSharpening", "Motion"),
    "curves": ("InvertAbove", "KeepBits", "PerChannel", "ShiftChannels", "ToneCurve"),
    "distortions": ("Elastic", "GridWarp", "Radial"),
    "downscale": ("Shrunk",),
    "erase": ("Erase", "EraseGrid"),
    "filters": ("Box", "Gaussian"),
    "grain": ("Impulses", "IsoGrain", "Photons", "RandomFactors"),
    "grid": ("Dihedral", "Padding", "Window"),
    "lens": ("ChromaticShift",),
    "light": ("CornerLight", "LinearLight", "PlasmaContrast", "PlasmaShade", "Shadows", "SpotLight", "SunFlare"),
    "lost_pixels": ("ErasePixels", "EraseRegion"),
    "meshes": ("AffinePieces", "GridShift", "ThinPlate"),
    "mixing_channels": ("ColorMatrix", "PrincipalColors"),
    "morphology": ("Morphology",),
    "noise": ("BetaNoise", "GaussianNoise", "LaplaceNoise", "UniformNoise"),
    "normalize": ("ChannelsFirst", "MeanStdNormalize", "MinMaxNormalize", "NormalizedChannelsFirst", "Standardize"),
    "pointwise": ("Curves", "Gamma", "Invert", "Linear"),
    "references": ("LowFrequencies", "MatchedDistribution", "MatchedHistogram"),
    "remap": ("Projection", "RemappedWindow", "Warp"),
    "resize": ("Resample",),
    "stain": ("Restain",),
    "text": ("WrittenText",),
    "texture": ("MeanSegments", "MudSpatter", "RainSpatter"),
    "tiles": ("TileShuffle",),
    "tone": ("LinearByMean",),
    "volume": ("EraseBlocks", "Octahedral", "PadVolume", "Subvolume"),
    "weather": ("Bleach", "Fog", "Gravel", "Rain", "Snow"),
}
"""The ops of each module, which is imported when a transform is that draws them, or when a plan names one."""

OPS.come_from(homes_of(__name__, FAMILIES))

forgotten_by(AFTER_CALL)
