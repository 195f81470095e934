"""The pictures of the method page: one bar per municipality, with its own colours, so that any document can show it."""

from fractions import Fraction
from html import escape

from regietafel.outputs import method_example as example
from regietafel.outputs import notation
from regietafel.outputs.texts_catalogue import text

WIDTH, HEIGHT = 360, 262
LEFT, STEP, BAR = 14, 66, 40
FLOOR, PER_ONE = 214, 88
FONT = "Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif"
INK, FREE, FIXED, RED = "#16202c", "#7fb0dc", "#17406d", "#a3281f"
PLAIN = f'fill="{INK}"'
SMALL = 'fill="#4a5663" font-size="10"'
# A white edge keeps a number readable where it crosses a line.
BOLD = f'{PLAIN} font-weight="bold" stroke="#ffffff" stroke-width="3" paint-order="stroke"'


def draw(number: int, lang: str, *, alone: bool = False) -> str:
    """Draw one of the four pictures as SVG.

    Parameters
    ----------
    number : int
        1 to 4.
    lang : str
        Language of the words in it.
    alone : bool
        Whether it becomes a file of its own, which needs the name space of SVG; inside a page that is not needed.

    Returns
    -------
    str
        The drawing, with title and description, and colours as attributes: no style sheet is asked.
    """
    name = f"method-picture-{number}"
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    bars = [_bar(number - 1, place) for place in range(len(example.TOWNS))]
    words = [_numbers(number - 1, place, lang) for place in range(len(example.TOWNS))]
    return (
        f'<svg{space} class="step" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="{FONT}" font-size="11" '
        f'aria-labelledby="{name}-title {name}-about">'
        f'<title id="{name}-title">{escape(title(number, lang))}</title>'
        f'<desc id="{name}-about">{escape(alternative(number, lang))}</desc>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f"{''.join(bars)}{_share_line(lang)}{''.join(words)}</svg>"
    )


def title(number: int, lang: str) -> str:
    """Return the title of a picture."""
    return text(f"method_picture.title_{number}", lang)


def alternative(number: int, lang: str) -> str:
    """Say in words all that a picture shows: places and burden of every municipality, and which cannot change."""
    plan = number - 1
    told = [
        text("method_picture.bar", lang, name=town.name, places=places, burden=notation.fixed(burden, lang, 2))
        for town, places, burden in zip(example.TOWNS, example.PLANS[plan], example.burdens(plan), strict=True)
    ]
    held = [town.name for town in example.TOWNS[: example.HELD[plan]]]
    rest = text("method_picture.held", lang, names=held) if held else text("method_picture.held_none", lang)
    return f"{'; '.join(told)}. {rest}"


def _bar(plan: int, place: int) -> str:
    """Draw the bar of one municipality, and an outline where it stood in the picture before."""
    x, height = _left(place), _high(example.burdens(plan)[place])
    fixed = place < example.HELD[plan]
    colour = FIXED if fixed else FREE
    return (
        f'<rect x="{x}" y="{FLOOR - height:.1f}" width="{BAR}" height="{height:.1f}" fill="{colour}"/>'
        f"{_before(plan, place)}{_lock(x + BAR / 2) if fixed else ''}"
    )


def _before(plan: int, place: int) -> str:
    """Outline the bar of the picture before, when it was another one."""
    if plan == 0 or example.PLANS[plan][place] == example.PLANS[plan - 1][place]:
        return ""
    height = _high(example.burdens(plan - 1)[place])
    inside = place < example.HELD[plan] and example.PLANS[plan][place] > example.PLANS[plan - 1][place]
    return (
        f'<rect x="{_left(place)}" y="{FLOOR - height:.1f}" width="{BAR}" height="{height:.1f}" fill="none" '
        f'stroke="{"#ffffff" if inside else INK}" stroke-dasharray="3 3"/>'
    )


def _numbers(plan: int, place: int, lang: str) -> str:
    """Write the burden over a bar, and name, places and share under it."""
    town, burden = example.TOWNS[place], example.burdens(plan)[place]
    middle, top = _left(place) + BAR / 2, FLOOR - _high(burden)
    lines = (
        (top - 5, notation.fixed(burden, lang, 2), BOLD),
        (FLOOR + 16, town.name, PLAIN),
        (FLOOR + 31, text("method_picture.places", lang, places=example.PLANS[plan][place]), SMALL),
        (FLOOR + 44, text("method_picture.share", lang, places=town.share), SMALL),
    )
    return "".join(
        f'<text x="{middle:.1f}" y="{y:.1f}" text-anchor="middle" {about}>{escape(words)}</text>'
        for y, words, about in lines
    )


def _lock(middle: float) -> str:
    """Draw a small lock at the foot of a bar that cannot change any more."""
    y = FLOOR - 20
    return (
        f'<rect x="{middle - 7:.1f}" y="{y}" width="14" height="11" rx="2" fill="#ffffff"/>'
        f'<path d="M{middle - 4:.1f} {y}v-4a4 4 0 0 1 8 0v4" fill="none" stroke="#ffffff" stroke-width="2"/>'
    )


def _share_line(lang: str) -> str:
    """Draw the floor, the line where a burden is exactly the share, and at the top right what that line is."""
    y, start, end = FLOOR - PER_ONE, LEFT - 6, _left(len(example.TOWNS) - 1) + BAR + 6
    words = text("method_picture.line", lang, number=notation.fixed(1, lang, 2))
    return (
        f'<line x1="{start}" x2="{end}" y1="{FLOOR}" y2="{FLOOR}" stroke="{INK}"/>'
        f'<line x1="{start}" x2="{end}" y1="{y}" y2="{y}" stroke="{RED}" stroke-width="1.5"/>'
        f'<line x1="{end - 162}" x2="{end - 138}" y1="15" y2="15" stroke="{RED}" stroke-width="1.5"/>'
        f'<text x="{end - 132}" y="19" {PLAIN}>{escape(words)}</text>'
    )


def _left(place: int) -> int:
    """Return the left side of a bar."""
    return LEFT + STEP * place


def _high(burden: Fraction) -> float:
    """Return the height of a bar."""
    return float(burden) * PER_ONE
