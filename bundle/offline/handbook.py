"""The handbook as one page that opens with a double click: pictures inside, nothing fetched."""

import base64
import html
import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from offline.wheels import IncompleteBundleError

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 1.05rem/1.6 "Segoe UI", Arial, sans-serif; color: #1a1a1a; background: #fff; max-width: 48rem;
  margin: 0 auto; padding: 1.5rem; }}
h1, h2, h3 {{ line-height: 1.25; margin: 2rem 0 .6rem; }}
a {{ color: #154273; }}
img {{ max-width: 100%; border: 1px solid #767676; }}
code, pre {{ font-family: Consolas, monospace; font-size: .95em; background: #f3f3f3; }}
code {{ padding: .1em .25em; overflow-wrap: anywhere; }}
pre {{ padding: .8rem; overflow-x: auto; }}
pre code {{ padding: 0; overflow-wrap: normal; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
th, td {{ border: 1px solid #767676; padding: .35rem .6rem; text-align: left; vertical-align: top; }}
th {{ background: #f3f3f3; }}
@media print {{ body {{ max-width: none; padding: 0; }} pre {{ white-space: pre-wrap; }} }}
</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def handbook_page(file: Path) -> str:
    """Turn the handbook into one page.

    Headings get the anchors that links within the handbook name. A link to another file of the project becomes plain
    text, since that file is not beside the page.
    """
    if not file.is_file():
        raise IncompleteBundleError(f"{file.name} is not there: the archive has to hold the handbook")
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(file.read_text(encoding="utf-8"))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(tokens[place + 1].content))
        for child in token.children or []:
            if child.type == "image":
                child.attrSet("src", picture(file.parent / str(child.attrGet("src"))))
        if token.children:
            token.children = without_links_to_files(token.children)
    headings = [
        tokens[place + 1].content
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1"
    ]
    if len(headings) != 1:
        raise IncompleteBundleError(f"{file.name} has {len(headings)} titles: one is needed")
    return PAGE.format(title=html.escape(headings[0]), body=reader.renderer.render(tokens, reader.options, {}))


def anchor(heading: str) -> str:
    """Name the anchor of a heading as code sites do: lower case, hyphens, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def picture(file: Path) -> str:
    """Give a picture as an address that holds the picture itself."""
    if file.suffix not in PICTURES or not file.is_file():
        raise IncompleteBundleError(f"The handbook shows a picture that is not there: {file.name}")
    return f"data:{PICTURES[file.suffix]};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def without_links_to_files(children: list[Token]) -> list[Token]:
    """Leave out the links that lead to another file of the project; their text stays."""
    kept, inside_dropped = [], False
    for child in children:
        if child.type == "link_open":
            inside_dropped = not re.match(r"#|https?://|mailto:", str(child.attrGet("href")))
        if not (inside_dropped and child.type in {"link_open", "link_close"}):
            kept.append(child)
        if child.type == "link_close":
            inside_dropped = False
    return kept
