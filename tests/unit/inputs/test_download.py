"""Downloads, from a small made-up service on this computer: pages, counts, and everything that goes wrong."""

import csv
import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely

from regietafel.inputs import download, download_borders, download_figures
from regietafel.inputs.borders import read_borders
from regietafel.inputs.download import Client
from regietafel.inputs.reference_figures import municipalities
from regietafel.model.errors import DataError, OutputError, UsageError
from support.borders import cells, feature, in_degrees
from support.public_services import answers_raw, as_json, dripping, moved, refusal, service, slow

POINTS = {"GM9001": (53.20, 3.75), "GM9002": (53.29, 3.70), "GM9003": (53.29, 3.84), "GM9004": (53.20, 3.90)}
CELLS = cells(POINTS)
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Reach this computer without a proxy, whatever the surroundings say."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def patient(**about):
    """Make a client that does not really wait; what it would have waited is in its list."""
    waited = []
    return Client(pause=waited.append, **about), waited


def towns(year=2026, codes=tuple(POINTS)):
    found = []
    for code in codes:
        item = feature(code, in_degrees(CELLS[code]))
        item["properties"] |= {"statnaam": f"Plaats {code}", "jaarcode": year}
        found.append(item)
    return found


def paged(features, size=3):
    """Answer features page by page, each page with the address of the next."""

    def answer(path):
        start = int(parse_qs(urlsplit(path).query).get("cursor", ["0"])[0])
        links = [{"rel": "self", "href": path}]
        if start + size < len(features):
            links.append({"rel": "next", "href": f"/items?f=json&cursor={start + size}"})
        return as_json({"type": "FeatureCollection", "features": features[start : start + size], "links": links})

    return answer


def fetched(tmp_path, answer, client=None, **about):
    with service(answer) as (address, asked):
        order = download_borders.Asked(
            **{"file": tmp_path / "grenzen.gpkg", "count": 4, "today": TODAY, "address": f"{address}/items"} | about
        )
        count, said = download_borders.fetch_borders(order, client or patient()[0])
    return count, [item.code for item in said], asked


def failed(call, kind=DataError):
    with pytest.raises(kind) as error:
        call()
    return error.value.findings[0]


def test_all_pages_are_followed_and_the_year_is_asked_for(tmp_path):
    count, said, asked = fetched(tmp_path, paged(towns()))
    assert count == 4
    assert asked == ["/items?f=json&jaarcode=2026&limit=100", "/items?f=json&cursor=3"]
    assert said == ["download_not_known"]


def test_what_was_fetched_is_read_as_borders(tmp_path):
    fetched(tmp_path, paged(towns()))
    found = read_borders(tmp_path / "grenzen.gpkg", dict.fromkeys(POINTS, "x"))
    assert found.source == "CBS Gebiedsindelingen 2026 (PDOK, CC BY 4.0), opgehaald op 30-11-2026"
    assert all(shapely.hausdorff_distance(shapely.from_wkb(found.shapes[code]), CELLS[code]) < 1.5 for code in POINTS)


def test_the_raw_answers_are_kept_with_address_date_and_hash(tmp_path):
    fetched(tmp_path, paged(towns()))
    record = json.loads((tmp_path / "opgehaald" / "grenzen-2026.json").read_text("utf-8"))
    assert record["date"] == "2026-11-30"
    assert record["municipalities"] == 4
    assert [page["file"] for page in record["pages"]] == ["grenzen-2026-1.json", "grenzen-2026-2.json"]
    for page in record["pages"]:
        assert download.digest((tmp_path / "opgehaald" / page["file"]).read_bytes()) == page["sha256"]
        assert page["address"].startswith("http://127.0.0.1")


def test_the_same_borders_another_day_say_nothing_and_give_the_same_shapes(tmp_path):
    fetched(tmp_path, paged(towns()))
    _, said, _ = fetched(tmp_path, paged(towns(), size=2), file=tmp_path / "later.gpkg", today=date(2026, 12, 1))
    assert said == []


def test_borders_that_changed_are_told(tmp_path):
    fetched(tmp_path, paged(towns()))
    other = json.loads(json.dumps(towns()))
    other[0]["geometry"]["coordinates"][0][1] = [3.71, 53.11]
    with service(paged(other)) as (address, _):
        file, items = tmp_path / "later.gpkg", f"{address}/items"
        order = download_borders.Asked(file=file, count=4, today=TODAY, address=items)
        _, (said,) = download_borders.fetch_borders(order, patient()[0])
    assert said.code == "download_changed"
    assert said.params["date"] == "2026-11-30"


def test_other_years_in_the_answer_are_not_taken(tmp_path):
    count, _, _ = fetched(tmp_path, paged([*towns(2025), *towns(2026)]))
    assert count == 4


