"""The styles that a report needs: found in a template by their name, and copied into one that lacks them."""

from copy import deepcopy
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from regietafel.outputs.word_xml import Styles

NAMES = {
    **{f"heading{level}": f"heading {level}" for level in (1, 2, 3)},
    **{f"toc{level}": f"toc {level}" for level in (1, 2)},
    "caption": "caption",
    "bullet": "List Bullet",
    "numbered": "List Number",
    "text": "Regietafel tekst",
    "lead": "Regietafel kern",
    "warning": "Regietafel let op",
    "note": "Regietafel noot",
    "table": "Regietafel tabel",
    "header": "Regietafel kop",
    "cell": "Regietafel cel",
    "number": "Regietafel getal",
    "picture": "Regietafel figuur",
    "marks": "Regietafel merk",
    "illustration": "Regietafel rekenvoorbeeld",
}
"""Name in Word, in any language of Word, by our name."""
LISTS = ("bullet", "numbered")


def find_styles(document: Any, reference: Any) -> Styles:
    """Return the styles of a document; those that it lacks are copied from another document first.

    Parameters
    ----------
    document, reference : docx.document.Document
        The document of the report, and the packaged template.
    """
    root, ours = document.styles.element, reference.styles.element
    known = _by_name(root)
    for name in (*NAMES.values(), *_bases(ours)):
        if name.casefold() not in known:
            copied = _copy(document, reference, _by_name(ours)[name.casefold()])
            root.append(copied)
            known[name.casefold()] = copied
    ids = {name: str(known[word.casefold()].get(qn("w:styleId"))) for name, word in NAMES.items()}
    first = known[NAMES["heading1"]]
    return Styles(ids, numbered=first.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None)


def _bases(root: Any) -> list[str]:
    """Name the styles of the packaged template that its other styles rest on, and that another template may lack."""
    found = _by_name(root)
    wanted = [found[name.casefold()] for name in NAMES.values()]
    ids = {base.get(qn("w:val")) for style in wanted if (base := style.find(qn("w:basedOn"))) is not None}
    return [name for name, style in found.items() if style.get(qn("w:styleId")) in ids and name != "normal"]


def _by_name(root: Any) -> dict[str, Any]:
    return {
        str(style.find(qn("w:name")).get(qn("w:val"))).casefold(): style
        for style in root.findall(qn("w:style"))
        if style.find(qn("w:name")) is not None
    }


def _copy(document: Any, reference: Any, style: Any) -> Any:
    """Copy a style; one of a list brings its numbering, of a heading none."""
    copied = deepcopy(style)
    numbering = copied.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    taken = {other.get(qn("w:styleId")) for other in document.styles.element.findall(qn("w:style"))}
    if copied.get(qn("w:styleId")) in taken:
        copied.set(qn("w:styleId"), f"Regietafel{copied.get(qn('w:styleId'))}")
    if numbering is not None:
        if style.find(qn("w:name")).get(qn("w:val")).startswith("heading"):
            numbering.getparent().remove(numbering)
        else:
            number = numbering.find(qn("w:numId"))
            number.set(qn("w:val"), _copy_numbering(document, reference, number.get(qn("w:val"))))
    return copied


def numbering_of(document: Any) -> Any:
    """Return the root of the numbering of a document, made empty if it has none."""
    part = document.part
    if not any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in part.rels.values()):
        made = NumberingPart.load(*_empty_numbering(part))
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element


def _empty_numbering(part: Any) -> tuple[Any, ...]:
    """Return what a numbering part is made of."""
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.packuri import PackURI

    empty = f'<w:numbering xmlns:w="{part.element.nsmap["w"]}"/>'.encode()
    return PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package


def _copy_numbering(document: Any, reference: Any, number: str) -> str:
    """Copy a numbering of the packaged template; return its number in the document."""
    root, ours = numbering_of(document), reference.part.numbering_part.element
    about = next(num for num in ours.findall(qn("w:num")) if num.get(qn("w:numId")) == number)
    abstract = about.find(qn("w:abstractNumId")).get(qn("w:val"))
    copied = deepcopy(next(a for a in ours.findall(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) == abstract))
    for mark in ("w:nsid", "w:tmpl"):
        for found in copied.findall(qn(mark)):
            copied.remove(found)
    new = str(1 + max((int(a.get(qn("w:abstractNumId"))) for a in root.findall(qn("w:abstractNum"))), default=0))
    copied.set(qn("w:abstractNumId"), new)
    nums = root.findall(qn("w:num"))
    if nums:
        nums[0].addprevious(copied)
    else:
        root.append(copied)
    return _add_num(root, new)


def new_numbering(document: Any, style_id: str) -> str:
    """Return a number with which a list of a style begins at 1 again.

    Parameters
    ----------
    document : docx.document.Document
        The document.
    style_id : str
        The style of numbered lists.
    """
    style = next(s for s in document.styles.element.findall(qn("w:style")) if s.get(qn("w:styleId")) == style_id)
    used = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    root = numbering_of(document)
    for num in root.findall(qn("w:num")):
        if used is not None and num.get(qn("w:numId")) == used.get(qn("w:val")):
            return _add_num(root, num.find(qn("w:abstractNumId")).get(qn("w:val")), restart=True)
    return ""


def _add_num(root: Any, abstract: str, *, restart: bool = False) -> str:
    """Add a numbering after a pattern; return its number."""
    number = str(1 + max((int(num.get(qn("w:numId"))) for num in root.findall(qn("w:num"))), default=0))
    num = root.makeelement(qn("w:num"), {qn("w:numId"): number})
    num.append(num.makeelement(qn("w:abstractNumId"), {qn("w:val"): abstract}))
    if restart:
        level = num.makeelement(qn("w:lvlOverride"), {qn("w:ilvl"): "0"})
        level.append(level.makeelement(qn("w:startOverride"), {qn("w:val"): "1"}))
        num.append(level)
    root.append(num)
    return number
