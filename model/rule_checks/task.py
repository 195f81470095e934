"""The task: what counts and what is named as shortfall, against what is due; and homes."""

from itertools import pairwise

from regietafel.model import law
from regietafel.model.case import ASYLUM_STREAMS
from regietafel.model.figures.counting import durable_places
from regietafel.model.figures.quantities import Quantities, streams_of
from regietafel.model.rule_checks.instance import Instance, Measured, check

DURABLE_MINIMUM = {"regular": law.DURABLE_MINIMUM_REGULAR, "special": law.DURABLE_MINIMUM_SPECIAL}


def _task(q: Quantities, task: str) -> Measured:
    """Measure counted places and shortfall above what is due."""
    for t in q.moments:
        required, shortfall = q.required[task, t], q.shortfall[task, t]
        counted = q.summed(q.chosen, streams_of(task), t)
        yield Instance(t, None, None, counted + shortfall - required, idle=required == counted == 0)


@check("task", article="Wet art. 3, 5(1)")
def asylum_task_is_met(q: Quantities) -> Measured:
    """Measure asylum places that count, and the shortfall, above the task."""
    return _task(q, "asylum")


@check("task", article="Wet art. 3; Besluit art. 2.1")
def special_task_is_met(q: Quantities) -> Measured:
    """Measure special places that count, and the shortfall, above the special part."""
    return _task(q, "special")


@check("task", article="Regeling opvang ontheemden Oekraïne art. 2")
def ukraine_task_is_met(q: Quantities) -> Measured:
    """Measure places for displaced persons, and the shortfall, above what is asked."""
    return _task(q, "ukraine")


@check("task")
def reception_need_is_met(q: Quantities) -> Measured:
    """Measure asylum places that count, and what is missing, above the need with status holders who wait."""
    return _task(q, "asylum_need") if "asylum_need" in q.tasks else ()


@check("task", article="Wet art. 2(3)")
def counted_places_are_durable(q: Quantities) -> Measured:
    """Measure the durable places of a municipality that do not count."""
    durable = durable_places(q) if q.scenario.counting == "durable" else {}
    for (g, k, t), places in durable.items():
        yield Instance(t, g, None, places - q.chosen[g, k, t], idle=places == 0)


@check("task", article="Besluit art. 3.1")
def durable_minimum_is_reached(q: Quantities) -> Measured:
    """Measure counted places above the legal minimum, where any count."""
    if q.scenario.counting != "durable":
        return
    for g in q.case.codes:
        for k in ASYLUM_STREAMS:
            for t in q.moments:
                counted = q.chosen[g, k, t]
                yield Instance(t, g, None, counted - DURABLE_MINIMUM[k] if counted else 0, idle=counted == 0)


@check("task", unit="persons", article="Huisvestingswet 2014 art. 28-29")
def housing_target_is_met(q: Quantities) -> Measured:
    """Measure persons housed, credited or named as not housed above the target."""
    for (g, t), settled in q.settled.items():
        due = q.shares.obligation[g, t]
        yield Instance(t, g, None, q.unhoused[g, t] + settled - due, idle=settled == due == 0)


@check("task", unit="persons")
def homes_are_available(q: Quantities) -> Measured:
    """Measure homes that come free in a period above the persons housed in it."""
    until = q.shares.houseable_until
    for g in q.case.codes:
        homes_before = housed_before = 0
        for t in q.moments:
            homes, housed = until[g, t] - homes_before, q.housed(g, t) - housed_before
            homes_before, housed_before = until[g, t], q.housed(g, t)
            yield Instance(t, g, None, homes - housed, idle=homes == housed == 0)


@check("task", unit="persons")
def housed_stay_housed(q: Quantities) -> Measured:
    """Measure how many more persons are housed at the next moment."""
    for g in q.case.codes:
        for before, t in pairwise(q.moments):
            earlier, later = q.housed(g, before), q.housed(g, t)
            yield Instance(t, g, None, later - earlier, idle=earlier == later == 0)


CHECKS = (
    asylum_task_is_met,
    special_task_is_met,
    ukraine_task_is_met,
    reception_need_is_met,
    counted_places_are_durable,
    durable_minimum_is_reached,
    housing_target_is_met,
    homes_are_available,
    housed_stay_housed,
)
