"""What fairness costs in money, and how far a plan is from the best of every norm: searches beside the plan.

Every search keeps the aims that come before fairness as the plan has them, and starts from the plan. Where cost is
minimised, the other aims before cost are kept as well, so that only the norm differs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyomo.environ as pyo

from regietafel.model.build import build
from regietafel.model.figures.norm_table import COST, FAIRNESS, carried_at_last, cost_comes_later
from regietafel.model.figures.prices import DIGITS, KeyBest, NormBest, Price, Prices, Unnormed
from regietafel.model.figures.quantities import Quantities
from regietafel.model.figures.ratios import measure
from regietafel.model.figures.tiers import measure_tier
from regietafel.model.formulation import NORMS
from regietafel.model.given import Given
from regietafel.model.levels import Level
from regietafel.model.norm_keys import key_findings
from regietafel.model.plan import TierDocument
from regietafel.solver.extract import extract
from regietafel.solver.highs import Limits, LivingSolver, Outcome
from regietafel.solver.norm_bounds import bound_of
from regietafel.solver.norm_search import NormFound, NormSearch
from regietafel.solver.norms import keep_norm, kept, minimise_norm
from regietafel.solver.prices import copy_values
from regietafel.solver.questions import Questions
from regietafel.solver.tiers import Search, Tier, keep_aim, tiers_of, tolerance
from regietafel.solver.tighten import looser_than_whole, tighten_after_fairness, tighten_from_start
from regietafel.solver.whole import STOPPED, optimise_whole, parts_of, round_whole

HAIR = 1e-6
TOLD = ("minimax", "leximin")
"""They tell each other's best."""


@dataclass(frozen=True)
class NormMarket:
    """What the prices of fairness are worked out from.

    Parameters
    ----------
    ask : Questions
        Case and scenario, and how long may be searched.
    program : pyomo.environ.ConcreteModel
        As solved; its variables hold the plan.
    found : Search
        What the plan came to, aim by aim.
    """

    ask: Questions
    program: Any
    found: Search

    @property
    def given(self) -> Given:
        """Case and scenario."""
        return self.ask.given

    @cached_property
    def done(self) -> dict[str, TierDocument]:
        """What the plan came to, by name of the aim."""
        return {tier["name"]: tier for tier in self.found.tiers}

    @cached_property
    def plan(self) -> Quantities:
        """The plan itself."""
        return Quantities(self.given.case, self.given.scenario, extract(self.program), self.key_bests)

    @cached_property
    def key_bests(self) -> dict[tuple[str, str], float]:
        """The best of each key that the plan's own norm was searched with."""
        return {(item.on, item.key): item.best for item in keys_of(self.found.norms.values())}

    @cached_property
    def fairness(self) -> Tier:
        """The first aim of fairness."""
        return next(tier for tier in tiers_of(self.given) if tier.norm)

    @cached_property
    def cost(self) -> Tier | None:
        """The aim cost, when the plan minimised it after fairness."""
        later = cost_comes_later(self.given.scenario.tier_order) and COST in self.done
        return next((tier for tier in tiers_of(self.given) if tier.name == COST), None) if later else None

    def step(self, norms: Sequence[str]) -> NormSearch:
        """Open a program with some norms, the aims before fairness kept as the plan has them, and the plan as start."""
        m = build(self.given, norms=norms)
        copy_values(self.program, m)
        self._keep(m, _between(tiers_of(self.given), None, FAIRNESS))
        tighten_from_start(m, self.given)
        m.aim = pyo.Objective(expr=0.0)
        solver, parts = LivingSolver(self.ask.options, None, self.ask.stop), parts_of(m)
        limits = self.limits(self.fairness)
        return NormSearch(solver=solver, m=m, parts=parts, limits=limits, start=parts.all, given=self.given)

    def best(self, step: NormSearch, norm: str) -> list[NormFound]:
        """Find the best of a norm on each ratio in order, and keep it; fewer ratios when time was up."""
        found: list[NormFound] = []
        for on in self.given.scenario.norms_on:
            limits, parts = self.limits(self.fairness), parts_of(step.m)
            now = minimise_norm(replace(step, limits=limits, parts=parts, start=parts.all), norm, on)
            if not _is_done(now.outcome):
                break
            found.append(now)
            self.keep(step, found)
        return found

    def keep(self, step: NormSearch, found: Sequence[NormFound], *, exactly: bool = False) -> None:
        """Keep a norm within its tolerance, or exactly, on the ratios found."""
        worst = {}
        for item in found:
            allowed = 0.0 if exactly else tolerance(self.given, self.fairness, item.outcome.value)
            worst[item.on] = kept(item.outcome.value + allowed)
            looser = looser_than_whole(step.m, item.norm, [one.on for one in found])
            keep_norm(step.m, self.given, item, allowed + looser)
        if found[0].norm in ("minimax", "leximin"):
            tighten_after_fairness(step.m, self.given, worst)

    def cheapest(self, step: NormSearch) -> Outcome | None:
        """Minimise cost, the other aims before it kept as the plan has them.

        Returns
        -------
        Outcome or None
            Solved, or infeasible: no plan keeps the norm and those aims. None when there was no time, or cost is no aim
            after fairness.
        """
        if self.cost is None or self.ask.seconds_left() <= 0:
            return None
        self._keep(step.m, _between(tiers_of(self.given), FAIRNESS, COST))
        step.m.aim.set_value(self.cost.expression(step.m))
        parts = parts_of(step.m)  # a norm that is kept may bring variables of its own
        outcome = optimise_whole(step.solver, step.m, parts, self.limits(self.cost), parts.all)
        if _is_done(outcome):
            round_whole(parts.all)
        return outcome if _is_done(outcome) or outcome.state == "infeasible" else None

    def _keep(self, m: Any, tiers: Iterable[Tier]) -> None:
        for tier in tiers:
            keep_aim(m, self.given, tier, self.found.values[tier.name])

    def limits(self, tier: Tier) -> Limits:
        """Return the limits of a search for an aim."""
        seconds = self.ask.seconds_left()
        return Limits(gap=tier.relative_gap, absolute_gap=tier.absolute_gap, seconds=seconds, label="prices")


