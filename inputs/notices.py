"""The assumptions, waivers and warnings that a plan of this case must show: codes and numbers, no sentences."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from regietafel.inputs.names import plain
from regietafel.inputs.notices_meeting import MEETING_NOTICES
from regietafel.inputs.offers import location_ids, size_is_present
from regietafel.inputs.packaged import national_figures
from regietafel.inputs.records import Book
from regietafel.model.case import Case, Message
from regietafel.model.cycle import half_years_between, half_years_ended_by
from regietafel.model.errors import Finding
from regietafel.model.shares import find_shares
from regietafel.model.tables import FIGURES, TABLES

# About how a table was written down, not about the case: gone once the tables are written again.
ABOUT_FILES = (
    "borders_apart",
    "borders_passed_over",
    "download_changed",
    "download_not_known",
    "file_unknown",
    "column_unknown",
    "column_without_header",
    "columns_hidden",
    "example_rows_changed",
    "header_row_used",
    "rows_hidden",
    "sheet_hidden",
    "sheet_unknown",
    "workbook_in_folder",
)

ASSUMED = ("scenario_packaged",)
"""Findings that are no warning: they say what was assumed."""

Notice = Callable[[Book, Case], list[Message]]


def find_messages(book: Book, case: Case, findings: Iterable[Finding]) -> tuple[Message, ...]:
    """List what a plan of this case must show; the same list whatever the order of rows and the names of files."""
    warnings = [_warning(item) for item in findings if item.level == "warning" and item.code not in ABOUT_FILES]
    found = [message for notice in NOTICES for message in notice(book, case)]
    unique = {(item.level, item.code, item.where, str(item.params)): item for item in [*found, *warnings]}
    return tuple(unique[key] for key in sorted(unique))


def with_warnings(case: Case, findings: Iterable[Finding]) -> Case:
    """Add to a case what a scenario or the plan on the table warns of, or assumes, so that the plan shows it too."""
    added = [_warning(item) for item in findings if item.level == "warning" or item.code in ASSUMED]
    unique = {(item.level, item.code, item.where, str(item.params)): item for item in [*case.messages, *added]}
    return replace(case, messages=tuple(unique[key] for key in sorted(unique)))


def _warning(item: Finding) -> Message:
    """Turn a warning into a message: the table, column and value say where, because rows may stand in any order."""
    where = ".".join(filter(None, (_table(item.place.sheet), item.place.column)))
    params = {key: _plain(value) for key, value in item.params.items() if key != "first_row"}
    level: Literal["assumption", "warning"] = "assumption" if item.code in ASSUMED else "warning"
    return Message(level, item.code, {"value": item.value, **params}, where)


def _table(sheet: str) -> str:
    """Return the name of the table that a sheet holds: how somebody spelled it is not about the case."""
    return next((name for name in TABLES if plain(name) == plain(sheet)), sheet)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _assumption(code: str, **params: Any) -> Message:
    return Message("assumption", code, params)


def start(_book: Book, case: Case) -> list[Message]:
    """Say that a case knows no existing places, and whether the province already meets its task."""
    left = case.number("to_realise")
    found = []
    if not any(item.present_is_kept for item in case.locations):
        known = {} if left is None else {"to_realise": left}
        found.append(_assumption("starts_from_nothing_net" if known else "starts_from_nothing", **known))
    if left is not None and left <= 0:
        code = "task_met_already" if found else "task_met_given"
        found.append(_assumption(code, province=case.province))
    return found


def illustration(_book: Book, case: Case) -> list[Message]:
    """Count the offers that are an illustration."""
    count = sum(item.origin == "illustration" for item in case.locations)
    return [_assumption("illustration_present", count=count)] if count else []


def task(_book: Book, case: Case) -> list[Message]:
    """Say where the provincial task, its special part and the numbers of municipalities come from."""
    shares, found = find_shares(case), []
    if "provincial_task" not in case.national:
        found.append(_assumption("task_computed", places=shares.provincial_task))
    special = case.national.get("capacity_estimate_special")
    if (
        special
        and special.origin == "estimate"
        and any(item.indicative_special is None for item in case.municipalities)
    ):
        found.append(_assumption("special_estimated", places=int(special.value)))
    computed = sum(item.indicative is None for item in case.municipalities)
    if computed:
        found.append(_assumption("numbers_computed", count=computed, total=len(case.municipalities)))
        found += _scores(case)
    return found


def _scores(case: Case) -> list[Message]:
    estimated = sum(item.ses_woa is not None and item.ses_woa.origin == "estimate" for item in case.municipalities)
    return [_assumption("scores_estimated", count=estimated, total=len(case.municipalities))] if estimated else []


def ukraine(_book: Book, case: Case) -> list[Message]:
    """Say that the task for displaced persons is an assumption, and how it is shared."""
    found, places = [], find_shares(case).required
    asked = case.national.get("ukraine_asked") or case.national.get("ukraine")
    if asked and asked.origin == "estimate":
        found.append(_assumption("ukraine_assumed", places=places["ukraine", case.moment_keys[-1]]))
    if any(item.ukraine_asked is None for item in case.municipalities):
        found.append(_assumption("ukraine_by_inhabitants"))
    return found


def targets(book: Book, case: Case) -> list[Message]:
    """Say which housing targets are computed, estimated or unknown."""
    if not case.targets:
        return [_assumption("targets_none")]
    found = []
    estimated = sorted({item.half_year for item in case.targets if item.origin == "estimate"})
    if not book["taakstelling"]:
        found.append(_assumption("targets_computed", half_years=list(case.half_years)))
    elif estimated:
        found.append(_assumption("targets_estimated", half_years=estimated))
    due = half_years_ended_by(half_years_between(case.begin, case.end), case.moments[-1].day)
    unknown = [half_year for half_year in due if half_year not in case.half_years]
    return [*found, _assumption("targets_beyond", half_years=unknown)] if unknown else found


def homes(_book: Book, case: Case) -> list[Message]:
    """Count the municipalities of which the homes are an estimate, or are not given."""
    known = [item for item in case.municipalities if item.houseable_per_half_year is not None]
    estimated, found = sum(item.houseable_origin in ("estimate", "computed") for item in known), []
    if estimated:
        found.append(_assumption("homes_estimated", count=estimated))
    if case.targets and len(known) < len(case.municipalities):
        found.append(_assumption("homes_unlimited", count=len(case.municipalities) - len(known)))
    return found


def dates(book: Book, _case: Case) -> list[Message]:
    """Say which moments are an estimate."""
    days = sorted(row["day"].isoformat() for row in book["momenten"] if row["origin"] == "estimate")
    return [_assumption("moments_assumed", moments=days)] if days else []


def filled_in(book: Book, case: Case) -> list[Message]:
    """Say what came from the packaged figures because the case left it out."""
    found = []
    packaged = national_figures(book)
    if packaged:
        headers = [item.header for item in FIGURES if item.name in packaged]
        found.append(_assumption("figures_packaged", figures=headers))
    if not book["buren"] and case.links:
        found.append(_assumption("links_packaged", count=len(case.links)))
    return found


def costs(book: Book, case: Case) -> list[Message]:
    """Say which location types have estimated costs or sizes."""
    used = {item.type_name for item in case.locations}
    names = sorted(row["type_name"] for row in book["locatietypen"] if row["origin"] == "estimate")
    estimated = [name for name in names if name in used]
    return [_assumption("types_estimated", types=estimated)] if estimated else []


def sizes(book: Book, _case: Case) -> list[Message]:
    """Name locations whose size is taken to be the places that are there now."""
    ids = location_ids(book["locaties"])
    names = sorted(ids[row.row.number] for row in book["locaties"] if size_is_present(row))
    return [_assumption("size_from_present", locations=names)] if names else []


NOTICES: tuple[Notice, ...] = (
    start,
    illustration,
    task,
    ukraine,
    targets,
    homes,
    dates,
    filled_in,
    costs,
    sizes,
    *MEETING_NOTICES,
)
