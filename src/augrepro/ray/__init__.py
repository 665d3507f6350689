"""The Ray room: what needs Ray Data, and is never imported by ``import augrepro``."""

from .batches import map_batches

__all__ = ["map_batches"]
