"""The tables of a case as they stand in the CSV files, for the second opinion: pandas only, nothing of regietafel.

Every cell is text in Dutch; what is read here is written down in the contract of the tables. An empty cell takes the
value of the location type, or nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

STREAMS = ("regular", "special", "ukraine", "status_holder")
ASYLUM = ("regular", "special")
WORDS = {
    "regulier": "regular",
    "bijzonder": "special",
    "oekraine": "ukraine",
    "statushouder": "status_holder",
    "groot": "large",
    "kleinschalig": "small_scale",
    "satelliet": "satellite",
    "overig": "other",
    "bestaand": "existing",
    "vastgesteld": "decided",
    "voornemen": "intended",
    "verkenning": "explored",
}
PRESENT = {
    "regular": "plekken_regulier",
    "special": "plekken_bijzonder",
    "ukraine": "plekken_oekraine",
    "status_holder": "plekken_statushouder",
}


def number(text: str) -> Fraction | None:
    """Read a Dutch number exactly; an empty cell is None."""
    return Fraction(text.replace(".", "").replace(",", ".")) if text else None


def whole(text: str, default: int | None = None) -> int | None:
    """Read a whole number; an empty cell is the default."""
    return int(text) if text else default


def day(text: str) -> date | None:
    """Read a date, Dutch or ISO; an empty cell is None."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if parts[0] > 31 else date(*reversed(parts))


def yes(text: str) -> bool:
    """Read yes or no; an empty cell is no."""
    return text.lower() in ("ja", "x", "1", "waar")


@dataclass(frozen=True)
class About:
    """A figure that is rounded in the document: right when the reported one is within `half` of it."""

    value: Fraction | float
    half: float


@dataclass(frozen=True)
class Tables:
    """The tables of a case, typed.

    Parameters
    ----------
    figures : mapping of str to str
        Table *opgave*: name to value as text.
    moments : DataFrame
        By ISO date: `day`, `share` (Fraction), `emergency` (int or None); in order.
    towns : DataFrame
        Table *gemeenten* as text, by code, in order; `name` of each.
    offers : DataFrame
        Table *locaties* by id, in order, with what the type says; `foreign` is outside the province.
    targets, exchanges, links : DataFrame
        As text, with codes for municipalities.
    positions : DataFrame
        Table *standpunten* as text.
    """

    figures: Mapping[str, str]
    moments: pd.DataFrame
    towns: pd.DataFrame
    offers: pd.DataFrame
    targets: pd.DataFrame
    exchanges: pd.DataFrame
    links: pd.DataFrame
    positions: pd.DataFrame

    def figure(self, name: str) -> Fraction | None:
        """Return a number of the table *opgave*."""
        return number(self.figures.get(name, ""))

    @property
    def end(self) -> date:
        """Last day of the cycle."""
        found = day(self.figures.get("cyclus_eind", ""))
        assert found is not None, "the second opinion needs cyclus_eind"
        return found

    @property
    def begin(self) -> date:
        """First day of the cycle."""
        found = day(self.figures.get("cyclus_begin", ""))
        assert found is not None, "the second opinion needs cyclus_begin"
        return found


def read_tables(folder: Path) -> Tables:
    """Read a folder of CSV tables."""
    raw = {path.stem: _read(path) for path in sorted(folder.glob("*.csv"))}
    towns = raw["gemeenten"].set_index("gm_code", drop=False).sort_index()
    codes = dict(zip(towns["gemeente"], towns.index, strict=True))
    figures = dict(zip(raw["opgave"]["naam"], raw["opgave"]["waarde"], strict=True))
    return Tables(
        figures=figures,
        moments=_moments(raw["momenten"]),
        towns=towns,
        offers=_offers(raw["locaties"], raw["locatietypen"], codes),
        targets=_coded(raw["taakstelling"], codes, "gemeente"),
        exchanges=_coded(raw["uitruil"], codes, "van", "naar").sort_values("uitruil_id", ignore_index=True),
        links=_coded(raw["buren"], codes, "gemeente_a", "gemeente_b"),
        positions=raw.get("standpunten", pd.DataFrame()),
    )


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig", keep_default_na=False)


