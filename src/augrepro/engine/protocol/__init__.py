"""Albumentations' protocol for transforms of a user's own: getters that draw, ``apply`` methods that act."""
