"""The tangents with which the program sees the curve r ln r of the norm `theil`, and how far it is above them."""

import math

STEP = 0.03
"""Distance between the roots of two breakpoints: the curve is steeper near 0, so breakpoints lie closer there."""


def breakpoint_of(j: int) -> float:
    """Return a ratio, relative to the mean, at which there is a tangent: the square of j + 1/2 steps."""
    return ((j + 0.5) * STEP) ** 2


def tangent_error(low: float, high: float) -> float:
    r"""Return how far the curve r ln r is above its tangents at two breakpoints at most.

    They meet at :math:`r = \rho\, a` with :math:`\rho = (q - 1) / \ln q` and q the one breakpoint over the other; there
    the curve is :math:`a (\rho \ln \rho - \rho + 1)` above both.
    """
    times = (high / low - 1) / math.log(high / low)
    return low * (times * math.log(times) - times + 1)


ERROR = tangent_error(breakpoint_of(0), breakpoint_of(1))
"""By how much the program sees a plan as more equal at most: 4.7e-4. The first two breakpoints are the worst, 0.52 x the
square of the step; it falls to half that square, and below the first breakpoint to a quarter. The shares add up to 1, so
the sum over municipalities, each times its share, is no larger."""
