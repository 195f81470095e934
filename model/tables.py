"""Every table and column of a case, declared once: Dutch header, field, kind, unit, range and allowed values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "text",
    "code",
    "municipality",
    "municipalities",
    "int",
    "decimal",
    "degrees",
    "date",
    "yes_no",
    "choice",
    "streams",
    "half_year",
    "any",
]

STREAM_WORDS = {"regulier": "regular", "bijzonder": "special", "oekraine": "ukraine", "statushouder": "status_holder"}
TASK_WORDS = {"asiel": "asylum", "bijzonder": "special", "oekraine": "ukraine", "huisvesting": "housing"}
FORM_WORDS = {"groot": "large", "kleinschalig": "small_scale", "satelliet": "satellite", "overig": "other"}
STATUS_WORDS = {
    "bestaand": "existing",
    "vastgesteld": "decided",
    "voornemen": "intended",
    "verkenning": "explored",
}
LINK_WORDS = {"grens": "border", "weg": "road", "veer": "ferry"}
ORIGIN_WORDS = {
    "gepubliceerd": "published",
    "opgegeven": "reported",
    "berekend": "computed",
    "schatting": "estimate",
    "rekenvoorbeeld": "illustration",
}
YES_NO_WORDS = {"ja": True, "x": True, "1": True, "waar": True, "nee": False, "0": False, "onwaar": False}
STAGE_WORDS = {"concept": "concept", "vastgesteld": "adopted"}
GROUP_WORDS = {"niet_tegelijk": "not_together", "na_elkaar": "one_after_other", "samen": "shared"}
EXCHANGE_WORDS = {"afgesproken": "agreed", "besproken": "discussed"}
OPERATOR_WORDS = {"COA": "COA", "TGO": "TGO", "DGO": "DGO", "VGE": "VGE"}
DEMAND_WORDS = {
    "geen_locatievorm": "no_form",
    "ten_hoogste": "at_most",
    "ten_minste": "at_least",
    "precies": "exactly",
    "locatie_wel": "location_open",
    "locatie_niet": "location_closed",
    "locatie_ten_hoogste": "location_at_most",
    "niet_beide": "not_both",
    "alleen_als": "only_if",
}
DEMAND_STREAM_WORDS = {**STREAM_WORDS, "asiel": "asylum", "totaal": "total"}


@dataclass(frozen=True)
class Column:
    """What is known of one column (or of one name of the table *opgave*).

    Parameters
    ----------
    header : str
        Dutch header, as it stands in the file.
    name : str
        English field.
    kind : str
        How a cell is read.
    unit : str
        Unit of a number.
    required : bool
        Whether the column must exist, and each of its cells be filled.
    low, high : float or None
        Inclusive range of a number.
    words : mapping of str to str
        Allowed Dutch words and their machine value.
    """

    header: str
    name: str
    kind: Kind = "text"
    unit: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table of a case.

    Parameters
    ----------
    name : str
        Dutch name: of the file (without ``.csv``) or of the sheet.
    columns : tuple of Column
        In the order in which they are written.
    required : bool
        Whether a case must have it.
    may_be_empty : bool
        Whether a required table may have no rows.
    prefix : str
        Start of the free columns that the table may have; ``*`` means any name.
    key : tuple of str
        Fields that together name a row; two rows with the same key are a finding.
    """

    name: str
    columns: tuple[Column, ...]
    required: bool = False
    may_be_empty: bool = False
    prefix: str = ""
    key: tuple[str, ...] = ()

    def all_columns(self) -> Iterator[Column]:
        """Yield the columns of the table and the two that every table has."""
        yield from self.columns
        yield from EVERY_TABLE

    def column(self, name: str) -> Column:
        """Return the column with an English field name."""
        return next(item for item in self.all_columns() if item.name == name)


def _count(header: str, name: str, unit: str, high: float, *, low: float = 0) -> Column:
    return Column(header, name, "int", unit, low=low, high=high)


def _required(column: Column) -> Column:
    return replace(column, required=True)


def _place(header: str = "gemeente", name: str = "municipality") -> Column:
    return Column(header, name, "municipality", required=True)


def _yes_no(header: str, name: str, *, required: bool = False) -> Column:
    return Column(header, name, "yes_no", required=required)


def _choice(header: str, name: str, words: Mapping[str, str], *, required: bool = False) -> Column:
    return Column(header, name, "choice", required=required, words=words)


def _point() -> tuple[Column, Column]:
    return Column("lat", "lat", "degrees", "degrees", False, 50, 54), Column(
        "lon", "lon", "degrees", "degrees", False, 3, 8
    )


EVERY_TABLE = (_choice("herkomst", "origin", ORIGIN_WORDS), Column("bron", "source"))

