"""What a fairness norm compares, and what the change against the reference is measured with."""

from collections.abc import Mapping
from typing import Any

import pyomo.environ as pyo

from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.components import declare_parameter, declare_set, declare_variable
from regietafel.model.given import Given


def declare_norm(m: Any, given: Given) -> None:
    """Declare the ratios of the norm: burdens carried, their denominators, and hosts.

    A *host* has more than its share in places that must stay; minimax compares it only when it grows.
    """
    hosts, scenario = given.hosts, given.scenario
    denominator = {"joint": hosts.weighted, "asylum": hosts.asylum}
    fixed = {
        "joint": {g: hosts.certain[g] + hosts.credit[g] for g in given.case.codes},
        "asylum": {g: hosts.fixed_asylum[g] + hosts.credit_asylum[g] for g in given.case.codes},
    }
    least = scenario.smallest_entitlement
    pairs = [(on, g) for on in scenario.norms_on for g in given.case.codes if denominator[on][g] >= least]
    hosting = [(on, g) for on, g in pairs if fixed[on][g] > denominator[on][g]]
    declare_set(m, "NORMS_ON", scenario.norms_on, "ratios the norm looks at")
    declare_set(m, "DEVIATING", pairs, "ratio, municipality with an entitlement large enough to compare")
    declare_set(m, "HOSTS", hosting, "ratio, municipality with more than its share already there")
    declare_set(
        m, "COMPARED", [pair for pair in pairs if pair not in m.HOSTS], "ratio, municipality that always counts"
    )
    shares = {(on, g): denominator[on][g] for on, g in pairs}
    declare_parameter(m, "denominator", shares, "entitlement after exchanges [weighted places]")
    stays = {(on, g): fixed[on][g] for on, g in hosting}
    declare_parameter(m, "fixed_carried", stays, "burden that must stay, credit included [weighted places]")
    m.carried = pyo.Expression(
        m.DEVIATING,
        m.BURDEN_MOMENTS,
        rule=_carried(given),
        doc="burden with credit from earlier cycles [weighted places]",
    )
    _declare_minimax(m, given) if scenario.fairness == "minimax" else _declare_deviation(m)
    m.worst = pyo.Var(m.NORMS_ON, domain=pyo.NonNegativeReals, initialize=0, doc="value of the norm [ratio]")


def _declare_minimax(m: Any, given: Given) -> None:
    credit = {"joint": given.hosts.credit, "asylum": given.hosts.credit_asylum}
    room = {(on, g): max(0, _largest_burden(m, on, g) + credit[on][g] - m.fixed_carried[on, g]) for on, g in m.HOSTS}
    declare_parameter(m, "largest_growth", room, "what a host can get above what must stay [weighted places]")
    declare_variable(m, "growth", (m.HOSTS,), "burden above what must stay [weighted places]", (0, None))
    declare_variable(m, "grows", (m.HOSTS,), "1 if the host grows", (0, 1))


def _declare_deviation(m: Any) -> None:
    declare_variable(
        m, "deviating", (m.DEVIATING, m.BURDEN_MOMENTS), "burden above or below the share [weighted places]", (0, None)
    )


def _carried(given: Given) -> Any:
    hosts = given.hosts

    def carried(m: Any, on: str, g: str, t: str) -> Any:
        if on == "joint":
            return m.burden[g, t] + hosts.credit[g]
        return sum(m.provided[g, k, t] for k in ASYLUM_STREAMS) + hosts.credit_asylum[g]

    return carried


def _largest_burden(m: Any, on: str, g: str) -> int:
    """Return the burden all offers and homes of a municipality could give [weighted places]."""
    weights = {k: m.stream_weight[k] if on == "joint" else int(k in ASYLUM_STREAMS) for k in m.STREAMS}
    places = sum(
        m.largest_size[loc] * m.available_count[loc] * max(weights[k] for k in m.streams_of[loc])
        for loc in m.locations_in[g]
    )
    return int(places + weights["status_holder"] * m.obligation[g, m.last])


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