@pytest.mark.parametrize(
    "features",
    [towns()[:3], [*towns(), *towns()[:1]], towns(2025), [], [{"properties": None}, 5]],
    ids=["one short", "one twice", "another year", "nothing", "nonsense"],
)
def test_a_wrong_number_of_municipalities_writes_nothing(tmp_path, features):
    finding = failed(lambda: fetched(tmp_path, paged(features)))
    assert finding.code == "download_count"
    assert finding.params["expected"] == 4
    assert list(tmp_path.iterdir()) == []


def test_without_a_count_the_known_number_of_the_year_is_expected(tmp_path):
    finding = failed(lambda: fetched(tmp_path, paged(towns()), count=None))
    assert finding.params == {"year": "2026", "found": 4, "expected": 342}


@pytest.mark.parametrize("content", [b"{", b"<html>", b"[]", b"\xff"])
def test_a_broken_answer_writes_nothing(tmp_path, content):
    finding = failed(lambda: fetched(tmp_path, lambda _: (200, {}, content)))
    assert finding.code == "download_broken"
    assert list(tmp_path.iterdir()) == []


def test_a_shape_that_is_none_is_named_by_its_code(tmp_path):
    features = towns()
    features[2]["geometry"] = {"type": "Polygon", "coordinates": "x"}
    finding = failed(lambda: fetched(tmp_path, paged(features)))
    assert finding.code == "download_broken"
    assert finding.params["reason"].startswith("GM9003")


def test_three_tries_with_longer_pauses_and_then_it_says_what_to_allow(tmp_path):
    client, waited = patient(by_hand="https://www.example.nl/grenzen.gpkg")
    with service(lambda _: refusal(503)) as (address, asked):
        finding = failed(lambda: client.get(f"{address}/x"))
    assert finding.code == "download_no_network"
    assert finding.params["address"] == f"{address}/x"
    assert finding.params["by_hand"] == "https://www.example.nl/grenzen.gpkg"
    assert len(asked) == 3
    assert waited == [2.0, 4.0]


def test_a_service_that_recovers_is_read():
    answers = [refusal(503), refusal(429), as_json({"a": 1})]
    client, waited = patient()
    with service(lambda _: answers.pop(0)) as (address, _):
        assert json.loads(client.get(address)) == {"a": 1}
    assert len(waited) == 2


def test_a_refusal_is_not_tried_again():
    client, waited = patient()
    with service(lambda _: refusal(404)) as (address, asked):
        finding = failed(lambda: client.get(address))
    assert (finding.code, finding.params["status"]) == ("download_refused", "HTTP 404")
    assert len(asked) == 1
    assert waited == []


def test_a_service_that_says_nothing_is_left_after_the_time_out():
    client, _ = patient(time_out=0.05)
    with service(lambda _: slow(0.3)) as (address, _):
        assert failed(lambda: client.get(address)).code == "download_no_network"


def test_without_network_it_says_so():
    client, waited = patient()
    finding = failed(lambda: client.get("http://127.0.0.1:9/x"))
    assert finding.code == "download_no_network"
    assert len(waited) == 2


def test_an_answer_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr(download, "MOST_BYTES", 100)
    client, _ = patient()
    with service(lambda _: (200, {}, b"x" * 101)) as (address, _):
        assert failed(lambda: client.get(address)).code == "download_too_large"


def test_an_answer_that_drips_on_is_left_after_a_while():
    client, waited = patient(longest=0.2)
    with service(dripping(0.05)) as (address, _):
        finding = failed(lambda: client.get(address))
    assert finding.code == "download_no_network"
    assert len(waited) == 2


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[x\r\n\r\n",
    ],
)
def test_what_speaks_no_proper_http_is_no_service(reply):
    client, _ = patient()
    with answers_raw(reply) as address:
        finding = failed(lambda: client.get(address))
    assert finding.code == "download_no_network"
    assert finding.params["reason"]


@pytest.mark.parametrize("links", [5, "next", [5], {"rel": "next"}, [{"rel": "next"}]])
def test_links_that_are_none_end_the_pages(tmp_path, links):
    page = {"features": towns(), "links": links}
    assert fetched(tmp_path, lambda _: as_json(page))[0] == 4


@pytest.mark.parametrize("following", ["http://[bad", "/a b\nc"])
def test_a_next_page_that_is_no_address_writes_nothing(tmp_path, following):
    page = {"features": towns(), "links": [{"rel": "next", "href": following}]}
    assert failed(lambda: fetched(tmp_path, lambda _: as_json(page))).code.startswith("download_")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("features", [5, "x", {"a": 1}, [5], [None]])
