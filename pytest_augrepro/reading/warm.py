"""What the warm server imports, so that its children need not. Imported by the server alone."""

import contextlib
import gc
import importlib
import warnings
from collections.abc import Iterable

from .preload import requested_modules

FIRST = ("torch.utils.data", "numpy.random", "cv2", "augrepro.torch", "pytest", "pytest_augrepro.reading.process")


def warm_up(names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(Exception):  # not installed, or broken: who needs it will say so
            importlib.import_module(name)


gc.disable()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warm_up(FIRST)
    warm_up(requested_modules())
gc.freeze()  # a collection in a child would copy every page of what is here
gc.enable()
