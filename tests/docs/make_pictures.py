"""Makes the pictures of the handbook from the real thing: `python tests/docs/make_pictures.py`, from the checkout.

Needs LibreOffice (soffice), poppler (pdftoppm) and Chromium on the path. Look at every picture afterwards.
"""

import contextlib
import itertools
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from openpyxl import load_workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.browser import opened, started
from support.handbook import HANDBOOK, WORKBOOK, Command, run, steps_of, type_into
from support.pages import town

PICTURES = HANDBOOK.parent / "handleiding"
SHARPNESS, MARGIN, WHITE = 96, 6, 250
NARROWER = 822
"""Width of the window for a picture of the map: the least at which the legend stands beside it."""
WIDEST, FRAMED_WIDTH, HEADER = 19, 26, 27
"""Width of a column at most, of a column with a frame [signs], and height of the row of headers [points]."""


@dataclass(frozen=True)
class Sheet:
    """What a picture shows of a sheet.

    Columns by their header (none named: all), rows from one number to another or the last ones under the header, and
    what gets a red frame: so many of the last rows, or a column.
    """

    name: str
    columns: str = ""
    rows: tuple[int, int] = (1, 1000)
    last: int = 0
    framed: int = 0
    framed_column: str = ""


SHEETS = {
    "uitleg": Sheet("uitleg", rows=(10, 29)),
    "gemeenten": Sheet(
        "gemeenten",
        "gemeente|subregio|inwoners|ses_woa|indicatief_aantal|berekend: indicatief_aantal|waarvan_bijzonder",
    ),
    "locaties": Sheet(
        "locaties",
        "locatie_id|gemeente|naam|locatietype|status|plekken|plekken_regulier|plekken_bijzonder|beschikbaar_vanaf",
        last=6,
        framed=3,
    ),
    "uitruil": Sheet(
        "uitruil",
        "uitruil_id|van|naar|doelgroep|plekken|tegen_doelgroep|tegen_plekken|halfjaar|stand|besluitdatum",
        framed=2,
    ),
    "standpunten": Sheet(
        "standpunten",
        "standpunt_id|partij|eis|gemeenten|locatie_id|locatievorm|doelgroep|plekken|andere_gemeente|ononderhandelbaar",
        last=7,
        framed=5,
    ),
    "scenarios": Sheet(
        "scenarios", "instelling|basis|duurzaam|tafel|kleinschalig|plafond", rows=(1, 8), framed_column="plafond"
    ),
}
"""Pictures of the workbook as the handbook has it filled in, by name."""
DUTCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>nl-NL</value></prop></item>
</oor:items>
"""
"""Settings with which LibreOffice writes numbers and dates as a Dutch Excel does."""


def main() -> None:
    """Do what the handbook says, and take the pictures on the way."""
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        folder = Path(place)
        for step in steps_of(HANDBOOK.read_text(encoding="utf-8")):
            if not isinstance(step, Command):
                type_into(folder / WORKBOOK, step)
            elif step.words[1] in {"new", "check"} or "plan-1" in step.words or "plan-conflict" in step.words:
                run(step)
            if isinstance(step, Command) and "plan-conflict" in step.words:
                picture_of_page(folder / "plan-conflict" / "rapport.html", "conflict", 760)
            if isinstance(step, Command) and step.words[1] == "audit":
                picture_of_page(folder / "plan-1" / "rapport.html", "rapport", 1060)
                picture_of_page(folder / "plan-1" / "rapport.html", "verslag-standpunten", 640, "positions")
                picture_of_choice(folder / "plan-1" / "rapport.html", "rapport-kaart", "Veenloo")
            if isinstance(step, Command) and "--scenario" in step.words:
                for name, sheet in SHEETS.items():
                    picture_of_sheet(folder / WORKBOOK, sheet, name)
        picture_of_sheet(folder / "bevindingen.xlsx", Sheet(""), "bevindingen")


def picture_of_page(page: Path, name: str, height: int, section: str = "") -> None:
    """Photograph the top of a report, or one section of it."""
    if section:
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"(?s)<(header|nav|footer)[ >].*?</\1>", "", text)
        text = re.sub(rf'(?s)<section [^>]*aria-labelledby="(?!{section}").*?</section>', "", text)
        page = page.with_name(f"{section}.html")
        page.write_text(text, encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={page.parent}/b"]
    size, target = f"--window-size=1100,{height}", PICTURES / f"{name}.png"
    _quietly("chromium", *flags, size, f"--screenshot={target}", page.as_uri())


def picture_of_choice(page: Path, name: str, municipality: str) -> None:
    """Photograph the map of a report with one municipality chosen, and all about it."""
    with started() as browser, opened(browser, page, width=NARROWER) as found:
        town(found.page, municipality).click(force=True)
        found.page.evaluate("() => { document.querySelector('.strip').hidden = true; scrollTo(0, 0); }")
        area = "['#drawing', '#chosen table'].map((name) => document.querySelector(name).getBoundingClientRect())"
        first, last = found.page.evaluate(area)
        top, bottom = first["top"] - 4, last["bottom"] + 12
        clip = {"x": 0, "y": top, "width": NARROWER, "height": bottom - top}
        found.page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)


def picture_of_sheet(workbook: Path, shown: Sheet, name: str) -> None:
    """Print a part of a sheet with the letters of its columns and the numbers of its rows, and photograph that."""
    book = load_workbook(workbook)
    sheet = book[shown.name] if shown.name else book.worksheets[0]
    for other in [each for each in book.worksheets if each is not sheet]:
        book.remove(other)
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value)
    _hide(sheet, shown, last)
    _frame(sheet, shown, last)
    _fit_on_one_page(sheet)
    book.save(f"{name}.xlsx")
    profile = Path("office")
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(DUTCH, encoding="utf-8")
    office = f"-env:UserInstallation={profile.resolve().as_uri()}"
    _quietly("soffice", office, "--headless", "--convert-to", "pdf", f"{name}.xlsx")
    _photograph(Path(f"{name}.pdf"), PICTURES / name)


def _hide(sheet: Worksheet, shown: Sheet, last: int) -> None:
    first, final = shown.rows
    rows = {1, *range(last + 1 - shown.last, last + 1)} if shown.last else set(range(first, min(final, last) + 1))
    for row in set(range(1, sheet.max_row + 1)) - rows:
        sheet.row_dimensions[row].hidden = True
    if not shown.columns:
        return
    sheet.row_dimensions[1].height = HEADER
    widths = _widths(sheet)
    for cell in sheet[1]:
        column = sheet.column_dimensions[cell.column_letter]
        column.min = column.max = cell.column
        column.width = min(widths[cell.column], WIDEST)
        column.hidden = cell.value not in shown.columns.split("|")


def _widths(sheet: Worksheet) -> dict[int, float]:
    """Return the width of every column; one entry of a sheet may be about several columns."""
    return {
        place: entry.width for entry in sheet.column_dimensions.values() for place in range(entry.min, entry.max + 1)
    }


def _frame(sheet: Worksheet, shown: Sheet, last: int) -> None:
    """Draw a red frame around what was just typed."""
    columns = [cell.column for cell in sheet[1] if not sheet.column_dimensions[cell.column_letter].hidden]
    rows = list(range(last + 1 - shown.framed, last + 1))
    if shown.framed_column:
        columns = [cell.column for cell in sheet[1] if cell.value == shown.framed_column]
        sheet.column_dimensions[get_column_letter(columns[0])].width = FRAMED_WIDTH
        rows = list(range(1, last + 1))
    red = Side(style="medium", color="C00000")
    for row, column in itertools.product(rows, columns):
        sheet.cell(row, column).border = Border(
            left=red if column == columns[0] else None,
            right=red if column == columns[-1] else None,
            top=red if row == rows[0] else None,
            bottom=red if row == rows[-1] else None,
        )


def _fit_on_one_page(sheet: Worksheet) -> None:
    sheet.print_area, sheet.print_title_rows, sheet.print_title_cols = None, None, None
    for edge in (sheet.oddHeader, sheet.oddFooter):
        edge.left.text = edge.center.text = edge.right.text = None
    sheet.print_options.headings = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1


def _photograph(page: Path, target: Path) -> None:
    """Turn the first page into a picture without its white edges."""
    _quietly("pdftoppm", "-r", str(SHARPNESS), "-singlefile", str(page), "page")
    kind, size, _, pixels = Path("page.ppm").read_bytes().split(b"\n", 3)
    assert kind == b"P6"
    width, height = map(int, size.split())
    dark = (np.frombuffer(pixels, np.uint8).reshape(height, width, 3) < WHITE).any(axis=2)
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    left, top = max(int(columns[0]) - MARGIN, 0), max(int(rows[0]) - MARGIN, 0)
    box = ["-x", left, "-y", top, "-W", columns[-1] - left + MARGIN, "-H", rows[-1] - top + MARGIN]
    _quietly("pdftoppm", "-r", str(SHARPNESS), "-singlefile", "-png", *map(str, box), str(page), str(target))


def _quietly(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


if __name__ == "__main__":
    main()
