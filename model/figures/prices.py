"""What positions cost in fairness and fairness in positions: two searches compared, each with its gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Price:
    """What something costs: a value with it and without it.

    Parameters
    ----------
    of : str
        ``positions`` (against no positions at all), ``fairness`` (as an aim before positions, against after them) or
        ``positions_first`` (against fairness first).
    paid_in : str
        ``fairness`` [ratio], ``positions`` [weighted shares given up] or ``places`` [places given up].
    dearer, cheaper : float or None
        The value with it and without it; None when it was not worked out.
    gap : float or None
        By how much the difference may be off: the sum of both gaps.
    """

    of: str
    paid_in: str
    dearer: float | None
    cheaper: float | None
    gap: float | None

    @property
    def amount(self) -> float | None:
        """What it costs; None when it was not worked out."""
        if self.dearer is None or self.cheaper is None:
            return None
        return round(self.dearer - self.cheaper, DIGITS)


@dataclass(frozen=True)
class Prices:
    """What positions and fairness cost each other, together and for each position [ratio]."""

    together: Sequence[Price] = ()
    costs: Mapping[str, float | None] = field(default_factory=dict)


UNITS = {"fairness": "ratio", "positions": "weight", "places": "places"}


def write_price(item: Price) -> dict[str, Any]:
    """Write one price."""
    return {
        "of": item.of,
        "in": item.paid_in,
        "amount": item.amount,
        "unit": UNITS.get(item.paid_in, item.paid_in),
        "with": item.dearer,
        "without": item.cheaper,
        "gap": item.gap,
    }


def read_prices(document: Mapping[str, Any]) -> Prices:
    """Take the prices out of a plan document: only a search can tell them."""
    together = [
        Price(of=item["of"], paid_in=item["in"], dearer=item["with"], cheaper=item["without"], gap=item["gap"])
        for item in document["fairness"]["price"]
    ]
    return Prices(together, {item["id"]: item["cost"] for item in document["positions"]})
