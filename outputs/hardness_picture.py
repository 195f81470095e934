"""The picture of how firm the places are: by status of their location, per task and moment, against the task."""

from typing import Any

from regietafel.outputs import picture_frame as frame
from regietafel.outputs.picture_frame import EDGE, INK, SOFT, STATUS_FILLS, WIDTH, Sheet
from regietafel.outputs.report_view import View

LEFT = EDGE + 90
AFTER = 150
"""Room behind the longest bar for its number and that of the task."""
HIGH, STEP, HEAD = 18, 28, 24


def hardness(view: View) -> Sheet:
    """Draw per task and moment the places by status of their location, with a line where the task lies."""
    rows = [total for total in view.document["totals"] if total["by_status"]]
    largest = max([1, *(max(total["required"], sum(total["by_status"].values())) for total in rows)])
    scale, body, y = (WIDTH - EDGE - LEFT - AFTER) / largest, [], 0.0
    for task in dict.fromkeys(total["task"] for total in rows):
        about = 'font-weight="bold"'
        body.append(frame.words_at(EDGE, y + 14, view.say(f"task.{task}"), about))
        y += HEAD
        for total in (total for total in rows if total["task"] == task):
            body.append(_row(view, total, y, scale))
            y += STEP
        y += 6
    return Sheet(
        name="hardheid",
        title=view.say("picture.hardness_title"),
        alternative=_told(view, rows),
        height=y,
        body=frame.patterns("t", STATUS_FILLS) + "".join(body),
        legend=[
            *((frame.swatch("t", status), view.say(f"status.{status}")) for status in STATUS_FILLS),
            ('<path d="M9 0V18" stroke="#a3281f" stroke-width="2"/>', view.say("picture.task_line")),
        ],
    )


def _row(view: View, total: Any, y: float, scale: float) -> str:
    """Draw one moment of one task."""
    moment = view.moment(total["moment"]).shown
    drawn, x = [frame.words_at(LEFT - 8, y + 13, moment, 'text-anchor="end"')], float(LEFT)
    for status in STATUS_FILLS:
        places = total["by_status"].get(status, 0)
        if not places:
            continue
        wide = places * scale
        drawn.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{HIGH}" fill="url(#t-{status})" '
            f'stroke="{INK}" stroke-width=".7"/>{_number(view, places, x, y, wide)}'
        )
        x += wide
    line = LEFT + total["required"] * scale
    task = view.say("picture.task", places=sum(total["by_status"].values()), required=total["required"])
    return (
        "".join(drawn)
        + frame.upright(line, y - 4, y + HIGH + 4, 'stroke="#a3281f" stroke-width="2"')
        + frame.words_at(max(x, line) + 6, y + 13, task, f'font-size="11" style="fill:{SOFT}"')
    )


def _number(view: View, places: int, x: float, y: float, wide: float) -> str:
    """Write the places inside a part of the bar, when they fit there, on a white ground."""
    words = view.number(places)
    room = 6.4 * len(words) + 8
    if wide < room + 6:
        return ""
    middle = x + wide / 2
    ground = (
        f'<rect x="{middle - room / 2:.1f}" y="{y + 2:.1f}" width="{room:.1f}" height="{HIGH - 4}" fill="#ffffff"/>'
    )
    return ground + frame.words_at(middle, y + 13, words, 'font-size="11" text-anchor="middle"')


def _told(view: View, rows: list[Any]) -> str:
    """Say every number of the picture in words."""
    told = [
        view.say(
            "picture.hardness_row",
            task=view.say(f"task.{total['task']}"),
            date=view.day(total["moment"]),
            required=total["required"],
            parts=[
                f"{view.say(f'status.{status}')} {view.number(places)}"
                for status, places in total["by_status"].items()
                if places
            ]
            or [view.number(0)],
        )
        for total in rows
    ]
    return " ".join([view.say("picture.hardness_about"), *told])
