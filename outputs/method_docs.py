"""The method page as files for the documentation: Markdown, with its pictures beside it."""

from regietafel.outputs.method_page import Grid, Heading, Paragraph, Part, Picture, Points, method_parts, method_title
from regietafel.outputs.texts_catalogue import LANGUAGES, text

NAMES = {"nl": ("methode", "plaatje"), "en": ("method", "picture")}


def method_files() -> dict[str, str]:
    """Return the files of both languages by path within ``docs``: two pages and eight pictures."""
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        parts = method_parts(lang, alone=True)
        found[f"{NAMES[lang][0]}.md"] = _page(parts, lang)
        found |= {_file(part, lang): part.svg + "\n" for part in parts if isinstance(part, Picture)}
    return found


def _page(parts: tuple[Part, ...], lang: str) -> str:
    head = [f"# {method_title(lang)}", text("method.docs_note", lang)]
    return "\n\n".join([*head, *(_markdown(part, lang) for part in parts)]) + "\n"


def _file(picture: Picture, lang: str) -> str:
    folder, name = NAMES[lang]
    return f"{folder}/{name}-{picture.number}.svg"


def _markdown(part: Part, lang: str) -> str:
    """Write one part as Markdown."""
    if isinstance(part, Heading):
        return f"## {part.words}"
    if isinstance(part, Paragraph):
        return part.words
    if isinstance(part, Points):
        return "\n".join(f"- {item}" for item in part.items)
    if isinstance(part, Grid):
        return _table(part)
    return f"![{part.alternative}]({_file(part, lang)})\n\n**{part.title}.** {part.caption}"


def _table(grid: Grid) -> str:
    words = len(grid.columns) - grid.numeric
    rule = ["---"] * words + ["---:"] * grid.numeric
    rows = [grid.columns, rule, *grid.rows]
    return f"**{grid.caption}**\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
