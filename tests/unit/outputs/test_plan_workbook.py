"""`plan.xlsx` read back: every number is that of the plan, and nothing in it runs that someone typed."""

import io
import re
import zipfile
from functools import cache
from types import SimpleNamespace

import pytest

from regietafel.inputs.load import load_case
from regietafel.inputs.scenario_file import load_scenario
from regietafel.model.plan import Plan
from regietafel.model.scenario import STREAMS
from regietafel.outputs import plan_workbook
from regietafel.outputs.documents import Choices, Material, make_documents
from regietafel.outputs.plan_workbook_page import LONGEST_CELL
from regietafel.solver.run import solve
from support.hostile import HOSTILE, LONG_TEXT, QUICK, SECRET_NUMBERS, secret_plan
from support.plan_document import example_plan, plan_document
from support.plan_workbooks import every_municipality, opened, real_plan, rendered, table

STREAM = dict(zip(STREAMS, ("regulier", "bijzonder", "Oekraïne", "statushouders"), strict=True))
WORD = dict(zip(STREAMS, ("Regulier", "Bijzonder (amv)", "Oekraïne", "Statushouders"), strict=True))
STATUS = {"existing": "bestaand", "decided": "vastgesteld", "intended": "voornemen", "explored": "verkenning"}
TASK = {
    "asylum": "Asiel",
    "special": "Waarvan bijzonder (amv)",
    "ukraine": "Oekraïne",
    "housing": "Huisvesting statushouders",
}
VERDICTS = ("klopt", "wijkt af", "voorsprong")
PLANS = {"by hand": example_plan, "solved": real_plan, "solved, no illustration": secret_plan}


@cache
def content(name: str) -> bytes:
    return rendered(PLANS[name]())


@cache
def book(name: str, *, values: bool = True):
    return opened(content(name), values=values)


@pytest.fixture(params=PLANS)
def name(request):
    return request.param


def members(name):
    return {member["gm_code"]: member for member in PLANS[name]().document["municipalities"]}


def test_municipalities_are_those_of_the_plan(name):
    rows = table(book(name), "gemeenten")
    assert len(rows) == len(members(name))
    for row in rows:
        member = members(name)[row["Code"]]
        assert row["Gemeente"] == member["name"]
        assert row["Inwoners (personen)"] == member["inhabitants"]
        assert row["SES-WOA"] == member["ses_woa"]["value"]
        found = [row["Indicatief aantal (plekken)"], row["Waarvan bijzonder (plekken)"]]
        assert found == [member["indicative"]["value"], member["indicative"]["special"]]
        shares = [row[f"Aandeel {STREAM[k]} ({'personen' if k == 'status_holder' else 'plekken'})"] for k in STREAMS]
        assert shares == [member["entitlement"][k]["value"] for k in STREAMS]
        assert row["Moet blijven (gewogen plekken)"] == member["fixed"]
        assert row["Boven indicatief (plekken)"] == member["above_indicative"]
        assert row["Deel restopgave (plekken)"] == member["residual_task"]


def test_what_municipalities_do_at_every_moment_is_that_of_the_plan(name):
    rows = {(row["Code"], row["Moment"]): row for row in table(book(name), "per moment")}
    moments = [(code, at) for code, member in members(name).items() for at in member["moments"]]
    assert len(rows) == len(moments)
    for code, at in moments:
        row = rows[code, at["moment"]]
        places = [row[header] for header in ("Plekken regulier", "Plekken bijzonder", "Plekken Oekraïne")]
        assert places == [at["provided"][k] for k in STREAMS[:3]]
        assert row["Statushouders (personen)"] == at["provided"]["status_holder"]
        homes = ("Gehuisvest (personen)", "Telt voor taakstelling (personen)", "Niet gehuisvest (personen)")
        assert [row[header] for header in homes] == [at["housed"], at["credited"], at["unhoused"]]
        assert row["Last (gewogen plekken)"] == at["burden"]
        ratios = [row[header] for header in ("Last tegenover aandeel", "Last asiel", "Last voor uitruil")]
        joint, before = at["burden_ratio"], at["ratio_before_exchange"]
        assert ratios == [joint["joint"], joint["asylum"], before["joint"]]


