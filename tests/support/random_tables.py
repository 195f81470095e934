"""Voorbeeldland with random cells, by seed: other dates, rights, sizes, costs, numbers and exchanges."""

from random import Random

from support.case_folders import Tables

LAST_DAYS = ("31-12-2028", "30-06-2032", "01-07-2032", "29-06-2032", "31-01-2033")
FIRST_DAYS = ("01-01-2020", "01-07-2027", "01-12-2027", "01-02-2028")
SUMMARY_ROWS = (
    "provinciale_opgave",
    "provinciale_opgave_bijzonder",
    "oekraine_gevraagd",
    "nog_te_realiseren",
    "referentie_achterstand",
)
# Column of gemeenten, how often it changes, and to what.
TOWN_CELLS = (
    ("te_huisvesten_per_halfjaar", 0.2, ("", "0", "15", "200")),
    ("gevraagde_plekken_oekraine", 0.2, ("", "0", "100")),
    ("indicatief_aantal", 0.2, ("", "100", "350")),
    ("subregio", 0.1, ("",)),
    ("krediet_asiel", 0.2, ("", "40")),
    ("krediet_huisvesting", 0.2, ("", "7")),
    ("vrijgesteld_restopgave", 0.2, ("ja", "nee")),
)


def change_cells(tables: Tables, seed: int) -> None:
    """Change cells of the tables of Voorbeeldland in place."""
    draw = Random(f"tables-{seed}")
    for row in tables["locaties"]:
        if row["gemeente"] != "GM9101":
            _change_location(row, draw)
    for row in tables["gemeenten"]:
        _change(row, draw, TOWN_CELLS)
    for row in tables["taakstelling"]:
        _change(row, draw, (("taakstelling_personen", 0.2, ("0", "20", "77")),))
        if row["achterstand_personen"]:
            _change(row, draw, (("achterstand_personen", 0.5, ("-90", "33")),))
    gone = [name for name in SUMMARY_ROWS if draw.random() < 0.4]
    tables["opgave"] = [row for row in tables["opgave"] if row["naam"] not in gone]
    if draw.random() < 0.5:
        tables["momenten"].append({"moment": "01-08-2028", "opgave_aandeel": "0,95"})
    _change_exchanges(tables["uitruil"], draw)


def _change(row: dict[str, str], draw: Random, cells: tuple[tuple[str, float, tuple[str, ...]], ...]) -> None:
    for column, often, texts in cells:
        if draw.random() < often:
            row[column] = draw.choice(texts)


def _change_location(row: dict[str, str], draw: Random) -> None:
    rights = (("mag_sluiten", 0.3, ("ja", "nee")), ("mag_krimpen", 0.3, ("ja", "nee")))
    costs = (("kosten_per_plek_jaar", 0.1, ("1", "29000", "100000")), ("openingskosten", 0.1, ("0", "9000000")))
    _change(row, draw, (("duurzaam", 0.15, ("ja", "nee")), *costs))
    if not row["beschikbaar_vanaf"] and not row["beschikbaar_tot"]:
        _change(row, draw, (("beschikbaar_vanaf", 0.15, FIRST_DAYS), ("beschikbaar_tot", 0.15, LAST_DAYS)))
    if row["status"] in ("bestaand", "vastgesteld"):
        _change(row, draw, rights)
    elif row["status"] == "verkenning" and row["locatietype"] not in ("azc", "satelliet") and not row["groep"]:
        _change(row, draw, (("aantal_locaties", 0.3, ("2", "3")),))
    if row["locatietype"] in ("doorstroomlocatie", "tussenvoorziening"):
        _change(row, draw, (("koppelgemeente", 0.5, ("", "Lindenhage", "Eikenoord")),))


def _change_exchanges(rows: list[dict[str, str]], draw: Random) -> None:
    for row in rows:
        _change(row, draw, (("stand", 0.5, ("afgesproken",)),))
    new = {"uitruil_id": "U9", "van": "Grootstad", "naar": "Polderzijl", "stand": "afgesproken"}
    against = {"tegen_doelgroep": "statushouder", "tegen_plekken": "6"}
    if draw.random() < 0.5:
        rows.append({**new, "doelgroep": "oekraine", "plekken": "44", **against})
