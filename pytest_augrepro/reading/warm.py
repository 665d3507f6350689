"""What the warm server imports, so that its children need not. Imported by the server alone."""

import gc

from .preload import prepare, requested, warm_up

FIRST = ("torch.utils.data", "numpy.random", "cv2", "augrepro.torch", "pytest", "pytest_augrepro.reading.process")

gc.disable()
warm_up(FIRST)
prepare(requested())
gc.freeze()  # a collection in a child would copy every page of what is here
gc.enable()
