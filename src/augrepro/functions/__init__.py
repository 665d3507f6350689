"""Functions that Albumentations' modules offer beside their transforms: pure, on the arrays of custom transforms."""
