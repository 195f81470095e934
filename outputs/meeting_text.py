"""In words: what stands between a case and the table, where it is mended and who gives the figure."""

from collections.abc import Mapping
from typing import Any

from regietafel.model.meeting import Item
from regietafel.outputs.texts_catalogue import by_code, in_words, text


def meeting_row(item: Item, lang: str) -> dict[str, Any]:
    """Return an item for a machine and for a table.

    Returns
    -------
    dict
        ``code``, ``level``, ``params``, ``count`` and ``total`` (None when it is not counted), ``table``, ``columns``
        (of *opgave*: names of rows), ``message``, ``where``, ``what_to_do``, ``who``.
    """
    return {
        "code": item.code,
        "level": item.level,
        "params": dict(item.params),
        "count": item.params.get("count"),
        "total": item.params.get("total"),
        "table": item.table,
        "columns": list(item.columns),
        **meeting_words(item, item.params, lang),
    }


def meeting_words(item: Item, params: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Say what an item is (``message``), ``where`` it is mended, ``what_to_do`` and ``who`` gives the figure."""
    return {
        "message": by_code("message", item.code, in_words(params, lang), lang),
        "where": where(item, lang),
        "what_to_do": text(f"meeting.{item.code}.do", lang),
        "who": text(f"meeting.{item.code}.who", lang),
    }


def where(item: Item, lang: str) -> str:
    """Say in which table and columns, or rows of *opgave*, an item is mended."""
    if not item.columns:
        return text("meeting.where_table", lang, table=item.table)
    kind = "row" if item.table == "opgave" else "column"
    many = "s" if len(item.columns) > 1 else ""
    columns = text(f"meeting.{kind}{many}", lang, names=list(item.columns))
    return text("meeting.where", lang, table=item.table, columns=columns)
