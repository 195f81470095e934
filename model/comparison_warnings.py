"""What a reader must know before he compares two plans: other figures, another yardstick, a search that was stopped."""

from collections.abc import Callable, Sequence
from typing import Any

from regietafel.model.plan import Plan

YARDSTICKS = (
    *("counting", "emergency_counts", "burden_moment", "smallest_entitlement", "vessels_share"),
    *("weight_regular", "weight_special", "weight_ukraine", "weight_status_holder", "small_scale_surcharge"),
)
"""Options that do not change what is decided but how it is counted."""
Warning_ = dict[str, Any]
Named = list[tuple[str, Plan]]


def comparison_warnings(plans: Sequence[Plan | None], letters: str) -> list[Warning_]:
    """Say what makes options hard to compare, as codes with parameters.

    Parameters
    ----------
    plans : sequence of Plan or None
        One per option.
    letters : str
        A name per option.
    """
    named = [(letter, plan) for letter, plan in zip(letters, plans, strict=False) if plan]
    with_places = [(letter, plan) for letter, plan in named if plan.has_places]
    found = _differs("other_cycle", named, lambda plan: str(plan.document["case"]["cycle"]))
    found += _differs("other_version", named, lambda plan: plan.document["case"]["version"] or "–")
    found += _other_tables(named)
    found += _differs("other_moments", with_places, lambda plan: plan.document["moments"])
    found += _differs("other_figures", named, lambda plan: plan.document["versions"].get("reference_figures", "–"))
    found += _differs("other_program", named, lambda plan: plan.document["versions"].get("regietafel", "–"))
    found += _yardsticks(with_places)
    found += _differs("other_norm", with_places, lambda plan: plan.document["fairness"]["norm"])
    if _differs("", with_places, lambda plan: (plan.document["case"]["reference"] or {}).get("plan_sha256", "")):
        found.append({"code": "other_reference", "params": {}})
    stopped = [letter for letter, plan in named if plan.status == "stopped"]
    if stopped:
        found.append({"code": "stopped", "params": {"options": stopped}})
    return found


def _differs(code: str, named: Named, what: Callable[[Plan], Any]) -> list[Warning_]:
    """Return a warning when something is not the same in all, with the options per value."""
    groups: dict[str, list[str]] = {}
    for letter, plan in named:
        value = what(plan)
        groups.setdefault(", ".join(value) if isinstance(value, list) else str(value), []).append(letter)
    if len(groups) < 2:
        return []
    return [{"code": code, "params": {"groups": [{"value": key, "options": of} for key, of in groups.items()]}}]


def _other_tables(named: Named) -> list[Warning_]:
    """Name the tables of the case that are not the same in all."""
    found = [{item["table"]: item["sha256"] for item in plan.document["case"]["inputs"]} for _, plan in named]
    tables = dict.fromkeys(table for one in found for table in one)
    other = [table for table in tables if len({one.get(table) for one in found}) > 1]
    return [{"code": "other_tables", "params": {"tables": other}}] if other else []


def _yardsticks(named: Named) -> list[Warning_]:
    """Name the options that differ and change how figures are counted."""
    found = [plan.document["scenario"]["options"] for _, plan in named]
    other = [key for key in YARDSTICKS if len({str(one.get(key, {}).get("value")) for one in found}) > 1]
    return [{"code": "other_yardstick", "params": {"options": other}}] if other else []
