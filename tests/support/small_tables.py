"""A fictional province of three municipalities as rows of text, small enough to compute by hand."""

import copy

Rows = list[dict[str, str]]

FIGURES = {
    "provincie": "Voorbeeldland",
    "cyclus": "2",
    "stand": "concept",
    "capaciteitsraming": "88.000",
    "provinciale_opgave": "500",
    "provinciale_opgave_bijzonder": "40",
    "som_weging_landelijk": "18.000.000",
    "inwoners_landelijk": "18.000.000",
    "oekraine_landelijk": "100.000",
}

TABLES: dict[str, Rows] = {
    "opgave": [{"naam": name, "waarde": value} for name, value in FIGURES.items()],
    "momenten": [{"moment": "1-7-2027"}, {"moment": "2028-02-01", "noodopvang_hoogstens": "50"}],
    "gemeenten": [
        {
            "gemeente": name,
            "gm_code": code,
            "inwoners": inhabitants,
            "indicatief_aantal": number,
            "waarvan_bijzonder": special,
            "lat": lat,
            "lon": "6,0",
        }
        for name, code, inhabitants, number, special, lat in (
            ("Achterveld aan Zee", "GM9001", "20.000", "100", "8", "52,00"),
            ("Bôsdorp", "GM9002", "30.000", "150", "12", "52,05"),
            ("Centrum", "GM9003", "50.000", "250", "20", "52,10"),
        )
    ],
    "taakstelling": [
        {
            "gemeente": name,
            "halfjaar": half_year,
            "taakstelling_personen": persons,
            "achterstand_personen": "5" if half_year == "2027-I" else "",
        }
        for name, persons in (("Achterveld aan Zee", "10"), ("Bôsdorp", "15"), ("Centrum", "25"))
        for half_year in ("2027-I", "2027-II")
    ],
    "locatietypen": [
        {
            "locatietype": name,
            "locatievorm": form,
            "mag_regionale_locatie_zijn": hub,
            "min_plekken": low,
            "max_plekken": high,
            "doelgroepen": streams,
            "duurzaam": durable,
            "noodopvang": emergency,
            "telt_voor_taakstelling": housing,
            "openingskosten": "100.000",
            "kosten_per_plek_jaar": "30.400",
        }
        for name, form, hub, low, high, streams, durable, emergency, housing in (
            ("azc", "groot", "ja", "100", "600", "regulier + bijzonder + oekraine", "ja", "nee", ""),
            ("kleinschalig", "kleinschalig", "", "20", "100", "regulier+oekraine", "ja", "nee", ""),
            ("satelliet", "satelliet", "", "10", "60", "regulier", "ja", "nee", ""),
            ("noodopvang", "overig", "", "10", "200", "regulier", "nee", "ja", ""),
            ("doorstroomlocatie", "overig", "", "10", "100", "statushouder", "nee", "nee", "ja"),
        )
    ],
    "locaties": [
        {
            "locatie_id": "L1",
            "gemeente": "Centrum",
            "naam": "De Kazerne",
            "locatietype": "azc",
            "status": "bestaand",
            "min_plekken": "100",
            "max_plekken": "300",
            "plekken_regulier": "150",
            "plekken_bijzonder": "20",
        },
        {"locatie_id": "L2", "gemeente": "Bôsdorp", "locatietype": "kleinschalig", "status": "verkenning"},
        {
            "gemeente": "achterveld-aan-zee",
            "naam": "Oude School",
            "locatietype": "satelliet",
            "status": "voornemen",
            "plekken": "40",
        },
        {"locatie_id": "L4", "gemeente": "Bôsdorp", "locatietype": "noodopvang", "status": "verkenning"},
        {"locatie_id": "L5", "gemeente": "centrum", "locatietype": "doorstroomlocatie", "status": "verkenning"},
    ],
    "buren": [
        {"gemeente_a": "Achterveld aan Zee", "gemeente_b": "Bôsdorp", "verbinding": "grens"},
        {"gemeente_a": "Bôsdorp", "gemeente_b": "Centrum", "verbinding": "weg"},
    ],
    "uitruil": [
        {
            "uitruil_id": "U1",
            "van": "Achterveld aan Zee",
            "naar": "Centrum",
            "doelgroep": "regulier",
            "plekken": "20",
        }
    ],
}


def small_tables() -> dict[str, Rows]:
    """Return a fresh copy that a test may change."""
    return copy.deepcopy(TABLES)
