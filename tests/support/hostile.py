"""Two cases full of trouble: hostile text in every cell that takes text, and a secret in every cell that has one.

`hostile_plan` is Voorbeeldland with formulas, markup, quotes, long words, long texts, turned writing and emoji wherever
a reader accepts text; what stands in `HOSTILE` must come back literally. `secret_plan` is a small province of which
nothing is an illustration, so that letters and a public set can be made of it; nothing of `SECRETS` may become public.

Everything goes the normal way: rows of text, a folder of CSV tables or a workbook, `load_case`,
`load_scenario`, `solve`. To run commands, `write_hostile_case` and `write_secret_case` write the case.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path

from regietafel.inputs.built_in import built_in_tables
from regietafel.inputs.csv_folder import write_folder
from regietafel.inputs.load import load_case
from regietafel.inputs.scenario_file import load_scenario
from regietafel.model.case import Case
from regietafel.model.plan import Plan
from regietafel.solver.run import solve
from support.workbooks import case_workbook

Tables = dict[str, list[dict[str, str]]]

QUICK = {"fairness": "minimax", "fairness_prices": "none", "gap": "0,01"}
"""Options with which a small province is solved in about a second."""

FORMULAS = (
    '=HYPERLINK("http://127.0.0.1/?"&A1;"klik")',
    "+1",
    "-1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=1+1\tmet tab",
    "=cmd|' /C calc'!A1",
    "-2+3",
    "{=SUM(A1:A9)}",
)
MARKUP = (
    "<script>document.title='kaap'</script>",
    "<img src=x onerror=document.title='kaap'>",
    "Jan &amp; Piet &lt;b&gt;",
    "einde ]]> van <![CDATA[",
    "</td></tr></table><h1>groot</h1>",
    "</script><style>*{display:none}</style>",
    "{{7*7}} {% raw %} {# niets #}",
    "{% for x in y %}{{x}}{% endfor %}",
    "<w:p><w:r>los</w:r></w:p>",
    "${7*7} #{7*7} %s %d {0} {naam}",
    "javascript:document.title='kaap'",
    "_x0041_ _x000D_ &#x41;",
)
QUOTES = (
    "'s-Gravenwoude",
    '"dubbel" en \\" terug\\',
    "‘krom’ “krom” „laag” «hoek» `schuin`",
    "''=1+1",
    "[Tabel1](haak)|*ster*_streep_#",
    "regel een\nregel twee",
    "a\\b/c:d?e*f",
)
TURNED = (
    "תל־אביב שלום",
    "القاهرة ١٢٣",
    "gewoon \u202eneergezet\u202c weer gewoon",
    "woord\u200b\u200c\u200d\u2060woord",
    "👩‍👩‍👧‍👦 🏳️‍🌈 plein",
    "Zalgo z̸̡̛̗͔̙ͥ̓ḁ̵̗͋l̶̥͐g̵͇͐o̷",
    "中文城市 ﷽",
)
LONG_WORD = "Llanfair" + "x" * 284 + "gogogoch"
"""A name of 300 letters without a place to break it."""
LONG_TEXT = "<b>begin</b> " + "een heel lange zin over de opvang; " * 1_100 + "=EINDE()"
"""More signs than a cell of a workbook holds (32,767)."""

TOWNS = (
    '=HYPERLINK("http://127.0.0.1/?x=1","Grootstad")',
    "<script>document.title='kaap'</script>burg",
    '\'s-Gravenwoude "&amp;" Zoon',
    "{{7*7}} aan de {% raw %}",
    "+1 Broekdam",
    LONG_WORD,
    "@SUM(1+1) ]]> Veenloo",
    "gewoon \u202emeertsjiR\u202c dorp",
    "🏳️‍🌈 Lindenhage \u200b\u2060woord",
    "-1 القاهرة",
    "“Eikenoord” «hoek» `schuin` \\",
    "</td></table> & 中文城市",
)
"""Names of the twelve municipalities of the hostile plan, in the order of their codes."""
CODES = (
    "@SUM(1)",
    "<b>vet<b>",
    "{{7*7}}",
    "{% raw %}",
    "-1",
    '"aan"',
    "'s-weg'",
    "a&amp.b",
    "]]>x",
    "\\..\\..\\x",
    "../../etc",
    "👩‍🌾"[0],
    "CON",
    "#REF",
    "id met spatie",
    "%s%d",
    "__proto__",
    "שלום",
)
"""Identifiers that a reader accepts: no sign that separates items in a list, nothing invisible."""
TEXTS = (*FORMULAS, *MARKUP, *QUOTES, *TURNED)
OUTSIDE = "GM9101"
TITLE = "<i>Titel</i> {{7*7}} \u202eno\u202c =1+1"
PROVINCE = "=Land & <b>Zoon</b> “{{7*7}}”"
VERSION = "-1 <v>"

FREE = {
    "opgave": ("bron",),
    "momenten": ("toelichting", "bron"),
    "gemeenten": ("subregio", "veiligheidsregio", "toelichting", "bron"),
    "taakstelling": ("bron",),
    "locatietypen": ("bron",),
    "locaties": ("naam", "besluit_door", "voorwaarde", "knelpunt", "opmerking", "bron"),
    "buren": ("bron",),
    "standpunten": ("partij", "toelichting", "bron"),
    "uitruil": ("toelichting", "bron"),
}
"""Columns with free text, by table; the text goes into every row."""

HOSTILE = (*TOWNS, *TEXTS, LONG_TEXT, TITLE, PROVINCE, VERSION)
"""Texts that stand in the hostile plan and must come back literally where a document shows them."""


def hostile_tables(fictional: bool = True) -> Tables:
    """Return the tables of Voorbeeldland with hostile text in every cell that takes text.

    Parameters
    ----------
    fictional : bool
        Whether the codes say that the province was made up, so that letters and a public set are refused; if not, the
        codes are old ones that no municipality has today, and the location outside the province is left out.
    """
    tables: Tables = {name: [dict(row) for row in rows] for name, rows in built_in_tables("voorbeeldland").items()}
    _name_by_code(tables)
    texts = cycle(TEXTS)
    for table, columns in FREE.items():
        for row in tables[table]:
            row |= {column: next(texts) for column in columns}
    tables["locaties"][0]["voorwaarde"] = LONG_TEXT
    for row, name in zip(tables["gemeenten"], TOWNS, strict=True):
        row["gemeente"] = name
    _rename(tables, "locatietypen", "locatietype", [("locaties", "locatietype")], _numbered(MARKUP))
    _rename(tables, "locaties", "groep", [], _numbered(CODES))
    places = [("standpunten", "locatie_id"), ("standpunten", "andere_locatie_id")]
    _rename(tables, "locaties", "locatie_id", places, _numbered(CODES))
    _rename(tables, "standpunten", "standpunt_id", [], _numbered(CODES))
    _rename(tables, "uitruil", "uitruil_id", [], _numbered(CODES))
    figures = {row["naam"]: row for row in tables["opgave"]}
    figures["provincie"]["waarde"], figures["versie"]["waarde"] = PROVINCE, VERSION
    tables["scenarios"][0] |= {"basis": TITLE, "tafel": TITLE}
    return tables if fictional else _with_old_codes(tables)


def _with_old_codes(tables: Tables) -> Tables:
    """Replace the codes of a made-up province by old ones; drop what lies outside the province."""
    kept = {name: [row for row in rows if OUTSIDE not in row.values()] for name, rows in tables.items()}
    return {
        name: [{column: (value or "").replace("GM90", "GM00") for column, value in row.items()} for row in rows]
        for name, rows in kept.items()
    }


def _name_by_code(tables: Tables) -> None:
    """Name every municipality by its code, so that its name can become anything."""
    codes = {row["gemeente"]: row["gm_code"] for row in tables["gemeenten"]}
    for row in (row for name, rows in tables.items() if name != "gemeenten" for row in rows):
        for column, value in row.items():
            parts = (value or "").split("+")
            if all(part in codes for part in parts):
                row[column] = "+".join(codes[part] for part in parts)


def _numbered(texts: Sequence[str]) -> Iterator[str]:
    """Give the texts one by one, with a number behind the second round and later."""
    for number, written in enumerate(cycle(texts)):
        turn = number // len(texts)
        yield f"{written} {turn + 1}" if turn else written


def _rename(
    tables: Tables, table: str, column: str, elsewhere: Sequence[tuple[str, str]], names: Iterator[str]
) -> None:
    """Give every value of a column a new name, and use that where the value is named."""
    known = {row[column]: "" for row in tables[table] if row[column]}
    known = {value: next(names) for value in known}
    for name, other in [(table, column), *elsewhere]:
        for row in tables[name]:
            row[other] = known.get(row[other], row[other])


@cache
def hostile_case() -> Case:
    """Read the hostile case from a folder of tables."""
    with tempfile.TemporaryDirectory() as folder:
        return load_case(write_hostile_case(Path(folder)))


@cache
def hostile_plan(scenario: str = "tafel", fictional: bool = True) -> Plan:
    """Solve the hostile case, once per session; the scenario ``tafel`` has positions, ``basis`` has none."""
    with tempfile.TemporaryDirectory() as folder:
        return _solved(write_hostile_case(Path(folder), fictional), scenario)


@cache
def secret_case() -> Case:
    """Read the secret case from a workbook with a secret name."""
    with tempfile.TemporaryDirectory() as folder:
        return load_case(write_secret_case(Path(folder)))


@cache
def secret_plan() -> Plan:
    """Solve the secret case, once per session."""
    with tempfile.TemporaryDirectory() as folder:
        return _solved(write_secret_case(Path(folder)), "basis")


def write_hostile_case(folder: Path, fictional: bool = True) -> Path:
    """Write the hostile case as a folder of tables inside a folder; return its path, ready for ``plan``."""
    write_folder(hostile_tables(fictional), folder / "invoer")
    return folder / "invoer"


def write_secret_case(folder: Path) -> Path:
    """Write the secret case as a workbook inside a folder; return its path, ready for ``plan``."""
    return case_workbook(folder / SECRET_FILE, secret_tables())


def _solved(path: Path, scenario: str) -> Plan:
    return solve(load_case(path), load_scenario(path, scenario, QUICK))


def hidden(word: str) -> str:
    """Return a word that must not become public, recognisable whatever stands around it."""
    return f"geheim{word}zwijg"


SECRET_FILE = f"{hidden('bestand')}.xlsx"
SECRET_NUMBERS = (48611, 57413, 61949, 73877)
"""Numbers that must not become public: room of positions, and places that were asked."""
SECRET_POINT = ("52,137159", "5,371951")
"""Where a location lies that is not public."""
SECRETS = (
    *(hidden(word) for word in ("naam", "naamtwee", "naamdrie", "loc", "loctwee", "locdrie", "groep", "door")),
    *(hidden(word) for word in ("voorwaarde", "knelpunt", "opmerking", "toelichting", "bron", "standpunt")),
    *(hidden(word) for word in ("partij", "partijtwee", "reden", "uitruil", "besproken", "gemeentenoot", "typebron")),
    *(hidden(word) for word in ("momentnoot", "scenario", "bestand")),
    *(f"{number:,}".replace(",", mark) for number in SECRET_NUMBERS for mark in ("", ".", ",", "\u00a0", "\u202f")),
    *(point for written in SECRET_POINT for point in (written, written.replace(",", "."))),
)
"""What no public document may hold, in every notation."""
PUBLIC = ("Openbare Kazerne", "Aakerk", "Beekdal", "Cromveld", "Duinhoek")
"""What a public document may hold, and one about this province does."""

SECRET_CELLS = {
    "opgave": """
