"""Everything that is written about the difference between two plans: data, tables and the page."""

import json
from datetime import date
from typing import Any

import pandas as pd

from regietafel.model.plan import Plan
from regietafel.model.plan_difference import Difference, Pair, plan_difference
from regietafel.outputs.csv_tables import to_csv
from regietafel.outputs.difference_html import render_difference

SCHEMA = "regietafel.difference/1"
DATA_FILE, PAGE_FILE = "verschil.json", "verschil.html"
TOWNS_FILE, SITES_FILE = "tabellen/verschil_gemeenten.csv", "tabellen/verschil_locaties.csv"


def make_difference(before: Plan, after: Plan, lang: str, *, page: bool = True) -> dict[str, bytes]:
    """Make the documents of what a what-if changes.

    Parameters
    ----------
    before, after : Plan
        The plan on the table, and the answer; both with places.
    lang : str
        Language of the page.
    page : bool
        Whether the page is made.

    Returns
    -------
    dict of str to bytes
        Content by file name inside the run folder; equal for equal plans.
    """
    found = plan_difference(before.document, after.document)
    contents = {
        DATA_FILE: (
            json.dumps(difference_document(before, after, found), ensure_ascii=False, indent=1) + "\n"
        ).encode(),
        TOWNS_FILE: to_csv(towns_table(found)),
        SITES_FILE: to_csv(sites_table(found)),
    }
    return contents | ({PAGE_FILE: render_difference(before, after, lang).encode()} if page else {})


def difference_document(before: Plan, after: Plan, found: Difference) -> dict[str, Any]:
    """Return `verschil.json`: which two plans, what was fixed, and what differs; a pair is ``[before, after]``."""
    about = after.document
    return {
        "schema": SCHEMA,
        "province": about["case"]["province"],
        "before": before.document["versions"].get("document_sha256"),
        "after": about["versions"].get("document_sha256"),
        "parent": about["case"]["parent"],
        "pins": list(about["scenario"]["pins"]),
        "kept": about["outcome"].get("kept"),
        **found.to_dict(),
    }


def towns_table(found: Difference) -> pd.DataFrame:
    """Return one row per municipality and moment: places and homes before and after, ratio before and after."""
    rows = [
        {
            "gm_code": item.gm_code,
            "gemeente": item.name,
            "geraakt": item.touched,
            "moment": date.fromisoformat(at.moment),
            **_columns("plekken", at.total),
            **_columns("gehuisvest", at.housed),
            **_columns("last", at.ratio["joint"]),
        }
        for item in found.municipalities
        for at in item.moments
    ]
    return _table(rows, ("gm_code", "gemeente", "geraakt", "moment"), ("plekken", "gehuisvest", "last"))


def sites_table(found: Difference) -> pd.DataFrame:
    """Return one row per location that differs, moment and stream: places and open locations before and after."""
    rows = [
        {
            "locatie_id": item.location_id,
            "gm_code": item.gm_code,
            "naam": item.name,
            "moment": date.fromisoformat(at.moment),
            **_columns("open", at.opened),
            **_columns("plekken", at.total),
        }
        for item in found.locations
        for at in item.moments
        if at.kind is not None
    ]
    return _table(rows, ("locatie_id", "gm_code", "naam", "moment"), ("open", "plekken"))


def _columns(name: str, pair: Pair) -> dict[str, Any]:
    return {f"{name}_voor": pair.before, f"{name}_na": pair.after}


def _table(rows: list[dict[str, Any]], first: tuple[str, ...], pairs: tuple[str, ...]) -> pd.DataFrame:
    names = [*first, *(f"{name}_{when}" for name in pairs for when in ("voor", "na"))]
    return pd.DataFrame(rows, columns=names, dtype=object)
