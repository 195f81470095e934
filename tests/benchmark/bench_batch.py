"""How fast ``batch`` is: more workers, a shared program, thousands of scenarios in flat memory, and asking the index.

`make bench-batch` does all on a machine that does nothing else, in about 13 minutes on two processors; a part alone:
`ARGS='--shared 0 --many 0'` two workers against one (7 minutes), `ARGS='--scenarios 0 --shared 0'` thousands (5).
Each batch is the command itself in a process of its own, and its processes are measured from outside.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from regietafel.outputs.run_conditions import read_condition, read_order
from regietafel.outputs.run_index import open_index
from regietafel.outputs.run_ranking import rank

QUICK = ("--set", "fairness=minimax", "--set", "fairness_prices=none", "--set", "position_prices=none")
FEWER_TIERS = ("--set", "tier_order=shortfall,fairness")
"""For thousands of scenarios, of which memory and index are asked and not the plans."""
WHERE, SORT = "overschot>=0", "kosten"


def main() -> None:
    """Measure what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--province", default="gelderland", help="of the batch with one and with two workers")
    parser.add_argument("--scenarios", type=int, default=100, help="in that batch; 0 leaves it out")
    parser.add_argument("--small", default="flevoland", help="province of the batch with thousands")
    parser.add_argument("--many", type=int, default=2000, help="scenarios in that batch; 0 leaves it out")
    parser.add_argument("--shared", type=int, default=20, help="scenarios with a shared program; 0 leaves it out")
    asked = parser.parse_args()
    say(f"options, for speed: {' '.join(QUICK)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if asked.scenarios:
            measure_workers(place, asked.province, asked.scenarios)
        if asked.shared:
            measure_sharing(place, asked.province, asked.shared)
        if asked.many:
            measure_many(place, asked.small, asked.many)


def measure_workers(place: Path, province: str, count: int) -> None:
    """Work out the same scenarios with one worker and with two."""
    file = grid(place / "ketens.toml", [f"hub_max_km = {[round(8 + 0.1 * i, 1) for i in range(count)]}"], "krap")
    seconds = [run(place, province, file, jobs=jobs)[0] for jobs in (1, 2)]
    say(f"{province}, {count} scenarios: {seconds[0]:.1f} s with 1 worker, {seconds[1]:.1f} s with 2")
    say(f"  {seconds[0] / seconds[1]:.2f} x faster with 2 workers (asked: 1.8)")


def measure_sharing(place: Path, province: str, count: int) -> None:
    """Work out scenarios that differ only in numbers, each by itself and in one program."""
    values = [round(0.05 + 0.01 * i, 2) for i in range(count)]
    file = grid(place / "getallen.toml", [f"small_scale_surcharge = {values}"], "krap")
    own, shared = (run(place, province, file, jobs=1, extra=extra)[0] for extra in ((), ("--share-program",)))
    say(f"{province}, {count} surcharges: {own:.1f} s each in its own program, {shared:.1f} s in a shared one")
    say(f"  {100 * (own - shared) / own:.0f} % gained by --share-program")


def measure_many(place: Path, province: str, count: int) -> None:
    """Work out thousands of scenarios; watch the memory, and ask the index."""
    most = [f"seed = {list(range(count // 4 or 1))}", "hub_max_km = [10, 12, 14, 16]"]
    file = grid(place / "veel.toml", most, "krap")
    seconds, memory, folder = run(place, province, file, jobs=2, extra=FEWER_TIERS)
    say(f"{province}, {4 * (count // 4 or 1)} scenarios: {seconds:.0f} s ({' '.join(FEWER_TIERS)})")
    if memory:
        part = max(1, len(memory) // 4)
        first, last = (sum(items) / len(items) for items in (memory[part : 2 * part] or memory, memory[-part:]))
        say(f"  memory of all processes: {first:.0f} MB in the second quarter, {last:.0f} MB in the last")
    measure_index(folder)


def measure_index(folder: Path) -> None:
    """Ask the index for the best twelve, and the command for all that it makes of them."""
    began = time.perf_counter()
    with open_index(folder) as index:
        found = rank(index, [read_condition(WHERE, index)], [read_order(SORT, index)], 12)
    seconds = time.perf_counter() - began
    about = f"{found.total} runs, {size(folder)}"
    say(f"  index of {about}: the best {len(found.rows)} of {found.meeting} in {seconds:.3f} s (asked: 1)")
    words = ["compare", str(folder), "--where", WHERE, "--sort", SORT, "--top", "12", "--out", str(folder / "beste")]
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "regietafel.cli", *words], check=True, stdout=subprocess.DEVNULL)
    say(f"  all of compare, with page and workbook: {time.perf_counter() - began:.1f} s ")


def size(folder: Path) -> str:
    """Write how large the index is."""
    return f"{(folder / 'index.sqlite').stat().st_size / 1e6:.1f} MB"


def grid(file: Path, options: list[str], extends: str) -> Path:
    """Write a scenario file with lists of values."""
    lines = [f'extends = "{extends}"', "[options]", *options]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def run(
    place: Path, province: str, file: Path, *, jobs: int, extra: tuple[str, ...] = ()
) -> tuple[float, list[float], Path]:
    """Run one batch; return its wall time [s], the memory of its processes now and then [MB], and its folder."""
    folder = place / f"uit-{file.stem}"
    shutil.rmtree(folder, ignore_errors=True)
    words = ["batch", f"voorbeeld:{province}", "--scenarios", str(file), *QUICK, *extra, "--jobs", str(jobs)]
    command = [sys.executable, "-m", "regietafel.cli", *words, "--out", str(folder), "--json"]
    memory: list[float] = []
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        watch = threading.Thread(target=watch_memory, args=(running, memory))
        watch.start()
        said = running.communicate()[0]
        watch.join()
    lost = [row["scenario"] for row in json.loads(said)["scenarios"] if row["exit_code"] != 0]
    if lost:
        say(f"  without a plan: {', '.join(lost[:5])}")
    return time.perf_counter() - began, memory, folder


def watch_memory(running: "subprocess.Popen[str]", memory: list[float]) -> None:
    """Note every second how much memory a process and its children take; nothing where the system does not tell."""
    while running.poll() is None:
        if taken := resident(running.pid):
            memory.append(taken)
        time.sleep(1.0)


def resident(process: int) -> float:
    """Return the resident memory of a process and all below it [MB]; 0 where the system has no such file."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        about = read_status(status)
        if about.get("Pid") == str(process) or about.get("PPid") == str(process):
            total += int(about.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def read_status(file: Path) -> dict[str, str]:
    """Read what the system tells of a process; nothing when it has ended meanwhile."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def say(line: str) -> None:
    """Write one line to standard output at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
