"""Conditions and rankings over an index: read strictly, asked safely, in the right order."""

from contextlib import ExitStack

import pytest

from regietafel.model.errors import UsageError
from regietafel.model.plan import Plan
from regietafel.outputs.run_conditions import read_condition, read_number, read_order, read_subject
from regietafel.outputs.run_index import add_run, open_index
from regietafel.outputs.run_ranking import rank
from support.plan_document import MOMENTS, plan_document

# Name, cost, highest burden, asylum shortfall at the last moment.
RUNS = (("basis", 80, 1.3, 0), ("krap-hub10", 70, 1.2, 0), ("krap-hub15", 70, 1.1, 5), ("afbouw", 60, 1.5, 12))


def variant(name: str, cost: int, burden: float, short: int) -> Plan:
    """Make a plan with its own cost [million euro], highest burden and asylum shortfall at the last moment."""
    document = plan_document()
    document["scenario"] |= {"name": name, "title": name.upper()}
    document["scenario"]["options"]["hub_max_km"]["value"] = 10.0 if name.endswith("10") else 15.0
    document["scenario"]["options"]["fairness"]["value"] = "gini" if name == "afbouw" else "leximin"
    document["scenario"]["options"]["all_contribute"]["value"] = name == "basis"
    document["costs"]["over_cycle"] = cost * 1_000_000
    document["fairness"]["measures"]["minimax"]["joint"] = burden
    for row in document["totals"]:
        row["shortfall"] = short if row["task"] == "asylum" and row["moment"] == MOMENTS[1] else 0
    return Plan.from_dict(document)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nacht")
    with ExitStack() as stack:
        found = stack.enter_context(open_index(folder, write=True))
        for number, run in enumerate(RUNS):
            add_run(found, variant(*run), folder / run[0], {"fingerprint": str(number)})
        document = plan_document()
        document["scenario"]["name"] = "alleen-asiel"
        document["outcome"]["status"] = "infeasible"
        add_run(found, Plan.from_dict(document), folder / "x", {"fingerprint": "x", "exit_code": 4})
        add_run(found, None, folder / "y", {"fingerprint": "y", "scenario": "kapot", "error": "gestopt"})
        yield found


def names(index, *conditions: str, sort: tuple[str, ...] = (), top: int | None = None) -> list[str]:
    """Rank by what is typed, and give the scenarios."""
    ranking = rank(
        index, [read_condition(word, index) for word in conditions], [read_order(w, index) for w in sort], top
    )
    return [row["scenario"] for row in ranking.rows]


def code_of(error: pytest.ExceptionInfo) -> str:
    return error.value.findings[0].code


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["shortfall_asylum<=0"], ["krap-hub10", "basis"]),
        (["tekort_asiel <= 0", "fairness<1,25"], ["krap-hub10"]),
        (["Kosten<=70 miljoen"], ["krap-hub10", "krap-hub15", "afbouw"]),
        (["cost<=70000000", "cost>60.000.000"], ["krap-hub10", "krap-hub15"]),
        (["tekort_asiel@1-2-2028>=5"], ["krap-hub15", "afbouw"]),
        (["scenario=krap*"], ["krap-hub10", "krap-hub15"]),
        (["scenario!=KRAP*"], ["basis", "afbouw"]),
        (["titel=Basis"], ["basis"]),
        (["hub_max_km<=10"], ["krap-hub10"]),
        (["Grootste afstand tot regionale locatie (km)=10"], ["krap-hub10"]),
        (["hub_max_km!=10"], ["basis", "krap-hub15", "afbouw"]),
        (["Maat voor eerlijkheid = gini"], ["afbouw"]),
        (["all_contribute=ja"], ["basis"]),
        (["last:GM0001>1,15", "kosten<70mln"], ["afbouw"]),
        (["locatie:l-01=open", "kosten<=60 mln"], ["afbouw"]),
        (["locatie:L-01=dicht"], []),
        (["location:L-01>=1", "status=binnen marge", "kosten<=60 mln"], ["afbouw"]),
    ],
)
def test_conditions_keep_the_runs_that_meet_all_of_them(index, conditions, expected):
    assert names(index, *conditions) == expected


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        (["tekort_asiel@2027-07-01>=5", "scenario=basis"], "compare_nothing_left"),
        (["all_contribute=0"], "compare_nothing_left"),
        (["plekken:aakerk>=1.044"], "condition_ambiguous"),
    ],
)
def test_conditions_that_leave_nothing_or_can_be_read_in_two_ways_are_refused(index, conditions, code):
    with pytest.raises(UsageError) as error:
        names(index, *conditions)
    assert code_of(error) == code


