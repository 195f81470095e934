"""The hostile plan holds every hostile text, and the secret plan has secrets to keep."""

from collections.abc import Iterator
from typing import Any

from regietafel.outputs.report_view import View
from support.hostile import (
    HOSTILE,
    PUBLIC,
    SECRET_NUMBERS,
    SECRETS,
    TOWNS,
    hidden,
    hostile_plan,
    secret_case,
    secret_plan,
    secret_tables,
)


def _texts(part: Any) -> Iterator[str]:
    """Give every text of a document."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from (key, *_texts(value))
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
    elif isinstance(part, str):
        yield part


def test_hostile_plan_holds_every_hostile_text_unchanged() -> None:
    texts = set(_texts(hostile_plan().document))
    assert [written[:40] for written in HOSTILE if written not in texts] == []


def test_hostile_plan_has_places_and_positions() -> None:
    plan = hostile_plan()
    assert plan.has_places
    assert len(plan.document["positions"]) == 10
    assert {row["name"] for row in plan.document["municipalities"]} == set(TOWNS)


def test_hostile_plan_can_do_without_illustrations() -> None:
    assert View(hostile_plan(), "nl").uses_illustration
    assert not View(hostile_plan("basis", fictional=False), "nl").uses_illustration


def test_secret_plan_is_no_illustration_and_opens_secret_locations() -> None:
    plan = secret_plan()
    assert plan.has_places
    assert not View(plan, "nl").uses_illustration
    secret = [row for row in plan.document["locations"] if any(at["opened"] for at in row["moments"])]
    assert sum(not row["public"] for row in secret) >= 4
    assert any(row["public"] for row in secret)


def test_secret_texts_and_numbers_stand_in_the_case() -> None:
    cells = {value for rows in secret_tables().values() for row in rows for value in (*row, *row.values())}
    words = [secret for secret in SECRETS if secret.startswith(hidden("")[:6])]
    assert [word for word in words if not any(word in cell for cell in cells) and word != hidden("bestand")] == []
    assert {str(number) for number in SECRET_NUMBERS} <= cells
    assert {town.name for town in secret_case().municipalities} == set(PUBLIC[1:])
