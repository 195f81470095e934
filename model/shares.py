"""What each municipality is asked: indicative numbers, obligations, entitlements before and after exchanges."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from regietafel.model import law
from regietafel.model.case import STREAMS, Case, Exchange, Municipality, Origin

CERTAIN = ("published", "reported")


@dataclass(frozen=True)
class Indicative:
    """An indicative number, special part included [places]."""

    value: int
    special: int
    origin: Origin


@dataclass(frozen=True)
class Shares:
    """What is asked, of the province and of each municipality; see docs/figures.md.

    Parameters
    ----------
    provincial_task, provincial_task_special : int
        Task of the province, special part inside it [places].
    required : dict of (task, moment) to int
        Task due at each moment for asylum, special and ukraine [places].
    indicative : dict of municipality to Indicative
    entitlement, after_exchange : dict of municipality to dict of stream to int
        Share used for fairness, before and after agreed exchanges [places, persons].
    origin : dict of municipality to dict of stream to Origin
    obligation, obligation_before : dict of (municipality, moment) to int
        Housing target with backlog due by then, after and before exchanges [persons].
    houseable_until : dict of (municipality, moment) to int
        Status holders that ordinary homes can take by then [persons].
    """

    provincial_task: int
    provincial_task_special: int
    required: Mapping[tuple[str, str], int]
    indicative: Mapping[str, Indicative]
    entitlement: Mapping[str, Mapping[str, int]]
    after_exchange: Mapping[str, Mapping[str, int]]
    origin: Mapping[str, Mapping[str, Origin]]
    obligation: Mapping[tuple[str, str], int]
    obligation_before: Mapping[tuple[str, str], int]
    houseable_until: Mapping[tuple[str, str], int]


def find_shares(case: Case) -> Shares:
    """Compute what is asked of the province and of each municipality.

    References
    ----------
    Besluit gemeentelijke taak mogelijk maken asielopvangvoorzieningen, art. 2.1 and 2.2; Huisvestingswet 2014, art. 29.
    """
    indicative = find_indicative(case)
    task = _known(case, "provincial_task", sum(item.value for item in indicative.values()))
    special = _known(case, "provincial_task_special", sum(item.special for item in indicative.values()))
    ukraine, ukraine_origin = find_ukraine(case)
    before = {(g, m.key): _obligation(case, g, m.day, exchanges=False) for g in case.codes for m in case.moments}
    after = {(g, m.key): _obligation(case, g, m.day, exchanges=True) for g in case.codes for m in case.moments}
    last = case.moment_keys[-1]
    entitlement = {g: _entitlement(indicative[g], ukraine[g], before[g, last]) for g in case.codes}
    return Shares(
        provincial_task=task,
        provincial_task_special=special,
        required=_required(case, {"asylum": task, "special": special, "ukraine": sum(ukraine.values())}),
        indicative=indicative,
        entitlement=entitlement,
        after_exchange={g: _after_exchange(case, g, entitlement[g], after[g, last]) for g in case.codes},
        origin={g: _origins(case, g, indicative[g], ukraine_origin[g]) for g in case.codes},
        obligation=after,
        obligation_before=before,
        houseable_until=_houseable(case, after),
    )


def _known(case: Case, key: str, otherwise: int) -> int:
    """Return a whole figure of the table *opgave*, also when it is 0; something else when it is unknown."""
    given = case.number(key)
    return otherwise if given is None else given


def find_indicative(case: Case) -> dict[str, Indicative]:
    """Compute each indicative number: given, else by the formula, fitted to a given provincial task.

    References
    ----------
    Besluit art. 2.1(3) and 2.2(1): (1 + SES-WOA) x inhabitants, arithmetic rounding.
    """
    total = _fitted(case, "indicative", "capacity_estimate", "provincial_task")
    special = _fitted(case, "indicative_special", "capacity_estimate_special", "provincial_task_special")
    return {
        item.code: Indicative(
            total[item.code],
            min(special[item.code], total[item.code]),
            "computed" if item.indicative is None else item.indicative_origin or "reported",
        )
        for item in case.municipalities
    }


def _fitted(case: Case, field: str, estimate: str, task: str) -> dict[str, int]:
    given: dict[str, int] = {
        item.code: value for item in case.municipalities if (value := getattr(item, field)) is not None
    }
    national, weight_sum = case.national.get(estimate), case.national.get("weight_sum")
    computed = dict.fromkeys(case.codes, 0)
    if national is not None and weight_sum is not None:
        computed = law.indicative_numbers(int(national.value), _weights(case.municipalities), weight_sum.value)
    figure = case.national.get(task)
    if figure is not None and figure.origin in CERTAIN:
        return law.scale_to_task(computed, given, int(figure.value))
    return {**computed, **given}


def _weights(municipalities: tuple[Municipality, ...]) -> dict[str, Fraction]:
    return {
        item.code: law.weight(item.inhabitants, item.ses_woa.value if item.ses_woa else Fraction(0))
        for item in municipalities
    }


def find_ukraine(case: Case) -> tuple[dict[str, int], dict[str, Origin]]:
    """Divide the provincial ask for displaced persons from Ukraine by inhabitants, typed shares aside.

    No statutory key exists: the division is a policy assumption and its origin ``estimate``.
    """
    typed: dict[str, int] = {
        item.code: item.ukraine_asked for item in case.municipalities if item.ukraine_asked is not None
    }
    ask = _ukraine_ask(case, typed)
    rest: dict[str, Fraction] = {
        item.code: Fraction(item.inhabitants) for item in case.municipalities if item.code not in typed
    }
    shared = law.largest_remainder(max(0, ask - sum(typed.values())), rest) if rest else {}
    origin: dict[str, Origin] = {
        item.code: (item.ukraine_origin or "reported") if item.code in typed else "estimate"
        for item in case.municipalities
    }
    return {**shared, **typed}, origin


def _ukraine_ask(case: Case, typed: Mapping[str, int]) -> int:
    asked = case.number("ukraine_asked")
    if asked is not None:
        return asked
    if len(typed) == len(case.codes):
        return sum(typed.values())
    national, inhabitants = case.national.get("ukraine"), case.national.get("inhabitants")
    if national is None or inhabitants is None:
        return sum(typed.values())
    own = sum(item.inhabitants for item in case.municipalities)
    return law.round_half_up(national.value * own / inhabitants.value)


def _required(case: Case, tasks: Mapping[str, int]) -> dict[tuple[str, str], int]:
    return {(task, m.key): ceil(amount * m.task_share) for task, amount in tasks.items() for m in case.moments}


def _obligation(case: Case, code: str, day: date, *, exchanges: bool) -> int:
    ended = law.half_years_ended_by(case.half_years, day)
    due = sum(item.persons for item in case.targets if item.code == code and item.half_year in ended)
    backlog = sum(item.backlog for item in case.targets if item.code == code)
    moved = (
        sum(moved_by(item, code, "status_holder") for item in case.agreed if _has_ended(item, day)) if exchanges else 0
    )
    return max(0, backlog + due + moved)


def _has_ended(exchange: Exchange, day: date) -> bool:
    return exchange.half_year is None or law.HalfYear.parse(exchange.half_year).end <= day


def moved_by(exchange: Exchange, code: str, stream: str) -> int:
    """Return what an exchange adds to a municipality's task in a stream [places, persons]; handed over is negative."""
    moved = 0
    if exchange.stream == stream:
        moved += exchange.places * ((exchange.taker == code) - (exchange.giver == code))
    if exchange.against_stream == stream:
        moved += exchange.against_places * ((exchange.giver == code) - (exchange.taker == code))
    return moved