def test_runs_are_ranked_by_shortfall_then_burden_then_cost_when_nobody_asks(index):
    assert names(index) == ["krap-hub10", "basis", "krap-hub15", "afbouw"]


def test_runs_are_ranked_as_asked_and_equal_ones_by_name(index):
    assert names(index, sort=("kosten",)) == ["afbouw", "krap-hub10", "krap-hub15", "basis"]
    assert names(index, sort=("kosten", "hoogste_last")) == ["afbouw", "krap-hub15", "krap-hub10", "basis"]
    assert names(index, sort=("-kosten",), top=1) == ["basis"]
    assert names(index, sort=("-scenario",))[0] == "krap-hub15"
    assert names(index, sort=("-tekort_asiel@2028-02-01", "last:Aakerk"))[:2] == ["afbouw", "krap-hub15"]


def test_a_run_without_the_figure_comes_last_and_meets_no_condition_on_it(index):
    # Nobody searched what regret is measured against: no run has it.
    assert names(index, sort=("spijt", "kosten")) == ["afbouw", "krap-hub10", "krap-hub15", "basis"]
    assert names(index, "spijt>=0", "scenario=a*") == []


def test_runs_without_a_plan_are_named_with_their_reason(index):
    ranking = rank(index, [read_condition("kosten<=60 mln", index)], [], None)
    assert (ranking.meeting, ranking.total) == (1, 6)
    assert [(row["scenario"], row["status"], row["error"]) for row in ranking.without] == [
        ("alleen-asiel", "infeasible", ""),
        ("kapot", "lost", "gestopt"),
    ]
    only = rank(index, [read_condition("status=onmogelijk", index)], [], None)
    assert ([row["scenario"] for row in only.without], only.rows) == (["alleen-asiel"], [])


def test_nothing_left_says_so(index):
    with pytest.raises(UsageError) as error:
        rank(index, [read_condition("scenario=niets", index)], [], None)
    assert code_of(error) == "compare_nothing_left"
    assert error.value.findings[0].params == {"count": 6}


def test_the_figures_that_are_asked_are_shown_first(index):
    conditions = [read_condition("locaties>=1", index)]
    ranking = rank(index, conditions, [read_order("overschot", index)], 1)
    assert ranking.columns == ("surplus", "locations", "shortfall", "minimax", "cost")
    assert ranking.rows[0]["values"]["locations"] == 8


@pytest.mark.parametrize(
    ("typed", "code", "nearest"),
    [
        ("kosten", "condition_form", None),
        ("kosten<=", "condition_form", None),
        ("<=12", "condition_form", None),
        ("kostn<=12", "condition_name", "kosten"),
        ("shortfal_asylum<=0", "condition_name", "shortfall_asylum"),
        ("kosten@2027-07-01<=0", "condition_name", None),
        ("tekort@gisteren<=0", "condition_name", None),
        ("kosten<=veel", "condition_number", None),
        ("kosten<=1.2.3", "condition_number", None),
        ("kosten<=12 appels", "condition_number", None),
        ("scenario<krap", "condition_sign", None),
        ("locatie:L-01>open", "condition_sign", None),
        ("last:Akerk<1", "condition_municipality", "Aakerk"),
        ("locatie:L-99=open", "condition_location", None),
    ],
)
def test_a_wrong_condition_says_what_is_wrong(index, typed, code, nearest):
    with pytest.raises(UsageError) as error:
        read_condition(typed, index)
    assert code_of(error) == code
    if nearest:
        assert error.value.findings[0].params["nearest"] == nearest


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1200", 1200),
        ("1,25", 1.25),
        ("1.25", 1.25),
        ("0.125", 0.125),
        ("-3", -3),
        ("30%", 0.3),
        ("12,5 %", 0.125),
        ("1.250.000", 1_250_000),
        ("1.250,5", 1250.5),
        ("2,5 mln", 2_500_000),
        ("€ 250 miljoen", 250_000_000),
        ("1 miljard", 1e9),
        ("40 plekken", 40),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, value):
    assert read_number(typed) == pytest.approx(value)


def test_what_is_typed_is_never_part_of_the_question(index):
    typed = "x' or 1=1; drop table runs; --"
    assert rank(index, [read_condition(f"scenario!={typed}", index)], [], None).meeting == 4
    for name in (typed, f"plekken:{typed}", f"tekort@{typed}"):
        with pytest.raises(UsageError):
            read_subject(name, index)
    assert index.rows("select count(*) from runs")[0][0] == 6
