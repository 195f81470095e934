"""A plan as one municipality may see it: its own locations and positions, and of others only what is public."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regietafel.model.plan import LocationDocument, MunicipalityDocument
from regietafel.outputs.report_view import View, plain


@dataclass(frozen=True)
class OwnView(View):
    """A plan in the words of one language, for the letter to one municipality.

    Parameters
    ----------
    gm_code : str
        The municipality that reads.
    """

    gm_code: str = ""

    @cached_property
    def member(self) -> MunicipalityDocument:
        """The municipality that reads."""
        return next(item for item in self.document["municipalities"] if item["gm_code"] == self.gm_code)

    @cached_property
    def offers(self) -> dict[str, Any]:
        """Offer by id; one of another municipality has no name when it is not public."""
        return {offer["location_id"]: self._as_seen(offer) for offer in self.document["locations"]}

    @cached_property
    def own_offers(self) -> list[LocationDocument]:
        """The locations of the municipality that are open at some moment."""
        own = (offer for offer in self.document["locations"] if offer["gm_code"] == self.gm_code)
        return [offer for offer in own if any(at["opened"] for at in offer["moments"])]

    @cached_property
    def own_positions(self) -> list[dict[str, Any]]:
        """The positions that the municipality itself has."""
        said = self.document["positions"]
        return [item for item in said if municipality_of(self, item["party"]) == self.gm_code]

    def elsewhere(self, location_id: str) -> str:
        """Name a location of anybody: by its name if it may be known here, else by its municipality alone."""
        offer = self.offers.get(location_id)
        if offer is None:
            return self.say("letter.unknown_location")
        if self._may_know(offer):
            return str(offer["name"])
        if offer["gm_code"] not in self.names:
            return self.say("letter.location_outside")
        return self.say("letter.location_in", municipality=self.municipality(offer["gm_code"]))

    def _may_know(self, offer: Any) -> bool:
        return bool(offer["gm_code"] == self.gm_code or offer["public"])

    def _as_seen(self, offer: LocationDocument) -> dict[str, Any]:
        if self._may_know(offer):
            return dict(offer)
        return dict(offer) | {"name": self.say("letter.a_location")}


def municipality_of(view: View, party: str) -> str | None:
    """Return the municipality that a party is: its executive, council or mayor; None for every other party.

    A party is a municipality only when nothing stands beside its name but the words for its own organs, so that
    *provincie Utrecht* or *buurtcomité Havenmonde* is nobody. A bare name that the province has too is nobody either.

    Parameters
    ----------
    view : View
        The plan.
    party : str
        As it was typed.
    """
    organs = set(view.say("letter.organs").split())
    spoken = plain(party.replace("&", " ").replace("-", " ")).split()
    found = []
    for code, name in view.names.items():
        rest = _without(spoken, plain(name.replace("&", " ").replace("-", " ")).split())
        rest = _without(spoken, [code.casefold()]) if rest is None else rest
        if (
            rest is not None
            and set(rest) <= organs
            and (rest or plain(name) != plain(view.document["case"]["province"]))
        ):
            found.append(code)
    return found[0] if len(found) == 1 else None


def _without(words: list[str], name: list[str]) -> list[str] | None:
    """Return the words around a name; None when the name is not there."""
    for start in range(len(words) - len(name) + 1):
        if name and words[start : start + len(name)] == name:
            return words[:start] + words[start + len(name) :]
    return None
