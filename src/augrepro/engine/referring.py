"""Bases of the transforms that read a reference image, or other samples, beside what they change."""

from __future__ import annotations

from typing import Any

import numpy as np

from .chance.rng import Stream
from .declare.errors import short_repr
from .declare.parse import is_sequence
from .frame import Frame
from .others import OtherSamples
from .reference import Images, Reference
from .targets.table import TARGETS
from .transform import Dual, ImageOnly


class ReferringTransform(ImageOnly, abstract=True):
    """Base: the reference is one of the images that a call brings, or that the transform holds, each as likely.

    A subclass declares ``reference_images``, ``read_fn`` and ``metadata_key`` among its fields, in its own order.
    """

    @classmethod
    def _spelled(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, **_read(values.get("reference_images"), values.get("read_fn"), cls.__name__)}

    def _refused(self: Any) -> list[str]:
        return key_refused("metadata_key", self.metadata_key)

    @property
    def targets_as_params(self: Any) -> list[str]:
        return [] if self.reference_images is not None else [self.metadata_key]

    @property
    def data_keys(self: Any) -> set[str]:
        return {self.metadata_key}

    def held_images(self: Any) -> tuple[Images, ...]:
        """The images that the transform was given when it was built."""
        return () if self.reference_images is None else (self.reference_images,)

    def reference(self: Any, rng: Stream, frame: Frame) -> Reference:
        """One of the images, drawn."""
        images = frame.references.images(self.metadata_key, self.reference_images)
        return images.refer(self.metadata_key, rng.integer(0, len(images) - 1))


class MixingTransform(Dual, abstract=True):
    """Base: other samples, which a call brings as a list of dicts, are mixed into its own.

    A subclass declares ``metadata_key`` among its fields.
    """

    def _refused(self: Any) -> list[str]:
        return key_refused("metadata_key", self.metadata_key)

    @property
    def targets_as_params(self: Any) -> list[str]:
        return [self.metadata_key]

    @property
    def data_keys(self: Any) -> set[str]:
        return {self.metadata_key}

    def others(self: Any, frame: Frame, alone: bool = False) -> OtherSamples:
        """The samples that the call brought; a single dict is one where ``alone`` says so."""
        return frame.references.samples(self.metadata_key, alone)


def key_refused(field: str, key: str) -> list[str]:
    """A complaint about an argument of calls that has the name of a target."""
    taken = (*TARGETS, "sample_key")
    return [f"{field} must be none of {', '.join(taken)}, got {key!r}"] if key in taken else []


def _read(given: Any, read_fn: Any, owner: str) -> dict[str, Any]:
    """The reference images in memory, and no more function."""
    if read_fn is not None and not callable(read_fn):
        raise TypeError(f"{owner}.read_fn must be None or a function, got {short_repr(read_fn)}")
    if given is None or isinstance(given, Images):
        return {"reference_images": given, "read_fn": None}
    if read_fn is not None:
        if not is_sequence(given) and not isinstance(given, np.ndarray):
            raise TypeError(f"{owner}.reference_images must be a list, got {short_repr(given)}")
        given = [read_fn(item) for item in given]
    return {"reference_images": Images.of(given, f"{owner}.reference_images"), "read_fn": None}
