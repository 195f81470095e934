"""From what was typed to the plans to compare: run folders, plan files, folders of them, or the best of an index."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from regietafel.model.comparison import MOST, Option
from regietafel.model.errors import Finding, UsageError
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.run_folder import PLAN_FILE, read_plan
from regietafel.outputs.run_index import INDEX_FILE, Index
from regietafel.outputs.run_ranking import Ranking

MOST_REASONS = 10
"""Runs without a plan of which the reason is read."""


def index_of(words: Sequence[str]) -> Path | None:
    """Return the index that is asked for; None when the words name plans.

    Raises
    ------
    UsageError
        If an index is given beside other things.
    """
    files = [path for word in words if (path := _index_file(Path(word)))]
    if files and len(words) > 1:
        raise UsageError(Finding("compare_index_alone", value=str(files[0])))
    return files[0] if files else None


def _index_file(path: Path) -> Path | None:
    if path.suffix == ".sqlite":
        return path
    file = path / INDEX_FILE
    return file if file.is_file() and not (path / PLAN_FILE).is_file() else None


def plan_options(words: Sequence[str]) -> list[Option]:
    """Read the plans that are named; a folder without a plan of its own stands for the run folders in it.

    Raises
    ------
    UsageError
        If a plan is given twice, or there are too many.
    DataError
        If one cannot be read.
    """
    paths = [path for word in words for path in _run_folders(Path(word))]
    seen: set[Path] = set()
    for path in paths:
        own = (path.parent if path.is_file() else path).resolve()
        if own in seen:
            raise UsageError(Finding("compare_twice", value=str(path)))
        seen.add(own)
    if len(paths) > MOST:
        raise UsageError(Finding("compare_count", value=str(len(paths)), params={"most": str(MOST)}))
    return [plan_option(path) for path in paths]


def _run_folders(path: Path) -> list[Path]:
    inside = [] if not path.is_dir() or (path / PLAN_FILE).is_file() else sorted(path.glob(f"*/{PLAN_FILE}"))
    return [file.parent for file in inside] or [path]


def plan_option(path: str | Path) -> Option:
    """Read one plan.

    Raises
    ------
    DataError
        If there is none.
    """
    where = Path(path)
    plan = read_plan(where)
    file = where / PLAN_FILE if where.is_dir() else where
    folder = where if where.is_dir() else where.parent
    return Option(folder=folder.as_posix(), plan=plan, plan_sha256=sha256(file.read_bytes()).hexdigest())


def run_options(index: Index, ranking: Ranking) -> list[Option]:
    """Read the plans of a ranking, if they are few enough for a document."""
    if len(ranking.rows) > MOST:
        return [Option(folder=row["folder"], scenario=row["scenario"], title=row["title"]) for row in ranking.rows]
    return [plan_option(index.folder(row["folder"])) for row in ranking.rows]


def with_reasons(index: Index, ranking: dict[str, Any], lang: str) -> Mapping[str, Any]:
    """Add to runs without a plan why there is none, as far as their run folders say."""
    for row in ranking["without"][:MOST_REASONS]:
        folder = index.folder(row["folder"])
        if not row["error"] and (folder / PLAN_FILE).is_file():
            reasons = Marks.of({"A": read_plan(folder)}, lang).reasons["A"]
            row["error"] = " ".join(reasons[:1])
    return ranking
