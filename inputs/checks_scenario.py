"""Checks of a scenario against its case: contradictions found before anything is solved."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from regietafel.inputs.checks_position_sense import check_positions
from regietafel.inputs.checks_sense import emergency_places_staying
from regietafel.inputs.packaged_scenarios import assumed
from regietafel.model.case import Case, Location
from regietafel.model.errors import Finding, Level
from regietafel.model.norm_keys import key_findings
from regietafel.model.scenario import STATUSES, Scenario

Check = Callable[[Case, Scenario], list[Finding]]


def check_scenario(case: Case, scenario: Scenario) -> list[Finding]:
    """Test the options of a scenario against a case; errors cannot be solved, warnings can."""
    return [found for check in SCENARIO_CHECKS for found in check(case, scenario)]


def _finding(code: str, key: str, level: Level = "error", **params: object) -> Finding:
    return Finding(code, level, value=key, params=params)


def check_emergency_list(case: Case, scenario: Scenario) -> list[Finding]:
    """Test the cap on emergency places: one per moment, not below what must stay."""
    caps = scenario.emergency_max
    if caps is None:
        return []
    if len(caps) != len(case.moments):
        return [_finding("emergency_list_length", "emergency_max", given=len(caps), moments=len(case.moments))]
    return [
        _finding("emergency_option_low", "emergency_max", moment=m.key, cap=cap, places=staying)
        for m, cap in zip(case.moments, caps, strict=True)
        if (staying := emergency_places_staying(case, m)) > cap
    ]


def check_large(case: Case, scenario: Scenario) -> list[Finding]:
    """Test the bounds on large locations against those that must stay and those that are offered."""
    findings = []
    staying = max((len(_staying_large(case, m.day)) for m in case.moments), default=0)
    if scenario.large_max is not None and staying > scenario.large_max:
        findings.append(_finding("large_max_low", "large_max", high=scenario.large_max, staying=staying))
    offered = sum(item.form == "large" and _usable(item, scenario) for item in case.locations)
    if scenario.large_min is not None and offered < scenario.large_min:
        findings.append(_finding("large_min_high", "large_min", low=scenario.large_min, offered=offered))
    return findings + _large_per_municipality(case, scenario)


def _staying_large(case: Case, day: date) -> list[Location]:
    return [
        item
        for item in case.locations
        if item.form == "large" and item.present_is_kept and not item.may_close and not item.foreign
        if item.present and item.available(day)
    ]


def _large_per_municipality(case: Case, scenario: Scenario) -> list[Finding]:
    most = scenario.large_max_per_municipality
    if most is None:
        return []
    findings = {}
    for m in case.moments:
        for code, count in sorted(Counter(item.code for item in _staying_large(case, m.day)).items()):
            if count > most:
                name = case.municipality_of[code].name
                findings[code] = _finding(
                    "large_town_low", "large_max_per_municipality", high=most, staying=count, name=name
                )
    return list(findings.values())


def _usable(item: Location, scenario: Scenario) -> bool:
    return not item.foreign and STATUSES.index(item.status) <= STATUSES.index(scenario.status_floor)


def check_regions(case: Case, scenario: Scenario) -> list[Finding]:
    """Say that bounds on sub-regions do nothing in a case without them."""
    if case.regions or (scenario.region_ceiling is None and scenario.region_floor is None):
        return []
    key = "region_ceiling" if scenario.region_ceiling is not None else "region_floor"
    return [_finding("regions_none", key, "warning")]


def check_aims(_case: Case, scenario: Scenario) -> list[Finding]:
    """Say that the legal tasks are not the first aim, or no aim at all: then a plan may leave them undone."""
    order = scenario.tier_order
    return [] if order[:1] == ("shortfall",) else [_finding("shortfall_not_first", "tier_order", "warning")]


def check_keys(case: Case, scenario: Scenario) -> list[Finding]:
    """Test that the case knows every key of the norm regret and has numbers for it, when regret is searched."""
    if scenario.fairness != "regret" and scenario.fairness_prices != "norms":
        return []
    level: Level = "error" if scenario.fairness == "regret" else "warning"
    found = [replace(item, level=level) for item in key_findings(case, scenario.regret_keys)]
    lacking = sum(item.ses_woa is None for item in case.municipalities)
    key = "regret_keys"
    if lacking and "ses_woa" in scenario.regret_keys:
        found.append(_finding("regret_scores_missing", key, "warning", count=lacking))
    return found


def check_packaged(case: Case, scenario: Scenario) -> list[Finding]:
    """Say what the packaged scenarios assume that this one is, or is built upon."""
    names = assumed(scenario, len(case.moments))
    return [
        Finding("scenario_packaged", "note", value=name, params={"assumes": name, "policy": name}) for name in names
    ]


SCENARIO_CHECKS: tuple[Check, ...] = (
    check_emergency_list,
    check_large,
    check_regions,
    check_keys,
    check_aims,
    check_positions,
    check_packaged,
)
