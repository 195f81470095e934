"""What the tests of documents share: a browser, and pages that are made once."""

import pytest

from regietafel.model.plan import Plan
from regietafel.outputs.report_html import render
from support.browser import started
from support.pages import planned, written
from support.plan_document import code, plan_document


@pytest.fixture(scope="session")
def browser():
    with started() as found:
        yield found


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """Write the page of the small plan in both languages; give the file by language."""
    folder = tmp_path_factory.mktemp("klein")
    document = plan_document()
    document["municipalities"][2]["name"] = "Súdwest-Ameland"
    document["municipalities"][3]["safety_region"] = "Noord"
    back = {"against_stream": "regular", "against_places": 10, "moment": None, "stage": "agreed"}
    document["exchanges"] = [{"id": "U1", "from": code(0), "to": code(1), "stream": "ukraine", "places": 20, **back}]
    return {lang: written(folder / f"{lang}.html", render(Plan.from_dict(document), lang)) for lang in ("nl", "en")}


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """Plan the largest province, about three seconds: give its folder."""
    return planned("noord-brabant", tmp_path_factory.mktemp("groot") / "plan")
