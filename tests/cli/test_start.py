"""How the command starts: `--help` must not wait for libraries that only a plan needs."""

import json
import subprocess
import sys

HEAVY = {"pandas", "numpy", "pyomo", "highspy", "networkx", "babel", "jinja2"}
ASK_HELP = """
import json, sys
from regietafel.cli import main
sys.argv = ["regietafel", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def test_help_starts_without_the_heavy_libraries():
    done = subprocess.run([sys.executable, "-c", ASK_HELP, "--help"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "plan" in done.stdout
    assert HEAVY & set(json.loads(done.stderr.splitlines()[-1])) == set()


def test_the_command_runs_as_a_module():
    # On Windows the folder of the command `regietafel` is often not on the path; `py -m regietafel.cli` always works.
    command = [sys.executable, "-m", "regietafel.cli", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "plan" in done.stdout
