"""Added noise of a chosen distribution: its parameters, what they may be, and draws from them."""

from collections.abc import Mapping
from math import exp, log, sqrt
from typing import Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.errors import nearest, short_repr, told
from ..engine.declare.kinds import NoiseParams, Probability, ShareOrZero
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.transform import Drawn, ImageOnly
from ..ops.by_channel import LinearByChannel
from ..ops.noise import BetaNoise, GaussianNoise, LaplaceNoise, UniformNoise
from ..ops.pointwise import Linear

__all__ = ["AdditiveNoise"]

Params = Mapping[str, Any]
DEFAULTS: dict[str, Params] = {
    "uniform": {"ranges": ((-0.1, 0.1),)},
    "gaussian": {"mean_range": (0.0, 0.0), "std_range": (0.05, 0.15)},
    "laplace": {"mean_range": (0.0, 0.0), "scale_range": (0.05, 0.15)},
    "beta": {"alpha_range": (0.5, 1.5), "beta_range": (0.5, 1.5), "scale_range": (0.1, 0.3)},
}
BOUNDS = {
    "ranges": (-1.0, 1.0),
    "mean_range": (-1.0, 1.0),
    "std_range": (0.0, 1.0),
    "scale_range": (0.0, 1.0),
    "alpha_range": (0.01, 1000.0),
    "beta_range": (0.01, 1000.0),
}
LEAST = 1e-6


class AdditiveNoise(ImageOnly):
    """Add noise of a chosen distribution: one value for each channel, or one for each pixel.

    Args:
        noise_type: the distribution
        spatial_mode: ``constant`` adds one value a channel, ``per_pixel`` one for each pixel and channel, ``shared``
            one for each pixel that all channels get
        noise_params: the distribution's parameters, in shares of white; None takes the defaults. ``uniform``:
            ``ranges``, a list of (low, high), the first for all channels or in constant mode one for each;
            ``gaussian``: ``mean_range`` and ``std_range``; ``laplace``: ``mean_range`` and ``scale_range``; ``beta``:
            ``alpha_range``, ``beta_range`` and ``scale_range``, for Beta(alpha, beta) moved to [-scale, scale]
        approximation: draw for this share of the rows and columns and blend between them
    """

    noise_type: Literal["uniform", "gaussian", "laplace", "beta"] = "uniform"
    spatial_mode: Literal["constant", "per_pixel", "shared"] = "constant"
    noise_params: NoiseParams = None
    approximation: ShareOrZero = 1.0
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        return complaints(self.noise_type, self.noise_params)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        params = with_defaults(self.noise_type, self.noise_params)
        if self.spatial_mode == "constant":
            offsets = offset(rng, self.noise_type, params, frame.shape.channels)
            return LinearByChannel((1.0,), offsets) if len(offsets) > 1 else Linear(1.0, offsets[0])
        return spatial(rng, self.noise_type, params, self.spatial_mode == "shared", self.approximation)


def with_defaults(kind: str, given: Params | None) -> Params:
    """The parameters of a distribution, where none were given its defaults."""
    return DEFAULTS[kind] if given is None else given


def complaints(kind: str, given: Params | None) -> list[str]:
    """What is wrong with the parameters for that distribution, each 'field must be ..., got ...'."""
    if given is None:
        return []
    known = DEFAULTS[kind]
    named = given.get("noise_type", kind)
    found = [f"noise_params must be for {kind}, got noise_type {named!r}"] if named != kind else []
    strange = [name for name in given if name not in known and name != "noise_type"]
    wish = f"noise_params must have {', '.join(known)} for {kind}"
    found += told(strange, lambda name: f"{wish}, got {short_repr(name)}{nearest(name, known)}")
    found += [f"{wish}, got no {name}" for name in known if name not in given]
    return found + [text for name in known if name in given and (text := _wrong(name, given[name]))]