PLACES = 20_000
PERSONS = 5_000_000
EUROS = 1e9

FIGURES = (
    Column("provincie", "province", "text", required=True),
    _required(_count("cyclus", "cycle", "", 20, low=1)),
    Column("cyclus_begin", "begin", "date"),
    Column("cyclus_eind", "end", "date"),
    Column("versie", "version"),
    _choice("stand", "stage", STAGE_WORDS),
    Column("vergaderdatum", "meeting_date", "date"),
    _count("capaciteitsraming", "capacity_estimate", "places", 1_000_000),
    _count("capaciteitsraming_bijzonder", "capacity_estimate_special", "places", 1_000_000),
    _count("provinciale_opgave", "provincial_task", "places", 1_000_000),
    _count("provinciale_opgave_bijzonder", "provincial_task_special", "places", 1_000_000),
    _count("nog_te_realiseren", "to_realise", "places", 1_000_000, low=-1_000_000),
    Column("som_weging_landelijk", "weight_sum", "decimal", "persons", False, 1, 1e9),
    _count("inwoners_landelijk", "inhabitants", "persons", 100_000_000, low=1),
    _count("oekraine_landelijk", "ukraine", "places", 1_000_000),
    _count("oekraine_gevraagd", "ukraine_asked", "places", 1_000_000),
    _count("referentie_achterstand", "reference_backlog", "persons", 1_000_000),
)

SUMMARY = Table(
    "opgave",
    (Column("naam", "name", "text", required=True), Column("waarde", "value", "any"), Column("eenheid", "unit")),
    required=True,
    key=("name",),
)

MOMENTS = Table(
    "momenten",
    (
        Column("moment", "day", "date", required=True),
        Column("opgave_aandeel", "task_share", "decimal", "share", False, 0, 1),
        _count("noodopvang_hoogstens", "emergency_max", "places", 1_000_000),
        Column("toelichting", "remark"),
    ),
    required=True,
    key=("day",),
)

MUNICIPALITIES = Table(
    "gemeenten",
    (
        _place(),
        Column("gm_code", "code", "code"),
        Column("subregio", "region"),
        Column("veiligheidsregio", "safety_region"),
        _required(_count("inwoners", "inhabitants", "persons", PERSONS, low=1)),
        _count("inwoners_taakstelling", "inhabitants_housing", "persons", PERSONS, low=1),
        Column("oppervlakte_km2", "area_km2", "decimal", "km2", False, 0, 5_000),
        Column("ses_woa", "ses_woa", "decimal", "ratio", False, -0.99, 2),
        _choice("ses_woa_herkomst", "ses_woa_origin", ORIGIN_WORDS),
        _count("indicatief_aantal", "indicative", "places", 100_000),
        _count("waarvan_bijzonder", "indicative_special", "places", 100_000),
        _choice("indicatief_herkomst", "indicative_origin", ORIGIN_WORDS),
        _count("verdeelbesluit_aantal", "allocation_decision", "places", 100_000),
        _count("gevraagde_plekken_oekraine", "ukraine_asked", "places", 100_000),
        _count("te_huisvesten_per_halfjaar", "houseable", "persons", 100_000),
        _count("krediet_asiel", "credit_asylum", "places", 100_000),
        _count("krediet_oekraine", "credit_ukraine", "places", 100_000),
        _count("krediet_huisvesting", "credit_housing", "persons", 100_000),
        _yes_no("vrijgesteld_restopgave", "exempt_residual"),
        *_point(),
        Column("toelichting", "remark"),
    ),
    required=True,
    prefix="sleutel_",
    key=("municipality",),
)

TARGETS = Table(
    "taakstelling",
    (
        _place(),
        Column("halfjaar", "half_year", "half_year", required=True),
        _required(_count("taakstelling_personen", "persons", "persons", 100_000)),
        _count("achterstand_personen", "backlog", "persons", 100_000, low=-100_000),
    ),
    key=("municipality", "half_year"),
)

TYPES = Table(
    "locatietypen",
    (
        Column("locatietype", "type_name", "text", required=True),
        _choice("locatievorm", "form", FORM_WORDS, required=True),
        _yes_no("mag_regionale_locatie_zijn", "may_be_hub"),
        _required(_count("min_plekken", "min_places", "places", PLACES)),
        _required(_count("max_plekken", "max_places", "places", PLACES, low=1)),
        Column("doelgroepen", "streams", "streams", required=True, words=STREAM_WORDS),
        _yes_no("duurzaam", "durable", required=True),
        _yes_no("noodopvang", "emergency", required=True),
        _yes_no("telt_voor_taakstelling", "counts_for_housing"),
        _count("openingskosten", "opening_cost", "euro", EUROS),
        _required(_count("kosten_per_plek_jaar", "cost_per_place", "euro", 1_000_000)),
    ),
    required=True,
    key=("type_name",),
)

