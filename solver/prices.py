"""What positions cost in fairness, and fairness in positions: searches beside the plan that keep its earlier tiers."""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import build
from regietafel.model.figures.positions import places_given_up
from regietafel.model.figures.prices import DIGITS, Price, Prices
from regietafel.model.figures.quantities import Quantities
from regietafel.model.given import Given
from regietafel.model.plan import TierDocument
from regietafel.solver.extract import extract
from regietafel.solver.highs import Limits, LivingSolver, Outcome
from regietafel.solver.norm_search import NormSearch
from regietafel.solver.norms import keep_norm, minimise_norm
from regietafel.solver.questions import Questions
from regietafel.solver.tiers import Search, Tier, keep_aim, tiers_of, tolerance
from regietafel.solver.tighten import tighten_from_start
from regietafel.solver.whole import STOPPED, optimise_whole, parts_of, round_whole

FAIRNESS, POSITIONS = "fairness", "positions"


@dataclass(frozen=True)
class Reached:
    """What a search beside the plan came to: the value of its tiers, the gap of each, and the places given up."""

    values: dict[str, float]
    gaps: dict[str, float]
    places: int


@dataclass(frozen=True)
class Market:
    """What prices are worked out from.

    Parameters
    ----------
    ask : Questions
        Case and scenario, and how long may be searched.
    program : pyomo.environ.ConcreteModel
        As solved; its variables hold the plan.
    plan : Reached
        What the plan came to.
    """

    ask: Questions
    program: Any
    plan: Reached

    def search(self, names: Iterable[str], left_out: Collection[str] = ()) -> Reached | None:
        """Search some tiers in another order, or without some positions; None when there was no time.

        The tiers that come before fairness and positions in the scenario are kept as the plan has them, and the plan is
        the start.
        """
        given = self.ask.given
        tiers = {tier.name: tier for tier in tiers_of(given)}
        m = build(given, without_positions=left_out)
        copy_values(self.program, m)
        for tier in _before(tiers.values()):
            keep_aim(m, given, tier, self.plan.values[tier.name])
        tighten_from_start(m, given)
        m.aim = pyo.Objective(expr=0.0)
        solver = LivingSolver(self.ask.options, None, self.ask.stop)
        values, gaps = {}, {}
        for tier in (tiers[name] for name in names):
            parts = parts_of(m)  # a norm that is kept may bring variables of its own
            step = NormSearch(solver=solver, m=m, parts=parts, limits=self._limits(tier), start=parts.all, given=given)
            outcome = _optimise(step, tier)
            if outcome.state != "solved" or outcome.stop in STOPPED:
                return None
            values[tier.name], gaps[tier.name] = outcome.value, outcome.value - max(0.0, outcome.bound)
        return Reached(values, gaps, places_given_up(_quantities(given, m)))

    def _limits(self, tier: Tier) -> Limits:
        seconds = max(0.0, self.ask.deadline - time.monotonic())
        return Limits(gap=tier.relative_gap, absolute_gap=tier.absolute_gap, seconds=seconds, label="prices")


def _optimise(step: NormSearch, tier: Tier) -> Outcome:
    """Optimise a tier and keep what it reached."""
    m, given = step.m, step.given
    if tier.norm:
        found = minimise_norm(step, tier.norm, tier.on)
        if found.outcome.state == "solved":
            keep_norm(m, given, found, tolerance(given, tier, found.outcome.value))
        return found.outcome
    m.aim.set_value(tier.expression(m))
    outcome = optimise_whole(step.solver, m, step.parts, step.limits, step.start)
    if outcome.state == "solved":
        round_whole(step.parts.all)
        keep_aim(m, given, tier, outcome.value)
    return outcome


def find_prices(ask: Questions, program: Any, found: Search) -> Prices:
    """Work out what positions and fairness cost each other, as far as the option asks and there is time.

    Returns
    -------
    Prices
        Empty when the scenario has no positions, no aim of fairness, or asks for none.
    """
    given, tiers = ask.given, {tier["name"]: tier for tier in found.tiers}
    if given.scenario.position_prices == "none" or not given.positions or FAIRNESS not in tiers:
        return Prices()
    market = Market(ask, program, _reached(given, program, tiers.values()))
    together, bare = _of_positions(market)
    together += _of_fairness(market) if POSITIONS in tiers else []
    each = given.scenario.position_prices == "each"
    return Prices(together=together, costs=_of_each(market, bare) if each else {})


