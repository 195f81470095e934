"""Borders on the command line: found beside the case, asked for, kept with the run, refused with a reason."""

import json

import pytest

from regietafel.inputs.download_borders import ADDRESS
from regietafel.inputs.download_figures import ADDRESS as FIGURES
from regietafel.outputs.run_folder import read_plan
from support.borders import cells, feature, in_degrees, points_of, write_geojson
from support.public_services import as_json, service


@pytest.fixture
def shapes(run_folder):
    """Made-up borders of the small case."""
    return cells(points_of(read_plan(run_folder).document))


def a_map_with_borders(page):
    return "Kaart van de provincie" in page


def test_a_file_beside_the_case_is_used_by_itself_and_kept(command, case_folder, shapes):
    write_geojson(case_folder.parent / "grenzen.geojson", [feature(*item) for item in shapes.items()], "rd")
    said = command("plan", case_folder, "--out", "uit", "--set", "hub_max_km=14")
    assert said.exit_code == 0
    kept = json.loads((case_folder.parent / "uit" / "invoer" / "grenzen.geojson").read_text("utf-8"))
    assert kept["bron"] == "grenzen.geojson"
    geo = json.loads((case_folder.parent / "uit" / "kaart.geojson").read_text("utf-8"))
    assert geo["features"][0]["geometry"]["type"] == "MultiPolygon"
    before = {path.name: path.read_bytes() for path in (case_folder.parent / "uit").rglob("*") if path.is_file()}
    (case_folder.parent / "grenzen.geojson").unlink()
    assert command("report", "uit").exit_code == 0
    assert {
        path.name: path.read_bytes() for path in (case_folder.parent / "uit").rglob("*") if path.is_file()
    } == before
    assert command("audit", "uit").exit_code == 0


def test_a_report_takes_borders_later_and_remembers_them(command, run_folder, shapes, own_folder):
    path = write_geojson(own_folder / "gis.json", [feature(code, in_degrees(shape)) for code, shape in shapes.items()])
    assert command("report", run_folder, "--borders", path).exit_code == 0
    first = (run_folder / "afbeeldingen" / "kaart.png").read_bytes()
    assert (run_folder / "invoer" / "grenzen.geojson").is_file()
    assert command("report", run_folder).exit_code == 0
    assert (run_folder / "afbeeldingen" / "kaart.png").read_bytes() == first


@pytest.mark.parametrize("words", [("plan",), ("report",)])
def test_a_file_that_was_asked_for_must_be_good(command, case_folder, run_folder, words):
    given = [case_folder] if words == ("plan",) else [run_folder]
    said = command(*words, *given, "--borders", "nergens.gpkg")
    assert said.exit_code == 3
    assert "Er is geen bestand nergens.gpkg" in said.stderr
    assert not (case_folder.parent / "runs" / "nieuw").exists()


def test_a_file_that_only_lies_there_is_passed_over_and_that_is_said(command, case_folder, shapes):
    lacking = list(shapes.items())[1:]
    write_geojson(case_folder / "grenzen.geojson", [feature(*item) for item in lacking], "rd")
    said = command("plan", case_folder, "--out", "uit", "--set", "hub_max_km=14", "--no-documents")
    assert said.exit_code == 0
    assert "in dit bestand ontbreken" in said.stderr
    assert "De kaart is schematisch" in said.stderr
    assert not (case_folder.parent / "uit" / "invoer" / "grenzen.geojson").exists()


def test_borders_in_the_folder_of_a_case_are_no_stray_file(command, case_folder):
    (case_folder / "grenzen.gpkg").write_bytes(b"x")
    assert "grenzen.gpkg" not in command("check", case_folder).output


def towns(shapes):
    found = [feature(code, in_degrees(shape)) for code, shape in shapes.items()]
    for item in found:
        item["properties"] |= {"statnaam": "X", "jaarcode": 2026}
    return found


def test_borders_are_fetched_and_then_used(command, case_folder, shapes, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with service(lambda _: as_json({"features": towns(shapes), "links": []})) as (address, _):
        monkeypatch.setattr("regietafel.inputs.download_borders.ADDRESS", f"{address}/items")
        said = command("data", "borders", "--count", len(shapes))
    assert said.exit_code == 0
    assert f"{len(shapes)} gemeenten van 2026 geschreven naar grenzen.gpkg" in said.stdout
    assert "SHA-256" in said.stderr
    said = command("plan", case_folder, "--out", "uit", "--set", "hub_max_km=14", "--no-documents")
    assert said.exit_code == 0
    assert (case_folder.parent / "uit" / "invoer" / "grenzen.geojson").is_file()


def test_without_network_the_address_to_allow_is_named(command, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("regietafel.inputs.download_borders.ADDRESS", "http://127.0.0.1:9/items")
    monkeypatch.setattr("regietafel.inputs.download.FIRST_PAUSE", 0.0)
    said = command("data", "borders", "--year", "2025")
    assert said.exit_code == 3
    assert "http://127.0.0.1:9/items?f=json&jaarcode=2025" in said.stderr
    assert "ICT-afdeling" in said.stderr
    assert "cbsgebiedsindelingen2025.gpkg" in said.stderr


def test_figures_that_differ_are_shown_and_nothing_changes(command, own_folder, monkeypatch):
    from regietafel.inputs.reference_figures import municipalities

    people = {code: item.inhabitants[2025] for code, item in municipalities().items()} | {"GM0034": 1}
    rows = [{"RegioS": code, "TotaleBevolking_1": number} for code, number in people.items()]
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with service(lambda _: as_json({"value": rows})) as (address, _):
        monkeypatch.setattr("regietafel.inputs.download_figures.ADDRESS", f"{address}/Typed")
        said = command("data", "figures")
    assert said.exit_code == 0
    assert "Bij 341 gemeenten is het aantal inwoners gelijk" in said.stdout
    assert "Anders: Almere." in said.stdout
    assert "De cijfers in regietafel zijn niet veranderd" in said.stdout
    assert (own_folder / "inwoners-2025.csv").is_file()


def test_the_addresses_are_those_of_the_public_services():
    assert ADDRESS.startswith("https://api.pdok.nl/cbs/gebiedsindelingen/")
    assert FIGURES.startswith("https://opendata.cbs.nl/")


@pytest.mark.parametrize("words", [("data", "borders", "--year", "twee"), ("data", "kaart")])
def test_a_mistake_in_the_call_is_said(command, words):
    said = command(*words)
    assert said.exit_code == 2
    assert said.stderr
