"""How fast a comparison is asked from the index of a night: adding runs, ranking with conditions, and the memory.

Run with `python tests/benchmark/bench_index.py [RUNS] [MUNICIPALITIES]`; without arguments 2,000 runs of a small
province of 12 municipalities. The rows are made up: what counts is how many there are.
"""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from regietafel.model.plan import Plan
from regietafel.outputs.run_conditions import read_condition, read_order
from regietafel.outputs.run_index import INDEX_FILE, add_run, finished, open_index
from regietafel.outputs.run_ranking import rank

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.plan_document import plan_document

RUNS, TOWNS, OFFERS_PER_TOWN = 2_000, 12, 4
LIMIT = 1.0
"""Seconds in which a comparison must be answered."""
QUESTIONS = (
    ("ranking of all", (), ()),
    ("two conditions, by cost", ("tekort_asiel<=400", "hoogste_last<1,3"), ("kosten",)),
    ("a municipality and a location", ("last:Gemeente 3<1,2", "locatie:G003-2=open"), ("last:Gemeente 5",)),
    ("an option and a scenario", ("hub_max_km<=10", "scenario=nacht-1*"), ("-kosten", "overschot")),
)


def province(towns: int) -> dict:
    """Make the document of a province with so many municipalities and four offers in each."""
    document = plan_document()
    town, offer = document["municipalities"][0], document["locations"][2]
    document["municipalities"] = [
        {**town, "gm_code": f"GM{number:04d}", "name": f"Gemeente {number}"} for number in range(1, towns + 1)
    ]
    document["locations"] = [
        {
            **offer,
            "location_id": f"G{number:03d}-{place}",
            "gm_code": f"GM{number:04d}",
            "name": f"Plek {number}-{place}",
        }
        for number in range(1, towns + 1)
        for place in range(OFFERS_PER_TOWN)
    ]
    return document


def variant(document: dict, number: int, draw: random.Random) -> Plan:
    """Make a run of its own out of the document."""
    document["scenario"]["name"] = f"nacht-{number}"
    document["scenario"]["options"]["hub_max_km"]["value"] = float(draw.choice((5, 10, 15)))
    document["costs"]["over_cycle"] = draw.randrange(60_000_000, 120_000_000)
    document["fairness"]["measures"]["minimax"]["joint"] = round(draw.uniform(1.0, 1.6), 6)
    for row in document["totals"]:
        row["shortfall"] = draw.randrange(0, 900)
    for row in document["municipalities"]:
        row["moments"] = [
            {**at, "burden_ratio": {"joint": round(draw.uniform(0.5, 1.6), 6), "asylum": 1.0}} for at in row["moments"]
        ]
    for row in document["locations"]:
        row["moments"] = [{**at, "opened": draw.randrange(2)} for at in row["moments"]]
    return Plan(document)


def say(line: str) -> None:
    """Write a line of the result."""
    sys.stdout.write(line + "\n")


def memory() -> int:
    """Return the most memory that this process has used [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(runs: int, towns: int) -> None:
    """Fill an index and ask it questions; print seconds."""
    draw, document = random.Random(6), province(towns)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_index(folder, write=True) as index:
            began, first = time.perf_counter(), 0
            for number in range(runs):
                add_run(index, variant(document, number, draw), folder / str(number), {"fingerprint": str(number)})
                first = memory() if number == runs // 10 else first
            seconds = time.perf_counter() - began
        size = (folder / INDEX_FILE).stat().st_size / 1e6
        say(f"{runs} runs of {towns} towns: {seconds:.1f} s, {1000 * seconds / runs:.1f} ms a run, {size:.0f} MB")
        say(f"memory: {first} MB after a tenth of the runs, {memory()} MB at the end")
        for said, conditions, orders in QUESTIONS:
            began = time.perf_counter()
            with open_index(folder) as index:
                asked = [read_condition(word, index) for word in conditions]
                found = rank(index, asked, [read_order(word, index) for word in orders], 12)
            seconds = time.perf_counter() - began
            verdict = "within" if seconds <= LIMIT else "NOT WITHIN"
            say(f"{said}: {seconds:.3f} s, {found.meeting} runs, {verdict} {LIMIT:.0f} s")
        began = time.perf_counter()
        with open_index(folder) as index:
            count = len(finished(index))
        say(f"which of {count} runs are finished: {time.perf_counter() - began:.3f} s")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3])) if len(sys.argv) == 3 else main(RUNS, TOWNS)
