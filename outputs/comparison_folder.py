"""A comparison on disk: page, workbook and document in one folder, or nothing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regietafel.outputs.comparison_html import render_comparison
from regietafel.outputs.comparison_marks import Marks
from regietafel.outputs.comparison_words import ComparisonWords
from regietafel.outputs.comparison_workbook import comparison_workbook
from regietafel.outputs.run_folder import RUN_FILE, refuse_existing, write_all

PAGE_FILE = "vergelijking.html"
WORKBOOK_FILE = "vergelijking.xlsx"
DOCUMENT_FILE = "vergelijking.json"


def comparison_documents(words: ComparisonWords, marks: Marks) -> dict[str, bytes]:
    """Make the documents of a comparison, by file name; equal for an equal comparison.

    Parameters
    ----------
    words : ComparisonWords
        The comparison in the language of page and workbook.
    marks : Marks
        Those of the plans.
    """
    return {
        PAGE_FILE: render_comparison(words, marks).encode(),
        WORKBOOK_FILE: comparison_workbook(words, marks),
        DOCUMENT_FILE: (json.dumps(words.document, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def write_comparison(
    folder: Path, contents: Mapping[str, bytes], facts: Mapping[str, Any], *, force: bool = False
) -> Path:
    """Write the folder of a comparison; return the page.

    Parameters
    ----------
    folder : Path
        Folder to make.
    contents : mapping of file name to bytes
        As `comparison_documents` makes them.
    facts : mapping
        What is not reproducible; becomes ``run.json``.
    force : bool
        Replace the folder if it is one of ours.

    Raises
    ------
    UsageError
        If the folder exists, or with `force` is not one of ours.
    OutputError
        If a file cannot be written.
    """
    refuse_existing(folder, force)
    run = (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
    write_all(folder, {**contents, RUN_FILE: run})
    return folder / PAGE_FILE
