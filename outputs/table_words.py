"""The words of tables and page for codes of a plan: values, rules, causes, grants, places and municipalities."""

from regietafel.model.plan import PlanDocument
from regietafel.outputs.texts_catalogue import has_text, text

POSITION = "position:"


def names_in(document: PlanDocument) -> dict[str, str]:
    """Return the name of each municipality by code."""
    return {member["gm_code"]: member["name"] for member in document["municipalities"]}


def word(kind: str, value: str | None, lang: str) -> str | None:
    """Return the word of the tables for a machine value, such as ``regulier``; None stays None."""
    return None if value is None else text(f"cell.{kind}.{value}", lang)


def cause(name: str, document: PlanDocument, lang: str) -> str:
    """Name what a shortfall is chosen by: an option, a rule, or a position with who said it."""
    if name.startswith(POSITION):
        said = name.removeprefix(POSITION)
        party = next((item["party"] for item in document["positions"] if item["id"] == said), "–")
        return text("cause.position", lang, id=said, party=party)
    for code in (f"cause.{name}", f"option.{name}.label", f"rule.{name}.title"):
        if has_text(code, lang):
            return text(code, lang)
    return name


def grant_title(rule: str, lang: str) -> str:
    """Name a grant; one without a text by its code."""
    return text(f"grant.{rule}", lang) if has_text(f"grant.{rule}", lang) else rule


def rule_text(name: str, part: str, lang: str) -> str:
    """Return the title or meaning of a rule; its name when it has none."""
    return text(f"rule.{name}.{part}", lang) if has_text(f"rule.{name}.{part}", lang) else name


def where(code: str, document: PlanDocument) -> str:
    """Name the place of a message: a municipality or location by its name, else as it stands."""
    offers = {offer["location_id"]: offer["name"] for offer in document["locations"]}
    return names_in(document).get(code) or offers.get(code) or code
