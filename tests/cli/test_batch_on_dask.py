"""``batch --executor dask=…``: a real scheduler and two workers, processes of their own on this computer."""

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from regietafel.inputs.csv_folder import write_folder
from support import batch_work
from support.small_tables import small_tables

TESTS = Path(batch_work.__file__).parents[1]
QUICK = ("--set", "fairness=minimax", "--set", "fairness_prices=none", "--set", "position_prices=none")


@pytest.fixture
def cluster(tmp_path):
    """Start a scheduler and two workers of one thread; give its address and the workers."""
    where = {**os.environ, "PYTHONPATH": str(TESTS), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3"}
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": where, "cwd": tmp_path}
    common = ("--scheduler-file", str(file), "--no-dashboard")
    scheduler = (sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *common)
    worker = (sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *common)
    with ExitStack() as stack:
        processes = [stack.enter_context(subprocess.Popen(scheduler, **quiet))]
        for process in processes:
            stack.callback(process.kill)
        deadline = time.monotonic() + 60
        while not (file.exists() and file.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        workers = [stack.enter_context(subprocess.Popen(worker, **quiet)) for _ in range(2)]
        for process in workers:
            stack.callback(process.kill)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], workers


def wait_for_workers(address, count):
    """Wait until so many workers have reported."""
    from distributed import Client

    with Client(address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def test_a_cluster_answers_every_scenario_also_when_a_worker_is_killed_in_the_middle(
    cluster, own_folder, command, monkeypatch
):
    address, workers = cluster
    tables = small_tables()
    tables["scenarios"] = [
        {"instelling": "titel", "basis": "Zoals het is", "midden": "Midden", "streng": "Streng"},
        {"instelling": "Plafond voor de last", "midden": "1,5", "streng": "1,2"},
    ]
    write_folder(tables, own_folder / "mijn")
    wait_for_workers(address, 2)
    # The worker that takes up `midden` kills itself: the cluster gives the scenario to the other one.
    monkeypatch.setattr("regietafel.cli.work_out", batch_work.die_once)
    said = command("batch", "mijn", *QUICK, "--executor", f"dask={address}", "--out", "uit", "--json")
    assert said.exit_code == 0, said.stderr
    assert [row["exit_code"] for row in json.loads(said.stdout)["scenarios"]] == [0, 0, 0]
    assert (own_folder / "uit" / "mark").exists()
    assert sorted(worker.poll() is None for worker in workers) == [False, True]
    alone = command("plan", "mijn", "--scenario", "midden", *QUICK, "--out", "alleen", "--no-documents")
    assert alone.exit_code == 0
    (one,) = Path("uit").glob("midden-*")
    assert (one / "plan.json").read_bytes() == Path("alleen/plan.json").read_bytes()
