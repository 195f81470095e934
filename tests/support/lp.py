"""One rule of a program as LP text, and what differs between two such texts."""

import io
import re
from typing import Any

import pyomo.environ as pyo
from pyomo.repn.plugins.lp_writer import LPWriter
from pyomo.repn.tests.lp_diff import lp_diff

from regietafel.model.build import build
from regietafel.model.case import Case
from regietafel.model.given import Given
from regietafel.model.scenario import Scenario

SECTIONS = ("min", "s.t.", "bounds", "general", "binary", "end")
TERM = re.compile(r"([+-]\S+) (\S+)")


def rule_as_lp(case: Case, scenario: Scenario, name: str, reference: Any = None) -> str:
    """Write the rows of one rule, with the bounds of the variables in them; the objective is nothing.

    Raises
    ------
    KeyError
        If the program has no such rule, or the rule has no row in this case.
    """
    program = build(Given(case, scenario, reference))
    rows = [row for row in program.component_objects(pyo.Constraint) if row.local_name == name and len(row)]
    if not rows:
        raise KeyError(f"no row of {name} in this case")
    for row in program.component_objects(pyo.Constraint):
        if row.local_name != name:
            row.deactivate()
    program.no_aim = pyo.Objective(expr=0)
    stream = io.StringIO()
    LPWriter().write(program, stream, symbolic_solver_labels=True)
    return stream.getvalue()


def differing_lines(expected: str, actual: str) -> list[str]:
    """List the lines in which two LP texts differ: the order of rows and terms and the spelling of numbers aside."""
    base, test = lp_diff(in_fixed_order(expected), in_fixed_order(actual))
    return [f"{old} -> {new}" for old, new in zip(base, test, strict=False) if old != new] or [*base, *test][:1]


def in_fixed_order(lp: str) -> str:
    """Sort the rows of each section, and the terms of each row."""
    found: list[str] = []
    for section, lines in _sections(lp):
        found += [section, *sorted(_rows(lines) if section == "s.t." else lines)]
    return "\n".join(found)


def _sections(lp: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in lp.splitlines():
        stripped = line.strip()
        if stripped in SECTIONS:
            found.append((stripped, []))
        elif stripped and found:
            found[-1][1].append(stripped)
    return found


def _rows(lines: list[str]) -> list[str]:
    """Put each row on one line: its label, its terms in order, its sides."""
    rows: list[list[str]] = []
    for line in lines:
        if line.endswith(":"):
            rows.append([line])
        else:
            rows[-1].append(line)
    return [" ".join([label, *sorted(filter(TERM.fullmatch, rest)), *_sides(rest)]) for label, *rest in rows]


def _sides(lines: list[str]) -> list[str]:
    return [line for line in lines if not TERM.fullmatch(line)]
