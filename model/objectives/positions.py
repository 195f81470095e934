"""Tier 4: soft positions given up."""

from typing import Any

NAME = "positions"
UNIT = "weight"
ABSOLUTE_GAP = 1e-4


def expression(m: Any) -> Any:
    r"""Weigh the share of every soft position that is given up by its reluctance.

    .. math:: \sum_{p \text{ soft}} \frac{a_p\, q_p}{d_p}

    a ``position_weight``, 1 to 3 · q ``given_up`` [places] · d ``position_scale``: the room, else all it can be missed by [places]
    """
    return sum(m.position_weight[p] / m.position_scale[p] * m.given_up[p] for p in m.SOFT_POSITIONS)
