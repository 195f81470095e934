"""What positions, fairness and money cost each other: searches compared, each with its gap; and how they are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from regietafel.model.levels import Level

DIGITS = 6
NO_NORM = "none"
UNITS = {"fairness": "ratio", "positions": "weight", "places": "places", "cost": "euro"}

Carried = Mapping[tuple[str, str], int]
"""Burden with credit at the last moment, per (ratio, municipality) [weighted places]."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """What something costs: a value with it and without it.

    Parameters
    ----------
    of : str
        ``positions`` (against no positions at all), ``fairness`` (as an aim before positions, against after them),
        ``positions_first`` (against fairness first), ``norm`` (of the plan, against none) or ``last_step`` (the norm
        kept exactly, against with its tolerance).
    paid_in : str
        ``fairness`` [ratio], ``positions`` [weighted shares given up], ``places`` [places given up] or ``cost``
        [euro].
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


@dataclass(frozen=True, kw_only=True)
class KeyBest:
    """The best largest ratio under one key of the norm `regret` [ratio]."""

    key: str
    on: str
    best: float
    bound: float


@dataclass(frozen=True, kw_only=True)
class NormBest:
    """What searches beside the plan found of a norm that is not its own.

    Parameters
    ----------
    norm, on : str
        Which norm, on which ratio.
    best, bound : float or None
        The best value with the aims before fairness kept, and its proven bound [unit of the norm].
    cost, cost_bound : float or None
        The best cost with the norm kept within its tolerance, and its proven bound [euro].
    """

    norm: str
    on: str
    best: float | None = None
    bound: float | None = None
    cost: float | None = None
    cost_bound: float | None = None


@dataclass(frozen=True, kw_only=True)
class Unnormed:
    """The cheapest plan without a norm.

    Parameters
    ----------
    cost, cost_bound : float
        Its cost and what was proven [euro].
    value : float
        The norm of the plan, on its first ratio, measured on it [unit of the norm].
    carried : Carried
        What each municipality carries in it.
    """

    cost: float
    cost_bound: float
    value: float
    carried: Carried


@dataclass(frozen=True, kw_only=True)
class Prices:
    """What only searches beside the plan, or its search for fairness, can tell.

    Parameters
    ----------
    together : sequence of Price
        What positions, fairness and money cost each other.
    costs : mapping of str to float or None
        What each position costs in fairness [ratio].
    norms : sequence of NormBest
        What was found of the other norms.
    unnormed : Unnormed or None
        The cheapest plan without a norm.
    levels : mapping of str to sequence of Level
        Per ratio the sorted vector of the fairest plan; empty when leximin was not searched.
    keys : sequence of KeyBest
        The best of each key of the norm `regret`; empty when it was not searched.
    """

    together: Sequence[Price] = ()
    costs: Mapping[str, float | None] = field(default_factory=dict)
    norms: Sequence[NormBest] = ()
    unnormed: Unnormed | None = None
    levels: Mapping[str, Sequence[Level]] = field(default_factory=dict)
    keys: Sequence[KeyBest] = ()


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
    """Take out of a plan document what only a search can tell."""
    fair = document["fairness"]
    together = [
        Price(of=item["of"], paid_in=item["in"], dearer=item["with"], cheaper=item["without"], gap=item["gap"])
        for item in fair["price"]
    ]
    return Prices(
        together=together,
        costs={item["id"]: item["cost"] for item in document["positions"]},
        norms=[_norm_best(item) for item in fair["norms"] if item["norm"] != NO_NORM],
        unnormed=_unnormed(fair),
        levels=_levels(fair["levels"]),
        keys=[_key_best(item) for item in fair["keys"] if item["best"] is not None],
    )


def key_bests(prices: Prices) -> dict[tuple[str, str], float]:
    """Return the best of each key by ratio and key [ratio]."""
    return {(item.on, item.key): item.best for item in prices.keys}


def _levels(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Level]]:
    """Read the sorted vectors, in the order in which they stand."""
    found: dict[str, list[Level]] = {}
    for row in rows:
        found.setdefault(row["on"], []).append(Level(row["value"], row["bound"]))
    return found


def _norm_best(item: Mapping[str, Any]) -> NormBest:
    return NormBest(**{name: item[name] for name in ("norm", "on", "best", "bound", "cost", "cost_bound")})


def _key_best(item: Mapping[str, Any]) -> KeyBest:
    return KeyBest(**{name: item[name] for name in ("key", "on", "best", "bound")})


def _unnormed(fair: Mapping[str, Any]) -> Unnormed | None:
    """Read the cheapest plan without a norm; None when it was not searched."""
    row = next((item for item in fair["norms"] if item["norm"] == NO_NORM), None)
    if row is None or row["cost"] is None:
        return None
    carried = {(item["on"], item["gm_code"]): item["without_norm"] for item in fair["against_key"]}
    return Unnormed(cost=row["cost"], cost_bound=row["cost_bound"], value=row["value"], carried=carried)
