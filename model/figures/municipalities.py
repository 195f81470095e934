"""What each municipality, and each sub-region, is asked and does."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from regietafel.model import law
from regietafel.model.case import ASYLUM_STREAMS, STREAMS, Municipality
from regietafel.model.figures.quantities import Quantities, number
from regietafel.model.figures.ratios import RATIOS, carried_on, denominator, left_out, ratio_of
from regietafel.model.law import Number
from regietafel.model.plan import MunicipalityDocument, MunicipalityMoment

WEAKEST_FIRST = ("illustration", "estimate", "computed", "reported", "published")


def write_municipalities(q: Quantities) -> list[MunicipalityDocument]:
    """Write every municipality, by code."""
    table = _Table(q)
    return [table.municipality(item) for item in q.case.municipalities]


def write_regions(q: Quantities) -> list[dict[str, Any]]:
    """Write every sub-region: the sums of its municipalities, and the ratios of the sums."""
    if not q.case.regions:
        return []
    table = _Table(q)
    return [table.region(name) for name in q.case.regions]


class _Table:
    """The columns that municipalities and sub-regions share."""

    def __init__(self, q: Quantities) -> None:
        self.q = q
        self.residual = residual_task(q)
        self.out = left_out(q, q.scenario.norms_on[0], q.scenario.fairness)
        self.carried = {on: carried_on(q, on) for on in RATIOS}
        self.after = {on: denominator(q, on) for on in RATIOS}
        self.before = {on: denominator(q, on, before_exchange=True) for on in RATIOS}

    def municipality(self, item: Municipality) -> MunicipalityDocument:
        ses = item.ses_woa
        return {
            "gm_code": item.code,
            "name": item.name,
            "region": item.region,
            "safety_region": item.safety_region,
            "inhabitants": item.inhabitants,
            "ses_woa": {"value": None if ses is None else number(ses.value), "origin": ses.origin if ses else None},
            "lat": item.lat,
            "lon": item.lon,
            **self._asked([item.code]),  # type: ignore[typeddict-item]
            "left_out": self.out.get(item.code),
            "moments": self._moments([item.code]),
        }

    def region(self, name: str) -> dict[str, Any]:
        members = [item for item in self.q.case.municipalities if item.region == name]
        codes = [item.code for item in members]
        return {
            "region": name,
            "municipalities": codes,
            "inhabitants": sum(item.inhabitants for item in members),
            **self._asked(codes),
            "moments": self._moments(codes),
        }

    def _asked(self, codes: Sequence[str]) -> dict[str, Any]:
        """Shares before and after exchanges, and what follows for the task at the last moment."""
        shares = self.q.shares
        indicative = [shares.indicative[g] for g in codes]
        return {
            "indicative": {
                "value": sum(item.value for item in indicative),
                "special": sum(item.special for item in indicative),
                "origin": _weakest([item.origin for item in indicative]),
            },
            "above_indicative": sum(self._above_indicative(g) for g in codes),
            "residual_task": sum(self.residual[g] for g in codes),
            "entitlement": {
                k: {
                    "value": sum(shares.entitlement[g][k] for g in codes),
                    "origin": _weakest([shares.origin[g][k] for g in codes]),
                }
                for k in STREAMS
            },
            "entitlement_after_exchange": {k: sum(shares.after_exchange[g][k] for g in codes) for k in STREAMS},
            "fixed": sum(self.q.hosts.fixed[g] for g in codes),
        }

    def _above_indicative(self, code: str) -> int:
        return law.places_above_indicative(chosen_asylum(self.q, code), self.q.shares.indicative[code].value)

    def _moments(self, codes: Sequence[str]) -> list[MunicipalityMoment]:
        return [self._moment(codes, t) for t in self.q.moments]

    def _moment(self, codes: Sequence[str], t: str) -> MunicipalityMoment:
        q = self.q
        carried = _per_stream(q.carried, codes, t)
        burden = sum(self.carried["joint"][g, t] for g in codes)
        return {
            "moment": t,
            "provided": _per_stream(q.provided, codes, t),
            "counted": {regime: _per_stream(q.counted[regime], codes, t) for regime in ("plan", "durable")},
            "carried": carried,
            "housed": sum(q.housed(g, t) for g in codes),
            "unhoused": sum(q.unhoused[g, t] for g in codes),
            "credited": sum(q.credited[g, t] for g in codes),
            "burden": burden,
            "burden_ratio": self._ratios(self.after, codes, t),
            "ratio_before_exchange": self._ratios(self.before, codes, t),
            "composition": _composition(q, carried, burden),
        }

    def _ratios(self, asked: dict[str, dict[str, int]], codes: Sequence[str], t: str) -> dict[str, float | None]:
        found: dict[str, float | None] = {}
        for on in RATIOS:
            ratio = ratio_of(sum(self.carried[on][g, t] for g in codes), sum(asked[on][g] for g in codes))
            found[on] = None if ratio is None else round(float(ratio), 6)
        return found


def chosen_asylum(q: Quantities, code: str) -> int:
    """Return the asylum places of a municipality that count at the last moment [places]."""
    return sum(q.chosen[code, k, q.last] for k in ASYLUM_STREAMS)


def residual_task(q: Quantities) -> dict[str, int]:
    """Estimate how the asylum shortfall at the last moment would be imposed, after the example of 2024 [places].

    Pro rata to the indicative number, over municipalities below their share after exchanges, exempt ones aside.
    """
    below: dict[str, Number] = {
        item.code: q.shares.indicative[item.code].value
        for item in q.case.municipalities
        if not item.exempt_residual and chosen_asylum(q, item.code) < q.hosts.asylum[item.code]
    }
    found = dict.fromkeys(q.case.codes, 0)
    if any(below.values()):
        found |= law.largest_remainder(q.shortfall["asylum", q.last], below)
    return found


def _per_stream(values: dict[tuple[str, str, str], int], codes: Sequence[str], t: str) -> dict[str, int]:
    return {k: sum(values[g, k, t] for g in codes) for k in STREAMS}


def _composition(q: Quantities, carried: dict[str, int], burden: int) -> dict[str, float]:
    weights = q.scenario.weights
    return {k: round(float(Fraction(weights[k] * carried[k], burden)), 6) if burden else 0.0 for k in STREAMS}


def _weakest(origins: Sequence[str]) -> str:
    """Return the origin that promises least: a sum is no better than its weakest part."""
    return min(origins, key=WEAKEST_FIRST.index)