def test_streams_are_those_of_the_plan(name):
    rows = {(row["Code"], row["Moment"], row["Doelgroep"]): row for row in table(book(name), "doelgroepen")}
    assert len(rows) == sum(4 * len(member["moments"]) for member in members(name).values())
    for code, member in members(name).items():
        for at in member["moments"]:
            for k in STREAMS:
                row = rows[code, at["moment"], WORD[k]]
                assert list(row.values())[4] == member["entitlement"][k]["value"]
                assert list(row.values())[6:] == [
                    member["entitlement_after_exchange"][k],
                    at["provided"][k],
                    at["counted"]["plan"][k],
                    at["counted"]["durable"][k],
                    at["carried"][k],
                    at["composition"][k],
                ]


def test_locations_and_placements_are_those_of_the_plan(name):
    document = PLANS[name]().document
    offers = {offer["location_id"]: offer for offer in document["locations"]}
    rows = table(book(name), "locaties")
    assert [row["Locatie-id"] for row in rows] == list(offers)
    for row in rows:
        offer = offers[row["Locatie-id"]]
        assert row["Status"] == STATUS[offer["status"]]
        assert row["Aantal locaties"] == offer["count"]
        assert row["Nu regulier (plekken)"] == offer["present"]["regular"]
        assert row["Openbaar"] == ("ja" if offer["public"] else "nee")
    placed = table(book(name), "plaatsingen")
    expected = [
        (offer["location_id"], at["moment"], at["opened"], *(at["places"].get(k, 0) for k in STREAMS))
        for offer in document["locations"]
        for at in offer["moments"]
        if at["opened"]
    ]
    numbers = ("Locatie-id", "Moment", "Open locaties", *(f"Plekken {STREAM[k]}" for k in STREAMS))
    assert [tuple(row[header] for header in numbers) for row in placed] == expected


def test_totals_and_proof_are_those_of_the_plan(name):
    document = PLANS[name]().document
    rows = {(row["Opgave"], row["Moment"]): row for row in table(book(name), "samenvatting", "opgaven")}
    assert len(rows) == len(document["totals"])
    for total in document["totals"]:
        row = list(rows[TASK[total["task"]], total["moment"]].values())
        chosen = sum(part["places"] for part in total["by_choice"])
        assert row[2] == total["required"]
        assert row[4:7] == [total["placed"], total["counted"]["plan"], total["counted"]["durable"]]
        assert row[7:11] == [total["shortfall"], total["unavoidable"], chosen, total["surplus"]]
    hardness = table(book(name), "samenvatting", "hardheid")
    firm = [row for row in document["totals"] if row["by_status"] and row["task"] != "housing"]
    assert sum(row["Bestaand (plekken)"] for row in hardness) == sum(row["by_status"]["existing"] for row in firm)
    proof = [list(row.values())[2:] for row in table(book(name), "samenvatting", "bewijs")]
    tiers = document["outcome"]["tiers"]
    assert proof == [[tier["value"], tier["bound"], tier["gap"], tier["tolerance"]] for tier in tiers]


def test_money_is_that_of_the_plan(name):
    costs = PLANS[name]().document["costs"]
    kinds = [row["Bedrag (euro)"] for row in table(book(name), "kosten")]
    yearly = [at["amount"] for at in costs["operation_per_year"]]
    assert kinds == [*yearly, costs["opening_once"], costs["over_cycle"]]
    hosts = {row["Code"]: row["Bedrag (euro)"] for row in table(book(name), "kosten", "kosten_gemeenten")}
    assert hosts == costs["by_municipality"]
    grants = [
        (row["Code"], row["Grondslag (aantal)"], row["Bedrag (euro)"]) for row in table(book(name), "uitkeringen")
    ]
    assert grants == [(item["gm_code"], item["basis"], item["amount"]) for item in costs["grants"]]