def find_norm_prices(ask: Questions, program: Any, found: Search) -> Prices:
    """Work out what fairness costs in money, as far as the option asks and there is time.

    Returns
    -------
    Prices
        Its parts on norms; prices that there was no time for are unknown.
    """
    option = ask.given.scenario.fairness_prices
    if option == "none" or not found.norms or not found.complete:
        return Prices(levels=levels_of(found.norms.values()), keys=keys_of(found.norms.values()))
    market = NormMarket(ask, program, found)
    money, unnormed = [], None
    if market.cost is not None:
        unnormed = _without_norm(market)
        money = [_of_norm(market, unnormed), _of_last_step(market)]
    others = [norm for norm in NORMS if norm != ask.given.scenario.fairness and _can_be_measured(ask.given, norm)]
    if option == "own":
        own, bounds = found.norms.values(), _bounds(market, others)
        return Prices(together=money, unnormed=unnormed, norms=bounds, levels=levels_of(own), keys=keys_of(own))
    searched = [_of_other(market, norm) for norm in others]
    searches = [*found.norms.values(), *(item for other in searched for item in other.found)]
    return Prices(
        together=money,
        norms=[best for other in searched for best in other.bests()],
        unnormed=unnormed,
        levels=levels_of(searches),
        keys=keys_of(searches),
    )


def _can_be_measured(given: Given, norm: str) -> bool:
    """Whether a norm has its data: regret needs those of its keys."""
    return norm != "regret" or not key_findings(given.case, given.scenario.regret_keys)


def _bounds(market: NormMarket, others: Iterable[str]) -> list[NormBest]:
    """Tell what no plan comes below of the other norms on the first ratio, as far as it needs no search."""
    on, found, own = market.given.scenario.norms_on[0], [], market.given.scenario.fairness
    told = TOLD if own in TOLD else ()
    for norm in others:
        measured = measure(market.plan, norm, on)
        if norm in told or measured is None or market.ask.seconds_left() <= 0:
            continue
        value = float(measured)
        bound = bound_of(market.step((norm,)), norm, on, value) if value else 0.0
        found.append(NormBest(norm=norm, on=on, bound=None if bound is None else min(bound, round(value, DIGITS))))
    return found


def levels_of(found: Iterable[NormFound]) -> dict[str, tuple[Level, ...]]:
    """Return the sorted vector of the fairest plan per ratio, as far as leximin was searched; no bound is below 0."""
    levels = {item.on: item.levels for item in found if item.levels}
    return {on: tuple(replace(level, bound=max(0.0, level.bound)) for level in row) for on, row in levels.items()}


def keys_of(found: Iterable[NormFound]) -> list[KeyBest]:
    """Return the best of every key, as far as regret was searched."""
    return [key for item in found for key in item.keys]


