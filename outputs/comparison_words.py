"""A comparison in words: names of plans, values as people write them, and the sentences above the tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from regietafel.model.option_labels import VALUE_WORDS
from regietafel.outputs import notation
from regietafel.outputs.texts_catalogue import has_text, shown, text

Document = Mapping[str, Any]
COUNTED = ("places", "persons", "locations", "municipalities", "positions", "weight")
FIXED = {"ratio": 3, "burden": 2, "number": 4}
"""Decimals by unit."""
MILLION = 1_000_000
MOST_WITHOUT = 10
MOST_NAMES = 8
"""Names in a sentence; of more the number is said."""


class Datum(NamedTuple):
    """A cell: a number with its unit, or words; `best`: the best of its row."""

    value: str | float | None
    unit: str = ""
    best: bool = False


def sentence_case(said: str) -> str:
    """Return words with a capital first, the rest as it is."""
    return said[:1].upper() + said[1:]


@dataclass(frozen=True)
class ComparisonWords:
    """The words of a comparison in one language.

    Parameters
    ----------
    document : mapping
        As `vergelijking.json`.
    lang : str
    """

    document: Document
    lang: str

    def say(self, code: str, /, **params: Any) -> str:
        """Return a text about comparisons."""
        return text(f"compare.{code}", self.lang, **params)

    @property
    def letters(self) -> list[str]:
        """The letters of the plans, in order."""
        return [option["letter"] for option in self.document["options"]]

    def option(self, letter: str) -> Document:
        """Return what a plan is, by its letter."""
        found: Document = next(
            option
            for option in (*self.document["options"], self.document["previous"])
            if option and option["letter"] == letter
        )
        return found

    def plan(self, letter: str) -> str:
        """Name a plan: ``plan A``, or the plan of before."""
        return self.say("previous") if letter == "previous" else self.say("plan", letter=letter)

    def plans(self, letters: Sequence[str]) -> str:
        """Name plans in a sentence: ``A, B en C``; all of them in one word."""
        with_places = [item["letter"] for item in self.document["options"] if item["norm"]]
        if len(letters) > 1 and list(letters) == with_places:
            return self.say("all_plans")
        return notation.listed(list(letters), self.lang)

    def figure(self, name: str) -> str:
        """Name a key figure, with its moment if it has one."""
        name, _, moment = name.partition("@")
        said = text(f"figure.{name}", self.lang)
        return self.say("at_moment", said=said, moment=notation.short_day(moment, self.lang)) if moment else said

    def aim(self, name: str) -> str:
        """Name an aim in a sentence."""
        code = f"figure_short.{name}"
        return text(code, self.lang) if has_text(code, self.lang) else text(f"figure.{name}", self.lang)

    def narrow(self, item: Datum) -> str:
        """Write a cell in few signs: an amount in millions, its unit elsewhere."""
        if item.unit != "euro" or not isinstance(item.value, int | float):
            return self.written(item)
        return notation.fixed(item.value / MILLION, self.lang, 1)

    def in_millions(self, name: str) -> str:
        """Name a row or table whose amounts are written in millions."""
        return f"{name} ({self.say('million')})"

    def written(self, item: Datum) -> str:
        """Write a cell as people read it; a dash when nothing is known."""
        value, unit = item.value, item.unit
        if value is None:
            return "–"
        if isinstance(value, str):
            return value
        if unit == "euro":
            return notation.large_money(value, self.lang)
        if unit == "share":
            return notation.percentage(value, self.lang, 2)
        return notation.fixed(value, self.lang, FIXED[unit]) if unit in FIXED else notation.number(value, self.lang, 2)

    def told_apart(self, items: Sequence[Datum]) -> list[str]:
        """Write values that differ so that a reader sees it: in full when they look the same."""
        said = [self.written(item) for item in items]
        if len(set(said)) == len(said):
            return said
        return [
            notation.money(item.value, self.lang)
            if item.unit == "euro" and isinstance(item.value, int | float)
            else self.written(item._replace(unit="number") if item.unit in ("ratio", "burden") else item)
            for item in items
        ]

    def status(self, option: Document) -> str:
        """Say how the search of a plan ended."""
        return self.say("lost") if option["status"] == "lost" else text(f"outcome.{option['status']}", self.lang)

    def setting(self, key: str, value: Any) -> str:
        """Write the value of a setting."""
        if value is None:
            return text("page.off", self.lang)
        if isinstance(value, list):
            parts = [self._word(f"tier.{part}.title", part) for part in value]
            return shown(parts, self.lang)
        if key == "fairness":
            return str(self._word(f"norm.{value}.title", value))
        dutch = {code: word for word, code in VALUE_WORDS.get(key, {}).items()} if self.lang == "nl" else {}
        return dutch.get(str(value)) or shown(value, self.lang)

    def _word(self, code: str, otherwise: Any) -> Any:
        return text(code, self.lang) if has_text(code, self.lang) else otherwise

    def setting_groups(self, values: Sequence[Any]) -> list[str]:
        """Say which plans have which value of a setting."""
        groups: dict[str, list[str]] = {}
        for letter, value in zip(self.letters, values, strict=True):
            groups.setdefault(str(value), []).append(letter)
        return [
            self.say("set_by", options=notation.listed(letters, self.lang), value=value)
            for value, letters in groups.items()
        ]

    def setting_name(self, key: str) -> str:
        """Name a setting."""
        return str(self._word(f"option.{key}.label", key))

    def origin(self, origin: str) -> str:
        """Name an origin; nothing when there is none to name."""
        return text(f"origin.{origin}", self.lang) if origin else ""

    def warnings(self) -> list[str]:
        """Say what a reader must know before he compares."""
        return [self._warning(item["code"], dict(item["params"])) for item in self.document["warnings"]]

    def _warning(self, code: str, params: dict[str, Any]) -> str:
        if "groups" in params:
            groups = [
                self.say(
                    "group",
                    value=self._group(code, group["value"]),
                    options=notation.listed(group["options"], self.lang),
                )
                for group in params["groups"]
            ]
            return self.say(f"warning_{code}", groups="; ".join(groups))
        if code == "other_yardstick":
            params["options"] = [self.setting_name(key) for key in params["options"]]
        return self.say(f"warning_{code}", **params)

    def _group(self, code: str, value: str) -> str:
        if code == "other_norm":
            return str(self._word(f"norm.{value}.title", value))
        if code == "other_moments":
            return notation.listed([notation.short_day(day, self.lang) for day in value.split(", ")], self.lang)
        return value

    def without_plan(self, reasons: Mapping[str, Sequence[str]]) -> list[str]:
        """Name the options that have no plan, each with the reasons that are known, by letter."""
        said = []
        for item in (option for option in self.document["options"] if not option["norm"]):
            why = [item["error"]] if item["error"] else list(reasons.get(item["letter"], ()))
            about = {"plan": self.plan(item["letter"]), "title": item["title"], "status": self.status(item)}
            said.append(self.say("without_plan_why" if why else "without_plan", reasons=" ".join(why), **about))
        return said

    def dominated(self) -> list[str]:
        """Say which plan is beaten by which, and on what; or that none is."""
        beaten: dict[str, list[Document]] = {}
        for item in self.document["dominated"]:
            beaten.setdefault(item["option"], []).append(item)
        said = []
        for letter, items in beaten.items():
            worst = next((item for item in items if item["by"] not in beaten), items[0])
            better = [self._better(aim) for aim in worst["better"]]
            said.append(self.say("dominated", option=letter, by=worst["by"], better=better))
            others = [item["by"] for item in items if item is not worst]
            said[-1] += " " + self.say("dominated_too", others=others) if others else ""
        if not said:
            return [self.say("dominated_equal" if self._same_aims() else "dominated_none")]
        left = [item["letter"] for item in self.document["options"] if item["norm"] and item["letter"] not in beaten]
        weighed = self.say("dominated_weighed", aims=[self.aim(aim) for aim in self.document["aims"]])
        return [weighed, *said, self.say("dominated_left", left=left)]

    def _same_aims(self) -> bool:
        """Whether all plans come to the same on every aim."""
        rows = [row["values"] for row in self.document["figures"] if row["name"] in self.document["aims"]]
        return all(len({value for value in values if value is not None}) < 2 for values in rows)

    def _better(self, item: Document) -> str:
        from regietafel.model.figures.key_figures import FIGURES

        names = ("value", "other")
        pair = self.told_apart([Datum(item[name], FIGURES[item["aim"]].unit) for name in names])
        values = dict(zip(names, pair, strict=True))
        return self.say("better", aim=self.aim(item["aim"]), **values)

    def same_plans(self) -> list[str]:
        """Say which plans decide exactly the same."""
        return [self.say("same_plans", letters=letters) for letters in self.document["same"]]

    def dominated_rule(self) -> str:
        """Say when a plan beats another."""
        return self.say("dominated_rule", aims=[self.aim(aim) for aim in self.document["aims"]])

    def liked(self) -> list[str]:
        """Say how many municipalities would like each plan best on their own burden, alone or with others."""
        rows = self.document["municipalities"]
        best = Counter(letter for row in rows for letter in row["best"] if not row["same"])
        alone = Counter(row["best"][0] for row in rows if len(row["best"]) == 1 and not row["same"])
        counts = [f"{letter} {best[letter]} ({alone[letter]})" for letter in self.letters if best[letter]]
        said = [self.say("liked", counts=counts)] if counts else []
        same = [row["name"] for row in rows if row["same"]]
        return [*said, self.say("liked_same", names=self.names(same))] if same else said

    def names(self, names: Sequence[str]) -> str:
        """Write names, the first few."""
        if len(names) <= MOST_NAMES:
            return notation.listed(list(names), self.lang)
        return self.say("and_more", names=", ".join(names[:MOST_NAMES]), count=len(names) - MOST_NAMES)

    def pair(self, item: Document) -> str:
        """Name a pair of plans."""
        return self.say(f"pair_{item['why']}", old=self.plan(item["from"]), new=self.plan(item["to"]))

    def pair_summary(self, item: Document) -> list[str]:
        """Say in a few sentences what differs between two plans."""
        said = [
            self.say("pair_same")
            if item["same"]
            else self.say("pair_counts", municipalities=len(item["municipalities"]), locations=len(item["locations"]))
        ]
        changes = [self._change(row) for row in item["figures"] if row["name"] in self.document["aims"]]
        said += [self.say("pair_figures", changes=changes)] if changes else []
        said += [self.say("pair_inputs", tables=item["inputs"])] if item["inputs"] else []
        settings = [
            self.say(
                "pair_setting",
                name=self.setting_name(row["key"]),
                old=self.setting(row["key"], row["before"]),
                new=self.setting(row["key"], row["after"]),
            )
            for row in item["options"]
        ]
        return said + ([self.say("pair_settings", settings="; ".join(settings))] if settings else [])

    def _change(self, row: Document) -> str:
        names = ("before", "after")
        pair = self.told_apart([Datum(row[name], row["unit"]) for name in names])
        values = dict(zip(names, pair, strict=True))
        return self.say("pair_figure", name=self.aim(row["name"]), **values)


def ranking_sentences(words: ComparisonWords, ranking: Document) -> list[str]:
    """Say how many runs are ranked, on which conditions and by what."""
    counts = {"shown": len(ranking["rows"]), "meeting": ranking["meeting"], "total": ranking["total"]}
    said = [words.say("rank_title", **counts)]
    said += [words.say("rank_where", conditions=ranking["conditions"])] if ranking["conditions"] else []
    orders = [words.say(f"rank_{item['way']}", name=_subject(words, item)) for item in ranking["orders"]]
    return [*said, words.say("rank_by", orders=orders)]


def _subject(words: ComparisonWords, item: Document) -> str:
    """Name what runs are ranked by: a figure or setting by its label, the rest as typed."""
    if item["kind"] == "figure":
        return words.figure(item["name"])
    return words.setting_name(item["name"]) if item["kind"] == "option" else str(item["typed"])


def rank_without(words: ComparisonWords, ranking: Document) -> list[str]:
    """Name the runs without a plan, the first few with what is known of the reason."""
    said = [
        words.say(
            "rank_without_item",
            scenario=row["title"] or row["scenario"],
            status=words.status(row),
            error=row["error"] or " ",
        ).strip()
        for row in ranking["without"][:MOST_WITHOUT]
    ]
    more = len(ranking["without"]) - MOST_WITHOUT
    said = [words.say("rank_without", count=len(ranking["without"])), *said] if said else []
    return [*said, words.say("rank_more", count=more)] if more > 0 else said
