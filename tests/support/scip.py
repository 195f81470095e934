"""SCIP on a written program, in a process of its own: `python scip.py FILE GAP ABSOLUTE_GAP SECONDS` prints JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pyscipopt


def solve_file(file: str, gap: float, absolute_gap: float, seconds: float) -> dict[str, float | str]:
    """Minimise a written program; return the value found, the bound and how it ended."""
    problem = pyscipopt.Model()
    problem.hideOutput()
    problem.readProblem(file)
    problem.setParam("limits/gap", gap)
    problem.setParam("limits/absgap", absolute_gap)
    problem.setParam("limits/time", seconds)
    problem.optimize()
    return {
        "value": problem.getPrimalbound(),
        "bound": problem.getDualbound(),
        "status": problem.getStatus(),
        "seconds": problem.getSolvingTime(),
    }


def solve_apart(file: Path, gap: float, absolute_gap: float, seconds: float = 60.0) -> dict[str, float | str]:
    """Minimise a written program in another process, so that two solvers never share one."""
    words = [sys.executable, __file__, str(file), str(gap), str(absolute_gap), str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=2 * seconds + 30, check=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(solve_file(sys.argv[1], *map(float, sys.argv[2:5]))) + "\n")
