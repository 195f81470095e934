"""What a municipality or another party says at the table: a demand with numbers, hard or soft."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Demand = Literal[
    "no_form",
    "at_most",
    "at_least",
    "exactly",
    "location_open",
    "location_closed",
    "location_at_most",
    "not_both",
    "only_if",
]
MOST_RELUCTANT = 3


@dataclass(frozen=True, kw_only=True)
class Position:
    """One position, as the table *standpunten* or a scenario file has it.

    Parameters
    ----------
    position_id, party : str
        Its name, and who says it.
    demand : str
        What is asked; docs/decisions/0008 says what each demand means.
    scenario : str or None
        The one scenario it belongs to; None means every scenario.
    municipalities : tuple of str
        CBS codes whose places are taken together; empty means the whole province (or what the location says).
    location_id, other_location_id : str or None
        Offers the demand is about.
    form : str or None
        Only places in locations of this form.
    stream : str
        ``regular``, ``special``, ``ukraine``, ``status_holder``, ``asylum`` (regular + special) or ``total``.
    places : int or None
        The number of the demand [places].
    moment : date or None
        The one moment it is about; None means every moment.
    other_municipality : str or None
        CBS code of the other side of *only_if* and *not_both*.
    other_places : int or None
        What the other side must have [places].
    non_negotiable : bool
        Hard: kept in full, or there is no plan.
    reluctance : int
        1 (gives in easily) to 3; `MOST_RELUCTANT` when not stated.
    room : int or None
        How far it may move [places]; None means not stated.
    also_existing : bool
        Whether places that are there already count too.
    """

    position_id: str
    party: str
    demand: Demand
    scenario: str | None = None
    municipalities: tuple[str, ...] = ()
    location_id: str | None = None
    other_location_id: str | None = None
    form: str | None = None
    stream: str = "total"
    places: int | None = None
    moment: date | None = None
    other_municipality: str | None = None
    other_places: int | None = None
    non_negotiable: bool = False
    reluctance: int = MOST_RELUCTANT
    room: int | None = None
    also_existing: bool = False
    remark: str = ""
    origin: str = "reported"
