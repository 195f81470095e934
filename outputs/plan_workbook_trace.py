"""The sheet of the workbook on which a colleague follows one municipality, and the whole province, step by step.

Every number is a live formula over the other sheets, beside the figure of the plan itself and the word that says
whether they are the same. The value that is saved with each formula is worked out here in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any, Final

from regietafel.model.scenario import STREAMS
from regietafel.outputs.plan_workbook_page import DARK, LINE_HEIGHT, Formula, Page, absolute, lines_in
from regietafel.outputs.plan_workbook_table import Placed
from regietafel.outputs.report_view import View

WIDTHS: Final = [5, 46, 15, 15, 13, 62, 40]
SAME = 0.0000015
"""Ratios have six decimals."""
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "municipalities": (
        *("municipality", "gm_code", "inhabitants", "ses_woa", "indicative", "indicative_special"),
        *(f"share_{k}" for k in STREAMS),
        *(f"after_{k}" for k in STREAMS),
        *("above_indicative", "residual_task"),
    ),
    "at_moments": (
        *("gm_code", "moment", *(f"provided_{k}" for k in STREAMS), "housed", "credited", "unhoused", "burden"),
        *("ratio_joint", "ratio_asylum", "before_joint"),
    ),
    "streams": ("gm_code", "moment", "stream", "provided", "counted_plan", "counted_durable", "carried"),
    "placements": ("gm_code", "moment", "inside", *(f"places_{k}" for k in STREAMS)),
    "exchanges": ("giver_code", "taker_code", "stream", "exchanged", "applies"),
    "burdens": ("gm_code", "rank_joint", "ratio_joint"),
}
"""Columns that formulas call by a name, by table."""


def define_names(placed: Mapping[str, Placed]) -> None:
    """Give the columns that are followed a name, so that the formulas can be read."""
    for table, names in NAMES.items():
        if table in placed:
            placed[table].define(names)


@dataclass
class Trace:
    """The steps for one municipality, written one after the other.

    Parameters
    ----------
    page : Page
    placed : mapping of str to Placed
        The tables of the workbook by name.
    chosen : int
        Which municipality of the table is chosen, from 0.
    """

    page: Page
    placed: Mapping[str, Placed]
    chosen: int
    article: str = ""
    verdict: int = 0
    at: dict[str, str] = field(default_factory=dict)
    value: dict[str, Any] = field(default_factory=dict)
    checks: list[tuple[int, str]] = field(default_factory=list)

    @property
    def view(self) -> View:
        """The plan in Dutch words."""
        return self.page.view

    @property
    def member(self) -> Mapping[str, Any]:
        """The row of the chosen municipality."""
        return self.placed["municipalities"].grid.rows[self.chosen]

    @property
    def moment(self) -> Mapping[str, Any]:
        """What the chosen municipality does at the last moment."""
        code, rows = self.member["gm_code"], self.placed["at_moments"].grid.rows
        return next(row for row in rows if row["gm_code"] == code and row["moment"] == self.view.last)

    def name(self, table: str, column: str) -> str:
        """Return the name of a column in formulas."""
        return self.placed[table].named(column)

    def own(self, column: str) -> Formula:
        """Look a figure of the municipality up."""
        found = f"INDEX({self.name('municipalities', column)},{self.at['row']})"
        value = self.member[column]
        # An empty cell is 0 everywhere only when something is added to it.
        return Formula(found, value) if isinstance(value, str) else Formula(f"0+{found}", value or 0)

    def done(self, column: str) -> Formula:
        """Look up what the municipality does at the last moment; a ratio that there is not is a dash."""
        found = f"INDEX({self.name('at_moments', column)},{self.at['moment_row']})"
        value = self.moment[column]
        return Formula(f'IF({found}="","–",{found})', "–" if value is None else value)

    def added(self, table: str, column: str, tests: Mapping[str, tuple[str, Any]]) -> Formula:
        """Add up a column of a table over the rows that pass tests: per column what a cell or a text says."""
        if table not in self.placed:
            return Formula("0", 0)
        rows = self.placed[table].grid.rows
        total = sum(row[column] or 0 for row in rows if all(row[key] == value for key, (_, value) in tests.items()))
        asked = "".join(f",{self.name(table, key)},{cell}" for key, (cell, _) in tests.items())
        return Formula(f"SUMIFS({self.name(table, column)}{asked})", total)

    def begin(self, group: str) -> None:
        """Begin a group of steps, which rest on the same article."""
        self.rest_on(group)
        self.page.line(self.view.say(f"workbook.trace_group.{group}"), bold=True, font_color=DARK)

    def rest_on(self, article: str) -> None:
        """Let the next steps rest on another article."""
        self.article = article

    def step(
        self,
        code: str,
        found: Formula,
        plan: Formula | None = None,
        kind: str = "count",
        said: tuple[str, str] | None = None,
    ) -> None:
        """Write one step: what it is, what it comes to, what the plan says, whether that is the same, how and why."""
        page, row = self.page, self.page.row
        words = page.looks.cell(text_wrap=True, indent=1)
        what, how = said or (self._said(code, "what"), self._said(code, "how"))
        texts = {1: what, 5: how, 6: self.view.say(f"workbook.trace_article.{self.article}")}
        texts |= {3: "", 4: ""} if plan is None else {}
        page.number(row, 0, len(self.value) + 1, page.looks.number("count"))
        page.formula(row, 2, found, page.looks.number(kind, align="right", bold=True))
        for column, written in texts.items():
            page.say(row, column, written, words)
        if plan is not None:
            page.formula(row, 3, plan, page.looks.number(kind, align="right"))
            self._check(row, found, plan, lead=code == "after__status_holder")
        lines = max(lines_in(written, WIDTHS[column]) for column, written in texts.items())
        page.sheet.set_row(row, LINE_HEIGHT * lines + 2)
        self.at[code], self.value[code] = absolute(row, 2), found.value
        page.row += 1

    def _said(self, code: str, part: str) -> str:
        base, _, stream = code.partition("__")
        params = {"stream": self.view.say(f"workbook.stream.{stream}")} if stream else {}
        return self.view.say(f"workbook.trace.{base}.{part}", **params)

    def _check(self, row: int, found: Formula, plan: Formula, *, lead: bool) -> None:
        """Say whether two figures are the same; a lead makes what is asked smaller than the exchange alone says."""
        words = {name: self.view.say(f"workbook.{name}") for name in ("right", "wrong", "lead")}
        value = words["right"] if alike(found.value, plan.value) else words["wrong"]
        otherwise = f'"{words["wrong"]}"'
        if lead:
            otherwise = f'IF({self.at["share__status_holder"]}=0,"{words["lead"]}",{otherwise})'
            if value == words["wrong"] and not self.value["share__status_holder"]:
                value = words["lead"]
        one, other = absolute(row, 2), absolute(row, 3)
        look = self.page.looks.cell(align="center", bold=True)
        self.page.formula(row, 4, Formula(f'IF({same(one, other)},"{words["right"]}",{otherwise})', value), look)
        self.checks.append((row, value))


def same(one: str, other: str) -> str:
    """Return the test that two cells hold the same: numbers up to the last decimal that is written."""
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({other})),ABS({one}-{other})<{SAME:.7f},{one}={other})"


def alike(one: Any, other: Any) -> bool:
    """Say whether two values are the same, as `same` does."""
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return bool(abs(one - other) < SAME)


def rounded(value: Fraction) -> float:
    """Round to six decimals as a spreadsheet does: half away from zero."""
    return floor(abs(value) * 10**6 + Fraction(1, 2)) / 10**6 * (1 if value >= 0 else -1)


def put_trace(page: Page, placed: Mapping[str, Placed], chosen: int) -> Trace:
    """Write the head of the sheet: the choice of a municipality, its rows in the other tables, and the verdict.

    Parameters
    ----------
    page : Page
        Empty.
    placed : mapping of str to Placed
        The tables that are followed.
    chosen : int
        Which municipality is chosen, from 0.

    Returns
    -------
    Trace
        Ready for its steps.
    """
    trace = Trace(page, placed, chosen)
    page.line(page.view.say("workbook.note.trace"))
    page.gap()
    _put_choice(trace)
    page.gap()
    _put_header(page)
    page.sheet.freeze_panes(page.row, 2)
    return trace


def _put_choice(trace: Trace) -> None:
    page, table = trace.page, trace.placed["municipalities"]
    bold, cell = page.looks.look(bold=True), page.looks.cell(bold=True, bg_color="#FFF9DB", text_wrap=True)
    page.say(page.row, 1, page.view.say("workbook.choose"), bold)
    page.say(page.row, 2, str(trace.member["municipality"]), cell)
    page.sheet.merge_range(page.row, 2, page.row, 4, "", cell)
    page.say(page.row, 2, str(trace.member["municipality"]), cell)
    source = f"={table.area('municipality')}"
    page.sheet.data_validation(page.row, 2, page.row, 2, {"validate": "list", "source": source})
    trace.at["name"] = absolute(page.row, 2)
    page.sheet.set_row(page.row, LINE_HEIGHT * min(6, lines_in(str(trace.member["municipality"]), 42)) + 3)
    page.row += 1
    names = trace.name("municipalities", "municipality")
    _put_fact(trace, "row", Formula(row_where(f"{names}={trace.at['name']}", names), trace.chosen + 1))
    _put_fact(trace, "code", trace.own("gm_code"))
    page.say(page.row, 1, page.view.say("workbook.last_moment"), page.looks.look())
    day = Formula(f"MAX({trace.name('at_moments', 'moment')})", serial(page.view.last))
    page.formula(page.row, 2, day, page.looks.number("day", align="right"))
    trace.at["moment"] = absolute(page.row, 2)
    page.row += 1
    codes, moments = (trace.name("at_moments", name) for name in ("gm_code", "moment"))
    rows = trace.placed["at_moments"].grid.rows
    test = f"({codes}={trace.at['code']})*({moments}={trace.at['moment']})"
    _put_fact(trace, "moment_row", Formula(row_where(test, codes), rows.index(trace.moment) + 1))
    trace.verdict = page.row
    page.row += 1


def put_verdict(trace: Trace) -> None:
    """Say at the head of the sheet whether everything is the same as in the plan, and mark what is not."""
    page, view = trace.page, trace.view
    first, last = trace.checks[0][0], trace.checks[-1][0]
    area = f"{absolute(first, 4)}:{absolute(last, 4)}"
    right, wrong = view.say("workbook.all_right"), view.say("workbook.some_wrong")
    value = wrong if any(found == view.say("workbook.wrong") for _, found in trace.checks) else right
    look = page.looks.cell(bold=True, align="center")
    page.sheet.merge_range(trace.verdict, 2, trace.verdict, 4, "", look)
    page.say(trace.verdict, 1, view.say("workbook.fact.verdict"), page.looks.look(bold=True))
    counted = f'COUNTIF({area},"{view.say("workbook.wrong")}")=0'
    page.formula(trace.verdict, 2, Formula(f'IF({counted},"{right}","{wrong}")', value), look)
    marks = {"right": "#1E6B2E", "lead": "#1E6B2E", "wrong": "#A61B1B"}
    for name, colour in marks.items():
        words = {"type": "cell", "criteria": "==", "value": f'"{view.say(f"workbook.{name}")}"'}
        page.sheet.conditional_format(
            first, 4, last, 4, {**words, "format": page.looks.book.add_format({"font_color": colour})}
        )


def _put_fact(trace: Trace, name: str, formula: Formula) -> None:
    page = trace.page
    page.say(page.row, 1, page.view.say(f"workbook.fact.{name}"), page.looks.look())
    page.formula(page.row, 2, formula, page.looks.cell(align="right"))
    trace.at[name] = absolute(page.row, 2)
    page.row += 1


def row_where(test: str, names: str) -> str:
    """Return the formula that finds the one row of a table that passes a test; no sign in it has a meaning of its own.

    Functions that look something up read a star or a question mark in a name as any letters, and no name over 255.
    """
    return f"SUMPRODUCT(({test})*(ROW({names})-ROW(INDEX({names},1))+1))"


def serial(written: str) -> int:
    """Return a day as a spreadsheet counts it: 1 January 1900 is 1, and 1900 a leap year."""
    return (date.fromisoformat(written) - date(1899, 12, 30)).days


def _put_header(page: Page) -> None:
    for column, name in enumerate(("number", "what", "found", "in_plan", "check", "how", "article")):
        page.say(page.row, column, page.view.say(f"workbook.trace_column.{name}"), page.looks.head)
    page.sheet.repeat_rows(page.row)
    page.row += 1