def _wrong(name: str, value: Any) -> str | None:
    low, high = BOUNDS[name]
    spans = value if name == "ranges" else (value,)
    nested = isinstance(spans, tuple) and spans and all(isinstance(span, tuple) and len(span) == 2 for span in spans)
    if nested and all(low <= span[0] <= span[1] <= high for span in spans):
        return None
    shape = "a list of (low, high)" if name == "ranges" else "(low, high)"
    return f"noise_params[{name!r}] must be {shape} with {low:g} <= low <= high <= {high:g}, got {short_repr(value)}"


def offset(rng: Stream, kind: str, params: Params, channels: int) -> tuple[float, ...]:
    """One value for each channel."""
    if kind == "uniform":
        ranges = params["ranges"] * channels if len(params["ranges"]) == 1 else params["ranges"]
        if len(ranges) < channels:
            raise ValueError(f"needs one of noise_params['ranges'] for each of {channels} channels, got {len(ranges)}")
        return tuple(rng.uniform(span) for span in ranges[:channels])
    if kind == "beta":
        alpha, beta, scale = (rng.uniform(params[name]) for name in ("alpha_range", "beta_range", "scale_range"))
        return tuple((2.0 * _beta(rng, alpha, beta) - 1.0) * scale for _ in range(channels))
    mean = rng.uniform(params["mean_range"])
    if kind == "gaussian":
        std = rng.uniform(params["std_range"])
        return tuple(mean + rng.normal(std) for _ in range(channels))
    scale = rng.uniform(params["scale_range"])
    return tuple(mean + scale * _laplace(rng) for _ in range(channels))


def spatial(rng: Stream, kind: str, params: Params, shared: bool, share: float) -> Op:
    """The op that adds one value to each pixel."""
    coarse = max(share, LEAST)
    if kind == "uniform":
        low, high = params["ranges"][0]
        return UniformNoise(rng.field_key(), (low + high) / 2.0, (high - low) / sqrt(12.0), shared, coarse)
    if kind == "beta":
        alpha, beta, scale = (rng.uniform(params[name]) for name in ("alpha_range", "beta_range", "scale_range"))
        mean = alpha / (alpha + beta)
        std = sqrt(mean * (1.0 - mean) / (alpha + beta + 1.0))
        at = (2.0 * mean - 1.0) * scale
        return BetaNoise(rng.field_key(), at, 2.0 * std * scale, shared, coarse, alpha, beta)
    mean = rng.uniform(params["mean_range"])
    if kind == "gaussian":
        return GaussianNoise(rng.field_key(), mean, rng.uniform(params["std_range"]), shared, coarse)
    return LaplaceNoise(rng.field_key(), mean, sqrt(2.0) * rng.uniform(params["scale_range"]), shared, coarse)


def _laplace(rng: Stream) -> float:
    """A number of the Laplace distribution of scale 1, rounded so that no last bit of a log is left."""
    at = 2.0 * rng.random() - 1.0
    size = round(-log(max(1.0 - abs(at), 2.0**-53)) * 2**24) / 2**24
    return size if at >= 0 else -size


def _beta(rng: Stream, alpha: float, beta: float) -> float:
    """A number of Beta(alpha, beta): of two gamma numbers, the first's share of their sum."""
    one, other = _log_gamma(rng, alpha), _log_gamma(rng, beta)
    return round(1.0 / (1.0 + exp(min(other - one, 500.0))) * 2**24) / 2**24


def _log_gamma(rng: Stream, shape: float) -> float:
    """The logarithm of a gamma number (Marsaglia and Tsang 2000), lifted by one where the shape is below 1."""
    lifted = log(max(rng.random(), 2.0**-53)) / shape if shape < 1 else 0.0
    d = (shape if shape >= 1 else shape + 1.0) - 1.0 / 3.0
    while True:
        z = rng.normal()
        v = (1.0 + z / sqrt(9.0 * d)) ** 3
        if v > 0 and log(max(rng.random(), 2.0**-53)) < z * z / 2.0 + d - d * v + d * log(v):
            return log(d * v) + lifted
