"""The page that lists every field of a Word template; it is made from the fields themselves."""

from collections.abc import Iterator

from regietafel.outputs.report_content import CHAPTERS
from regietafel.outputs.template_fields import CHAPTER, LISTS, SINGLE, WHOLE, chapter_name, list_name, name, row_names
from regietafel.outputs.texts_catalogue import text
from regietafel.outputs.word_styles import NAMES

OWN = "Regietafel "


def template_page() -> str:
    """Return the page as Markdown."""
    return "\n\n".join(_parts()) + "\n"


def _parts() -> Iterator[str]:
    yield f"# {_said('title')}"
    yield _said("note")
    yield _said("lead")
    yield f"## {_said('fields')}"
    yield _said("fields_lead")
    yield _table([(f"`{{{{ {name(code)} }}}}`", text(f"template_field.{code}.about")) for code in SINGLE])
    yield f"## {_said('chapters')}"
    yield _said("chapters_lead")
    rows = [(f"`{{{{ {CHAPTER}.{chapter_name(code)} }}}}`", _title(code)) for code in CHAPTERS]
    yield _table(
        [*rows, *((f"`{{{{ {word} }}}}`", text(f"template_page.whole_{code}")) for code, word in WHOLE.items())]
    )
    yield f"## {_said('lists')}"
    yield _said("lists_lead")
    for kind in LISTS:
        yield f"**`{list_name(kind)}`** – {text(f'template_list.{kind}.about')}"
        yield ", ".join(f"`{row}`" for row in row_names(kind)) + "."
    for part in ("conditions", "marks", "styles"):
        yield f"## {_said(part)}"
        yield _said(f"{part}_lead")
    yield "\n".join(f"- {word}" for word in NAMES.values() if word.startswith(OWN))


def _title(code: str) -> str:
    """Return the title of a chapter; of a conflict both."""
    return f"{text('page.conflict')} / {text('page.shortfall')}" if code == "conflict" else text(f"chapter.{code}")


def _said(part: str) -> str:
    return text(f"template_page.{part}")


def _table(rows: list[tuple[str, str]]) -> str:
    lines = [f"| {field} | {about} |" for field, about in rows]
    return "\n".join([f"| {_said('col_field')} | {_said('col_about')} |", "| --- | --- |", *lines])
