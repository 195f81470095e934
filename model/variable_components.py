"""What is decided, what is measured from it, and the sums that many rules use."""

from typing import Any

import pyomo.environ as pyo

from regietafel.model.case import ASYLUM_STREAMS, Location
from regietafel.model.components import declare_parameter, declare_set, declare_variable
from regietafel.model.given import Given
from regietafel.model.law import (
    DURABLE_MINIMUM_REGULAR,
    DURABLE_MINIMUM_SPECIAL,
    DURABLE_MONTHS_AHEAD,
    add_months,
)

DURABLE_MINIMUM = {"regular": DURABLE_MINIMUM_REGULAR, "special": DURABLE_MINIMUM_SPECIAL}


def declare_variables(m: Any, given: Given) -> None:
    """Declare what is decided, and what is measured from it."""
    m.nothing = pyo.Var(bounds=(0, 0), initialize=0, doc="nothing: stands for a sum without terms")
    declare_variable(
        m,
        "opened",
        (m.LOCATIONS, m.MOMENTS),
        "open locations of the offer [locations]",
        lambda _m, loc, _t: (0, m.available_count[loc]),
    )
    declare_variable(
        m,
        "placed",
        (m.PLACINGS,),
        "places of the offer given to the stream [places]",
        lambda _m, loc, _k, _t: (0, m.largest_size[loc] * m.available_count[loc]),
    )
    declare_variable(
        m,
        "started",
        (m.LOCATIONS, m.MOMENTS),
        "locations newly opened [locations]",
        lambda _m, loc, _t: (0, m.available_count[loc]),
    )
    declare_variable(
        m,
        "attached",
        (m.REACH, m.MOMENTS),
        "satellites of the offer under the hub [locations]",
        lambda _m, sat, _hub, _t: (0, m.available_count[sat]),
    )
    declare_variable(m, "leads", (m.HUBS, m.MOMENTS), "1 if the location has satellites", (0, 1))
    _declare_measured(m)
    _declare_optional(m, given)


def _declare_optional(m: Any, given: Given) -> None:
    """Declare what only some options need."""
    if given.scenario.hub_max_satellite_places is not None:
        declare_variable(
            m,
            "attached_places",
            (m.REACH, m.MOMENTS),
            "places of the satellites under the hub [places]",
            lambda _m, sat, _hub, _t: (0, m.largest_size[sat] * m.available_count[sat]),
        )
    if given.scenario.vessels_share > 0:
        declare_variable(
            m, "need_shortfall", (m.MOMENTS,), "need of reception not met, those waiting included [places]", (0, None)
        )
    if given.scenario.counting == "durable":
        _declare_durable(m, given)


def _declare_measured(m: Any) -> None:
    """Declare who is housed, what is not met and what is too much."""
    declare_variable(
        m,
        "housed",
        (m.MUNICIPALITIES, m.MOMENTS),
        "status holders in ordinary homes, cumulative [persons]",
        lambda _m, g, t: (0, min(m.houseable[g, t], m.obligation[g, m.last])),
    )
    declare_variable(
        m,
        "unhoused",
        (m.MUNICIPALITIES, m.MOMENTS),
        "housing target not met [persons]",
        lambda _m, g, t: (0, m.obligation[g, t]),
    )
    declare_variable(
        m, "shortfall", (m.TASKS, m.MOMENTS), "task not met [places]", lambda _m, task, t: (0, m.required[task, t])
    )
    declare_variable(m, "surplus", (m.TASKS, m.MOMENTS), "new places above what is needed [places]", (0, None))
    declare_variable(m, "overhoused", (m.MUNICIPALITIES, m.MOMENTS), "housing above the target [persons]", (0, None))


