"""What earlier plan formats called today's ops: a plan written by them is read with the meaning it had."""

from ..engine.declare.registry import FORMER_OPS

FORMER_OPS[1] = {
    "ContrastAboutGrey": "ContrastAboutGray",
    "Crop": "Window",
    "Equalisation": "HistogramEqualization",
    "Grey": "Gray",
    "Holes": "Erase",
    "HueTurn": "HueRotation",
    "NormalisedPlanes": "NormalizedChannelsFirst",
    "OwnRange": "MinMaxNormalize",
    "OwnStandardisation": "MeanStdNormalize",
    "Planes": "ChannelsFirst",
    "Resize": "Resample",
    "Standardisation": "Standardize",
    "Turn": "Dihedral",
}
"""Format 1 (before the first release): the op's name then and now; the fields are the same."""
