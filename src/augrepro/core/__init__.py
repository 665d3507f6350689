"""Albumentations' module paths, so that a file needs its imports renamed and nothing more."""
