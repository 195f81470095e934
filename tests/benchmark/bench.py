"""How fast: the workbook, building, every aim, leximin, read-out, audit, and the last program against other solvers.

Run with `make bench`, or for some provinces: `make bench ARGS='flevoland'`. Seconds hang on the machine, ratios less.
Each solver reads the same written program in a process of its own: two cannot be loaded together.
"""

import argparse
import importlib.util
import json
import math
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.load import case_from_tables
from regietafel.inputs.source import read_built_in
from regietafel.inputs.workbook import read_workbook
from regietafel.inputs.workbook_writer import make_workbook
from regietafel.model.audit import audit
from regietafel.model.scenario import Scenario
from regietafel.solver.run import Run, run, write_model

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmark.whatif import measure_whatif

from support.levels import search_levels
from support.plain_leximin import PlainLeximin

PROVINCES = ("flevoland", "gelderland", "noord-brabant")
LARGEST = "zuid-holland"
SECONDS = 60
NORMS = ("leximin", "minimax")
PLAIN = 5
"""Places that leximin in the plain way is followed: all of them take many minutes."""
RIVALS = {
    "highs": (
        "highspy",
        """
import highspy
m = highspy.Highs()
for key, value in {"output_flag": False, "threads": 2, "mip_rel_gap": gap, "time_limit": float(seconds)}.items():
    m.setOptionValue(key, value)
m.readModel(file)
began = time.perf_counter()
m.run()
value, bound = m.getInfo().objective_function_value, m.getInfo().mip_dual_bound
""",
    ),
    "scip": (
        "pyscipopt",
        """
from pyscipopt import Model
m = Model()
m.hideOutput()
m.readProblem(file)
m.setParam("limits/gap", gap)
m.setParam("limits/time", seconds)
began = time.perf_counter()
m.optimize()
value, bound = m.getPrimalbound(), m.getDualbound()
""",
    ),
    "cp-sat": (
        "ortools",
        """
from ortools.linear_solver.python import model_builder
m = model_builder.Model()
m.import_from_mps_file(file)
for variable in m.get_variables():
    variable.upper_bound = min(variable.upper_bound, 1e5)
solver = model_builder.Solver("sat")
solver.set_time_limit_in_seconds(seconds)
solver.set_solver_specific_parameters(f"num_workers:2 relative_gap_limit:{gap}")
began = time.perf_counter()
status = solver.solve(m)
found = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
value, bound = (solver.objective_value, solver.best_objective_bound) if found else (None, None)
""",
    ),
}
HEAD = "import json, sys, time\nfile, gap, seconds = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])\n"
TAIL = "print(json.dumps([time.perf_counter() - began, value, bound]))\n"


def main() -> None:
    """Measure the provinces named on the command line, or three of different sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("provinces", nargs="*", default=PROVINCES)
    names = parser.parse_args().provinces
    measure_leximin(names[-1] if names != PROVINCES else LARGEST)
    measure_whatif(names[-1] if names != PROVINCES else LARGEST)
    for name in names:
        measure_workbook(name)
        for variant in ("basis", "krap"):
            measure(name, variant)


def measure_leximin(name: str) -> None:
    """Search leximin and minimax on the tight case of a province, three times in turn, and leximin in the plain way."""
    case, scenario = case_from_tables(built_in_tables(name, 2, "krap"), name), Scenario(fairness="leximin")
    ratios = []
    for _ in range(3):
        found, simple = (search_levels(case, replace(scenario, fairness=norm))[0]["joint"] for norm in NORMS)
        seconds, other = found.outcome.seconds, simple.outcome.seconds
        ratios.append(seconds / other)
        say(f"{name} krap: leximin {seconds:.2f} s, minimax {other:.2f} s, ratio {ratios[-1]:.1f}")
    say(f"  ratio {sorted(ratios)[1]:.1f} (median); {found.outcome.log.splitlines()[-1]}")
    plain, began = PlainLeximin(case, scenario, "joint"), time.perf_counter()
    places = len(list(islice(plain.vector(plain.with_highs(math.inf)), PLAIN)))
    say(f"  in the plain way, a program per place: {places} places in {time.perf_counter() - began:.2f} s")


def measure_workbook(name: str) -> None:
    """Write the workbook of a province, and read it again."""
    source = read_built_in(name, 2)
    began = time.perf_counter()
    content = make_workbook(source, "invoer.xlsx")
    written = time.perf_counter()
    tables, _ = read_workbook(Path("invoer.xlsx"), content)
    ended = time.perf_counter()
    rows = sum(len(table.rows) for table in tables.values())
    say(f"{name} workbook: {rows} rows, written in {written - began:.2f} s, read in {ended - written:.2f} s")


def measure(name: str, variant: str) -> None:
    """Plan one case, audit it, and give its last program to the others."""
    case, scenario = case_from_tables(built_in_tables(name, 2, variant), name), Scenario()
    began = time.perf_counter()
    done = run(case, scenario)
    checked = time.perf_counter()
    findings = audit(case, scenario, done.plan)
    ended = time.perf_counter()
    say(f"{name} {variant}: {done.plan.status}, {len(findings)} findings of the audit")
    for step, seconds in {**done.seconds, "audit": ended - checked, "whole": ended - began}.items():
        say(f"  {step:20} {seconds:8.2f} s")
    compare(done, scenario)


def compare(done: Run, scenario: Scenario) -> None:
    """Solve the written last program with every solver there is; ratios are to our own last tier."""
    last = done.plan.to_dict()["outcome"]["tiers"][-1]
    own = done.seconds[f"tier_{last['name']}"]
    say(f"  {last['name']:12} ours    {own:8.2f} s            value {last['value']:.0f}  bound {last['bound']:.0f}")
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "last.mps")
        write_model(done.program, file)
        for rival, (package, body) in RIVALS.items():
            if importlib.util.find_spec(package) is None:
                say(f"  {last['name']:12} {rival:7} is missing: pip install -e '.[dev,bench]'")
                continue
            say(f"  {last['name']:12} {rival:7} " + result(body, file, scenario.gap_disturbance, own))


def result(body: str, file: str, gap: float, own: float) -> str:
    """Run one solver in a process of its own and put what came of it in a line."""
    command = [sys.executable, "-c", HEAD + body + TAIL, file, str(gap), str(SECONDS)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=4 * SECONDS)
    if answer.returncode:
        return f"failed: {answer.stderr.strip().splitlines()[-1]}"
    seconds, value, bound = json.loads(answer.stdout.strip().splitlines()[-1])
    figures = "no plan" if value is None else f"value {value:.0f}  bound {bound:.0f}"
    return f"{seconds:8.2f} s  x {seconds / max(own, 0.01):6.2f}  {figures}"


def say(line: str) -> None:
    """Write one line to standard output at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
