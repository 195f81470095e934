"""What a run hangs on, as one text: the same case, scenario, plan on the table and versions give the same plan."""

import json
from collections.abc import Mapping
from hashlib import sha256

from regietafel.model.case import Case
from regietafel.model.scenario import Scenario


def run_identity(
    case: Case, scenario: Scenario, reference_sha256: str, versions: Mapping[str, str], shared: bool = False
) -> str:
    """Return the digest of everything that a plan is made from.

    Parameters
    ----------
    case, scenario : Case, Scenario
        As read; the case by the digest of each table, the scenario with its positions.
    reference_sha256 : str
        Of the plan on the table; empty when there is none.
    versions : mapping of str to str
        Of what makes the plan.
    shared : bool
        Whether the program is shared between scenarios: then another plan, equally good, may come out.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    about = {
        "case": [case.province, case.cycle, sorted([item.table, item.file, item.sha256] for item in case.inputs)],
        "scenario": [scenario.name, scenario.title, list(scenario.lineage), scenario.as_document()],
        "pins": list(scenario.pins),
        "positions": [repr(item) for item in scenario.positions],
        "reference": reference_sha256,
        "versions": dict(sorted(versions.items())),
        "shared": shared,
    }
    return sha256(json.dumps(about, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
