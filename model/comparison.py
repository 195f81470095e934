"""Several plans of one province side by side: the document `vergelijking.json`, from their documents alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regietafel.model.comparison_places import location_rows, municipality_rows
from regietafel.model.comparison_warnings import comparison_warnings
from regietafel.model.domination import dominated, usual_aims
from regietafel.model.errors import Finding, UsageError
from regietafel.model.figures.key_figures import AT, FIGURES, NORMS, Figures, key_figures, moment_figures
from regietafel.model.plan import Plan

SCHEMA = "regietafel.comparison/1"
MOST = 12
"""Options in one comparison: more columns nobody reads."""
LETTERS = "ABCDEFGHIJKL"
RATIOS = ("joint", "asylum")

Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Option:
    """One plan to compare.

    Parameters
    ----------
    folder : str
        Where it stands, as the reader may find it.
    plan : Plan, optional
        None when the run did not end.
    scenario, title, error : str
        What is known without a plan, and why there is none.
    """

    folder: str
    plan: Plan | None = None
    scenario: str = ""
    title: str = ""
    error: str = ""

    @property
    def document(self) -> Mapping[str, Any]:
        """The document of the plan; empty without a plan."""
        return self.plan.document if self.plan else {}

    @property
    def has_places(self) -> bool:
        """Whether there is a plan with places."""
        return self.plan is not None and self.plan.has_places


def compare(options: Sequence[Option], aims: Sequence[str] = ()) -> Document:
    """Put plans side by side.

    Parameters
    ----------
    options : sequence of Option
        2 to 12 of one province; one alone gives a document of that one.
    aims : sequence of str
        Key figures by which one option can be better than another; the usual ones when left out.

    Returns
    -------
    dict
        As `vergelijking.json`: lists of values have one entry per option, None where it is not known. Options are named
        by their letter. Units: places, persons, euro, ratios, as in docs/figures.md.

    Raises
    ------
    UsageError
        If there are none or more than 12, or they are of different provinces.
    """
    refuse_what_cannot_be_compared(options)
    figures = [key_figures(option.plan) if option.plan else {} for option in options]
    chosen = tuple(aims) or usual_aims([option.plan for option in options if option.plan and option.has_places])
    moments = sorted({moment for option in options for moment in option.document.get("moments", [])})
    first: Mapping[str, Any] = next((option.document for option in options if option.plan), {})
    return {
        "schema": SCHEMA,
        "province": first.get("case", {}).get("province", ""),
        "options": [_about(option, letter) for option, letter in zip(options, LETTERS, strict=False)],
        "moments": moments,
        "warnings": comparison_warnings([option.plan for option in options], LETTERS),
        "figures": _figure_rows(figures),
        "figures_per_moment": _moment_rows(options, moments),
        "norms": _norm_rows(figures),
        "grants": _grant_rows(options),
        "municipalities": municipality_rows(options, LETTERS),
        "locations": location_rows(options),
        "positions": _position_rows(options),
        "settings": _setting_rows(options),
        "aims": list(chosen),
        "dominated": dominated([option.plan for option in options], chosen, LETTERS),
    }


def refuse_what_cannot_be_compared(options: Sequence[Option]) -> None:
    """Refuse no options, too many, and options of different provinces.

    Raises
    ------
    UsageError
    """
    if not 1 <= len(options) <= MOST:
        raise UsageError(Finding("compare_count", value=str(len(options)), params={"most": str(MOST)}))
    provinces = list(dict.fromkeys(option.document["case"]["province"] for option in options if option.plan))
    if len(provinces) > 1:
        raise UsageError(Finding("compare_provinces", params={"names": provinces}))


def _about(option: Option, letter: str) -> Document:
    """Say what an option is."""
    document = option.document
    case, scenario, fair = (document.get(part, {}) for part in ("case", "scenario", "fairness"))
    return {
        "letter": letter,
        "scenario": scenario.get("name", option.scenario),
        "title": scenario.get("title") or option.title or scenario.get("name") or option.scenario,
        "folder": option.folder,
        "status": option.plan.status if option.plan else "lost",
        "error": option.error,
        "cycle": case.get("cycle"),
        "version": case.get("version", ""),
        "stage": case.get("stage", ""),
        "meeting_date": case.get("meeting_date"),
        "norm": fair.get("norm", "") if option.has_places else "",
        "on": fair.get("on", "") if option.has_places else "",
        "pins": list(scenario.get("pins", [])),
        "plan_sha256": document.get("versions", {}).get("document_sha256", ""),
    }


def _figure_rows(figures: Sequence[Figures]) -> list[Document]:
    """Return the key figures that are known of any option."""
    return [_row(name, [found.get(name) for found in figures]) for name in _known(figures)]


def _known(figures: Sequence[Figures]) -> list[str]:
    return [name for name in FIGURES if any(found.get(name) is not None for found in figures)]


def _row(name: str, values: list[Any], moment: str | None = None) -> Document:
    about = FIGURES[name]
    return {"name": name, "moment": moment, "unit": about.unit, "better": about.better, "values": values}


def _moment_rows(options: Sequence[Option], moments: Sequence[str]) -> list[Document]:
    """Return the key figures per moment, figure by figure."""
    found = [moment_figures(option.plan) if option.plan else {} for option in options]
    rows = []
    for name in (name for name, about in FIGURES.items() if about.per_moment):
        for moment in moments:
            values = [at.get(f"{name}{AT}{moment}") for at in found]
            rows += [_row(name, values, moment)] if any(value is not None for value in values) else []
    return rows


def _norm_rows(figures: Sequence[Figures]) -> list[Document]:
    """Return every norm on both ratios, with the letters of the options that it finds fairest."""
    rows = []
    for on in RATIOS:
        for norm in NORMS:
            values = [found.get(norm if on == "joint" else f"{norm}_{on}") for found in figures]
            known = [value for value in values if value is not None]
            best = [letter for letter, value in zip(LETTERS, values, strict=False) if known and value == min(known)]
            rows += [{"norm": norm, "on": on, "values": values, "fairest": best}] if known else []
    return rows


def _grant_rows(options: Sequence[Option]) -> list[Document]:
    """Return the grants summed per rule and receiver [euro]."""
    sums: dict[tuple[str, str, str], list[int | None]] = {}
    for number, option in enumerate(options):
        for grant in option.document["costs"]["grants"] if option.has_places else ():
            key = (grant["rule"], grant["article"], grant["receiver"])
            values = sums.setdefault(key, [0 if other.has_places else None for other in options])
            values[number] = (values[number] or 0) + grant["amount"]
    return [
        {"rule": rule, "article": article, "receiver": receiver, "values": values}
        for (rule, article, receiver), values in sums.items()
    ]


def _position_rows(options: Sequence[Option]) -> list[Document]:
    """Return what was said at the table, and what each option does with it: kept, missed by so much, or not asked."""
    rows: dict[str, Document] = {}
    for number, option in enumerate(options):
        for item in option.document.get("positions", []):
            about = {key: item[key] for key in ("id", "party", "demand", "subject", "places", "non_negotiable")}
            row = rows.setdefault(item["id"], {**about, "honoured": [None] * len(options)})
            row.setdefault("given_up", [None] * len(options))
            row["honoured"][number], row["given_up"][number] = item["honoured"], item["given_up"]
    return [rows[name] for name in sorted(rows)]


def _setting_rows(options: Sequence[Option]) -> list[Document]:
    """Return the settings that are not the same in all options, in the order of the settings."""
    found = [option.document.get("scenario", {}).get("options", {}) for option in options]
    with_plan = [about for option, about in zip(options, found, strict=True) if option.plan]
    keys = dict.fromkeys(key for about in with_plan for key in about)
    rows = []
    for key in keys:
        values = [about[key]["value"] if key in about else None for about in found]
        known = [about.get(key, {}).get("value") for about in with_plan]
        if any(value != known[0] for value in known):
            units = [about[key]["unit"] for about in found if key in about]
            rows.append({"key": key, "unit": units[0], "values": values})
    return rows