naam;waarde
provincie;Proefprovincie
cyclus;2
versie;3
stand;concept
vergaderdatum;10-12-2026
capaciteitsraming;90000
capaciteitsraming_bijzonder;7200
provinciale_opgave;640
provinciale_opgave_bijzonder;48
som_weging_landelijk;18000000
inwoners_landelijk;18000000
oekraine_gevraagd;120""",
    "momenten": """
moment;toelichting
01-07-2027;{momentnoot}
01-02-2028;{momentnoot}""",
    "gemeenten": """
gemeente;gm_code;subregio;veiligheidsregio;inwoners;ses_woa;ses_woa_herkomst;te_huisvesten_per_halfjaar;lat;lon;toelichting
Aakerk;GM0001;Midden;Midden;60000;0;opgegeven;6;52,00;5,40;{gemeentenoot}
Beekdal;GM0002;Midden;Midden;40000;0;opgegeven;6;52,05;5,40;{gemeentenoot}
Cromveld;GM0003;Midden;Midden;30000;0;opgegeven;6;52,10;5,40;{gemeentenoot}
Duinhoek;GM0004;Midden;Midden;20000;0;opgegeven;6;52,15;5,40;{gemeentenoot}""",
    "taakstelling": """
gemeente;halfjaar;taakstelling_personen
Aakerk;2027-I;6
Aakerk;2027-II;6
Beekdal;2027-I;6
Beekdal;2027-II;6
Cromveld;2027-I;6
Cromveld;2027-II;6
Duinhoek;2027-I;6
Duinhoek;2027-II;6""",
    "locatietypen": """
