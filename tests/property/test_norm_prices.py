"""On tiny cases the prices of fairness are those that trying every plan gives."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from regietafel.model.fairness import theil
from regietafel.model.figures.norm_table import cost_comes_later
from regietafel.model.figures.ratios import MEASURES
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve
from support.brute_force import aims_of, possible_plans
from support.cases import offer, tiny_case, town
from support.exact_norms import fairness, regrets
from support.exact_values import Asked, burden, cost
from support.random_cases import CODES, EXACT, random_case
from support.random_positions import random_positions

EURO_GAP, NORM_GAP, NOISE = 1000.0, 1e-4, 1e-6
ERRORS = {"theil": theil.ERROR, "regret": 2e-4}
"""What the program may be off: the tangents of Theil, and the bests of the keys that a regret is measured against."""


class EveryPlan:
    """Every plan of a case that keeps the aims of a solved one, and the best of them."""

    def __init__(self, case, scenario, document):
        self.scenario, self.document = scenario, document
        self.asked = Asked(case, scenario)
        self.tiers = {tier["name"]: tier for tier in document["outcome"]["tiers"]}
        self.aims = aims_of(self.asked)
        self.names = list(self.aims)
        self.fair = [name for name in self.names if name.startswith("fairness")]
        before = self.names[: self.names.index("fairness")]
        self.kept_before = self.keep(list(possible_plans(self.asked)), before)

    def keep(self, plans, names):
        """Return the plans that keep some aims as the solved plan has them."""
        limits = {name: self.tiers[name]["value"] + self.tiers[name]["tolerance"] + NOISE for name in names}
        return [plan for plan in plans if all(self.aims[name](self.asked, plan) <= limits[name] for name in names)]

    def between(self, plans):
        """Return the plans that keep the other aims that come after fairness and before cost."""
        later = self.names[self.names.index("fairness") : self.names.index("cost")]
        return self.keep(plans, [name for name in later if name not in self.fair])

    def cheapest(self, plans):
        return min((cost(self.asked, plan) for plan in self.between(plans)), default=None)

    def with_norm(self, norm, limits, allowed=None):
        """Return the plans within a limit of a norm per ratio; of leximin, within the tolerance or what is allowed."""
        if norm == "leximin":
            return self.with_vectors(self.scenario.tolerance_fairness_abs if allowed is None else allowed)
        plans = self.kept_before
        for on, limit in limits.items():
            worth = zip(plans, self.worth(norm, plans, on), strict=True)
            plans = [plan for plan, value in worth if value <= limit + NOISE]
        return plans

    def with_vectors(self, allowed):
        """Return the plans whose k largest ratios sum to no more than those of the fairest, plus what is allowed."""
        plans, kept = self.kept_before, self.kept_before
        for on in self.scenario.norms_on:
            fairest = min((vector(self.asked, plan, on) for plan in plans), default=[])
            most = [value + Fraction(str(allowed)) for value in fairest]
            kept = [plan for plan in kept if no_larger(vector(self.asked, plan, on), most)]
            plans = kept
        return kept

    def worth(self, norm, plans, on):
        """Measure a norm on plans; a regret against the best of them under each key."""
        norm = "minimax" if norm == "leximin" else norm
        other = Asked(self.asked.case, Scenario(**{**options_of(self.scenario), "fairness": norm}))
        return regrets(other, plans, on) if norm == "regret" else [fairness(other, plan, on) for plan in plans]


def vector(asked, plan, on):
    """Return the ratios of a plan, the largest first, of each municipality at its worst moment; hosts that grow too."""
    moments = range(asked.last + 1) if asked.scenario.burden_moment == "all" else (asked.last,)
    found = []
    for code in asked.case.codes:
        below = asked.denominator(code, on)
        carried = max(burden(asked, plan, t, code, on) for t in moments)
        stays = asked.certain(code, on) + asked.credit(code, on)
        if below >= max(1, asked.scenario.smallest_entitlement) and not carried <= stays > below:
            found.append(Fraction(carried, below))
    return sorted(found, reverse=True)


def no_larger(mine, most):
    """Whether for every k the k largest sum to no more."""
    return all(sum(mine[:k]) <= sum(most[:k]) + NOISE for k in range(1, len(mine) + 1))


def options_of(scenario):
    return {key: getattr(scenario, key) for key in scenario.as_document()}


def close(found, expected, gap):
    """Whether a proven value is the best one or at most a gap above it."""
    noise = NOISE * max(1.0, float(expected))
    return float(expected) - noise <= found <= float(expected) + gap + noise


def priced_case(seed):
    """Make a case with more offers than are needed, at very different costs; every other one with a position."""
    draw = Random(f"priced-{seed}")
    codes = CODES[: draw.choice((2, 3, 3))]
    towns = [town(code, indicative=draw.choice((2, 2, 3))) for code in codes]
    hosts = [*codes, *(draw.choice(codes) for _ in range(4 - len(codes)))]
    offers = [
        offer(f"L{number}", code, places=(1, 3), cost_per_place=draw.randrange(10_000, 99_000), opening_cost=0)
        for number, code in enumerate(hosts)
    ]
    case = tiny_case(towns, offers)
    if seed % 2:
        case = replace(case, positions=random_positions(str(seed), case, number=1, largest=4))
    return case, Scenario(**EXACT, fairness=draw.choice(tuple(MEASURES)))


# After 23: seeds in which the rounded value of an aim once kept other plans than its exact value.
DRAWS = [(priced_case, seed) for seed in (*range(24), 147, 199)] + [(random_case, seed) for seed in range(4)]


@cache
def solved(make, seed):
    """Solve a random case with every price; None when it has no plan or no price in money."""
    case, scenario = make(seed)
    tolerance = (0.0, 0.25, 0.5)[seed % 3]
    order = scenario.tier_order if cost_comes_later(scenario.tier_order) else ("shortfall", "fairness", "cost")
    changed = {"fairness_prices": "norms", "tolerance_fairness_abs": tolerance, "tier_order": order}
    scenario = Scenario(**{**options_of(scenario), **changed})
    plan = solve(case, scenario)
    return EveryPlan(case, scenario, plan.document) if plan.has_places else None


@pytest.mark.parametrize(("make", "seed"), DRAWS)
def test_the_prices_of_fairness_are_the_exact_ones(make, seed):
    every = solved(make, seed)
    if every is None:
        return
    fair = every.document["fairness"]
    rows = {(row["norm"], row["on"]): row for row in fair["norms"]}
    assert close(rows["none", None]["cost"], every.cheapest(every.kept_before), EURO_GAP)
    first = every.scenario.norms_on[0]
    for norm in sorted({norm for norm, _ in rows} - {"none"}):
        found, off = {on: rows[norm, on] for on in every.scenario.norms_on}, ERRORS.get(norm, 0.0)
        exact = min(every.worth(norm, every.kept_before, first))
        assert close(found[first]["best"] + off, exact, NORM_GAP + off), norm
        check_cost(every, norm, found, off)
    check_last_step(every)


def check_cost(every, norm, found, off):
    """Hold the cost with a norm against the cheapest plan that keeps it within the tolerance."""
    limits = {on: row["best"] + every.scenario.tolerance_fairness_abs for on, row in found.items()}
    (paid,) = {row["cost"] for row in found.values()}
    check_paid(paid, (every.cheapest(every.with_norm(norm, more_by(limits, more))) for more in (0.0, off)))


def check_last_step(every):
    """Hold the cost of the last step against the cheapest plan that keeps the norm exactly."""
    (step,) = [item for item in every.document["fairness"]["price"] if item["of"] == "last_step"]
    names = {on: "fairness" if i == 0 else f"fairness_{on}" for i, on in enumerate(every.scenario.norms_on)}
    limits, norm = {on: every.tiers[name]["value"] for on, name in names.items()}, every.scenario.fairness
    exactly = [
        every.cheapest(every.with_norm(norm, more_by(limits, more), allowed=0)) for more in (0.0, ERRORS.get(norm, 0.0))
    ]
    if step["with"] is None or step["with"] != step["without"]:
        check_paid(step["with"], exactly)


def more_by(limits, more):
    return {on: limit + more for on, limit in limits.items()}


def check_paid(paid, costs):
    """Whether a cost lies between those of the plans that perhaps and surely keep a norm, its stated error aside."""
    surely, perhaps = costs
    if paid is None:
        assert surely is None
        return
    assert perhaps is not None
    assert float(perhaps) * (1 - NOISE) - NOISE <= paid
    assert surely is None or paid <= float(surely) + EURO_GAP


def test_enough_of_these_cases_have_a_price_and_a_last_step():
    found = [every for every in (solved(*draw) for draw in DRAWS) if every is not None]
    prices = [{item["of"]: item for item in every.document["fairness"]["price"]} for every in found]
    assert len(found) > 20
    assert sum(item["norm"]["amount"] > EURO_GAP for item in prices) > 8
    assert sum((item["last_step"]["amount"] or 0) > EURO_GAP for item in prices) > 3
