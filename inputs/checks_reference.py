"""Checks of the plan on the table against the case it is compared with."""

from collections.abc import Mapping, Sequence

from regietafel.model.case import STREAMS, Case
from regietafel.model.decisions import Decisions
from regietafel.model.errors import Finding
from regietafel.model.figures.read import strange_keys


def check_reference(
    case: Case, decisions: Decisions, moments: Sequence[str], names: Mapping[str, str], value: str
) -> list[Finding]:
    """Find what of the plan on the table cannot be compared.

    Parameters
    ----------
    case : Case
        The case of the new plan.
    decisions : Decisions
        What the plan on the table decided.
    moments : sequence of str
        Its moments (ISO dates): others than those of the case are an error.
    names : mapping of str to str
        Name by id or code of its offers and municipalities; those that the case no longer has are a warning.
    value : str
        How the plan on the table was named.
    """
    if list(moments) != list(case.moment_keys):
        params = {"moments": list(moments), "asked": list(case.moment_keys)}
        return [Finding("reference_other_moments", value=value, params=params)]
    gone = sorted({part for key in strange_keys(case, decisions) for part in _strange_parts(case, key)})
    told = [f"{names[part]} ({part})" if part in names else part for part in gone]
    return [Finding("reference_offers_gone", "warning", params={"offers": told})] if told else []


def _strange_parts(case: Case, key: tuple[str, ...]) -> list[str]:
    """Return the ids and codes in a key that the case does not have; the offer when only its stream is strange."""
    known = {*case.location_of, *case.codes, *case.moment_keys, *STREAMS}
    return [part for part in key if part not in known] or [key[0]]
