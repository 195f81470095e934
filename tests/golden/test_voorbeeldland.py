"""Did the answer change? Voorbeeldland at its defaults: aims, size of the program and what is asked.

Every number has the date and the reason of its last change. An aim is compared within its gap: where HiGHS stops inside
it may differ, what is possible may not.
"""

import pyomo.environ as pyo
import pytest

from regietafel.inputs.load import load_case
from regietafel.model.audit import audit
from regietafel.model.build import build
from regietafel.model.given import Given
from regietafel.model.scenario import Scenario
from regietafel.solver.run import solve

# 2026-11-21, first: value and how far it may be off. Fairness: a gap of 0.1 %. Cost and disturbance: a gap of 0.1 %,
# and they follow from where in its gap (and tolerance) an earlier aim ended.
# 2026-11-30: leximin is the norm; the largest ratio is the same, the whole vector costs more.
AIMS = {
    "shortfall": (0, 0),
    "surplus": (100, 0),
    "fairness": (1.0175, 0.0011),
    "cost": (197_985_000, 400_000),
    "disturbance": (8_690, 45),
}

# 2026-11-21, first: before the first aim is kept.
VARIABLES, ROWS = 600, 871
ROWS_OF = {
    "places_fit_location": 94,  # 47 offers x 2 moments
    "location_is_available": 5,
    "present_location_stays_open": 29,
    "asylum_task_is_met": 2,
    "housing_target_is_met": 24,  # 12 municipalities x 2 moments
    "hub_is_open": 32,
    "attachment_keeps_hub": 16,
    "joint_location_counts_once": 4,  # 2 groups x 2 moments
    "emergency_is_phased_down": 2,
    "worst_burden_is_largest": 12,
}

# 2026-11-21, first: task due and shortfall per moment; asylum is due for nine tenths at the first moment.
TOTALS = {
    ("2027-07-01", "asylum"): (2187, 0),
    ("2027-07-01", "special"): (176, 0),
    ("2027-07-01", "ukraine"): (2565, 0),
    ("2027-07-01", "housing"): (467, 0),
    ("2028-02-01", "asylum"): (2430, 0),
    ("2028-02-01", "special"): (195, 0),
    ("2028-02-01", "ukraine"): (2850, 0),
    ("2028-02-01", "housing"): (849, 0),
}

# 2026-11-21, first: regular share after the agreed exchange of 30 places from GM9009 to GM9003.
REGULAR = {
    "GM9001": 540 - 43,
    "GM9003": 317 - 25 + 30,
    "GM9009": 121 - 10 - 30,
    "GM9012": 24 - 2,
}


@pytest.fixture(scope="module")
def case():
    return load_case("voorbeeld:voorbeeldland")


@pytest.fixture(scope="module")
def plan(case):
    return solve(case)


def test_the_aims_are_what_they_were(plan):
    found = {tier["name"]: tier["value"] for tier in plan.document["outcome"]["tiers"]}
    assert list(found) == list(AIMS)
    assert found == {name: pytest.approx(value, rel=0, abs=off) for name, (value, off) in AIMS.items()}


def test_the_program_is_as_large_as_it_was(case):
    program = build(Given(case, Scenario()))
    rows = {item.local_name: len(item) for item in program.component_objects(pyo.Constraint)}
    assert len(list(program.component_data_objects(pyo.Var))) == VARIABLES
    assert sum(rows.values()) == ROWS
    assert {name: rows[name] for name in ROWS_OF} == ROWS_OF


def test_what_is_asked_and_what_is_missing_are_what_they_were(plan):
    found = {(row["moment"], row["task"]): (row["required"], row["shortfall"]) for row in plan.document["totals"]}
    assert found == TOTALS


def test_shares_are_what_they_were(plan):
    found = {row["gm_code"]: row["entitlement_after_exchange"]["regular"] for row in plan.document["municipalities"]}
    assert {code: found[code] for code in REGULAR} == REGULAR
    assert len(found) == 12


def test_the_plan_passes_its_audit(case, plan):
    assert audit(case, Scenario(), plan) == []
