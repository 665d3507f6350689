"""Images that take after other images, given with the call."""

from typing import Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Beta, Probability, ShareRange
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.referring import ReferringTransform
from ..engine.transform import Drawn
from ..ops.references import LowFrequencies, MatchedDistribution, MatchedHistogram

__all__ = ["FDA", "HistogramMatching", "PixelDistributionAdaptation"]


class FDA(ReferringTransform):
    """Give each channel a reference image's amplitudes at low frequencies: its colors and shading; phases stay.

    Fourier domain adaptation (Yang and Soatto 2020). The reference is one of the images that the call brings,
    ``transform(image=image, fda_metadata=[other, ...])``, each as likely, resized to the image; it needs as many
    channels. A plan keeps its digest, and a replay wants the same image under the same argument.

    Args:
        reference_images: images to choose from where a call brings none; held in memory, so the transform cannot be
            saved in a file
        beta_limit: up to which frequency amplitudes are the reference's, in periods, as a share of the image's shorter
            side; at most 0.5, which is all
        read_fn: makes an image of each of ``reference_images``, once, when the transform is built
        metadata_key: the argument of a call that holds a list of reference images
    """

    reference_images: Any = None
    beta_limit: Beta = (0, 0.1)
    read_fn: Any = None
    metadata_key: str = "fda_metadata"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return LowFrequencies(self.reference(rng, frame), rng.uniform(pair(self.beta_limit)))


class HistogramMatching(ReferringTransform):
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

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return MatchedHistogram(self.reference(rng, frame), rng.uniform(pair(self.blend_ratio)))


class PixelDistributionAdaptation(ReferringTransform):
    """Move and stretch, or turn, the image's colors until they are spread as a reference image's, and blend the two.

    The reference is one of the images that the call brings, ``transform(image=image, pda_metadata=[other, ...])``, each
    as likely; it may have another size and dtype, but needs as many channels. A plan keeps its digest, and a replay
    wants the same image under the same argument.

    Args:
        reference_images: images to choose from where a call brings none; held in memory, so the transform cannot be
            saved in a file
        blend_ratio: the adapted image's share in the result
        read_fn: makes an image of each of ``reference_images``, once, when the transform is built
        transform_type: "standard" gives each channel the reference's mean and standard deviation, "minmax" its range;
            "pca" gives the colors its mean and turns their principal axes into its axes
        metadata_key: the argument of a call that holds a list of reference images
    """

    reference_images: Any = None
    blend_ratio: ShareRange = (0.25, 1.0)
    read_fn: Any = None
    transform_type: Literal["pca", "standard", "minmax"] = "pca"
    metadata_key: str = "pda_metadata"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        reference = self.reference(rng, frame)
        return MatchedDistribution(reference, self.transform_type, rng.uniform(pair(self.blend_ratio)))
