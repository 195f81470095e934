"""Which option is better than another on all counts: nowhere worse, somewhere better by more than the proof is off."""

from collections.abc import Mapping, Sequence
from typing import Any

from regietafel.model.figures.key_figures import FIGURES, NORMS, key_figures, margins
from regietafel.model.plan import Plan

STEPS = {"ratio": 1e-4, "number": 1e-4, "share": 1e-4}
"""Smallest difference that is told apart, by unit; of what is counted 1."""
NOISE = 1e-9


def usual_aims(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return what options are weighed by when nobody chose: shortfall, surplus, the norm and cost.

    The norm is the one of the plans on its first ratio, if all have the same; else the highest burden on that ratio, or
    on all duties together.
    """
    norms = {_own_norm(plan) for plan in plans}
    return ("shortfall", "surplus", norms.pop() if len(norms) == 1 else "minimax", "cost")


def _own_norm(plan: Plan) -> str:
    norm, on = plan.document["fairness"]["norm"], plan.document["fairness"]["on"].split(",")[0]
    return (norm if norm in NORMS else "minimax") + ("" if on == "joint" else f"_{on}")


def dominated(plans: Sequence[Plan | None], aims: Sequence[str], letters: str) -> list[dict[str, Any]]:
    """Name the options that another one beats.

    Option a beats b when a is worse than b on no aim, and on at least one better by more than the proofs of both leave
    open together, and by at least one step (1; of ratios, shares and norms 0.0001). So no option beats itself, and no
    options beat each other in a circle. An aim that is not known of one of the two is no reason to prefer it: they are
    not compared.

    Parameters
    ----------
    plans : sequence of Plan or None
        One per option; without places an option neither beats nor is beaten.
    aims : sequence of str
        Key figures; of those with most as better, more counts as better.
    letters : str
        A name per option.

    Returns
    -------
    list of dict
        ``option``, ``by`` (letters) and ``better``: the aims on which it is beaten clearly, with both values.
    """
    known = [(_measured(plan, aims), margins(plan)) if plan and plan.has_places else None for plan in plans]
    found = []
    for loser, mine in enumerate(known):
        for winner, theirs in enumerate(known):
            if mine is None or theirs is None or winner == loser:
                continue
            better = _beaten_on(mine, theirs, aims)
            if better:
                found.append({"option": letters[loser], "by": letters[winner], "better": better})
    return found


Known = tuple[Mapping[str, float | None], Mapping[str, float]]


def _measured(plan: Plan, aims: Sequence[str]) -> dict[str, float | None]:
    """Return what each aim comes to."""
    figures = key_figures(plan)
    return {aim: figures[aim] for aim in aims}


def _beaten_on(mine: Known, theirs: Known, aims: Sequence[str]) -> list[dict[str, Any]]:
    """Return the aims on which the other is clearly better; none when it is worse anywhere, or not comparable."""
    found = []
    for aim in aims:
        own, other = mine[0][aim], theirs[0][aim]
        if own is None or other is None:
            if own is None and other is None:
                continue
            return []
        gain = (own - other) * (-1 if FIGURES[aim].better == "most" else 1)
        if gain < -NOISE:
            return []
        open_still = mine[1].get(aim, 0.0) + theirs[1].get(aim, 0.0)
        if gain > max(open_still, STEPS.get(FIGURES[aim].unit, 1.0) - NOISE):
            found.append({"aim": aim, "value": own, "other": other})
    return found