def test_fairness_is_that_of_the_plan(name):
    fairness = PLANS[name]().document["fairness"]
    rows = {row["Code"]: row for row in table(book(name), "lasten")}
    ranks = {row["Plaats in de rij"]: code for code, row in rows.items() if row["Plaats in de rij"]}
    assert [ranks[place] for place in sorted(ranks)] == [code for _, code in fairness["sorted"]["joint"]]
    for item in fairness["against_key"]:
        row = list(rows[item["gm_code"]].values())
        first = 10 if item["on"] == "joint" else 13
        assert row[first : first + 3] == [item["key"], item["carried"], item["difference"]]
        assert row[16 if item["on"] == "joint" else 17] == item["without_norm"]
    measured = [(row["Samen"], row["Alleen asiel"]) for row in table(book(name), "eerlijkheid", "gemeten")]
    assert measured == [(item.get("joint"), item.get("asylum")) for item in fairness["measures"].values()]


def test_rules_positions_options_and_messages_are_those_of_the_plan(name):
    document = PLANS[name]().document
    rules = [list(row.values())[4:7] for row in table(book(name), "regels")]
    assert rules == [[rule["instances"], len(rule["binding"]), rule["smallest_slack"]] for rule in document["rules"]]
    bound = sum(len(rule["binding"]) for rule in document["rules"])
    days = [row["Op welke momenten"].split(", ") for row in table(book(name), "waar het knelt", "knelpunten")]
    assert sum(map(len, days)) == bound
    positions = [
        (row["Standpunt-id"], row["Gevraagd (plekken)"], row["Losgelaten (plekken)"], row["Kost aan eerlijkheid"])
        for row in table(book(name), "standpunten")
    ]
    assert positions == [(row["id"], row["places"], row["given_up"], row["cost"]) for row in document["positions"]]
    options = table(book(name), "instellingen")
    numbers = {row["Naam van de instelling"]: row["Waarde"] for row in options}
    assert list(numbers) == list(document["scenario"]["options"])
    assert numbers["gap"] == document["scenario"]["options"]["gap"]["value"]
    codes = sorted(row["Naam van de melding"] for row in table(book(name), "aannames"))
    assert codes == sorted(message["code"] for message in document["messages"])


def test_totals_above_a_table_are_live_and_right(name):
    formulas, values = book(name, values=False)["per moment"], book(name)["per moment"]
    expected = [
        sum(at["provided"]["regular"] for m in members(name).values() for at in m["moments"] if at["moment"] == moment)
        for moment in PLANS[name]().document["moments"]
    ]
    header = next(cell for row in values.iter_rows() for cell in row if cell.value == "Plekken regulier")
    rows = range(4, 4 + len(expected))
    assert [values.cell(row, header.column).value for row in rows] == expected
    assert all(str(formulas.cell(row, header.column).value).startswith("=SUMIFS(") for row in rows)


def verdicts(plan: Plan) -> list[str]:
    """Return what every check says on the sheet of every municipality."""
    sheets = [sheet for sheet in opened(every_municipality(plan)) if sheet.title.startswith("gemeente ")]
    assert len(sheets) == 12
    return [cell.value for sheet in sheets for cell in sheet["E"] if cell.value in VERDICTS]


def test_every_check_agrees_with_the_plan_for_every_municipality():
    checks = verdicts(real_plan())
    assert checks == ["klopt"] * len(checks)
    # 2 shares, 4 after exchange, 4 places, 4 burdens, unhoused, above, largest, rank; 2 moments of 10 totals.
    assert len(checks) == 12 * (2 + 4 + 4 + 4 + 1 + 1 + 2 + 2 * 10)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"counting": "durable", "smallest_entitlement": "200"}, 38),
        # The highest burden may be that of another moment; waiting status holders are three sums more per moment.
        ({"burden_moment": "all", "vessels_share": "0,5", "weight_ukraine": "3", "fairness_on": "asylum"}, 37 + 6),
    ],
    ids=["durable places, small shares aside", "all moments, waiting status holders, weights"],
)
def test_every_check_agrees_under_other_options(options, count):
    scenario = load_scenario("voorbeeld:voorbeeldland", "basis", {**QUICK, **options})
    checks = verdicts(solve(load_case("voorbeeld:voorbeeldland"), scenario))
    assert checks == ["klopt"] * len(checks)
    assert len(checks) == 12 * count


