"""Moves a project that was written for Albumentations: ``python -m augrepro migrate PATH``."""
