"""How fast a what-if is on the tight case of a province, in one process, and a fresh plan with the same pin.

The whole answer counts: search, read-out, audit and difference. Every pin is broken by the plan on the table and can be
kept; at least ten are about a municipality with a large location. Not in the answer, and not in the time: why a task is
met less than on the table (``examine``), prices, and the fairest division below the largest ratio.
"""

import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import case_from_tables
from regietafel.inputs.pin_positions import with_pins
from regietafel.model.audit import audit
from regietafel.model.case import Case
from regietafel.model.scenario import Scenario
from regietafel.solver.run import run
from regietafel.solver.whatif import Answer, WhatIf

PINS, WITH_LARGE, FRESH = 30, 10, 5
STEPS = (0.9, 0.8, 1.1)


class Asked(NamedTuple):
    """A pin, whether it is about a municipality with a large location, and how long its answer took [s]."""

    pin: str
    large: bool
    seconds: float
    processor: float


class Clock:
    """Time on the clock and of the processor since it was made."""

    def __init__(self) -> None:
        self.began, self.used = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return both [s]."""
        return time.perf_counter() - self.began, time.process_time() - self.used


def measure_whatif(name: str) -> None:
    """Ask what-ifs about the plan of the tight case of a province, and make some fresh plans."""
    case, scenario = case_from_tables(built_in_tables(name, 2, "krap"), name), Scenario()
    table = run(case, scenario).plan
    whatif, asked = WhatIf(case, table, examine=False), list[Asked]()
    impossible = 0
    for pin, large in pins_of(table.document):
        if len(asked) == PINS:
            break
        clock = Clock()
        answer = ask(case, scenario, whatif, pin)
        took = clock.read()
        if answer.difference is None:
            impossible += 1
            continue
        if answer.difference.same_plan:
            raise AssertionError(f"the plan on the table keeps {pin}")
        asked.append(Asked(pin, large, *took))
    of_large = sum(item.large for item in asked)
    say(f"{name} krap, what-if: {len(asked)} pins, {of_large} about a municipality with a large location")
    say(f"  and {impossible} that cannot be kept, not counted here")
    say_times("whole answer", asked)
    measure_fresh(case, scenario, whatif, asked)


def ask(case: Case, scenario: Scenario, whatif: WhatIf, pin: str) -> Answer:
    """Ask a what-if and audit the answer."""
    pinned = with_pins(case, scenario, [pin])
    answer = whatif.ask(pinned)
    findings = audit(case, pinned, answer.run.plan, whatif.decisions)
    if findings:
        raise AssertionError(findings)
    return answer


def measure_fresh(case: Case, scenario: Scenario, whatif: WhatIf, asked: list[Asked]) -> None:
    """Make a fresh plan with some of the pins, and say how much longer that takes."""
    made = []
    for item in asked[:: max(1, len(asked) // FRESH)][:FRESH]:
        pinned = with_pins(case, scenario, [item.pin])
        clock = Clock()
        plan = run(case, pinned, reference=whatif.decisions).plan
        audit(case, pinned, plan, whatif.decisions)
        made.append(Asked(item.pin, item.large, *clock.read()))
    say_times("fresh plan", made)
    say(f"  what-if / fresh: {median(x.seconds for x in asked) / median(x.seconds for x in made):.2f}")


def say_times(what: str, items: list[Asked]) -> None:
    """Say the median and the ends, in seconds on the clock and of the processor."""
    for unit, seconds in (("s", [x.seconds for x in items]), ("s of processor", [x.processor for x in items])):
        say(f"  {what}: median {median(seconds):.2f}, least {min(seconds):.2f}, most {max(seconds):.2f} {unit}")


def pins_of(document: Any) -> Iterator[tuple[str, bool]]:
    """Give pins that the plan on the table breaks, municipalities with a large location first."""
    rows = [row for row in document["locations"] if row["form"] == "large" and row["moments"][-1]["opened"]]
    large = {row["gm_code"] for row in rows if row["status"] == "explored"}
    yield from ((f"{code}: geen groot", True) for code in sorted(large)[:WITH_LARGE])
    towns = sorted(document["municipalities"], key=lambda row: (row["gm_code"] not in large, row["gm_code"]))
    for i, row in enumerate(towns):
        places = sum(row["moments"][-1]["provided"].values()) - row["moments"][-1]["housed"]
        share = STEPS[i % len(STEPS)]
        if places:
            sign, number = ("<=", int(places * share)) if share < 1 else (">=", int(places * share) + 1)
            yield f"{row['gm_code']}: totaal {sign} {number}", row["gm_code"] in large


def say(line: str) -> None:
    """Write one line to standard output at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for province in sys.argv[1:] or ["zuid-holland"]:
        measure_whatif(province)
