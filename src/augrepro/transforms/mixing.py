"""Images that take after other images, given with the call."""

from typing import Any

import numpy as np

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Probability, ShareRange, pair
from ..engine.declare.parse import is_sequence
from ..engine.frame import Frame
from ..engine.reference import Images
from ..engine.targets.table import TARGETS
from ..engine.transform import Drawn, ImageOnly
from ..ops.references import MatchedHistogram

__all__ = ["HistogramMatching"]


class HistogramMatching(ImageOnly):
    """Give the image the histogram of a reference image, channel by channel, and blend the two.

    The reference is one of the images that the call brings, ``transform(image=image, hm_metadata=[other, ...])``, each
    as likely; it may have another size and dtype, but needs as many channels. A plan keeps its digest, and a replay
    wants the same image under the same argument.

    Args:
        reference_images: images to choose from where a call brings none; held in memory, so the transform cannot be
            saved in a file
        blend_ratio: the matched image's share in the result
        read_fn: makes an image of each of ``reference_images``, once, when the transform is built
        metadata_key: the argument of a call that holds a list of reference images
    """

    reference_images: Any = None
    blend_ratio: ShareRange = (0.5, 1.0)
    read_fn: Any = None
    metadata_key: str = "hm_metadata"
    p: Probability = 0.5

    @classmethod
    def _spelled(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, **read(values.get("reference_images"), values.get("read_fn"), cls.__name__)}

    def _refused(self) -> list[str]:
        taken = (*TARGETS, "sample_key")
        if self.metadata_key in taken:
            return [f"metadata_key must be none of {', '.join(taken)}, got {self.metadata_key!r}"]
        return []

    @property
    def targets_as_params(self) -> list[str]:
        return [] if self.reference_images is not None else [self.metadata_key]

    @property
    def data_keys(self) -> set[str]:
        return {self.metadata_key}

    def held_images(self) -> tuple[Images, ...]:
        return () if self.reference_images is None else (self.reference_images,)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        images = frame.references.images(self.metadata_key, self.reference_images)
        reference = images.refer(self.metadata_key, rng.integer(0, len(images) - 1))
        return MatchedHistogram(reference, rng.uniform(pair(self.blend_ratio)))


def read(given: Any, read_fn: Any, owner: str) -> dict[str, Any]:
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
