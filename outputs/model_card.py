"""The model card: the whole program with its math, generated from the docstrings of the code that builds it."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

from regietafel.model import build, norm_components, parameter_components, set_components, variable_components
from regietafel.model.fairness import growth
from regietafel.model.formulation import NORMS, RULES, TIERS
from regietafel.model.scenario import OPTIONS
from regietafel.outputs.options_table import allowed, default_value, source_words
from regietafel.outputs.texts_catalogue import has_text, text

LANGUAGE = "en"
GROUPS = ("capacity", "task", "clusters", "shares", "policy", "positions", "definition")
DECLARED = {"declare_set": "Sets", "declare_parameter": "Parameters", "declare_variable": "Variables"}
INTRODUCTION = """# The model

This page is generated from the program itself by `regietafel model-card`; a test keeps it current. Every rule is one
function, and its name is the name of the constraint in the program, in a written model file and in every explanation.
Figures are defined in [figures.md](figures.md). Variables are whole numbers of 0 or more, except the value of a norm.
"""
AIMS = """## Aims

In the order of option `tier_order`; each is kept within its tolerance while the next is optimised (`tier_is_kept`).
"""
MODULES = (set_components, parameter_components, variable_components, norm_components, growth, *NORMS.values(), build)


class Declared(NamedTuple):
    """A set, parameter, variable or named sum of the program: name, sets it runs over, meaning with unit."""

    name: str
    over: str
    meaning: str


def model_card() -> str:
    """Return the whole model as Markdown: sets, parameters, variables, rules by group, aims, norms, options."""
    parts = [INTRODUCTION]
    for kind, title in DECLARED.items():
        parts.append(_table(f"## {title}", declared(kind)))
    parts.append(_table("## Named sums", named("Expression")))
    for group in GROUPS:
        chosen: list[Any] = [rule for rule in RULES if rule.group == group]  # type: ignore[attr-defined]
        if chosen:
            parts += [f"## Rules: {group_title(group)}\n", *(rule_section(rule) for rule in chosen)]
    parts.append(AIMS)
    parts += [aim_section(tier) for tier in TIERS]
    parts += ["## Norms of fairness\n", *(norm_section(norm) for norm in NORMS.values())]
    parts.append(options_section())
    return "\n".join(parts)


def declared(kind: str) -> list[Declared]:
    """Return what the modules of components declare with one of their functions, in reading order."""
    found = [
        Declared(
            _literal(call.args[1]), _index(call, kind), _literal(next(arg for arg in call.args[2:] if _is_text(arg)))
        )
        for call in _calls()
        if isinstance(call.func, ast.Name) and call.func.id == kind and _is_text(call.args[1])
    ]
    return found + (named("Var") if kind == "declare_variable" else [])


def named(kind: str) -> list[Declared]:
    """Return what is given a name as ``m.<name> = pyo.<kind>(..., doc=...)``: variables or sums."""
    found = []
    for node in _nodes():
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        target, made = node.targets[0], node.value.func
        doc = next((word.value for word in node.value.keywords if word.arg == "doc"), None)
        if (
            isinstance(target, ast.Attribute)
            and isinstance(made, ast.Attribute)
            and made.attr == kind
            and doc is not None
        ):
            found.append(Declared(target.attr, _sets(node.value.args), _literal(doc)))
    return found


def rule_section(rule: Any) -> str:
    """Return one rule: its sentence, math, symbols, when it is active, its source; index sets, unit and article."""
    index = " × ".join(f"`{name}`" for name in rule.over) or "one row"
    facts = [f"Over: {index}", f"unit: {rule.unit}"] + ([f"article: {rule.article}"] if rule.article else [])
    return f"### {rule.__name__}\n\n{markdown(rule.__doc__ or '')}\n\n{' · '.join(facts)}\n"


def aim_section(tier: ModuleType) -> str:
    """Return one aim: what it is and its expression."""
    return f"### {tier.NAME}\n\n{markdown(tier.__doc__ or '')}\n\n{markdown(tier.expression.__doc__ or '')}\n"


def norm_section(norm: ModuleType) -> str:
    """Return one norm: what it is, how it is measured, and its own rules."""
    head = f"### {norm.NAME}\n\n{markdown(norm.__doc__ or '')}\n\nMeasured: {_first_line(norm.measure.__doc__)}\n"
    rules = [rule_section(rule).replace("### ", "#### ", 1) for rule in norm.CONSTRAINTS]
    return "\n".join([head, *rules])


def options_section() -> str:
    """Return the table of options."""
    lines = ["## Options\n", "| key | default | unit | allowed | meaning | source |", "|---|---|---|---|---|---|"]
    for key, about in OPTIONS.items():
        cells = (
            f"`{key}`",
            default_value(about, LANGUAGE),
            about.unit,
            allowed(about, LANGUAGE),
            text(f"option.{key}.help", LANGUAGE),
            source_words(about, LANGUAGE),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def group_title(group: str) -> str:
    """Return the title of a group of rules."""
    return text(f"group.{group}", LANGUAGE).lower() if has_text(f"group.{group}", LANGUAGE) else group


def markdown(doc: str) -> str:
    """Turn a docstring into Markdown: math directives become math blocks, double backticks single ones."""
    lines = inspect.cleandoc(doc).splitlines()
    written, number = [], 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.startswith(".. math::"):
            written.append(line)
            continue
        body = [line.removeprefix(".. math::").strip()]
        while number < len(lines) and (lines[number].startswith("   ") or (not lines[number] and not any(body))):
            body.append(lines[number].strip())
            number += 1
        written += ["$$", "\n".join(part for part in body if part), "$$"]
    return re.sub(r"``([^`]+)``", r"`\1`", "\n".join(written)).strip()


def _first_line(doc: str | None) -> str:
    return inspect.cleandoc(doc or "").split("\n", 1)[0].removeprefix("Return ")


def _table(title: str, rows: Iterable[Declared]) -> str:
    listed = list(rows)
    over = any(row.over for row in listed)
    lines = [
        title,
        "",
        "| name | over | meaning |" if over else "| name | meaning |",
        "|---|---|---|" if over else "|---|---|",
    ]
    lines += [f"| `{row.name}` |{f' {row.over} |' if over else ''} {row.meaning} |" for row in listed]
    return "\n".join(lines) + "\n"


def _index(call: ast.Call, kind: str) -> str:
    """Write the sets that a variable runs over; sets and parameters say it in their meaning."""
    return _sets(call.args[2].elts) if kind == "declare_variable" and isinstance(call.args[2], ast.Tuple) else ""


def _sets(parts: Iterable[ast.expr]) -> str:
    """Write sets of the program as they are named in the code."""
    return " × ".join(f"`{part.attr}`" for part in parts if isinstance(part, ast.Attribute))


def _nodes() -> Iterator[ast.AST]:
    """Give every node of the modules that declare components, in reading order."""
    for module in MODULES:
        tree = ast.parse(inspect.getsource(module))
        nodes: list[ast.stmt | ast.expr] = [node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)]
        nodes.sort(key=lambda node: (node.lineno, node.col_offset))
        yield from nodes


def _calls() -> Iterator[ast.Call]:
    return (node for node in _nodes() if isinstance(node, ast.Call))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _literal(node: ast.expr) -> str:
    return str(ast.literal_eval(node))
