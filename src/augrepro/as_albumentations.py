"""Importing this lets ``import albumentations`` find augrepro, for code that one does not own.

It is never on by itself. Import it before anything that imports albumentations; ``uninstall()`` takes it away again.
"""

from .hook.finder import install, misses, uninstall

__all__ = ["install", "misses", "uninstall"]

install()
