"""What is asked of each municipality, worked out a second time from the tables: exact, with the formulas of the law."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import pandas as pd

from support.recompute_tables import ASYLUM, STREAMS, WORDS, Tables, day, number, whole

HALF = Fraction(1, 2)


def half_up(value: Fraction) -> int:
    """Round to a whole number, a half upwards."""
    return math.floor(value + HALF)


def largest_remainder(total: int, keys: Mapping[str, int | Fraction]) -> dict[str, int]:
    """Divide a whole number in proportion to keys; what is left goes to the largest remainders, then by code."""
    whole_sum = sum(keys.values())
    if not whole_sum:
        return dict.fromkeys(keys, 0)
    exact = {g: Fraction(total) * key / whole_sum for g, key in keys.items()}
    found = {g: math.floor(value) for g, value in exact.items()}
    order = sorted(exact, key=lambda g: (found[g] - exact[g], g))
    for g in order[: total - sum(found.values())]:
        found[g] += 1
    return found


def ended(half_year: str) -> date:
    """Return the first day after a half-year."""
    year, part = half_year.split("-")
    return date(int(year), 7, 1) if part == "I" else date(int(year) + 1, 1, 1)


@dataclass(frozen=True)
class Shares:
    """What is asked, by municipality code."""

    tables: Tables

    @cached_property
    def codes(self) -> list[str]:
        """Municipalities in order."""
        return list(self.tables.towns.index)

    @cached_property
    def inhabitants(self) -> dict[str, int]:
        """Inhabitants [persons]."""
        return {g: int(text) for g, text in self.tables.towns["inwoners"].items()}

    @cached_property
    def indicative(self) -> dict[str, int]:
        """Indicative number, special part included [places]."""
        return self._numbers("capaciteitsraming", "indicatief_aantal", "provinciale_opgave")

    @cached_property
    def special(self) -> dict[str, int]:
        """Special part of the indicative number [places]."""
        found = self._numbers("capaciteitsraming_bijzonder", "waarvan_bijzonder", "provinciale_opgave_bijzonder")
        return {g: min(found[g], self.indicative[g]) for g in self.codes}

    def _numbers(self, estimate: str, typed: str, task: str) -> dict[str, int]:
        """Return given numbers, else computed ones; these are made to fit a given task."""
        towns, tables = self.tables.towns, self.tables
        given = {g: int(text) for g, text in towns[typed].items() if text}
        rest = [g for g in self.codes if g not in given]
        weights = {g: (1 + number(towns.loc[g, "ses_woa"])) * self.inhabitants[g] for g in rest}
        national, weight_sum = tables.figure(estimate), tables.figure("som_weging_landelijk")
        computed = {g: half_up(national * weights[g] / weight_sum) for g in rest}
        due = tables.figure(task)
        if due is not None and rest:
            computed = largest_remainder(max(0, int(due) - sum(given.values())), computed)
        return given | computed

    @cached_property
    def task(self) -> dict[str, int]:
        """Task of the province, before the share of a moment [places]."""
        total, special = self.tables.figure("provinciale_opgave"), self.tables.figure("provinciale_opgave_bijzonder")
        return {
            "asylum": sum(self.indicative.values()) if total is None else int(total),
            "special": sum(self.special.values()) if special is None else int(special),
            "ukraine": self._ukraine_ask,
        }

    @cached_property
    def _ukraine_typed(self) -> dict[str, int]:
        return {g: int(text) for g, text in self.tables.towns["gevraagde_plekken_oekraine"].items() if text}

    @cached_property
    def _ukraine_ask(self) -> int:
        asked, tables = self.tables.figure("oekraine_gevraagd"), self.tables
        if asked is not None:
            return int(asked)
        if len(self._ukraine_typed) == len(self.codes):
            return sum(self._ukraine_typed.values())
        own = sum(self.inhabitants.values())
        return half_up(tables.figure("oekraine_landelijk") * own / tables.figure("inwoners_landelijk"))

    @cached_property
    def ukraine(self) -> dict[str, int]:
        """Places for displaced persons asked of each municipality [places]."""
        typed = self._ukraine_typed
        rest = {g: self.inhabitants[g] for g in self.codes if g not in typed}
        return typed | largest_remainder(max(0, self._ukraine_ask - sum(typed.values())), rest)

    def required(self, task: str, t: str) -> int:
        """Return the places due at a moment."""
        return math.ceil(self.task[task] * self.tables.moments.loc[t, "share"])

    @cached_property
    def half_years(self) -> list[str]:
        """Half-years with a target."""
        return sorted(set(self.tables.targets["halfjaar"]))

    @cached_property
    def _due(self) -> dict[tuple[str, str], int]:
        """Housing target with the backlog due by each moment, exchanges aside; may be below 0 [persons]."""
        targets = self.tables.targets
        lines = [
            (row["gemeente"], ended(row["halfjaar"]), int(row["taakstelling_personen"]))
            for _, row in targets.iterrows()
        ]
        backlog = targets["achterstand_personen"].map(lambda text: whole(text, 0)).groupby(targets["gemeente"]).sum()
        return {
            (g, t): int(backlog.get(g, 0)) + sum(n for code, end, n in lines if code == g and end <= until)
            for g in self.codes
            for t, until in self.tables.moments["day"].items()
        }

    @cached_property
    def _obligations(self) -> dict[tuple[str, str], int]:
        found = dict(self._due)
        for giver, taker, stream, places, row in self.legs():
            for t, until in self.tables.moments["day"].items():
                if stream == "status_holder" and (not row["halfjaar"] or ended(row["halfjaar"]) <= until):
                    found[giver, t] -= places
                    found[taker, t] += places
        return {key: max(0, persons) for key, persons in found.items()}

    def obligation(self, g: str, t: str) -> int:
        """Return the status holders to be housed by a moment, after exchanges [persons]."""
        return self._obligations[g, t]

    def houseable(self, g: str, t: str) -> int:
        """Return the status holders that homes can take by a moment [persons]."""
        typed = self.tables.towns.loc[g, "te_huisvesten_per_halfjaar"]
        until = self.tables.moments.loc[t, "day"]
        if not typed:
            return max(self.obligation(g, s) for s in self.tables.moments.index if s <= t)
        return int(typed) * sum(ended(item) <= until for item in self.half_years)

    def legs(self) -> Iterator[tuple[str, str, str, int, pd.Series]]:
        """Yield (giver, taker, stream, places, row) of every leg of the agreed exchanges."""
        for _, row in self.tables.exchanges.iterrows():
            if row["stand"] not in ("", "afgesproken"):
                continue
            yield row["van"], row["naar"], WORDS[row["doelgroep"]], int(row["plekken"]), row
            if row["tegen_doelgroep"]:
                yield row["naar"], row["van"], WORDS[row["tegen_doelgroep"]], int(row["tegen_plekken"]), row

    @cached_property
    def entitlement(self) -> pd.DataFrame:
        """Share of each municipality before exchanges, per stream [places, persons]."""
        last = self.tables.moments.index[-1]
        rows = {
            g: (
                self.indicative[g] - self.special[g],
                self.special[g],
                self.ukraine[g],
                max(0, self._due[g, last]),
            )
            for g in self.codes
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=list(STREAMS))

    @cached_property
    def after_exchange(self) -> pd.DataFrame:
        """Share of each municipality after agreed exchanges, per stream [places, persons]."""
        last = self.tables.moments.index[-1]
        until = self.tables.moments.loc[last, "day"]
        found = self.entitlement.copy()
        for giver, taker, stream, places, row in self.legs():
            moment = day(row["moment"])
            if stream != "status_holder" and (moment is None or moment <= until):
                found.loc[giver, stream] -= places
                found.loc[taker, stream] += places
        found = found.clip(lower=0)
        found["status_holder"] = [self.obligation(g, last) for g in found.index]
        return found

    @cached_property
    def credit(self) -> dict[str, dict[str, int]]:
        """Places carried in earlier cycles, per municipality and stream."""
        columns = {"regular": "krediet_asiel", "ukraine": "krediet_oekraine", "status_holder": "krediet_huisvesting"}
        rows = self.tables.towns.to_dict("index")
        return {g: {k: whole(rows[g].get(columns.get(k, ""), ""), 0) for k in STREAMS} for g in self.codes}

    def asylum(self, frame: pd.DataFrame, g: str) -> int:
        """Sum the asylum streams of a municipality."""
        return int(sum(frame.loc[g, k] for k in ASYLUM))
