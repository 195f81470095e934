"""What a fairness norm compares, and what the change against the reference is measured with."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyomo.environ as pyo

from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.components import declare_parameter, declare_set, declare_variable
from regietafel.model.fairness.growth import declare_growth, fixed_burden
from regietafel.model.formulation import NORMS
from regietafel.model.given import Given


def declare_norms(m: Any, given: Given, names: Iterable[str]) -> None:
    """Declare the ratios that norms compare, who is a host, and what each norm needs of its own.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        With burdens and places provided.
    given : Given
        Case and scenario.
    names : iterable of str
        Norms that stand in the program; several may stand in one.
    """
    norms = [NORMS[name] for name in names]
    _declare_shares(m, given)
    m.carried = pyo.Expression(
        m.WITH_SHARE,
        m.BURDEN_MOMENTS,
        rule=_carried(given),
        doc="burden with credit from earlier cycles [weighted places]",
    )
    growing = dict.fromkeys(pair for norm in norms for pair in norm.growing(m, given))
    declare_growth(m, given, [pair for pair in m.WITH_SHARE if pair in growing])
    for norm in norms:
        norm.declare(m, given)


def _declare_shares(m: Any, given: Given) -> None:
    """Declare who is compared, with which share; a *host* has more than its share in places that must stay."""
    below = {"joint": given.hosts.weighted, "asylum": given.hosts.asylum}
    least, norms_on = given.scenario.smallest_entitlement, given.scenario.norms_on
    shares = {(on, g): below[on][g] for on in norms_on for g in given.case.codes if below[on][g] >= least}
    hosts = [(on, g) for on, g in shares if fixed_burden(given, on, g) > shares[on, g]]
    declare_set(m, "NORMS_ON", norms_on, "ratios the norm looks at")
    declare_set(m, "WITH_SHARE", list(shares), "ratio, municipality with an entitlement large enough to compare")
    declare_set(m, "HOSTS", hosts, "ratio, municipality with more than its share already there")
    declare_set(
        m, "COMPARED", [pair for pair in shares if pair not in m.HOSTS], "ratio, municipality that always counts"
    )
    declare_parameter(m, "denominator", shares, "entitlement after exchanges [weighted places]")


def _carried(given: Given) -> Any:
    hosts = given.hosts

    def carried(m: Any, on: str, g: str, t: str) -> Any:
        if on == "joint":
            return m.burden[g, t] + hosts.credit[g]
        return sum(m.provided[g, k, t] for k in ASYLUM_STREAMS) + hosts.credit_asylum[g]

    return carried


def declare_changes(m: Any, given: Given) -> None:
    """Declare the change against the reference plan, or against the present places."""
    opened, placed = given.reference_opened, given.reference_places
    declare_set(m, "OWN_LOCATIONS", m.own_locations, "offers inside the province")
    declare_set(
        m,
        "OWN_PLACINGS",
        [index for index in m.PLACINGS if index[0] in m.OWN_LOCATIONS],
        "offer of the province, stream, moment",
    )
    declare_set(
        m,
        "REFERENCE_OPEN",
        [(loc, t) for loc in m.own_locations for t in m.MOMENTS if opened.get((loc, t), 0)],
        "offer that is open in the reference, moment",
    )
    declare_set(
        m,
        "REFERENCE_PLACINGS",
        [index for index in m.OWN_PLACINGS if (index[0], index[2]) in m.REFERENCE_OPEN],
        "placing of an offer that is open in the reference",
    )
    _declare_change_numbers(m, opened, placed)
    _declare_change_variables(m)


def _declare_change_numbers(m: Any, opened: Mapping[Any, int], placed: Mapping[Any, int]) -> None:
    """Declare what the reference has, and the rows that are new."""
    new = [loc for loc in m.own_locations if not m.location_of[loc].present_is_kept]
    declare_set(
        m, "NEW_ROWS", [(loc, t) for loc in new for t in m.MOMENTS], "offer that is intended or explored, moment"
    )
    declare_parameter(
        m, "reference_opened", {pair: opened[pair] for pair in m.REFERENCE_OPEN}, "open in the reference [locations]"
    )
    declare_parameter(
        m,
        "reference_places",
        {index: placed.get(index, 0) for index in m.REFERENCE_PLACINGS},
        "places in the reference [places]",
    )


def _declare_change_variables(m: Any) -> None:
    """Declare what changes."""
    declare_variable(m, "moved", (m.REFERENCE_PLACINGS,), "places added or dropped [places]", (0, None))
    declare_variable(m, "switched", (m.REFERENCE_OPEN,), "locations opened or closed [locations]", (0, None))
    declare_variable(m, "touched", (m.MUNICIPALITIES, m.MOMENTS), "1 if anything in the municipality changes", (0, 1))
    declare_variable(m, "small", (m.NEW_ROWS,), "new locations that stay small [locations]", (0, None))
    m.change_of_places = pyo.Expression(m.OWN_PLACINGS, rule=_change_of_places, doc="places moved [places]")
    m.change_of_openings = pyo.Expression(
        m.OWN_LOCATIONS, m.MOMENTS, rule=_change_of_openings, doc="locations opened or closed [locations]"
    )


def _change_of_places(m: Any, loc: str, k: str, t: str) -> Any:
    return m.moved[loc, k, t] if (loc, k, t) in m.REFERENCE_PLACINGS else m.placed[loc, k, t]


def _change_of_openings(m: Any, loc: str, t: str) -> Any:
    return m.switched[loc, t] if (loc, t) in m.REFERENCE_OPEN else m.opened[loc, t]
