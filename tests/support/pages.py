"""Pages as the browser tests use them: how one is made, and where on it things are."""

import json
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Locator, Page

from regietafel.cli import main
from regietafel.model.plan import Plan
from regietafel.outputs.report_view import View

# Quick and coarse: what counts here is a page of the right size, not the plan.
QUICK = ("fairness=minimax", "fairness_prices=none", "position_prices=none", "gap=0.05", "gap_disturbance=0.5")


def written(file: Path, text: str) -> Path:
    """Write a page and give its file."""
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def planned(province: str, folder: Path) -> Path:
    """Plan a built-in province in about three seconds, with all documents; give the folder."""
    options = [part for option in QUICK for part in ("--set", option)]
    words = ["plan", f"voorbeeld:{province}", "--scenario", "krap", *options, "--out", str(folder)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return folder


def view_of(folder: Path, lang: str = "nl") -> View:
    """Read the plan of a folder in the words of a language."""
    return View(Plan.from_dict(json.loads((folder / "plan.json").read_text("utf-8"))), lang)


def names_in(page: Page, table: str = "towns") -> list[str]:
    """Give the first cell of every visible row of a table."""
    rows = page.locator(f"#{table} tbody tr:not([hidden]) > th")
    return [name.strip() for name in rows.all_inner_texts()]


def town(page: Page, name: str) -> Locator:
    """Give a municipality on the map."""
    return page.locator(f'a.town[aria-label^="{name}:"]')


def choices(page: Page) -> Locator:
    """Give the three choices above the map: measure, group and moment."""
    return page.locator("#choices select")


def legend(page: Page) -> list[str]:
    """Give the classes that the legend names."""
    return page.locator("#legend li").all_inner_texts()