LOCATIONS = Table(
    "locaties",
    (
        Column("locatie_id", "location_id", "code"),
        _place(),
        Column("naam", "name"),
        Column("locatietype", "type_name", "text", required=True),
        _choice("status", "status", STATUS_WORDS, required=True),
        _count("plekken", "places", "places", PLACES, low=1),
        _count("min_plekken", "min_places", "places", PLACES),
        _count("max_plekken", "max_places", "places", PLACES, low=1),
        _count("plekken_regulier", "present_regular", "places", PLACES),
        _count("plekken_bijzonder", "present_special", "places", PLACES),
        _count("plekken_oekraine", "present_ukraine", "places", PLACES),
        _count("plekken_statushouder", "present_status_holder", "places", PLACES),
        Column("doelgroepen", "streams", "streams", words=STREAM_WORDS),
        Column("beschikbaar_vanaf", "first_day", "date"),
        Column("beschikbaar_tot", "last_day", "date"),
        _yes_no("duurzaam", "durable"),
        _yes_no("mag_sluiten", "may_close"),
        _yes_no("mag_krimpen", "may_shrink"),
        _yes_no("openbaar", "public"),
        Column("koppelgemeente", "link", "municipality"),
        Column("groep", "group", "code"),
        _choice("groep_regel", "group_rule", GROUP_WORDS),
        Column("besluit_door", "decision_by"),
        Column("besluitdatum", "decision_date", "date"),
        _yes_no("langere_termijn", "longer_term"),
        Column("voorwaarde", "condition"),
        Column("knelpunt", "bottleneck"),
        _choice("exploitatie", "operator", OPERATOR_WORDS),
        _count("openingskosten", "opening_cost", "euro", EUROS),
        _count("kosten_per_plek_jaar", "cost_per_place", "euro", 1_000_000),
        *_point(),
        Column("opmerking", "remark"),
        _count("aantal_locaties", "count", "locations", 500, low=1),
    ),
    required=True,
    may_be_empty=True,
    key=("location_id",),
)

LINKS = Table(
    "buren",
    (
        _place("gemeente_a", "municipality_a"),
        _place("gemeente_b", "municipality_b"),
        _choice("verbinding", "kind", LINK_WORDS, required=True),
    ),
)

POSITIONS = Table(
    "standpunten",
    (
        Column("standpunt_id", "position_id", "code", required=True),
        Column("scenario", "scenario"),
        Column("partij", "party", "text", required=True),
        _choice("eis", "demand", DEMAND_WORDS, required=True),
        Column("gemeenten", "municipalities", "municipalities"),
        Column("locatie_id", "location_id", "code"),
        Column("andere_locatie_id", "other_location_id", "code"),
        _choice("locatievorm", "form", FORM_WORDS),
        _choice("doelgroep", "stream", DEMAND_STREAM_WORDS),
        _count("plekken", "places", "places", 100_000),
        Column("moment", "moment", "date"),
        Column("andere_gemeente", "other_municipality", "municipality"),
        _count("andere_plekken", "other_places", "places", 100_000),
        _yes_no("ononderhandelbaar", "non_negotiable", required=True),
        _count("weerstand", "reluctance", "", 3, low=1),
        _count("ruimte_plekken", "room", "places", 100_000),
        _yes_no("ook_bestaand", "also_existing"),
        Column("toelichting", "remark"),
    ),
    key=("position_id",),
)

EXCHANGES = Table(
    "uitruil",
    (
        Column("uitruil_id", "exchange_id", "code", required=True),
        _place("van", "giver"),
        _place("naar", "taker"),
        _choice("doelgroep", "stream", STREAM_WORDS, required=True),
        _required(_count("plekken", "places", "places", 100_000, low=1)),
        _choice("tegen_doelgroep", "against_stream", STREAM_WORDS),
        _count("tegen_plekken", "against_places", "places", 100_000, low=1),
        Column("moment", "moment", "date"),
        Column("halfjaar", "half_year", "half_year"),
        _choice("stand", "stage", EXCHANGE_WORDS),
        Column("besluitdatum", "decision_date", "date"),
        Column("toelichting", "remark"),
    ),
    key=("exchange_id",),
)

SCENARIOS = Table("scenarios", (Column("instelling", "setting", "text", required=True),), prefix="*", key=("setting",))

TABLES: dict[str, Table] = {
    item.name: item
    for item in (
        SUMMARY,
        MOMENTS,
        MUNICIPALITIES,
        TARGETS,
        TYPES,
        LOCATIONS,
        LINKS,
        POSITIONS,
        EXCHANGES,
        SCENARIOS,
    )
}
