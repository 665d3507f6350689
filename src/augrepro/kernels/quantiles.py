"""Quantiles of distributions, for many probabilities at once.

The standard library's ``statistics.NormalDist.inv_cdf`` takes one probability at a time: a table of 65,536 in a worker
that has just begun takes as long as ten photographs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
CENTRAL = 0.425
"""How far from a half a probability is taken for central."""
CENTER = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
"""Numerator and denominator near the middle, the highest power first."""
TAIL = (
    (
        7.7454501427834140764e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
"""The same in the tails."""


def upper_normal(p: Array) -> Array:
    """Quantiles of the standard normal distribution, float64, for probabilities from 0.5 to 1 - 1e-10.

    Each polynomial is summed as Horner's scheme does, so that the bits are those of ``NormalDist.inv_cdf`` but for the
    last ones, which come of the logarithm. Wichura (1988): algorithm AS 241, PPND16.
    """
    q = p - 0.5
    out = np.empty_like(q)
    middle = q <= CENTRAL
    near, far = q[middle], p[~middle]
    r = 0.180625 - near * near
    out[middle] = np.polyval(CENTER[0], r) * near / np.polyval(CENTER[1], r)
    r = np.sqrt(-np.log(1.0 - far)) - 1.6
    out[~middle] = np.polyval(TAIL[0], r) / np.polyval(TAIL[1], r)
    return out