locatietype;locatievorm;mag_regionale_locatie_zijn;min_plekken;max_plekken;doelgroepen;duurzaam;noodopvang;kosten_per_plek_jaar;bron
azc;groot;ja;100;400;regulier+bijzonder;ja;nee;30000;{typebron}
kleinschalig;kleinschalig;nee;20;120;regulier;ja;nee;30000;{typebron}
satelliet;satelliet;nee;20;80;regulier;ja;nee;30000;{typebron}
gemeentelijke opvang;overig;nee;10;150;oekraine;ja;nee;30000;{typebron}""",
    "locaties": """
locatie_id;gemeente;naam;locatietype;status;min_plekken;max_plekken;plekken_regulier;plekken_bijzonder;openbaar;groep;groep_regel;besluit_door;besluitdatum;voorwaarde;knelpunt;lat;lon;opmerking
OPEN-1;Aakerk;Openbare Kazerne;azc;bestaand;150;200;180;20;ja;;;;;{voorwaarde};{knelpunt};;;{opmerking}
{loc};Beekdal;{naam};azc;verkenning;;;;;nee;;;{door};15-01-2027;{voorwaarde};{knelpunt};52,137159;5,371951;{opmerking}
{loctwee};Cromveld;{naamtwee};satelliet;verkenning;;;;;nee;{groep};niet_tegelijk;;;;;;;{opmerking}
{locdrie};Cromveld;{naamdrie};kleinschalig;verkenning;;;;;nee;{groep};niet_tegelijk;;;;;;;{opmerking}
{loc}A;Aakerk;{naam} A;gemeentelijke opvang;verkenning;;;;;nee;;;;;;;;;{opmerking}
{loc}B;Beekdal;{naam} B;gemeentelijke opvang;verkenning;;;;;nee;;;;;;;;;{opmerking}
{loc}D;Duinhoek;{naam} D;gemeentelijke opvang;verkenning;;;;;nee;;;;;;;;;{opmerking}
{loc}K;Duinhoek;{naam} K;kleinschalig;verkenning;;;;;nee;;;;;;{knelpunt};;;{opmerking}""",
    "buren": """
