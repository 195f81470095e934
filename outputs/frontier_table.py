"""The points of a trade-off as a table, `afweging.csv`."""

import pandas as pd

from regietafel.outputs.csv_tables import to_csv
from regietafel.outputs.frontier_words import Document, aim_name
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE, text


def frontier_csv(document: Document) -> bytes:
    """Return one row per point: what each aim comes to, how much better it may be, knee, proof and folder."""
    rows = [
        {"punt": point["number"]}
        | {_header(aim): point["values"][aim["key"]] for aim in document["aims"]}
        | {_gap_header(aim): point["gaps"][aim["key"]] for aim in document["aims"]}
        | {"knik": document["knee"] == point["number"], "bewezen": point["proven"], "map": point["folder"]}
        for point in document["points"]
    ]
    headers = ["punt", *map(_header, document["aims"]), *map(_gap_header, document["aims"]), "knik", "bewezen", "map"]
    return to_csv(pd.DataFrame(rows, columns=headers, dtype=object))


def _header(aim: Document) -> str:
    return aim_name(aim, DEFAULT_LANGUAGE)


def _gap_header(aim: Document) -> str:
    return text("frontier.csv_gap", DEFAULT_LANGUAGE, aim=_header(aim))
