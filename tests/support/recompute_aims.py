"""The aims of a plan measured a second time: shortfall, surplus, fairness, cost and disturbance."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from support.recompute_money import Money
from support.recompute_plan import TASK_STREAMS, Decided
from support.recompute_positions import said_in
from support.recompute_tables import ASYLUM, STREAMS

TASKS = ("asylum", "special", "ukraine")


@dataclass(frozen=True)
class Aims:
    """What every aim is worth on a plan."""

    plan: Decided
    money: Money

    @property
    def norms_on(self) -> list[str]:
        """Ratios the fairness norm looks at, in order."""
        return list(self.plan.options["fairness_on"].split(","))

    @property
    def burden_moments(self) -> list[str]:
        """Moments at which burdens are compared."""
        return self.plan.moments if self.plan.options["burden_moment"] == "all" else [self.plan.last]

    def chosen(self, task: str, t: str) -> int:
        """Return what counts for a task."""
        plan = self.plan
        return sum(plan.chosen(g, t)[k] for g in plan.shares.codes for k in TASK_STREAMS[task])

    def need(self, t: str) -> int:
        """Return the need for asylum places when status holders wait in reception."""
        plan = self.plan
        reference = plan.tables.figure("referentie_achterstand") or 0
        share = Fraction(str(plan.options["vessels_share"]))
        return plan.shares.required("asylum", t) + math.ceil(share * max(0, plan.all_unhoused(t) - reference))

    def base(self, task: str, t: str) -> int:
        """Return the places above which new ones are surplus."""
        rows = self.plan.usable
        rows = rows[rows["status"].isin(["existing", "decided"]) & ~rows["foreign"].astype(bool)]
        present = sum(
            row[k] for loc, row in rows.iterrows() if self.plan.available(str(loc), t) for k in TASK_STREAMS[task]
        )
        return max(self.plan.shares.required(task, t), present)

    def surplus(self, task: str, t: str) -> int:
        """Return the places or homes above what is needed."""
        plan = self.plan
        if task == "housing":
            return sum(
                max(0, plan.housed[g, t] + plan.credited[g, t] - plan.shares.obligation(g, t))
                for g in plan.shares.codes
            )
        placed = sum(plan.provided(g, t)[k] for g in plan.shares.codes for k in TASK_STREAMS[task])
        return max(0, placed - self.base(task, t))

    def left_out(self, g: str, on: str, norm: str = "") -> str | None:
        """Say why a ratio of a municipality is not in a norm: that of the options when none is named."""
        plan, below = self.plan, self.plan.denominator([g], on)
        if below == 0:
            return "no_entitlement"
        if below < plan.options["smallest_entitlement"]:
            return "small_entitlement"
        settled = self.settled(g, on)
        grows = any(plan.numerator([g], on, t) > settled for t in self.burden_moments)
        host = (norm or plan.options["fairness"]) in ("minimax", "leximin") and settled > below and not grows
        return "host" if host else None

    def settled(self, g: str, on: str) -> int:
        """Return the burden that no choice of the plan can take away, with the credit of earlier cycles."""
        plan = self.plan
        staying, credit = plan.staying(g), plan.shares.credit[g]
        if on == "asylum":
            return sum(staying[k] + credit[k] for k in ASYLUM)
        owed = max(0, plan.shares.obligation(g, plan.last) - staying["status_holder"])
        return plan.weighted(staying) + plan.weights["status_holder"] * owed + plan.weighted(credit)

    def minimax(self, on: str) -> Fraction:
        """Return the largest ratio."""
        inside = [g for g in self.plan.shares.codes if self.left_out(g, on, "minimax") is None]
        ratios = [self.plan.ratio([g], on, t) for g in inside for t in self.burden_moments]
        return max((value for value in ratios if value is not None), default=Fraction(0))

    def deviation(self, on: str) -> Fraction:
        """Return the mean deviation from 1, weighted by what is asked."""
        inside = [g for g in self.plan.shares.codes if self.left_out(g, on, "deviation") is None]
        below = {g: self.plan.denominator([g], on) for g in inside}
        if not inside:
            return Fraction(0)
        return max(
            Fraction(sum(abs(self.plan.numerator([g], on, t) - below[g]) for g in inside), sum(below.values()))
            for t in self.burden_moments
        )

    def vector(self, on: str) -> list[Fraction]:
        """Return the worst ratio of each municipality in leximin, rounded up to 1/10,000, the largest first."""
        inside = [g for g in self.plan.shares.codes if self.left_out(g, on, "leximin") is None]
        worst = (max(self.plan.ratio([g], on, t) or Fraction(0) for t in self.burden_moments) for g in inside)
        return sorted((Fraction(math.ceil(ratio * 10_000), 10_000) for ratio in worst), reverse=True)

    def sorted(self, on: str) -> list[tuple[Fraction, str]]:
        """Return the ratios at the last moment, largest first."""
        rows = [
            (self.plan.ratio([g], on, self.plan.last), g)
            for g in self.plan.shares.codes
            if self.left_out(g, on) is None
        ]
        return sorted(rows, key=lambda row: (-row[0], row[1]))

    def values(self, norm: Callable[[str], Fraction | None]) -> dict[str, Fraction | int | None]:
        """Return the value of every aim; `norm` measures fairness on a ratio."""
        fairness = {("fairness" if i == 0 else f"fairness_{on}"): norm(on) for i, on in enumerate(self.norms_on)}
        tasks = (*TASKS, "housing")
        return {
            "shortfall": self.shortfall(),
            "surplus": sum(self.surplus(task, t) for task in tasks for t in self.plan.moments),
            **fairness,
            "positions": sum((said.weight() for said in said_in(self.plan)), Fraction(0)),
            "cost": self.money.total,
            "disturbance": self.disturbance(),
        }

    def shortfall(self) -> int:
        """Return the weighted shortfalls of all moments."""
        plan, total = self.plan, 0
        weight = {task: plan.options[f"shortfall_weight_{task}"] for task in (*TASKS, "housing")}
        for t in plan.moments:
            total += sum(weight[k] * max(0, plan.shares.required(k, t) - self.chosen(k, t)) for k in TASKS)
            total += weight["housing"] * plan.all_unhoused(t)
            if plan.options["vessels_share"] > 0:
                total += weight["asylum"] * max(0, self.need(t) - self.chosen("asylum", t))
        return total

    def disturbance(self) -> int:
        """Return the change against the present places."""
        return sum(self._disturbed(t) for t in self.plan.moments)

    def _disturbed(self, t: str) -> int:
        plan, options = self.plan, self.plan.options
        offers = plan.usable[~plan.usable["foreign"].astype(bool)]
        total, touched = 0, set()
        for loc, row in offers.iterrows():
            existing = row["status"] == "existing"
            moved = sum(abs(plan.placed(loc, t, (k,)) - (row[k] if existing else 0)) for k in STREAMS)
            switched = abs(plan.opened[loc, t] - int(existing))
            total += options["change_weight_place"] * moved + options["change_weight_location"] * switched
            if moved or switched:
                touched.add(row["code"])
            if row["status"] in ("intended", "explored"):
                enough = Fraction(plan.placed(loc, t), options["small_location_places"])
                total += options["change_weight_small"] * max(0, math.ceil(plan.opened[loc, t] - enough))
        return total + options["change_weight_municipality"] * len(touched)
