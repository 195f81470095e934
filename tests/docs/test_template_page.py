"""The page about Word templates lists every field, and the packaged template is the one that the program makes."""

from regietafel.outputs.report_template import make_template, packaged_template
from regietafel.outputs.template_docs import template_page
from regietafel.outputs.template_fields import known_names
from support.checkout import PROJECT
from support.word_reading import parts_of

PAGE = PROJECT / "docs" / "sjabloon.md"
TEMPLATE = PROJECT / "outputs" / "templates" / "verslag.docx"
RENEW = "Run: make docs"


def test_the_page_about_templates_is_current(rewrite_golden):
    if rewrite_golden:
        PAGE.write_text(template_page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == template_page(), RENEW


def test_the_packaged_template_is_the_one_that_the_program_makes(rewrite_golden):
    if rewrite_golden:
        TEMPLATE.write_bytes(make_template())
    assert parts_of(packaged_template()) == parts_of(make_template()), RENEW


def test_every_field_stands_on_the_page():
    page = template_page()
    missing = [name for name in known_names() if f"`{name}`" not in page and f"{{{{ {name}" not in page]
    assert missing == []
    rows = [field for inside in known_names().values() for field in inside or ()]
    assert [field for field in rows if f"`{field}`" not in page and f"hoofdstuk.{field}" not in page] == []
