"""What `regietafel plan` says on the screen: a dozen lines for people."""

from pathlib import Path

from regietafel.model.plan import Plan
from regietafel.outputs import notation, report_fairness, report_notes, report_positions, report_summary
from regietafel.outputs.conflict_text import conflict_told, ways_as_lines
from regietafel.outputs.report_view import View
from regietafel.outputs.texts_catalogue import DEFAULT_LANGUAGE


def plan_summary(plan: Plan, lang: str = DEFAULT_LANGUAGE, report: Path | None = None) -> str:
    """Return the outcome of a plan in a few lines of plain text.

    Parameters
    ----------
    plan : Plan
        Any plan, also one that says that there is none.
    lang : str
        Language of the lines.
    report : Path, optional
        Where the report is; left out, no line says so.
    """
    view = View(plan, lang)
    case, scenario = plan.document["case"], plan.document["scenario"]
    title = view.say(
        "summary.title",
        province=case["province"],
        cycle=str(case["cycle"]),
        scenario=scenario["title"] or scenario["name"],
    )
    lines = [title, view.say("summary.outcome", outcome=report_summary.outcome_title(view))]
    lines += [report_summary.outcome_meaning(view)] if plan.status == "within_gap" else []
    lines += [view.say("summary.illustration")] if view.uses_illustration else []
    lines += ["", *_tasks(view), "", *_figures(view)] if plan.has_places else []
    told = _conflict(view)
    lines += ["", *told] if told else []
    levels = [message["level"] for message in plan.document["messages"]]
    counts = {f"{level}s": levels.count(level) for level in ("assumption", "waiver", "warning")}
    lines.append(view.say("summary.messages", **counts))
    lines += [mark] if (mark := report_notes.unfit_mark(view)) else []
    lines += [view.say("summary.report", path=str(report))] if report else []
    return "\n".join(lines) + "\n"


def _tasks(view: View) -> list[str]:
    """Lay out the totals: a line per task and moment, columns under each other."""
    heads = ["", *(view.say(f"summary.{name}") for name in ("moment", "required", "counted", "shortfall"))]
    rows = [heads]
    for row in sorted(view.document["totals"], key=report_summary.task_order):
        short = view.number(row["shortfall"]) if row["shortfall"] else view.say("summary.enough")
        counted = view.number(row["counted"][view.counting])
        rows.append(
            [view.say(f"task.{row['task']}"), view.day(row["moment"]), view.number(row["required"]), counted, short]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: list[str], widths: list[int]) -> list[str]:
    """Put words at the left and numbers at the right of their column."""
    return [
        cell.ljust(width) if column < 2 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _figures(view: View) -> list[str]:
    """Say the highest burden, the cost, the open locations and what becomes of the positions."""
    top = report_summary.worst(view)
    left_out = len(view.document["fairness"]["left_out"])
    opened, hubs, satellites = report_summary.open_counts(view)
    cost = notation.large_money(view.document["costs"]["over_cycle"], view.lang)
    worst = view.say("summary.no_worst")
    if top:
        worst = view.say(
            "summary.worst", ratio=view.ratio(top[0]), municipality=report_summary.worst_names(view), left_out=left_out
        )
    return [
        worst,
        view.say("summary.cost_estimate" if view.cost_origin == "estimate" else "summary.cost", amount=cost),
        view.say("summary.locations", moment=view.day(view.last), open=opened, hubs=hubs, satellites=satellites),
        *report_fairness.summary(view),
        *report_positions.summary(view),
    ]


def _conflict(view: View) -> list[str]:
    """Say why there is no plan, or why a task is not met, and what would help."""
    found = conflict_told(view)
    if not found:
        return [] if view.plan.has_places else [view.say(f"outcome_meaning.{view.plan.status}")]
    lines = [f"{found.title}:", *(f"- {said}" for said in found.reasons)]
    for what, members in found.together:
        lines += [what, *(f"- {said}" for said in members)]
    lines += found.without_ways
    if found.ways_out:
        lines += [f"{found.ways_title}:", *ways_as_lines(found.ways_out)]
    return lines
