"""From a drawing to an image, with the packaged font: the same words and the same bytes whatever a machine has."""

from importlib.resources import as_file, files

FONTS = ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
FAMILY = "DejaVu Sans"
DENSITY = 1.6
"""Pixels per unit of the drawing: enough for the width of a page of A4."""


def as_png(drawing: str) -> bytes:
    """Return a drawing as an image.

    Parameters
    ----------
    drawing : str
        A complete SVG document that asks for a font without serifs at the end of its list.

    Returns
    -------
    bytes
        PNG on white, 1.6 pixels per unit of the drawing. Only the packaged font is used; a sign that it does not
        have is drawn as a box, so that no word disappears unseen.

    References
    ----------
    docs/decisions/0019-pictures-carry-their-font.md.
    """
    import resvg_py

    with as_file(files("regietafel.outputs.fonts")) as folder:
        image = resvg_py.svg_to_bytes(
            svg_string=drawing,
            background="#ffffff",
            zoom=DENSITY,
            skip_system_fonts=True,
            font_files=[str(folder / name) for name in FONTS],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    return bytes(image)
