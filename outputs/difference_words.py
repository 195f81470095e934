"""What differs between a plan and the one before it, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regietafel.model.plan import Plan
from regietafel.model.plan_difference import (
    Difference,
    LocationAt,
    LocationChange,
    MunicipalityChange,
    OptionChange,
    Pair,
    plan_difference,
)
from regietafel.outputs import notation
from regietafel.outputs.report_notes import option_value
from regietafel.outputs.report_view import View
from regietafel.outputs.table_words import rule_text

SAME = 0.005
"""Ratios that are shown with two decimals are the same below this."""


@dataclass(frozen=True)
class Said:
    """A sentence, and what stands under it."""

    text: str
    more: Sequence[str] = ()


@dataclass(frozen=True)
class DifferenceWords:
    """Two plans and what differs between them, in the words of one language.

    Parameters
    ----------
    before, after : View
        The plan on the table, and the other one.
    """

    before: View
    after: View

    @cached_property
    def difference(self) -> Difference:
        """What differs."""
        return plan_difference(self.before.document, self.after.document)

    @property
    def lang(self) -> str:
        """Language of the reader."""
        return self.after.lang

    def say(self, code: str, /, **params: Any) -> str:
        """Return a text about differences."""
        return self.after.say(f"difference.{code}", **params)

    def fixed(self) -> list[str]:
        """Say what was fixed in this step, what no longer is, which options differ, and what was fixed before."""
        parent = self.after.document["case"]["parent"] or {"pins": []}
        now, everything = parent["pins"], self.after.document["scenario"]["pins"]
        earlier = everything[: len(everything) - len(now)]
        dropped = [pin for pin in self.before.document["scenario"]["pins"] if pin not in everything]
        said = [self.say("fixed_now", pin=pin) for pin in now]
        said += [self.say("fixed_no_more", pin=pin) for pin in dropped]
        said += [self.option(item) for item in self.difference.options]
        return said + [self.say("fixed_before", pin=pin) for pin in earlier]

    def option(self, item: OptionChange) -> str:
        """Say which value an option had and has."""
        was, now = (option_value(self.after, item.key, value) for value in (item.before, item.after))
        return self.say("fixed_option", option=self.after.maybe(f"option.{item.key}.label", item.key), was=was, now=now)

    def touched(self) -> str:
        """Say who is touched and who is not."""
        names = [self.after.municipality(code) for code in self.difference.touched]
        count, total = len(names), len(self.difference.municipalities)
        if not names:
            return self.say("touched_none")
        return self.say("touched", names=names, count=count, total=total, others=total - count)

    def untouched(self) -> str:
        """Name who is not touched."""
        names = [self.after.municipality(code) for code in self.difference.untouched]
        return self.say("untouched", names=names) if names else self.say("untouched_none")

    def change(self) -> str:
        """Say how large the change is and what is proven of it; empty when it was not the first aim."""
        tier = next((row for row in self.after.document["outcome"]["tiers"] if row["name"] == "change"), None)
        if tier is None:
            return ""
        code = "change_proven" if tier["stop"] == "proven" else "change_within"
        return self.say(code, points=tier["value"], bound=tier["bound"])

    def municipality(self, item: MunicipalityChange) -> "Said":
        """Say what a municipality gets at each moment, and under it what its locations do."""
        said = [self._at(at.moment, self._places(at.total)) for at in item.moments if at.total.differs]
        said += [
            self._at(at.moment, self.say("housed", change=self._from_to(at.housed)))
            for at in item.moments
            if at.housed.differs
        ]
        own = [self.location(part) for part in self.difference.locations if part.gm_code == item.gm_code]
        return Said(self.say("municipality", name=item.name, change="; ".join(said) or self.say("same_total")), own)

    def location(self, item: LocationChange) -> str:
        """Say what becomes of a location; moments with the same news are said together."""
        news: dict[str, list[str]] = {}
        for at in item.moments:
            if at.kind is not None:
                news.setdefault(self._news(at), []).append(at.moment)
        everywhere = len(item.moments)
        parts = [said if len(days) == everywhere else self._at_all(days, said) for said, days in news.items()]
        return self.say("location", name=item.name, news="; ".join(parts))

    def _news(self, at: LocationAt) -> str:
        places = {"was": self.after.number(at.total.before or 0), "now": self.after.number(at.total.after or 0)}
        opened = {"few": self.after.number(at.opened.before or 0), "many": self.after.number(at.opened.after or 0)}
        streams = [
            self.say("stream", stream=self.after.say(f"stream.{k}"), change=self._from_to(pair))
            for k, pair in at.places.items()
            if (pair.before or 0) != (pair.after or 0)
        ]
        return self.say(f"kind_{at.kind}", streams=streams, **places, **opened)

    def totals(self) -> list[str]:
        """Say which tasks are met better or worse."""
        said = []
        for row in self.difference.totals:
            for name in ("shortfall", "surplus"):
                pair: Pair = getattr(row, name)
                if pair.differs:
                    task = self.after.say(f"task.{row.task}")
                    said.append(self.say(name, task=task, moment=row.moment, change=self._from_to(pair)))
        return said or [self.say("totals_same")]

    def money(self) -> str:
        """Say what it costs over the cycle."""
        pair = self.difference.costs.over_cycle
        view, by = self.after, pair.by or 0
        if not by:
            return self.say("cost_same", amount=view.money(pair.after or 0))
        numbers = {"was": view.money(pair.before or 0), "now": view.money(pair.after or 0), "by": view.money(abs(by))}
        code = "cost_more" if by > 0 else "cost_less"
        return self.say(code if view.cost_origin != "estimate" else f"{code}_estimate", **numbers)

    def fair(self) -> list[str]:
        """Say what becomes of the largest ratio, per ratio that the norm looks at."""
        said = []
        for on in self.after.document["fairness"]["on"].split(","):
            pair, whose = self.difference.fairness.largest[on], self.difference.fairness.largest_of[on]
            if pair.before is None or pair.after is None:
                continue
            numbers = {"was": self.after.ratio(pair.before), "now": self.after.ratio(pair.after)}
            names = {"whose": self.before.municipality(whose[0]), "whose_now": self.after.municipality(whose[1])}
            code = "largest_same" if numbers["was"] == numbers["now"] else "largest"
            said.append(self.say(code, on=self.after.say(f"fair.on_{on}"), **numbers, **names))
        return said

    def rules(self) -> list[str]:
        """Say which rules started to bind, and which stopped; definitions and norms are not told."""
        return [said for item in self.difference.rules for said in self._rule(item.name, item.started, item.stopped)]

    def _rule(
        self, name: str, started: Sequence[Mapping[str, Any]], stopped: Sequence[Mapping[str, Any]]
    ) -> Iterator[str]:
        group = next((row["group"] for row in self.after.document["rules"] if row["name"] == name), "")
        if group in ("definition", "norm"):
            return
        for code, places in (("rule_started", started), ("rule_stopped", stopped)):
            if places:
                yield self.say(code, rule=rule_text(name, "title", self.lang), places=self.where(places))

    def where(self, places: Sequence[Mapping[str, Any]], most: int = 4) -> str:
        """Name where a rule binds: a few places, and how many more."""
        names = list(dict.fromkeys(self._place(at) for at in places))
        shown = names[:most]
        more = [self.say("more", count=len(names) - most)] if len(names) > most else []
        return notation.listed([*shown, *more], self.lang)

    def _place(self, at: Mapping[str, Any]) -> str:
        if at.get("location_id"):
            return self.after.location(at["location_id"])
        return self.after.municipality(at["gm_code"]) if at.get("gm_code") else self.say("province")

    def kept(self) -> list[str]:
        """Say which aims were kept, and which the pins made impossible to keep."""
        return [said for row in self.after.document["outcome"].get("kept", ()) if (said := self._kept(row))]

    def _kept(self, row: Mapping[str, Any]) -> str:
        name, _, on = row["name"].partition("_")
        aim = self.after.say(f"tier.{name}.title") + (f" ({self.after.say(f'fair.on_{on}')})" if on else "")
        decimals = 0 if name in ("shortfall", "surplus") else 4
        numbers = {
            key: self.after.number(row[key], decimals)
            for key in ("on_table", "value", "limit", "best")
            if row[key] is not None
        }
        return self.say("kept" if row["best"] is None else "kept_forced", aim=aim, **numbers)

    def not_examined(self) -> str:
        """Say what an answer with the least change does not have; empty when it has everything."""
        return self.say("not_examined") if "kept" in self.after.document["outcome"] else ""

    def municipalities(self) -> "list[Said]":
        """Say what changes in every municipality that is touched."""
        return [self.municipality(item) for item in self.difference.municipalities if item.touched]

    def _places(self, pair: Pair) -> str:
        return self.say("places", change=self._from_to(pair))

    def _from_to(self, pair: Pair) -> str:
        return self.say("from_to", was=self.after.number(pair.before), now=self.after.number(pair.after))

    def _at(self, moment: str, said: str) -> str:
        return self.say("at", moment=moment, said=said)

    def _at_all(self, moments: Sequence[str], said: str) -> str:
        days = notation.listed([self.after.day(moment) for moment in moments], self.lang)
        return self.say("at", moment=days, said=said)


def difference_words(before: Plan, after: Plan, lang: str) -> DifferenceWords:
    """Return the words for what differs between two plans."""
    return DifferenceWords(View(before, lang), View(after, lang))


def difference_summary(before: Plan, after: Plan, lang: str) -> str:
    """Return what a what-if changes as lines for the screen.

    Parameters
    ----------
    before, after : Plan
        The plan on the table, and the answer; both with places.
    lang : str
        Language of the lines.
    """
    words = difference_words(before, after, lang)
    lines = [words.say("title_screen"), *(f"- {said}" for said in words.fixed()), "", words.touched()]
    for said in words.municipalities():
        lines += [f"- {said.text}", *(f"    {part}" for part in said.more)]
    lines += [change] if (change := words.change()) else []
    lines += [*words.totals(), *words.fair(), words.money()]
    lines += [*words.kept(), *words.rules()]
    return "\n".join(lines) + "\n"
