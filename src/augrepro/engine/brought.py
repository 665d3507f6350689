"""What a call brings beside its targets for transforms to look up: reference images and other samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .others import OtherSample, OtherSamples, SampleReference
from .reference import SHOWN, Images, Named, Reference, digest
from .targets.geometry import Array

Read = Callable[[SampleReference, Mapping[str, Any], bool], OtherSample]
"""Reads a sample as the call was read; the last argument: with its masks."""


class References:
    """The reference images and other samples that one call can reach: what it brought, and what its transforms hold."""

    def __init__(self, brought: dict[str, Any]) -> None:
        self._brought = brought
        self._read: dict[str, Images] = {}
        self._samples: dict[str, OtherSamples] = {}
        self._held: list[Images] = []
        self._others: dict[tuple[str, int, bool], OtherSample] = {}
        self._found: list[Named] = []

    def bring(self, more: Mapping[str, Any]) -> None:
        """Let arguments that code outside has made, or made anew, count from here on."""
        self._brought = {**self._brought, **more}
        for read in (self._read, self._samples):
            for key in more:
                read.pop(key, None)
        self._others = {place: other for place, other in self._others.items() if place[0] not in more}

    def images(self, key: str, held: Images | None = None) -> Images:
        """The images under an argument of the call, else those that the transform holds; ValueError without any."""
        if key in self._brought:
            if key not in self._read:
                self._read[key] = Images.of(self._brought[key], key)
            return self._read[key]
        if held is None:
            raise ValueError(f"needs reference images: pass {key}=[image, ...] beside the image")
        self.hold(held)
        return held

    def samples(self, key: str, alone: bool = False) -> OtherSamples:
        """The samples under an argument of the call; ValueError without any."""
        if key not in self._brought:
            raise ValueError(f"needs other samples: pass {key}=[{{'image': ...}}, ...] beside the image")
        if key not in self._samples:
            self._samples[key] = OtherSamples.of(self._brought[key], key, alone)
        return self._samples[key]

    def other(
        self,
        reference: SampleReference,
        masks: bool,
        read: Callable[[SampleReference, Mapping[str, Any], bool], OtherSample],
    ) -> OtherSample:
        """The sample that a reference means, read once a call; ValueError where it is not there or is another one."""
        item = self.samples(reference.key, alone=True).find(reference)
        self._found.append(reference)
        place = reference.key, reference.index, masks
        if place not in self._others:
            self._others[place] = read(reference, item, masks)
        return self._others[place]

    def hold(self, images: Images) -> None:
        """Let references find these images too."""
        self._held.append(images)

    def find(self, reference: Reference) -> Array:
        """The image that a reference means; ValueError where it is not there or is another one."""
        key, index = reference.key, reference.index
        self._found.append(reference)
        if key not in self._brought:
            found = next((array for held in self._held if (array := held.find(reference)) is not None), None)
            if found is None:
                why = f", of digest {reference.digest[:SHOWN]}, and its transform holds others" if self._held else ""
                raise ValueError(
                    f"needs the reference image that it was drawn with{why}: pass {key}=[...] beside the image"
                )
            return found
        images = self.images(key)
        if index >= len(images):
            raise ValueError(f"needs the reference image {reference.where}, got {len(images)} of them")
        image = images.arrays[index]
        if not reference.means(image):
            raise ValueError(
                f"needs the reference image {reference.where} that it was drawn with, of digest "
                f"{reference.digest[:SHOWN]}, got another one, of digest {digest(image)[:SHOWN]}"
            )
        return image

    def settle(self) -> None:
        """Take the digests of the images and samples that were found, which are as they were drawn."""
        for reference in self._found:
            reference.settle()
