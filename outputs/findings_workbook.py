"""`bevindingen.xlsx`: every finding in a row of its own with a link to its cell, and what stands before the table.

The same findings give the same bytes. No cell is ever a formula: everything is written as text or as a number.
"""

import io
import os
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from regietafel.model.errors import Finding, Place, UsageError
from regietafel.outputs.findings_list import Checked, cell_name, in_order
from regietafel.outputs.meeting_text import meeting_row
from regietafel.outputs.texts_catalogue import is_workbook, spoken, text

SUFFIX: Final = ".xlsx"
MARK: Final = "regietafel.findings/1"
"""Subject of the workbook, by which a later run knows that the file is ours."""
PROPERTIES: Final = "docProps/core.xml"
FIXED_TIME: Final = datetime(2000, 1, 1)
MOST_LINKS: Final = 60_000
"""A sheet of Excel holds 65,530 links."""
LINE_HEIGHT: Final = 15.0
"""Height of one line of text [points]; not every program finds the height of a row by itself."""
LONGEST_CELL: Final = 32_767
LONGEST_LINK: Final = 2_000

COLUMNS: Final = {
    "level": 14,
    "sheet": 15,
    "row": 6,
    "column": 22,
    "cell": 9,
    "value": 18,
    "wrong": 42,
    "do": 42,
}
"""Columns of the sheet with findings and their width in characters."""
UNFIT_COLUMNS: Final = {"number": 5, "what": 42, "where": 30, "do": 42, "who": 42}
COLOURS: Final = {
    "error": {"bg_color": "#F8D7DA", "font_color": "#7A1420"},
    "warning": {"bg_color": "#FFF0C2", "font_color": "#5F4500"},
    "note": {"bg_color": "#DCEBF7", "font_color": "#173F5F"},
}
"""Colour of the word of a level; the word says the same."""


def refuse_existing(file: Path, *, force: bool) -> None:
    """Refuse a file that is there, save a workbook with findings of ours that may be replaced.

    Raises
    ------
    UsageError
        If the name does not end on .xlsx, or the file exists and may not be replaced.
    """
    if file.suffix.casefold() != SUFFIX:
        raise UsageError(Finding("findings_file_kind", value=str(file)))
    if not file.exists():
        return
    if not force:
        raise UsageError(Finding("findings_file_exists", value=str(file)))
    if not is_ours(file):
        raise UsageError(Finding("findings_file_not_ours", value=str(file)))


def is_ours(file: Path) -> bool:
    """Whether a file is a workbook with findings that we wrote."""
    try:
        with zipfile.ZipFile(file) as parts:
            return f"<dc:subject>{MARK}</dc:subject>".encode() in parts.read(PROPERTIES)
    except (OSError, zipfile.BadZipFile, KeyError):
        return False