gemeente_a;gemeente_b;verbinding
Aakerk;Beekdal;grens
Beekdal;Cromveld;grens
Cromveld;Duinhoek;grens""",
    "standpunten": """
standpunt_id;partij;eis;gemeenten;locatie_id;doelgroep;plekken;ononderhandelbaar;weerstand;ruimte_plekken;toelichting
{standpunt}1;{partij};ten_hoogste;Beekdal;;asiel;150;nee;3;48611;{reden}
{standpunt}2;{partijtwee};locatie_ten_hoogste;;{loc};;61949;nee;1;57413;{toelichting}
{standpunt}3;{partij};ten_hoogste;Duinhoek;;totaal;73877;ja;;;""",
    "uitruil": """
uitruil_id;van;naar;doelgroep;plekken;stand;besluitdatum;toelichting
U1;Duinhoek;Aakerk;regulier;10;afgesproken;01-11-2026;{uitruil}
{uitruil};Cromveld;Beekdal;regulier;7;besproken;;{besproken}""",
    "scenarios": """
instelling;basis;{scenario}
titel;Basis;{scenario}""",
}
"""The tables of the secret case as text; a word in braces becomes a word that must not become public."""


def secret_tables() -> Tables:
    """Return the tables of a small province that is no illustration, with a secret in every cell that can have one.

    One existing location is public, the others are not, a hub and a satellite among them; of two exchanges one is only
    discussed. The codes are old ones that no municipality has today.
    """
    tables = {}
    for name, cells in SECRET_CELLS.items():
        written = re.sub(r"{(\w+)}", lambda found: hidden(found[1]), cells.strip())
        rows = csv.DictReader(io.StringIO(written), delimiter=";")
        tables[name] = [{"herkomst": "opgegeven", "bron": hidden("bron"), **row} for row in rows]
    return tables
