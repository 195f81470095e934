"""The pictures of a plan: each drawn once, as a drawing for the page and as an image for everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from regietafel.model.borders import Borders
from regietafel.outputs import bars_pictures, hardness_picture, map_picture, method_picture, picture_frame
from regietafel.outputs.picture_frame import Sheet
from regietafel.outputs.picture_png import as_png
from regietafel.outputs.report_view import View

FOLDER = "afbeeldingen"
METHOD = range(1, 5)


@dataclass(frozen=True)
class Picture:
    """One picture: its file name without suffix, title, what it shows in words, and the drawing itself.

    Parameters
    ----------
    name : str
        File name without suffix, for example ``kaart``.
    title : str
        Caption.
    alternative : str
        What the picture shows, for who does not see it.
    drawing : str
        A complete SVG document with its own styles.
    """

    name: str
    title: str
    alternative: str
    drawing: str

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG, made once: 1.6 pixels per unit of the drawing, on white, with the packaged font."""
        return as_png(self.drawing)

    @property
    def file(self) -> str:
        """Where a run folder keeps it."""
        return f"{FOLDER}/{self.name}.png"


def draw_pictures(view: View, borders: Borders | None = None) -> dict[str, Picture]:
    """Draw the pictures of a plan.

    Parameters
    ----------
    view : View
        The plan, in the language of the words in the pictures.
    borders : Borders, optional
        Real borders; without them the map is schematic.

    Returns
    -------
    dict of str to Picture
        By name, in the order in which a report shows them: ``kaart``, ``plichten``, ``lasten``, ``lasten-asiel``,
        ``hardheid`` and ``methode-1`` to ``methode-4``. One that has nothing to show is left out; without places
        there are none.
    """
    if not view.plan.has_places:
        return {}
    made = [
        Picture(sheet.name, sheet.title, sheet.alternative, picture_frame.drawn(view, sheet))
        for sheet in _sheets(view, borders)
    ]
    return {picture.name: picture for picture in (*made, *(_method(view, number) for number in METHOD))}


def picture_files(pictures: dict[str, Picture]) -> dict[str, bytes]:
    """Return every picture as PNG, by file name inside the run folder."""
    return {picture.file: picture.png for picture in pictures.values()}


def _sheets(view: View, borders: Borders | None) -> Iterator[Sheet]:
    """Give the pictures of this plan that have something to show."""
    if (drawn_map := map_picture.map_sheet(view, borders)) is not None:
        yield drawn_map
    yield bars_pictures.duties(view)
    for kind in ("joint", "asylum"):
        if (burdens := bars_pictures.burdens(view, kind)) is not None:
            yield burdens
    yield hardness_picture.hardness(view)


def _method(view: View, number: int) -> Picture:
    """Return one of the four pictures that explain a norm; they show an example and no figure of the plan."""
    title = view.say("picture.method_title", number=str(number), title=method_picture.title(number, view.lang))
    alternative = method_picture.alternative(number, view.lang)
    return Picture(f"methode-{number}", title, alternative, method_picture.draw(number, view.lang, alone=True))