def test_highest_burden_is_not_compared_under_a_norm_that_keeps_hosts_in():
    document = real_plan().to_dict()
    document["fairness"]["norm"] = "gini"
    assert len(verdicts(Plan.from_dict(document))) == 12 * 37


def test_a_lead_is_no_difference():
    document = real_plan().to_dict()
    taker = next(item["to"] for item in document["exchanges"] if item["stream"] == "status_holder")
    member = next(item for item in document["municipalities"] if item["gm_code"] == taker)
    # A lead of more than the five that it takes over: nothing was due, and nothing is.
    member["entitlement"]["status_holder"]["value"] = member["entitlement_after_exchange"]["status_holder"] = 0
    assert verdicts(Plan.from_dict(document)).count("voorsprong") == 1


def test_a_figure_that_was_changed_is_seen_on_the_sheet_that_follows_it():
    document = real_plan().to_dict()
    code = document["fairness"]["sorted"]["joint"][0][1]
    member = next(item for item in document["municipalities"] if item["gm_code"] == code)
    member["moments"][-1]["unhoused"] += 1
    sheet = opened(rendered(Plan.from_dict(document)))["narekenen"]
    assert [cell.value for cell in sheet["E"]].count("wijkt af") == 1
    assert "er wijkt iets af van het plan" in [cell.value for cell in sheet["C"]]


def test_a_municipality_is_chosen_from_a_list_of_all(name):
    sheet = book(name)["narekenen"]
    rule = sheet.data_validations.dataValidation[0]
    assert str(rule.sqref) == "C5"
    count = len(members(name))
    first, last = (int(number) for number in re.findall(r"\$A\$(\d+)", rule.formula1))
    assert last - first + 1 == count
    assert sheet["C5"].value == members(name)[PLANS[name]().document["fairness"]["sorted"]["joint"][0][1]]["name"]


def test_every_sheet_is_marked_on_the_screen_and_on_paper(name):
    for sheet in book(name):
        marks = str(sheet["A2"].value)
        assert "CONCEPT · VERTROUWELIJK" in marks
        assert ("Rekenvoorbeeld" in marks) == (name != "solved, no illustration")
        foot = sheet.oddFooter
        assert foot.left.text.strip().startswith("CONCEPT · VERTROUWELIJK")
        assert ("Rekenvoorbeeld" in foot.left.text) == ("Rekenvoorbeeld" in marks)
        assert foot.right.text.endswith("&P / &N")
        assert sheet.page_setup.orientation == "landscape"


def test_large_tables_stay_readable_on_screen_and_paper():
    for title in ("gemeenten", "per moment", "doelgroepen", "locaties", "plaatsingen", "lasten", "regels"):
        sheet = book("solved")[title]
        head = int(re.search(r"\d+", next(iter(sheet.tables.values())).ref)[0])
        assert sheet.freeze_panes == f"B{head + 1}"
        assert sheet.print_title_rows == f"${head - 1}:${head}"
        assert next(iter(sheet.tables.values())).autoFilter is not None


def test_names_of_tables_and_headers_are_unique():
    names = [item.lower() for sheet in book("solved") for item in sheet.tables]
    assert len(names) == len(set(names)) >= 20
    for sheet in book("solved"):
        for item in sheet.tables.values():
            headers = [column.name.casefold() for column in item.tableColumns]
            assert len(headers) == len(set(headers))


def test_map_and_charts_say_in_words_what_they_show():
    with zipfile.ZipFile(io.BytesIO(content("solved"))) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    said = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]*)"', drawing)
    assert len(said) == 5
    assert all(len(words) > 60 for words in said)
    assert any("de hoogste eerst" in words for words in said)


def test_the_map_is_in_the_workbook_with_words_for_who_does_not_see_it():
    tiny = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
        "0000000d49484452000000020000000108060000009d74661a0000000b4944415478da6360400300001000013a3dd5d60000000049454e44ae426082"
    )
    picture = SimpleNamespace(name="kaart", title="Kaart van de provincie", alternative="Twaalf gebieden.", png=tiny)
    material = Material(real_plan())
    material.__dict__["pictures"] = {"kaart": picture}
    with zipfile.ZipFile(io.BytesIO(plan_workbook.render_workbook(material))) as parts:
        assert parts.read("xl/media/image1.png") == tiny
        assert 'descr="Twaalf gebieden."' in parts.read("xl/drawings/drawing1.xml").decode()


