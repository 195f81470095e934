"""Documents that are made from the program say what the program is now."""

import re

from regietafel.outputs.model_card import model_card
from support.checkout import PROJECT

DOCS = PROJECT / "docs"


def test_model_page_is_current():
    written = (DOCS / "model.md").read_text(encoding="utf-8")
    assert written.rstrip("\n") == model_card().rstrip("\n"), "Run: make docs"


def test_every_link_between_documents_leads_somewhere():
    pages = [PROJECT / "README.md", *DOCS.rglob("*.md")]
    targets = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists() and target not in IN_CHECKOUT_ONLY
    ]
    assert targets == []


def test_every_decision_is_in_the_index():
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    pages = [page.name for page in (DOCS / "decisions").glob("0*.md")]
    assert [name for name in pages if name not in index] == []


# The tests against the wheel run beside README.md and docs only.
IN_CHECKOUT_ONLY = {"inputs/reference", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"}