def _of_positions(market: Market) -> tuple[list[Price], float]:
    """Compare fairness with positions and without any; also return how much of it they can cost at most."""
    given, now = market.ask.given, market.plan
    binding = [name for name in given.subjects if _can_cost(given, name)]
    bare = market.search([FAIRNESS], list(given.subjects)) if binding else now
    return [_price("positions", FAIRNESS, now, bare, now)], _most(now, bare)


def _most(now: Reached, bare: Reached | None) -> float:
    return now.values[FAIRNESS] - (0.0 if bare is None else bare.values[FAIRNESS] - bare.gaps[FAIRNESS])


def _can_cost(given: Given, name: str) -> bool:
    """Whether a position can cost fairness: a soft one without room cannot, as long as fairness comes first."""
    item = given.subjects[name].position
    return item.non_negotiable or item.room is not None or _positions_first(given)


def _positions_first(given: Given) -> bool:
    order = given.scenario.tier_order
    return POSITIONS in order and order.index(POSITIONS) < order.index(FAIRNESS)


def _of_fairness(market: Market) -> list[Price]:
    """Compare fairness before the positions with positions before fairness; nothing given up costs nothing."""
    now, swapped = market.plan, _positions_first(market.ask.given)
    order = [FAIRNESS, POSITIONS] if swapped else [POSITIONS, FAIRNESS]
    other: Reached | None = now
    if swapped or now.values[POSITIONS] > 0:
        other = market.search(order)
    fair, said = (other, now) if swapped else (now, other)
    return [
        _price("fairness", POSITIONS, fair, said, now),
        _price("fairness", "places", fair, said, now),
        _price("positions_first", FAIRNESS, said, fair, now),
    ]


def _of_each(market: Market, most: float) -> dict[str, float | None]:
    """Work out how much fairer the plan would be without each position alone [ratio]."""
    costs: dict[str, float | None] = {}
    for name in market.ask.given.subjects:
        if most <= 0 or not _can_cost(market.ask.given, name):
            costs[name] = 0.0
            continue
        found = market.search([FAIRNESS], [name])
        costs[name] = _price("position", FAIRNESS, market.plan, found, market.plan).amount
    return costs


def _price(of: str, paid_in: str, dearer: Reached | None, cheaper: Reached | None, plan: Reached) -> Price:
    """Compare two searches; unknown when one of them was not finished."""
    if dearer is None or cheaper is None:
        return Price(of=of, paid_in=paid_in, dearer=None, cheaper=None, gap=None)
    if paid_in == "places":
        return Price(of=of, paid_in=paid_in, dearer=dearer.places, cheaper=cheaper.places, gap=None)
    high, low = (round(reached.values[paid_in], DIGITS) for reached in (dearer, cheaper))
    gap = round(dearer.gaps[paid_in] + cheaper.gaps[paid_in], DIGITS)
    if high < low:
        # What the dearer search found the cheaper one could have had too: it ends within its gap, not always below.
        high = low = round(plan.values[paid_in], DIGITS)
    return Price(of=of, paid_in=paid_in, dearer=high, cheaper=low, gap=gap)


def _before(tiers: Iterable[Tier]) -> list[Tier]:
    """Return the tiers before the first of fairness and positions."""
    found: list[Tier] = []
    for tier in tiers:
        if tier.name in (FAIRNESS, POSITIONS):
            break
        found.append(tier)
    return found


def _reached(given: Given, program: Any, tiers: Iterable[TierDocument]) -> Reached:
    tiers = list(tiers)
    values = {tier["name"]: tier["value"] for tier in tiers}
    gaps = {tier["name"]: tier["abs_gap"] for tier in tiers}
    return Reached(values, gaps, places_given_up(_quantities(given, program)))


def _quantities(given: Given, m: Any) -> Quantities:
    return Quantities(given.case, given.scenario, extract(m))


def copy_values(one: Any, other: Any) -> None:
    """Give the variables of a program the values they have in another; of another norm it may have variables more."""
    for component in other.component_objects(pyo.Var, descend_into=False):
        known = one.component(component.local_name)
        for index, variable in component.items():
            if known is not None and index in known and known[index].value is not None:
                variable.set_value(known[index].value, skip_validation=True)
