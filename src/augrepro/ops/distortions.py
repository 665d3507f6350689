"""The flows: elastic deformation."""

from typing import Annotated, Literal

from ..engine.declare.kinds import Key
from ..engine.declare.markers import AtLeast
from ..engine.op import value
from ..engine.targets.geometry import Array
from ..kernels import fields
from .flow import Flow
from .look import Look


@value
class Elastic(Flow):
    """Each pixel looks ``alpha`` times a Gaussian-smoothed (``sigma``) random field away from itself.

    The field is grown from ``key`` (Simard, Steinkraus and Platt 2003).
    """

    key: Key
    alpha: float
    sigma: Annotated[float, AtLeast(1)]
    noise_distribution: Literal["gaussian", "uniform"] = "gaussian"
    same_dxdy: bool = False
    look: Look = Look()

    def field(self, height: int, width: int) -> tuple[Array, Array]:
        uniform = self.noise_distribution == "uniform"
        return fields.displacement(self.key, height, width, self.alpha, self.sigma, uniform, self.same_dxdy)