def _without_norm(market: NormMarket) -> Unnormed | None:
    """Find the cheapest plan without a norm."""
    if market.ask.seconds_left() <= 0:
        return None
    step = market.step(())
    outcome = market.cheapest(step)
    if outcome is None or outcome.state != "solved":
        return None
    scenario = market.given.scenario
    q = Quantities(market.given.case, scenario, extract(step.m), market.key_bests)
    return Unnormed(
        cost=round(outcome.value, DIGITS),
        cost_bound=round(max(0.0, outcome.bound), DIGITS),
        value=round(float(measure(q, scenario.fairness, scenario.norms_on[0]) or 0), DIGITS),
        carried=carried_at_last(q),
    )


def _of_norm(market: NormMarket, unnormed: Unnormed | None) -> Price:
    """Compare the cost of the plan with that of the cheapest plan without a norm."""
    if unnormed is None:
        return _price("norm", None, None, None)
    cost = market.done[COST]
    gap = cost["abs_gap"] + unnormed.cost - unnormed.cost_bound
    return _price("norm", cost["value"], min(unnormed.cost, cost["value"]), gap)


def _of_last_step(market: NormMarket) -> Price:
    """Compare the best cost with the norm kept exactly with that within its tolerance.

    Without a number for the first only: no plan takes the last step and keeps the other aims before cost.
    """
    found, cost = list(market.found.norms.values()), market.done[COST]
    if all(tolerance(market.given, market.fairness, item.outcome.value) == 0 for item in found):
        return _price("last_step", cost["value"], cost["value"], 0.0)
    if _takes_the_last_step(market, found):
        return _price("last_step", cost["value"], cost["value"], cost["abs_gap"])
    if market.ask.seconds_left() <= 0:
        return _price("last_step", None, None, None)
    step = market.step((market.given.scenario.fairness,))
    market.keep(step, found, exactly=True)
    outcome = market.cheapest(step)
    if outcome is None:
        return _price("last_step", None, None, None)
    if outcome.state == "infeasible":
        return _price("last_step", None, cost["value"], None)
    gap = cost["abs_gap"] + outcome.value - outcome.bound
    # What costs less with more asked is within the gap: the plan could have had it too.
    return _price("last_step", max(outcome.value, cost["value"]), cost["value"], gap)


def _takes_the_last_step(market: NormMarket, found: Iterable[NormFound]) -> bool:
    """Whether the plan has the best of its norm already, at the best cost: then there is nothing left to search."""
    q, cost = market.plan, market.done[COST]["value"]
    fair = all(float(measure(q, item.norm, item.on) or 0) <= item.outcome.value + HAIR for item in found)
    return fair and float(measure_tier(q, COST)) <= cost * (1 + HAIR)


@dataclass(frozen=True)
class Other:
    """What was found of another norm, per ratio, and the least cost with it kept; None when there is none."""

    found: Sequence[NormFound] = ()
    paid: Outcome | None = None

    def bests(self) -> list[NormBest]:
        """Return it as the norm table has it."""
        cost = round(self.paid.value, DIGITS) if self.paid else None
        cost_bound = round(max(0.0, self.paid.bound), DIGITS) if self.paid else None
        return [
            NormBest(
                norm=item.norm,
                on=item.on,
                best=round(item.outcome.value, DIGITS),
                bound=round(max(0.0, item.outcome.bound), DIGITS),
                cost=cost,
                cost_bound=cost_bound,
            )
            for item in self.found
        ]


def _of_other(market: NormMarket, norm: str) -> Other:
    """Find the best of another norm, and the best cost with it kept; nothing when time was up."""
    if market.ask.seconds_left() <= 0:
        return Other()
    step = market.step((norm,))
    found = market.best(step, norm)
    if len(found) < len(market.given.scenario.norms_on):
        return Other(found)
    outcome = market.cheapest(step)
    return Other(found, outcome if outcome and outcome.state == "solved" else None)


def _price(of: str, dearer: float | None, cheaper: float | None, gap: float | None) -> Price:
    numbers = [None if number is None else round(number, DIGITS) for number in (dearer, cheaper, gap)]
    return Price(of=of, paid_in=COST, dearer=numbers[0], cheaper=numbers[1], gap=numbers[2])


def _is_done(outcome: Outcome) -> bool:
    return outcome.state == "solved" and outcome.stop not in STOPPED


def _between(tiers: Sequence[Tier], after: str | None, before: str) -> list[Tier]:
    """Return the aims between two, or from the first one, fairness aside."""
    names = ["fairness" if tier.norm else tier.name for tier in tiers]
    begin = 0 if after is None else names.index(after)
    end = names.index(before)
    return [tier for tier in tiers[begin:end] if not tier.norm]