def findings_workbook(checked: Checked, lang: str, link_to: str = "") -> bytes:
    """Return what a check found as the bytes of a workbook.

    Parameters
    ----------
    checked : Checked
    lang : str
        Language of the words.
    link_to : str
        Path of the case from where the workbook will stand, see `path_between`; empty: no links.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = text("findings_workbook.title", lang)
    book.set_properties({"title": title, "subject": MARK, "author": "regietafel", "created": FIXED_TIME})
    _write_findings(book, in_order(checked.findings), lang, link_to)
    _write_summary(book, checked, lang)
    book.close()
    return content.getvalue()


def path_between(workbook: Path, case: Path) -> str:
    """Return the path of a case from where the workbook with findings stands; absolute on another drive."""
    target = case.absolute()
    try:
        return os.path.relpath(target, workbook.absolute().parent)
    except ValueError:
        return str(target)


def _write_findings(book: xlsxwriter.Workbook, findings: Sequence[Finding], lang: str, link_to: str) -> None:
    sheet = book.add_worksheet(text("findings_workbook.findings", lang))
    formats = _formats(book)
    _head(sheet, {text(f"findings_workbook.{name}", lang): width for name, width in COLUMNS.items()}, formats["head"])
    for number, finding in enumerate(findings, start=1):
        link = _link(finding.place, link_to) if number <= MOST_LINKS else ""
        _write_finding(sheet, number, finding, lang, (formats, link))
    sheet.autofilter(0, 0, max(1, len(findings)), len(COLUMNS) - 1)
    _on_paper(sheet, lang)


def _write_finding(
    sheet: Worksheet, row: int, finding: Finding, lang: str, look: tuple[Mapping[str, Format], str]
) -> None:
    """Write one finding; the cell with the place is a link."""
    (formats, link), where, (wrong, what_to_do) = look, finding.place, spoken(finding, lang)
    plain = formats["text"]
    _say(sheet, row, 0, text(f"cli.level.{finding.level}", lang), formats[finding.level])
    _say(sheet, row, 1, where.sheet or where.file, plain)
    if where.row:
        sheet.write_number(row, 2, where.row, formats["number"])
    else:
        _say(sheet, row, 2, "", plain)
    _say(sheet, row, 3, " ".join(filter(None, (where.letter, where.column and f"({where.column})"))), plain)
    shown = cell_name(where) or (text("findings_workbook.open", lang) if link else "")
    if link:
        sheet.write_url(row, 4, link, formats["link"], string=shown)
    else:
        _say(sheet, row, 4, shown, plain)
    for column, words in enumerate((finding.value, wrong, what_to_do), start=5):
        _say(sheet, row, column, words, plain)
    texts = {"sheet": where.sheet or where.file, "column": where.column, "value": finding.value}
    _fit(sheet, row, COLUMNS, {**texts, "wrong": wrong, "do": what_to_do})


def _link(where: Place, link_to: str) -> str:
    """Return the link to a cell of a workbook, or to a file of tables; empty when there is none."""
    if not link_to or not where.file:
        return ""
    book = is_workbook(link_to)
    file = link_to if book else (Path(link_to) / where.file).as_posix()
    sheet = where.sheet.replace("'", "''")
    cell = f"#'{sheet}'!{cell_name(where) or f'A{where.row or 1}'}" if book and sheet else ""
    # Behind a hash sign in a path Excel looks for a sheet; and it takes no longer links.
    return "" if "#" in file or len(file + cell) > LONGEST_LINK else f"external:{file}{cell}"


def _write_summary(book: xlsxwriter.Workbook, checked: Checked, lang: str) -> None:
    """Write the counts, and what is not fit for a decision."""
    sheet, formats = book.add_worksheet(text("findings_workbook.summary", lang)), _formats(book)
    for column, width in enumerate(UNFIT_COLUMNS.values()):
        sheet.set_column(column, column, width)
    lines = [text("findings_workbook.about", lang, case=checked.case)]
    lines += [f"{text(f'cli.heading.{level}', lang)}: {count}" for level, count in checked.counts.items()]
    for row, words in enumerate(lines):
        _say(sheet, row, 0, words, formats["title" if row == 0 else "plain"])
    _write_unfit(sheet, len(lines) + 1, checked, (lang, formats))
    _on_paper(sheet, lang, repeat=False)


def _write_unfit(sheet: Worksheet, row: int, checked: Checked, how: tuple[str, Mapping[str, Format]]) -> None:
    lang, formats = how
    if not checked.unfit:
        code = "findings.meeting_unknown" if checked.unfit is None else "findings.meeting_fit"
        _say(sheet, row, 0, text(code, lang), formats["plain"])
        return
    _say(sheet, row, 0, f"{text('cli.heading.meeting', lang)} ({len(checked.unfit)})", formats["title"])
    for column, name in enumerate(UNFIT_COLUMNS):
        _say(sheet, row + 1, column, text(f"findings_workbook.{name}", lang), formats["head"])
    for number, item in enumerate(checked.unfit, start=1):
        words = meeting_row(item, lang)
        sheet.write_number(row + 1 + number, 0, number, formats["number"])
        for column, name in enumerate(("message", "where", "what_to_do", "who"), start=1):
            _say(sheet, row + 1 + number, column, words[name], formats["text"])
        texts = {"what": words["message"], "where": words["where"], "do": words["what_to_do"], "who": words["who"]}
        _fit(sheet, row + 1 + number, UNFIT_COLUMNS, texts)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    """Make the looks of cells, by name; a level by its own."""
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8C8C8"}
    looks: dict[str, dict[str, Any]] = {
        "plain": {},
        "title": {"bold": True, "font_size": 13},
        "head": {**cell, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"},
        "text": cell,
        "number": {**cell, "align": "center"},
        "link": {**cell, "font_color": "#0B4F9E", "underline": 1},
        **{level: {**cell, "bold": True, **colour} for level, colour in COLOURS.items()},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _head(sheet: Worksheet, columns: Mapping[str, int], look: Format) -> None:
    """Write a header row that stays on the screen and on every sheet of paper."""
    for column, (label, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width)
        _say(sheet, 0, column, label, look)
    sheet.freeze_panes(1, 0)


def _say(sheet: Worksheet, row: int, column: int, words: str, look: Format) -> None:
    """Write text as text, whatever it starts with."""
    sheet.write_string(row, column, words[:LONGEST_CELL], look)


def _fit(sheet: Worksheet, row: int, widths: Mapping[str, int], texts: Mapping[str, str]) -> None:
    """Make a row as high as its longest text, broken over the width of its column."""
    lines = (len(textwrap.wrap(words, max(4, widths[name] - 2))) for name, words in texts.items())
    sheet.set_row(row, LINE_HEIGHT * min(25, max(1, *lines)) + 2)


def _on_paper(sheet: Worksheet, lang: str, *, repeat: bool = True) -> None:
    """Set up printing: landscape, one page wide, header row and page numbers on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{text('findings_workbook.title', lang)}&R&P / &N")
    if repeat:
        sheet.repeat_rows(0)
