"""The files beside the page: links by relative name to what was really made."""

from collections.abc import Sequence
from typing import NamedTuple

from regietafel.outputs.report_view import View

KNOWN = {
    "verslag.docx": "verslag_docx",
    "verslag.pdf": "verslag_pdf",
    "plan.xlsx": "plan_xlsx",
    "kaart.geojson": "kaart_geojson",
    "plan.gpkg": "plan_gpkg",
    "plan.json": "plan_json",
}
FOLDERS = {"tabellen": "tables"}
PICTURES = (".png", ".svg")


class Beside(NamedTuple):
    """A file or folder beside the page: its name, where the link leads, and what it is."""

    name: str
    about: str


def files_beside(view: View, files: Sequence[str]) -> list[Beside]:
    """Return what lies beside the page, the best known first; of a folder only the folder.

    Parameters
    ----------
    view : View
        Words.
    files : sequence of str
        Names inside the run folder, as they were made; ``tabellen/totalen.csv`` lies in a folder.
    """
    found: dict[str, str] = {}
    for name in files:
        folder, slash, _ = name.partition("/")
        found.setdefault(folder + slash, _about(view, folder, slash, name))
    order = [*KNOWN, *(f"{folder}/" for folder in FOLDERS)]
    names = sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))
    return [Beside(name, found[name]) for name in names]


def _about(view: View, folder: str, slash: str, name: str) -> str:
    in_folder = FOLDERS.get(folder) or ("pictures" if name.endswith(PICTURES) else None)
    kind = in_folder if slash else KNOWN.get(name)
    return view.say(f"beside.{kind}") if kind else ""
