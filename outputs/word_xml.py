"""The parts of a Word document as XML text: paragraphs, lists, tables with widths that fit, pictures, fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from regietafel.outputs.notation import NOT_XML
from regietafel.outputs.report_blocks import Span, Table
from regietafel.outputs.word_widths import Fit, fit_columns

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
ROOT = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
REPLACEMENT = "\ufffd"
EMU_PER_TWIP = 635
SHORT_TABLE, SHORT_CELL = 8, 150
"""A table of at most this many rows, of cells of at most this many signs, stays on one page."""
TOGETHER = 2
"""So many rows of a longer table stay with the next at its begin, and with the one before at its end."""


@dataclass(frozen=True)
class Styles:
    """Ids of the styles of a document by the name we know them by, and whether its headings are numbered."""

    ids: Mapping[str, str]
    numbered: bool = False

    def __getitem__(self, name: str) -> str:
        """Return the id of a style."""
        return self.ids[name]


def xml_text(words: str) -> str:
    """Write words so that they are text in XML whatever they hold; a sign that XML does not have is shown as a box."""
    return escape(NOT_XML.sub(REPLACEMENT, words.replace("\r\n", "\n").replace("\r", "\n")), quote=True)


def runs(spans: Sequence[Span], extra: str = "") -> str:
    """Write pieces of text; `extra` are properties of all of them."""
    return "".join(_run(span, extra) for span in spans)


def _run(span: Span, extra: str) -> str:
    about = ("<w:b/>" if span.bold else "") + ("<w:i/>" if span.italic else "") + extra
    about = f"<w:rPr>{about}</w:rPr>" if about else ""
    return f"<w:r>{about}{_signs(span.words)}</w:r>"


def _signs(words: str) -> str:
    """Write text with line ends and tabs as Word has them."""
    text = xml_text(words)
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{text}</w:t>'
    written = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    written = written.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{written}</w:t>'


def paragraph(style: str, content: str, about: str = "") -> str:
    """Write a paragraph of runs; `about` are properties that come after the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{about}</w:pPr>{content}</w:p>'


def heading(style: str, words: str, about: str = "") -> str:
    """Write a heading."""
    return paragraph(style, runs((Span(words),)), about)


def bullets(style: str, items: Sequence[Sequence[Span]]) -> str:
    """Write a list; whether it is numbered is a matter of the style."""
    return "".join(paragraph(style, runs(item)) for item in items)


def field(instruction: str, shown: str) -> str:
    """Write a field with what it shows until Word works it out again."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {xml_text(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{xml_text(shown)}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def caption(style: str, label: str, number: int, words: str, *, above: bool) -> str:
    """Write a caption with a number that Word counts; one above its table stays with it."""
    counted = runs((Span(f"{label} "),)) + field(f"SEQ {label} \\* ARABIC", str(number)) + runs((Span(f"  {words}"),))
    return paragraph(style, counted, "<w:keepNext/>" if above else "")


def table(styles: Styles, made: Table, width: int) -> str:
    """Write a table: a header row that comes back on every page, rows that stay whole, columns of fixed width.

    Parameters
    ----------
    styles : Styles
        Of the document it comes in.
    made : Table
        The table; its caption and note are written elsewhere.
    width : int
        Width of the text [twips].
    """
    fit = fit_columns(made, width)
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in fit.widths)
    last = len(made.rows) - 1 if made.with_total else -1
    short = len(made.rows) <= SHORT_TABLE and all(len(cell) <= SHORT_CELL for row in made.rows for cell in row)
    count = len(made.rows)
    rows = [_header(styles, made, fit)]
    for n, row in enumerate(made.rows):
        kept = (n < count - 1 or bool(made.note)) and (short or n < TOGETHER or n >= count - 1 - TOGETHER)
        rows.append(_row(styles, made, (row, kept, n == last), fit))
    total = "1" if made.with_total else "0"
    about = f'<w:tblCaption w:val="{xml_text(made.caption)}"/>' if made.caption else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles["table"]}"/><w:tblW w:w="{sum(fit.widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="{total}" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{about}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _header(styles: Styles, made: Table, fit: Fit) -> str:
    cells = "".join(
        _cell(
            wide,
            paragraph(
                styles["header"],
                runs((Span(column.label),), _small(fit)),
                f"<w:keepNext/>{RIGHT if column.numeric else ''}",
            ),
        )
        for wide, column in zip(fit.widths, made.columns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


RIGHT = '<w:jc w:val="right"/>'
LIGHT = '<w:color w:val="595959"/>'


def _row(styles: Styles, made: Table, about: tuple[Sequence[str], bool, bool], fit: Fit) -> str:
    """Write a row: its cells, whether it stays with the next row, and whether it is the sum."""
    row, kept, total = about
    small, keep = _small(fit), "<w:keepNext/>" if kept else ""
    cells = []
    for wide, column, words in zip(fit.widths, made.columns, row, strict=True):
        first, _, more = words.partition("\n")
        content = _run(Span(first, bold=total), small)
        if more:
            content += f"<w:r><w:br/></w:r>{_run(Span(more), (LIGHT if made.caption else '') + small)}"
        style = styles["number"] if column.numeric else styles["cell"]
        cells.append(_cell(wide, paragraph(style, content, keep)))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(wide: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _small(fit: Fit) -> str:
    size = fit.half_points
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""


@dataclass(frozen=True)
class Placed:
    """A picture in a document: relation to its image, number in the document, name, words for who does not see it."""

    relation: str
    number: int
    name: str
    alternative: str
    size: tuple[int, int]
    """Width and height [twips]."""


def picture(style: str, placed: Placed) -> str:
    """Write a picture on a line of its own, with its caption kept under it."""
    wide, high = (side * EMU_PER_TWIP for side in placed.size)
    name, words = xml_text(placed.name), xml_text(placed.alternative)
    about = f'id="{placed.number}" name="{name}" descr="{words}"'
    drawing = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr {about}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{placed.relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return paragraph(style, drawing, "<w:keepNext/>")
