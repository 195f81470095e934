"""The report of a small plan without drawing its pictures every time: they are drawn once for all tests."""

from functools import cache

from regietafel.model.plan import Plan
from regietafel.outputs.documents import Choices, Material
from regietafel.outputs.pictures import Picture, draw_pictures
from regietafel.outputs.report_docx import render
from regietafel.outputs.report_view import View
from support.plan_document import example_plan


@cache
def pictures() -> dict[str, Picture]:
    """Draw the pictures of the small plan."""
    return draw_pictures(View(example_plan(), "nl"))


def quick_material(plan: Plan | None = None, **choices) -> Material:
    """Give a plan and choices with the pictures of the small plan, whatever the plan; none without places."""
    made = Material(plan or example_plan(), Choices(**choices))
    made.__dict__["pictures"] = pictures() if made.plan.has_places else {}
    return made


def quick_report(plan: Plan | None = None, **choices) -> bytes:
    """Make the Word report of a plan."""
    return render(quick_material(plan, **choices))