def _coded(table: pd.DataFrame, codes: Mapping[str, str], *columns: str) -> pd.DataFrame:
    """Replace names of municipalities by codes."""
    return table.assign(**{name: [codes.get(text, text) for text in table[name]] for name in columns})


def _moments(table: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "day": day(row["moment"]),
            "share": number(row["opgave_aandeel"]) if row["opgave_aandeel"] else Fraction(1),
            "emergency": whole(row["noodopvang_hoogstens"]),
        }
        for _, row in table.iterrows()
    ]
    frame = pd.DataFrame(rows, dtype=object)
    frame.index = pd.Index([item.isoformat() for item in frame["day"]])
    return frame.sort_index()


def _offers(table: pd.DataFrame, types: pd.DataFrame, codes: Mapping[str, str]) -> pd.DataFrame:
    kinds = {row["locatietype"]: row for _, row in types.iterrows()}
    own = set(codes.values())
    coded = _coded(table, codes, "gemeente", "koppelgemeente")
    rows = [_offer(row, kinds[row["locatietype"]], own) for _, row in coded.iterrows()]
    return pd.DataFrame(rows, dtype=object).set_index("id", drop=False).sort_index()


def _offer(row: Mapping[str, str], kind: Mapping[str, str], own: set[str]) -> dict[str, Any]:
    """Say what is known of one row of *locaties*."""
    present = {k: whole(row[header], 0) for k, header in PRESENT.items()}
    form = WORDS[kind["locatievorm"]]
    streams = row.get("doelgroepen", "") or kind["doelgroepen"]
    return {
        "id": row["locatie_id"],
        "code": row["gemeente"],
        "foreign": row["gemeente"] not in own,
        "form": form,
        "status": WORDS[row["status"]],
        "streams": tuple(k for word, k in WORDS.items() if word in streams.split("+")),
        "hub": yes(kind["mag_regionale_locatie_zijn"]),
        "durable": yes(row["duurzaam"] or kind["duurzaam"]),
        "emergency": yes(kind["noodopvang"]),
        "for_housing": yes(kind["telt_voor_taakstelling"]),
        "first": day(row["beschikbaar_vanaf"]),
        "last": day(row["beschikbaar_tot"]),
        "may_close": yes(row["mag_sluiten"]),
        "may_shrink": yes(row["mag_krimpen"]),
        "count": whole(row["aantal_locaties"], 1),
        "linked": row["koppelgemeente"] or row["gemeente"],
        "group": row["groep"],
        "group_rule": row["groep_regel"],
        "point": (float(row["lat"].replace(",", ".")), float(row["lon"].replace(",", "."))) if row["lat"] else None,
        "opening": whole(row.get("openingskosten", "") or kind["openingskosten"], 0),
        "yearly": whole(row.get("kosten_per_plek_jaar", "") or kind["kosten_per_plek_jaar"]),
        "surcharge": not row.get("kosten_per_plek_jaar", "") and form in ("small_scale", "satellite"),
        **_sizes(row, kind, sum(present.values())),
        **present,
    }


def _sizes(row: Mapping[str, str], kind: Mapping[str, str], present: int) -> dict[str, int | None]:
    """Return the smallest and largest size: typed, else what is there, else that of the type."""
    typed = row["plekken"] or row["min_plekken"] or row["max_plekken"]
    there = not typed and present and row["status"] in ("bestaand", "vastgesteld")
    low = row["plekken"] or row["min_plekken"] or (present if there and not yes(row["mag_krimpen"]) else "")
    high = row["plekken"] or row["max_plekken"] or (present if there else "")
    return {"low": int(low or kind["min_plekken"]), "high": int(high or kind["max_plekken"])}