def _declare_durable(m: Any, given: Given) -> None:
    """Declare what the durable regime needs: when an offer is taken into use, and what counts then."""
    durable = [loc for loc in given.locations if loc.durable and not loc.foreign and not loc.emergency]
    days = {moment.key: moment.day for moment in given.case.moments}
    declare_set(m, "DURABLE", [loc.location_id for loc in durable], "durable offers of the province")
    declare_set(
        m,
        "DURABLE_PLACINGS",
        [(loc.location_id, k, t) for loc in durable for k in loc.streams if k in ASYLUM_STREAMS for t in days],
        "durable offer, asylum stream, moment",
    )
    m.window = {t: [s for s in days if days[t] <= days[s] <= add_months(days[t], DURABLE_MONTHS_AHEAD)] for t in days}
    m.long_enough = {loc.location_id: given.starts_long_enough(loc) for loc in durable}
    declare_set(
        m,
        "DURABLE_USES",
        [(*item, s) for item in m.DURABLE_PLACINGS for s in m.window[item[2]]],
        "durable placing, moment within twelve months",
    )
    _declare_counted(m)


def _declare_counted(m: Any) -> None:
    """Declare what of the durable places counts: nothing under the minimum of the municipality."""
    declare_set(m, "COUNTED_STREAMS", ASYLUM_STREAMS, "streams with a durable minimum")
    declare_parameter(m, "durable_minimum", DURABLE_MINIMUM, "places a municipality needs for any to count [places]")
    declare_variable(m, "in_use", (m.DURABLE, m.MOMENTS), "1 if any location of the offer is open", (0, 1))
    declare_variable(
        m,
        "durably_placed",
        (m.DURABLE_PLACINGS,),
        "places of the offer that count as durable [places]",
        lambda _m, loc, _k, _t: (0, m.largest_size[loc] * m.available_count[loc]),
    )
    declare_variable(
        m,
        "counted",
        (m.MUNICIPALITIES, m.COUNTED_STREAMS, m.MOMENTS),
        "durable places of the municipality that count [places]",
        (0, None),
    )
    declare_variable(
        m,
        "reaches",
        (m.MUNICIPALITIES, m.COUNTED_STREAMS, m.MOMENTS),
        "1 if the municipality reaches the minimum",
        (0, 1),
    )


def declare_expressions(m: Any, given: Given) -> None:
    """Name the sums that many rules use."""
    scenario = given.scenario
    counts = [
        loc.location_id
        for loc in given.locations
        if not loc.foreign and (scenario.emergency_counts or not loc.emergency)
    ]
    durable = scenario.counting == "durable"

    def chosen(_m: Any, k: str, t: str) -> Any:
        if durable and k in ASYLUM_STREAMS:
            return sum(m.counted[g, k, t] for g in m.MUNICIPALITIES)
        return sum(m.placed[loc, k, t] for loc in counts if k in m.streams_of[loc])

    m.chosen = pyo.Expression(
        m.STREAMS, m.MOMENTS, rule=chosen, doc="places that count under the chosen regime [places]"
    )
    m.provided = pyo.Expression(
        m.MUNICIPALITIES,
        m.STREAMS,
        m.MOMENTS,
        rule=_provided,
        doc="physical places; for status holders also homes [places]",
    )
    m.credited = pyo.Expression(
        m.MUNICIPALITIES, m.MOMENTS, rule=_credited(given), doc="places that count for the housing target [persons]"
    )
    m.burden = pyo.Expression(
        m.MUNICIPALITIES, m.MOMENTS, rule=_burden, doc="weighted burden without credit [weighted places]"
    )


def _provided(m: Any, g: str, k: str, t: str) -> Any:
    homes = m.housed[g, t] if k == "status_holder" else 0
    return homes + sum(m.placed[loc, k, t] for loc in m.locations_in[g] if k in m.streams_of[loc])


def _credited(given: Given) -> Any:
    rows = {g: [loc.location_id for loc in given.locations if credits_housing(loc, g)] for g in given.case.codes}
    return lambda m, g, t: sum(m.placed[loc, "status_holder", t] for loc in rows[g])


def credits_housing(loc: Location, code: str) -> bool:
    """Whether places of the offer count for the housing target of a municipality."""
    return (
        not loc.foreign and loc.counts_for_housing and "status_holder" in loc.streams and (loc.link or loc.code) == code
    )


def _burden(m: Any, g: str, t: str) -> Any:
    return sum(m.stream_weight[k] * m.provided[g, k, t] for k in m.STREAMS)