def test_the_same_plan_gives_the_same_bytes():
    assert rendered(example_plan()) == rendered(example_plan())
    assert make_documents(example_plan(), Choices())["plan.xlsx"] == rendered(example_plan())
    assert make_documents(example_plan(), Choices(lang="en"))["plan.xlsx"] == rendered(example_plan())


def test_what_someone_typed_is_text_and_never_a_formula_or_a_link():
    formulas = [
        cell
        for sheet in book("solved", values=False)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    ours = r"=(SUMIFS|SUBTOTAL|SUMPRODUCT|INDEX|IF|MAX|ROUND|0\+INDEX|\(1\+\$C|\$C\$\d+|(0\+)?'[a-z]+'!\$[A-Z]\$\d+)"
    assert [cell.value for cell in formulas if not re.match(ours, cell.value)] == []
    assert not any(re.search("HYPERLINK|cmd|SCRIPT|127", cell.value, re.IGNORECASE) for cell in formulas)
    with zipfile.ZipFile(io.BytesIO(content("solved"))) as parts:
        assert not any(b"TargetMode" in parts.read(part) for part in parts.namelist() if part.endswith(".rels"))


def test_hostile_text_comes_back_literally():
    texts = {cell.value for sheet in book("solved") for row in sheet.iter_rows() for cell in row}
    joined = "\n".join(str(value) for value in texts)
    assert [written[:50] for written in HOSTILE if written != LONG_TEXT and written not in joined] == []


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so():
    cell = next(
        row["Voorwaarde"] for row in table(book("solved"), "locaties") if row["Voorwaarde"].startswith("<b>beg")
    )
    length = f"{len(LONG_TEXT):,}".replace(",", ".")
    assert len(cell) == LONGEST_CELL
    assert cell.endswith(
        f"[ingekort: deze tekst heeft {length} tekens en past niet in een cel; de hele tekst staat in plan.json]"
    )
    assert LONG_TEXT.startswith(cell.split(" [ingekort")[0])


def test_reluctance_and_room_of_positions_are_not_in_the_workbook():
    with zipfile.ZipFile(io.BytesIO(content("solved, no illustration"))) as parts:
        everything = b"".join(parts.read(part) for part in parts.namelist())
    room, other_room, asked, _ = SECRET_NUMBERS
    assert str(asked).encode() in everything
    assert str(room).encode() not in everything
    assert str(other_room).encode() not in everything


def test_a_search_without_a_plan_gives_what_was_asked_and_what_is_in_the_way():
    empty = {key: [] for key in ("totals", "municipalities", "locations", "clusters", "unreached", "rules")}
    money = {"operation_per_year": [], "opening_once": 0, "over_cycle": 0, "by_municipality": {}, "grants": []}
    change = {"kind": "option", "id": "large_max", "from": 2, "to": 3, "unit": "locations"}
    conflict = {
        "reasons": [{"code": "rule_cannot_be_kept", "params": {"rule": "small_scale_is_enough"}}],
        "ways_out": [{"weight": 1.0, "changes": [change]}],
    }
    outcome = {"status": "infeasible", "tiers": [], "conflict": conflict}
    found = opened(rendered(example_plan(**empty, outcome=outcome, costs=money, positions=[])))
    assert found.sheetnames == ["samenvatting", "instellingen", "aannames", "bronnen"]
    said = "\n".join(str(row[0].value) for row in found["samenvatting"].iter_rows())
    assert "Geen plan mogelijk" in said
    assert "Zonder deze regel is er wel een plan: Genoeg kleinschalige opvang." in said
    assert "1. Meeste grote locaties: 3 in plaats van 2 locaties" in said


def test_a_plan_of_which_little_is_known_has_no_empty_sheets():
    document = plan_document()
    for key in ("exchanges", "positions", "messages", "regions"):
        document[key] = []
    found = opened(rendered(Plan.from_dict(document)))
    assert not {"uitruil", "standpunten", "aannames", "subregio's"} & set(found.sheetnames)
    assert all(sheet.max_row > 3 for sheet in found)