def _entitlement(indicative: Indicative, ukraine: int, obligation: int) -> dict[str, int]:
    regular = indicative.value - indicative.special
    return {"regular": regular, "special": indicative.special, "ukraine": ukraine, "status_holder": obligation}


def _after_exchange(case: Case, code: str, before: Mapping[str, int], obligation: int) -> dict[str, int]:
    last = case.moments[-1].day
    moved: dict[str, int] = defaultdict(int)
    for exchange in case.agreed:
        if exchange.moment is None or exchange.moment <= last:
            for stream in STREAMS:
                moved[stream] += moved_by(exchange, code, stream)
    return {k: obligation if k == "status_holder" else max(0, before[k] + moved[k]) for k in STREAMS}


def _origins(case: Case, code: str, indicative: Indicative, ukraine: Origin) -> dict[str, Origin]:
    kinds: set[Origin] = {item.origin for item in case.targets if item.code == code}
    housing: Origin = next(
        (kind for kind in ("estimate", "computed", "reported", "published") if kind in kinds), "computed"
    )
    return {"regular": indicative.origin, "special": indicative.origin, "ukraine": ukraine, "status_holder": housing}


def _houseable(case: Case, obligation: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    most = dict.fromkeys(case.codes, 0)
    found: dict[tuple[str, str], int] = {}
    for m in case.moments:
        ended = len(law.half_years_ended_by(case.half_years, m.day))
        for item in case.municipalities:
            homes = item.houseable_per_half_year
            most[item.code] = max(most[item.code], obligation[item.code, m.key])
            found[item.code, m.key] = most[item.code] if homes is None else homes * ended
    return found
