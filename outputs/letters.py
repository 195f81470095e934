"""The letters of a plan: one page per municipality, as a Word file and as a page."""

from regietafel.model.plan import Plan
from regietafel.outputs.letter_content import file_stem, letter_to
from regietafel.outputs.letter_docx import render_docx
from regietafel.outputs.letter_view import OwnView
from regietafel.outputs.own_words import OwnWords
from regietafel.outputs.report_html import asset, environment, on_every_sheet, policy
from regietafel.outputs.report_view import View

LETTERS_FOLDER = "brieven"
LANGUAGE = "nl"


def make_letters(plan: Plan, own_words: OwnWords | None = None) -> dict[str, bytes]:
    """Make a letter to every municipality.

    Parameters
    ----------
    plan : Plan
        A plan with places.
    own_words : OwnWords, optional
        What the province itself wrote; in a letter stands what it wrote about that municipality.

    Returns
    -------
    dict of str to bytes
        Content by file name inside the folder ``brieven``: ``GM0001-naam.docx`` and ``.html``; equal for an equal plan.
    """
    style = asset("brief.css") + on_every_sheet(View(plan, LANGUAGE))
    page = environment().get_template("brief.html.j2")
    own = own_words or OwnWords()
    found: dict[str, bytes] = {}
    for member in plan.document["municipalities"]:
        view = OwnView(plan, LANGUAGE, gm_code=member["gm_code"])
        letter = letter_to(view, own.of_municipality(member["name"]))
        name = file_stem(view)
        found[f"{name}.docx"] = render_docx(letter)
        found[f"{name}.html"] = (page.render(letter=letter, style=style, policy=policy(style, "")) + "\n").encode()
    return found
