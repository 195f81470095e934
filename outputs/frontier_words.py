"""A trade-off in words: values and differences as people write them, and a sentence per point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regietafel.model.norm_keys import KEYS
from regietafel.outputs import notation
from regietafel.outputs.texts_catalogue import text

Document = Mapping[str, Any]


@dataclass(frozen=True)
class FrontierWords:
    """The words of a trade-off in one language.

    Parameters
    ----------
    document : mapping
        As `afweging.json`.
    lang : str
    """

    document: Document
    lang: str

    def say(self, code: str, /, **params: Any) -> str:
        """Return a text about trade-offs."""
        return text(f"frontier.{code}", self.lang, **params)

    @property
    def aims(self) -> Sequence[Document]:
        """The aims, in the order asked."""
        found: Sequence[Document] = self.document["aims"]
        return found

    @property
    def is_stopped(self) -> bool:
        """Whether the search was stopped before every part was examined."""
        return bool(self.document["outcome"]["status"] == "stopped")

    def aim(self, aim: Document) -> str:
        """Name an aim; a norm with the burden it looks at."""
        return aim_name(aim, self.lang)

    def value(self, aim: Document, value: float) -> str:
        """Write a value of an aim."""
        return aim_value(aim["unit"], value, self.lang)

    def difference(self, aim: Document, size: float) -> str:
        """Write a difference between two values; finer than a value, and a share in percentage points."""
        if aim["unit"] == "share":
            return self.say("points_of_share", value=notation.number(100 * size, self.lang, 2))
        return notation.number(size, self.lang, 4) if aim["unit"] == "ratio" else self.value(aim, size)

    def values(self, values: Mapping[str, float]) -> str:
        """Write what every aim comes to."""
        parts = [self.say("value", aim=self.aim(aim), value=self.value(aim, values[aim["key"]])) for aim in self.aims]
        return notation.listed(parts, self.lang)

    def outcome(self) -> tuple[str, str]:
        """Say whether the set is complete, and what that means."""
        about = self.document["outcome"]
        if about["status"] == "complete":
            return self.say("complete"), self.say("complete_meaning")
        return self.say("stopped"), self.say(f"stop_{about['stop']}", open=about["open"])

    def kept(self) -> str:
        """Say which tiers come first, how plans inside a point are divided, and what regret is measured against."""
        names = [text(f"tier.{tier['name'].partition('_')[0]}.title", self.lang) for tier in self.document["kept"]]
        said = [self.say("kept", tiers=notation.listed(names, self.lang)) if names else self.say("kept_none")]
        if any(aim["name"] == "leximin" for aim in self.aims):
            said.append(self.say("leximin_plans"))
            open_ones = [str(p["number"]) for p in self.document["points"] if not _is_proven(p["leximin"])]
            if open_ones:
                said.append(self.say("leximin_open", points=notation.listed(open_ones, self.lang)))
        if self.document["keys"]:
            keys = [self._key(item) for item in self.document["keys"]]
            said.append(self.say("keys", keys=notation.listed(keys, self.lang)))
        return " ".join(said)

    def _key(self, item: Document) -> str:
        on, best = text(f"aim_on.{item['on']}", self.lang), aim_value("ratio", item["best"], self.lang)
        return self.say("key", key=key_name(item["key"], self.lang), on=on, best=best)

    def point(self, number: int) -> str:
        """Say what a point is, and what changes against the one before it."""
        points = self.document["points"]
        values = points[number - 1]["values"]
        before = points[number - 2]["values"] if number > 1 else None
        if before is None:
            said = self.say("point_first", number=number, values=self.values(values))
        else:
            better, worse = self._changes(before, values)
            all_values = self.values(values)
            said = self.say(
                "point_next", number=number, before=number - 1, values=all_values, better=better, worse=worse
            )
        return f"{said} {self.say('knee_here')}" if self.document["knee"] == number else said

    def present(self) -> str:
        """Say where the present plan stands; nothing when there is none."""
        about = self.document["present"]
        if about is None:
            return ""
        said = self.say(f"present_{about['source']}", values=self.values(about["values"]))
        better = [str(number) for number in about["dominated_by"]]
        if not better:
            return f"{said} {self.say('present_on')}"
        return f"{said} {self.say('present_better', points=notation.listed(better, self.lang))}"

    def _changes(self, before: Mapping[str, float], after: Mapping[str, float]) -> tuple[str, str]:
        """Return what gets better and what gets worse from one point to the next."""
        better, worse = list[str](), list[str]()
        for aim in self.aims:
            change = after[aim["key"]] - before[aim["key"]]
            if change:
                size = self.difference(aim, abs(change))
                said = self.say("less" if change < 0 else "more", aim=self.aim(aim), value=size)
                (better if (change < 0) == (aim["sense"] == "least") else worse).append(said)
        return notation.listed(better, self.lang), notation.listed(worse, self.lang)


def _is_proven(leximin: Document | None) -> bool:
    return leximin is not None and leximin["proven"] == leximin["places"]


def key_name(key: str, lang: str) -> str:
    """Name a distribution key; one of the case by the word of its column."""
    return text(f"distribution_key.{key}", lang) if key in KEYS else key


def aim_name(aim: Document, lang: str) -> str:
    """Name an aim; a norm with the burden it looks at."""
    name = text(f"aim.{aim['name']}", lang)
    return f"{name} ({text('aim_on.' + aim['on'], lang)})" if aim["on"] else name


def aim_value(unit: str, value: float, lang: str) -> str:
    """Write a value in the notation of its unit."""
    if unit == "euro":
        return notation.large_money(value, lang)
    if unit == "share":
        return notation.percentage(value, lang, 1)
    return notation.fixed(value, lang, 3) if unit == "ratio" else notation.number(value, lang, 0)
