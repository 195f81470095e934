"""The keys that the norm `regret` weighs against each other: what each asks of a municipality."""

import difflib
from collections.abc import Iterable, Mapping
from fractions import Fraction

from regietafel.model import law
from regietafel.model.case import Case
from regietafel.model.errors import Finding

KEYS = ("inhabitants", "ses_woa", "area", "region")
"""Keys that every case may have; columns `sleutel_<name>` of a case are keys by their name."""


def known_keys(case: Case) -> tuple[str, ...]:
    """Return the names of the keys of a case, those of its own columns last."""
    own = sorted({name for item in case.municipalities for name in item.keys})
    return (*KEYS, *(name for name in own if name not in KEYS))


def key_findings(case: Case, names: Iterable[str]) -> list[Finding]:
    """Find names that are no key of the case, and keys for which it has no data.

    Returns
    -------
    list of Finding
        ``regret_key_unknown`` with the nearest name; ``regret_key_without_data`` with the first municipality that lacks a number, or
        without one when all have 0.
    """
    known, found = known_keys(case), []
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            found.append(
                Finding(
                    "regret_key_unknown", value=name, params={"key": "regret_keys", "nearest": near[0] if near else ""}
                )
            )
            continue
        values = _values(case, name)
        lacking = next((item.name for item in case.municipalities if values[item.code] is None), "")
        if lacking or not any(values.values()):
            found.append(
                Finding("regret_key_without_data", value=name, params={"key": "regret_keys", "municipality": lacking})
            )
    return found


def shares_under(case: Case, name: str, asked: Mapping[str, int]) -> dict[str, Fraction]:
    """Return what each municipality would be asked under a key, the sum of all staying what it is.

    Parameters
    ----------
    case : Case
        It has data for the key.
    name : str
        The key.
    asked : mapping of municipality to int
        Entitlement after exchanges of those that are compared [weighted places].
    """
    values = {g: value or Fraction(0) for g, value in _values(case, name).items() if g in asked}
    whole, together = sum(values.values()), sum(asked.values())
    return {g: value * together / whole if whole else Fraction(0) for g, value in values.items()}


def _values(case: Case, name: str) -> dict[str, Fraction | None]:
    """Return the number of each municipality under a key; None where the case has none."""
    if name == "region":
        return _per_region(case)
    found: dict[str, Fraction | None] = {}
    for item in case.municipalities:
        if name == "inhabitants":
            found[item.code] = Fraction(item.inhabitants)
        elif name == "ses_woa":
            found[item.code] = law.weight(item.inhabitants, item.ses_woa.value if item.ses_woa else Fraction(0))
        elif name == "area":
            found[item.code] = item.area_km2
        else:
            found[item.code] = item.keys.get(name)
    return found


def _per_region(case: Case) -> dict[str, Fraction | None]:
    """Give every sub-region the same, divided inside it by inhabitants."""
    people: dict[str, int] = {}
    for item in case.municipalities:
        if item.region:
            people[item.region] = people.get(item.region, 0) + item.inhabitants
    return {
        item.code: Fraction(item.inhabitants, people[item.region]) if item.region and people[item.region] else None
        for item in case.municipalities
    }
