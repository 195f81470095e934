"""The fictional example of the method page: five municipalities, four plans, and every number that the page tells."""

from fractions import Fraction
from typing import Any, NamedTuple


class Town(NamedTuple):
    """A municipality of the example: share, smallest and largest size of its one location [places], cost per place."""

    name: str
    share: int
    smallest: int
    largest: int
    cost: int


TOWNS = (
    Town("Kerkwolde", 100, 140, 140, 25_000),
    Town("Havenmonde", 150, 180, 300, 20_000),
    Town("Grootstad", 200, 50, 190, 24_000),
    Town("Broekdam", 50, 10, 80, 30_000),
    Town("Heidebeek", 100, 10, 48, 35_000),
)
KERKWOLDE, HAVENMONDE, GROOTSTAD, BROEKDAM, HEIDEBEEK = range(5)
TASK = sum(town.share for town in TOWNS)

PLANS = ((140, 300, 160, 0, 0), (140, 210, 190, 60, 0), (140, 180, 190, 60, 30), (140, 180, 186, 46, 48))
"""Places per municipality: the cheapest plan, and the cheapest plan after the first, second and last step."""

HELD = (0, 1, 2, 5)
"""How many municipalities, in the order of `TOWNS`, cannot change any more in each plan."""

OTHER_KEY = (80, 150, 210, 50, 110)
"""Shares by inhabitants only, for the example of regret."""

WITHOUT_KERKWOLDE = Fraction(282, 150)
"""The lowest highest burden without the places of Kerkwolde: Havenmonde then has 600 - 190 - 80 - 48 places."""

BOUND = 14_612_000
"""Bound on the cost of the last plan, as an example of a proof that stopped within its margin [euro per year]."""


class Weighed(NamedTuple):
    """A municipality whose burden is weighed in two ways: shares and carried places, asylum and Ukraine."""

    name: str
    asylum_share: int
    ukraine_share: int
    asylum: int
    ukraine: int

    def burden(self, weight: Fraction) -> Fraction:
        """Return the burden when a place for Ukraine has this weight and every other place 1."""
        return (self.asylum + weight * self.ukraine) / (self.asylum_share + weight * self.ukraine_share)


WEIGHED = (Weighed("Grootstad", 200, 200, 240, 160), Weighed("Havenmonde", 150, 150, 110, 190))
HALF = Fraction(1, 2)

MEASURED: dict[str, tuple[float, float]] = {
    "minimax": (2.0, 1.4),
    "deviation": (0.6333, 0.2333),
    "gini": (0.4083, 0.1564),
    "theil": (0.3656, 0.0456),
    "regret": (0.4286, 0.0),
}
"""What each norm measures on the first and the last plan, four decimals; worked out apart in the tests."""


def burdens(plan: int) -> tuple[Fraction, ...]:
    """Return the burden of each municipality in one of the plans, from 0."""
    return tuple(Fraction(places, town.share) for places, town in zip(PLANS[plan], TOWNS, strict=True))


def cost(plan: int) -> int:
    """Return the cost of one of the plans [euro per year]."""
    return sum(places * town.cost for places, town in zip(PLANS[plan], TOWNS, strict=True))


def in_order(plan: int) -> list[Fraction]:
    """Return the burdens of one of the plans, largest first."""
    return sorted(burdens(plan), reverse=True)


def numbers() -> dict[str, Any]:
    """Return the numbers that the sentences of the method page tell, by the name of their placeholder.

    Burdens are fractions with two decimals when written, places and euros whole numbers.
    """
    first, last = burdens(0), burdens(3)
    lowest_by_other = Fraction(PLANS[3][KERKWOLDE], OTHER_KEY[KERKWOLDE])
    return {
        "task": TASK,
        "kerkwolde": TOWNS[KERKWOLDE].largest,
        "havenmonde_least": TOWNS[HAVENMONDE].smallest,
        "grootstad_most": TOWNS[GROOTSTAD].largest,
        "broekdam_most": TOWNS[BROEKDAM].largest,
        "heidebeek_most": TOWNS[HEIDEBEEK].largest,
        "havenmonde_1": PLANS[0][HAVENMONDE],
        "havenmonde_2": PLANS[1][HAVENMONDE],
        "heidebeek_3": PLANS[2][HEIDEBEEK],
        "top_1": first[HAVENMONDE],
        "top_4": last[KERKWOLDE],
        "second": last[HAVENMONDE],
        "third": last[GROOTSTAD],
        "fourth": last[BROEKDAM],
        "without_kerkwolde": WITHOUT_KERKWOLDE,
        "too_many": sum(max(0, places - town.share) for places, town in zip(PLANS[0], TOWNS, strict=True)),
        "moved": sum(abs(places - town.share) for places, town in zip(PLANS[0], TOWNS, strict=True)),
        "other_best": lowest_by_other,
        "other_1": Fraction(PLANS[0][HAVENMONDE], OTHER_KEY[HAVENMONDE]),
        "regret": round(MEASURED["regret"][0] * 100),
    }


def amounts() -> dict[str, int]:
    """Return the amounts of money that the sentences tell [euro per year]."""
    return {
        "cost_1": cost(0),
        "cost_4": cost(3),
        "price": cost(3) - cost(0),
        "bound": BOUND,
        "gap": cost(3) - BOUND,
        "cheapest": min(town.cost for town in TOWNS),
        "dearest": max(town.cost for town in TOWNS),
    }
