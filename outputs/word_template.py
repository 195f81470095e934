"""A Word template: checked before anything is made, and filled in without ever running what a case holds."""

import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from regietafel.model.errors import DataError, Finding, Place
from regietafel.outputs.template_fields import known_names
from regietafel.outputs.word_file import as_document, open_word

TEMPLATE_FILE = "sjabloon.docx"
NAMES_OF_JINJA = frozenset({"loop", "true", "false", "none"})
MISTAKES = (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError, RecursionError)
"""What an expression in a template can do wrong."""
MISSING_NAME = re.compile(r"'([^']+)'(?: is undefined)?$|attribute '([^']+)'")
LONGEST_WORDS = 80


class Filled(DocxTemplate):  # type: ignore[misc]
    """A template that is filled in, or refused when what comes out is no whole document."""

    def fix_tables(self, xml: str) -> Any:
        """Read what was filled in, strictly: nothing is repaired.

        Raises
        ------
        SyntaxError
            If it is not whole.
        """
        parse_xml(xml)
        return super().fix_tables(xml)


def environment() -> SandboxedEnvironment:
    """Return what reads the fields of a template: without functions, and without access to anything but the fields."""
    made = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def fill_template(template: bytes, fields: Mapping[str, Any], file: str = TEMPLATE_FILE) -> Any:
    """Fill in a template.

    Parameters
    ----------
    template : bytes
        The Word template.
    fields : mapping
        What may be shown, by name.
    file : str
        Name of the template, for findings.

    Returns
    -------
    docx.document.Document
        With places of chapters still to be filled.

    Raises
    ------
    DataError
        If the template cannot be read, has an unknown field, or a mistake in what stands between its braces.
    """
    open_word(template, file)
    filled = Filled(io.BytesIO(as_document(template, file)))
    try:
        filled.render(dict(fields), environment())
    except TemplateSyntaxError as error:
        raise DataError(_broken(error, file)) from error
    except UndefinedError as error:
        raise DataError(_unknown(_missing(error), list(known_names()), file)) from error
    except SecurityError as error:
        params = {"reason": str(error), "near": ""}
        raise DataError(Finding("template_broken", place=Place(file), params=params)) from error
    except SyntaxError as error:
        raise DataError(Finding("template_not_whole", place=Place(file))) from error
    except MISTAKES as error:
        params = {"reason": f"{type(error).__name__}: {error}", "near": ""}
        raise DataError(Finding("template_broken", place=Place(file), params=params)) from error
    return filled.docx


def check_fields(template: bytes, file: str = TEMPLATE_FILE) -> None:
    """Check every name in a template, also where nothing comes in this plan.

    Raises
    ------
    DataError
        With every unknown field and the nearest one, or with the mistake in what stands between braces.
    """
    open_word(template, file)
    findings = []
    for xml in _parts(as_document(template, file)):
        try:
            tree = environment().parse(xml)
        except TemplateSyntaxError as error:
            error.docx_context = _lines(xml, error.lineno)  # type: ignore[attr-defined]
            raise DataError(_broken(error, file)) from error
        findings += [_unknown(name, known, file) for name, known in _unknown_names(tree)]
    if findings:
        raise DataError(list({item.value: item for item in findings}.values()))


def _parts(template: bytes) -> Iterator[str]:
    """Give the text of body, headers and footers as the reader of fields sees them."""
    read = DocxTemplate(io.BytesIO(template))
    read.init_docx()
    yield _split(read.patch_xml(read.get_xml()))
    for kind in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
        for _, part in read.get_headers_footers(kind):
            yield _split(read.patch_xml(read.get_part_xml(part)))


def _split(xml: str) -> str:
    """Put every paragraph on a line, so that a mistake has a line of its own."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _lines(xml: str, line: int) -> list[str]:
    return [re.sub(r"<[^>]+>", "", words) for words in xml.splitlines()[max(0, line - 1) : line]]


def _unknown_names(tree: nodes.Template) -> Iterator[tuple[str, Sequence[str]]]:
    """Give every unknown name of a template with the names that are known there."""
    known = known_names()
    yield from _walk(tree, known, {})


def _walk(
    node: nodes.Node, known: Mapping[str, Sequence[str] | None], rows: Mapping[str, Sequence[str] | None]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Look at the names in a part of a template; `rows` are names given in the template itself, with their fields."""
    if isinstance(node, nodes.For | nodes.Assign | nodes.With | nodes.Macro):
        rows = {**rows, **_given(node, known)}
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        inside = rows[node.node.name] if node.node.name in rows else known.get(node.node.name)
        if inside is not None and node.attr not in inside and node.node.name != "loop":
            yield node.attr, inside
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in {*known, *rows, *NAMES_OF_JINJA}:
        yield node.name, list(known)
    for child in node.iter_child_nodes():
        yield from _walk(child, known, rows)


def _given(node: nodes.Node, known: Mapping[str, Sequence[str] | None]) -> dict[str, Sequence[str] | None]:
    """Return the names that a loop or an assignment gives, with the fields of the rows of a list."""
    given: dict[str, Sequence[str] | None] = {
        name.name: None for name in node.find_all(nodes.Name) if name.ctx in ("store", "param")
    }
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name):
        given[node.target.name] = known.get(node.iter.name)
    return given


def _missing(error: UndefinedError) -> str:
    found = MISSING_NAME.search(str(error))
    return next((part for part in found.groups() if part), str(error)) if found else str(error)


def _unknown(name: str, known: Sequence[str], file: str) -> Finding:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return Finding("template_field_unknown", place=Place(file), value=name, params={"nearest": near[0] if near else ""})


def _broken(error: TemplateSyntaxError, file: str) -> Finding:
    """Say what is wrong between braces, and the words near it."""
    lines = [line.strip() for line in getattr(error, "docx_context", [])]
    near = next((line for line in lines if "{" in line), "")[:LONGEST_WORDS]
    return Finding("template_broken", place=Place(file), params={"reason": error.message or "", "near": near})
