"""What `regietafel check` says on the screen: every finding, and the counts and the next step last."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regietafel.model.errors import Finding, Level
from regietafel.model.meeting import Item
from regietafel.outputs.findings_list import LEVELS, Checked, Fold, Group, groups, in_order
from regietafel.outputs.meeting_text import meeting_words
from regietafel.outputs.texts_catalogue import names_value, place, spoken, text

WIDTH = 100
"""Columns of a line at most; a console of Windows has 80 to 120."""


@dataclass(frozen=True)
class Line:
    """One line for the screen; `level` says how it may be coloured, never what it means."""

    text: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class Shown:
    """How a check is shown: language, columns of a line, whether what is unfit is listed, workbook that was written."""

    lang: str
    width: int = WIDTH
    for_meeting: bool = False
    workbook: str = ""


def check_lines(checked: Checked, how: Shown) -> list[Line]:
    """Return what a check found: findings by level and table, what is unfit if asked, then counts and next step."""
    lines = findings_lines(checked.findings, how.lang, how.width)
    if how.for_meeting:
        lines += meeting_lines(checked.unfit, how.lang, how.width)
    return lines + closing_lines(checked, how)


def findings_lines(findings: Iterable[Finding], lang: str, width: int = WIDTH) -> list[Line]:
    """Return a heading per level with its count, per table, and every finding in two or three lines."""
    ordered, lines = in_order(findings), []
    for level in LEVELS:
        same = [item for item in ordered if item.level == level]
        if same:
            lines += [Line(f"{text(f'cli.heading.{level}', lang)} ({len(same)})", level), Line()]
            lines += [line for group in groups(same) for line in (*_group(group, lang, width), Line())]
    return lines


def _group(group: Group, lang: str, width: int) -> list[Line]:
    title = place(group.place, lang, with_book=not group.place.sheet) or text("findings.no_place", lang)
    lines = [Line(f"{title} ({group.count})")]
    for fold in group.folds:
        lines += _fold(fold, lang, width)
    return lines


def _fold(fold: Fold, lang: str, width: int) -> list[Line]:
    """Return where and what was typed, what is wrong, and what to do, each on lines of its own."""
    finding, (wrong, what_to_do) = fold.finding, spoken(fold.finding, lang)
    where = fold_place(fold, lang)
    typed = f'"{finding.value}"' if finding.value and not names_value(finding, lang) else ""
    first = ": ".join(filter(None, (where, typed)))
    lines = wrapped(f"- {first}", width, "  ", finding.level) if first else []
    lines += wrapped(("  " if first else "- ") + wrong, width, "  ")
    return lines + wrapped(f"  {text('findings.to_do', lang, what=what_to_do)}", width, "  ")


def fold_place(fold: Fold, lang: str) -> str:
    """Say where a finding is: one place, or a column with its rows and how many they are."""
    where = fold.finding.place
    if len(fold.rows) < 2:
        return place(where, lang, with_book=not where.sheet)
    count = text("findings.times", lang, count=len(fold.rows))
    return f"{place(where, lang, fold.rows, with_book=not where.sheet)} {count}"


def wrapped(line: str, width: int, indent: str, level: Level | None = None) -> list[Line]:
    """Break a line at spaces; a word longer than the screen stays whole."""
    parts = textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [Line(part, level) for part in parts]


def meeting_lines(unfit: Sequence[Item] | None, lang: str, width: int = WIDTH) -> list[Line]:
    """Return what is not fit for a decision, numbered: what, where, what to do, who gives the figure."""
    if unfit is None:
        return [*wrapped(text("findings.meeting_unknown", lang), width, ""), Line()]
    if not unfit:
        return [*wrapped(text("findings.meeting_fit", lang), width, ""), Line()]
    lines = [Line(f"{text('cli.heading.meeting', lang)} ({len(unfit)})", "warning"), Line()]
    for number, item in enumerate(unfit, start=1):
        said_of = meeting_words(item, item.params, lang)
        lines += wrapped(f"{number:>2}. {said_of['message']}", width, "    ")
        for part in ("where", "what_to_do", "who"):
            lines += wrapped(f"    {text(f'findings.{part}', lang, what=said_of[part])}", width, "    ")
    return [*lines, Line()]


def closing_lines(checked: Checked, how: Shown) -> list[Line]:
    """Return the counts, where the workbook with findings is, and the next step."""
    lang = how.lang
    counts = "  ".join(
        f"{text(f'cli.heading.{level}', lang)}: {number}." for level, number in checked.counts.items() if number
    )
    verdict = text("cli.check_errors" if checked.errors else "cli.check_ok", lang, case=checked.case)
    level: Level | None = "error" if checked.errors else None
    lines = [*([Line(counts, level)] if counts else []), *wrapped(verdict, how.width, "", level)]
    if how.workbook:
        lines.append(Line(text("findings.written", lang, file=how.workbook)))
    return lines + [Line(step) for step in next_steps(checked, how)]


def next_steps(checked: Checked, how: Shown) -> list[str]:
    """Say which commands come next; a command is never broken over lines, so that it can be copied."""
    case, lang = quoted(checked.case), how.lang
    if checked.errors:
        hint = [] if how.workbook else [findings_hint(checked.case, lang)]
        return [*hint, text("findings.next_check", lang, case=case)]
    steps = [text("findings.next_plan", lang, case=case)]
    if checked.unfit and not how.for_meeting:
        steps.append(text("findings.next_meeting", lang, case=case, count=len(checked.unfit)))
    if checked.unfit and how.for_meeting and checked.built_in:
        steps.append(text("findings.next_new", lang, province=checked.built_in))
    return steps


def findings_hint(case: str, lang: str) -> str:
    """Say how to get the findings as a workbook."""
    return text("findings.next_workbook", lang, case=quoted(case))


def quoted(word: str) -> str:
    """Put quotation marks around a word with spaces, as a command line needs them."""
    return f'"{word}"' if " " in word else word
