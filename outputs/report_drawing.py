"""Small drawings of the report, as inline SVG without style attributes, so that a strict page lets them through."""

from html import escape
from typing import Any

from regietafel.model.scenario import STREAMS
from regietafel.outputs.report_view import View

# The size of .bar in the style sheet; thick lines in whole pixels, because a page has many bars and must stay small.
BAR_WIDTH, BAR_HEIGHT = 120, 14


def composition_bar(view: View, at: Any, scale: float) -> str:
    """Draw a burden ratio as a bar, divided over the streams, with a line at 1.

    Parameters
    ----------
    view : View
        Words and notation.
    at : mapping
        One municipality at one moment.
    scale : float
        Ratio at which the bar is full.
    """
    ratio = at["burden_ratio"]["joint"]
    if ratio is None:
        return ""
    parts = [(k, at["composition"].get(k, 0.0)) for k in STREAMS if at["composition"].get(k)]
    label = ", ".join(f"{view.say(f'stream.{k}')} {view.number(100 * share, 0)} %" for k, share in parts)
    drawn, left = [], 0.0
    for k, share in parts:
        width = share * ratio / scale * BAR_WIDTH
        start = round(left)
        drawn.append(f'<path class="s-{k}" d="M{start} 7h{max(1, round(left + width) - start)}"/>')
        left += width
    return (
        f'<svg class="bar" role="img"><title>{escape(label)}</title>'
        f'{"".join(drawn)}<path class="one" d="M{round(BAR_WIDTH / scale)} 0v{BAR_HEIGHT}"/></svg>'
    )


def share_bar(share: float) -> str:
    """Draw a share of 0 to 1 as a bar."""
    width = 100 * max(0.0, min(1.0, share))
    return (
        '<svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/><rect class="done" width="{width:.1f}" height="6"/></svg>'
    )


def difference_bar(label: str, difference: float, largest: float) -> str:
    """Draw a difference as a bar from the middle: full to the right for more, open to the left for less.

    Parameters
    ----------
    label : str
        What the bar says, for who cannot see it.
    difference : float
        What is drawn.
    largest : float
        Size of a difference that fills half the drawing.
    """
    middle = BAR_WIDTH / 2
    width = abs(difference) / largest * (middle - 1) if largest else 0.0
    left, kind = (middle, "more") if difference > 0 else (middle - width, "less")
    bar = f'<rect class="f-{kind}" x="{left:.1f}" y="2" width="{width:.1f}" height="{BAR_HEIGHT - 4}"/>'
    return (
        f'<svg class="bar" role="img"><title>{escape(label)}</title>'
        f'{bar if difference else ""}<path class="one" d="M{middle:.1f} 0v{BAR_HEIGHT}"/></svg>'
    )