def test_features_that_are_none_are_counted_as_none(tmp_path, features):
    finding = failed(lambda: fetched(tmp_path, lambda _: as_json({"features": features})))
    assert (finding.code, finding.params["found"]) == ("download_count", 0)


def test_an_empty_area_is_refused(tmp_path):
    features = towns()
    features[1]["geometry"] = {"type": "Polygon", "coordinates": []}
    assert failed(lambda: fetched(tmp_path, paged(features))).params["reason"].startswith("GM9002")


def test_the_next_page_must_lie_on_the_same_host(tmp_path):
    page = {"features": towns(), "links": [{"rel": "next", "href": "https://elsewhere.example/items"}]}
    finding = failed(lambda: fetched(tmp_path, lambda _: as_json(page)))
    assert finding.code == "download_other_host"
    assert finding.params["next"] == "https://elsewhere.example/items"
    assert list(tmp_path.iterdir()) == []


def test_a_redirection_to_another_host_is_not_followed():
    client, _ = patient()
    with service(lambda _: moved("http://localhost:9/y")) as (address, _):
        assert failed(lambda: client.get(address)).code == "download_other_host"


def test_pages_that_go_round_are_stopped(tmp_path):
    page = {"features": towns(), "links": [{"rel": "next", "href": "/items?f=json&jaarcode=2026&limit=100"}]}
    assert failed(lambda: fetched(tmp_path, lambda _: as_json(page))).code == "download_broken"


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "grenzen.gpkg").write_bytes(b"mine")
    assert failed(lambda: fetched(tmp_path, paged(towns())), UsageError).code == "file_exists"
    assert (tmp_path / "grenzen.gpkg").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "opgehaald").write_bytes(b"a file where the folder should be")
    assert failed(lambda: fetched(tmp_path, paged(towns())), OutputError).code == "cannot_write"


def people(change=None):
    """Answer the packaged inhabitants of 2025, codes with the spaces that CBS puts behind them, and one of the past."""
    change = change or {}
    numbers = {code: item.inhabitants[2025] for code, item in municipalities().items()} | change
    rows = [{"RegioS": f"{code:6}", "TotaleBevolking_1": number} for code, number in numbers.items()]
    return [*rows, {"RegioS": "GM9999", "TotaleBevolking_1": None}]


def figures(tmp_path, rows, **about):
    def answer(path):
        if "skip" in path:
            return as_json({"value": rows[200:]})
        return as_json({"value": rows[:200], "odata.nextLink": "/Typed?skip=200"})

    with service(answer) as (address, asked):
        order = download_figures.Asked(file=tmp_path / "inwoners.csv", address=f"{address}/Typed", **about)
        return download_figures.fetch_figures(order, patient()[0]), asked


def test_figures_are_compared_with_the_packaged_ones(tmp_path):
    changed = {"GM0014": municipalities()["GM0014"].inhabitants[2025] + 7, "GM9001": 12}
    found, asked = figures(tmp_path, people(changed), year=2025)
    assert (found.count, found.equal, found.different, found.unknown) == (343, 341, ["Groningen"], ["GM9001"])
    assert asked[0].startswith("/Typed?$format=json&$filter=Perioden%20eq%20%272025JJ00%27")
    rows = list(csv.DictReader((tmp_path / "inwoners.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 343
    groningen = next(row for row in rows if row["gm_code"] == "GM0014")
    # Packaged: 244,441 on 1 January 2025.
    assert (groningen["inwoners"], groningen["inwoners_regietafel"], groningen["verschil"]) == ("244448", "244441", "7")


def test_a_year_that_is_not_packaged_is_compared_with_the_newest(tmp_path):
    found, _ = figures(tmp_path, people(), year=2026)
    assert (found.packaged_year, found.equal) == (2025, 342)


def test_a_year_that_has_no_numbers_yet_writes_nothing(tmp_path):
    empty = [row | {"TotaleBevolking_1": None} for row in people()]
    finding = failed(lambda: figures(tmp_path, empty))
    assert (finding.code, finding.params["found"]) == ("download_count", 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rows", [5, {"a": 1}])
def test_rows_that_are_none_are_counted_as_none(tmp_path, rows):
    with service(lambda _: as_json({"value": rows})) as (address, _):
        order = download_figures.Asked(file=tmp_path / "inwoners.csv", address=address)
        assert failed(lambda: download_figures.fetch_figures(order, patient()[0])).params["found"] == 0


def test_a_number_without_end_is_refused(tmp_path):
    rows = [{"RegioS": "GM0014", "TotaleBevolking_1": float("inf")}]
    assert failed(lambda: figures(tmp_path, rows)).code == "download_broken"


def test_a_table_with_other_columns_is_refused(tmp_path):
    assert failed(lambda: figures(tmp_path, [{"RegioS": "GM0014"}])).code == "download_broken"
