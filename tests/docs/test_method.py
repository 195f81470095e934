"""The method page in the documentation says what the report says."""

import re

from regietafel.outputs.method_docs import method_files
from support.checkout import PROJECT

DOCS = PROJECT / "docs"
RENEW = "Run: make docs"


def test_method_pages_and_pictures_are_current(rewrite_golden):
    files = method_files()
    if rewrite_golden:
        for name, content in files.items():
            (DOCS / name).parent.mkdir(exist_ok=True)
            (DOCS / name).write_text(content, encoding="utf-8", newline="\n")
    written = {name: (DOCS / name).read_text(encoding="utf-8") for name in files}
    assert [name for name in files if written[name] != files[name]] == [], RENEW


def test_every_picture_beside_the_pages_is_shown():
    shown = {
        target
        for page in ("methode.md", "method.md")
        for target in re.findall(r"\]\(([^)]*\.svg)\)", (DOCS / page).read_text(encoding="utf-8"))
    }
    there = {
        file.relative_to(DOCS).as_posix() for folder in ("methode", "method") for file in (DOCS / folder).iterdir()
    }
    assert shown == there
    assert len(shown) == 8
