"""Chapters of the written report on what was weighed: exchanges, clusters, fairness, money, positions, what binds."""

from collections.abc import Iterator
from dataclasses import replace

from regietafel.outputs import report_fairness, report_positions, report_sorted, report_summary, report_tables
from regietafel.outputs.report_blocks import Block, Heading, PictureBlock, listed, said
from regietafel.outputs.report_content_plan import Pictures
from regietafel.outputs.report_content_tables import from_view
from regietafel.outputs.report_view import View


def exchanges(view: View) -> Iterator[Block]:
    """Tell the exchanges, or that there are none."""
    table = report_tables.exchanges(view)
    if table is None:
        yield said(view.say("report_exchanges.none"))
        return
    yield said(view.say("report_exchanges.lead"))
    yield from_view(view, table)


def clusters(view: View) -> Iterator[Block]:
    """Tell the hubs with their satellites, or that there are none."""
    if not view.document["clusters"]:
        none = "" if view.is_public else f"{view.say('report_clusters.none')} "
        yield said(f"{none}{report_tables.unreached(view)}")
        return
    yield said(view.say("page.clusters_lead"))
    yield from_view(view, report_tables.clusters(view))


def fairness(view: View, pictures: Pictures) -> Iterator[Block]:
    """Tell how fair the plan is, what that costs, and who carries more or less than the key."""
    section, burdens = report_fairness.section(view), report_sorted.burdens(view)
    yield said(section["lead"])
    if section["prices"]:
        yield listed(section["prices"])
    if "lasten" in pictures:
        yield PictureBlock(pictures["lasten"], pictures["lasten"].title)
    yield from_view(view, section["norms"])
    if burdens["tables"]:
        yield Heading(view.say("report_fairness.order"))
        told = ["report_fairness.order_lead", *(["burdens.lead_slack"] if burdens["levels"] else [])]
        yield said(" ".join(map(view.say, told)))
        yield from_view(view, burdens["tables"][0])
    if burdens["left_out"]:
        yield said(view.say("report_fairness.left_out"))
        yield listed(burdens["left_out"])
    yield Heading(view.say("report_fairness.key"))
    yield said(section["counts"])
    on = view.document["fairness"]["on"].split(",")[0]
    yield from_view(view, replace(section["gains"], note=view.say(f"report_fairness.note_{on}")))


def money(view: View) -> Iterator[Block]:
    """Tell the cost, the grants and who receives them."""
    yield said(view.say("report_money.lead"))
    yield from_view(view, report_tables.costs(view))
    if view.document["costs"]["by_municipality"]:
        yield from_view(view, report_tables.costs_by_host(view))
    yield Heading(view.say("page.grants"))
    if view.document["costs"]["grants"]:
        yield from_view(view, report_tables.grants(view))
    else:
        yield said(view.say("report_money.no_grants"))


def positions(view: View) -> Iterator[Block]:
    """Tell which positions the plan keeps and which it does not, or that nobody took one."""
    if not view.document["positions"]:
        yield said(view.say("public.no_positions" if view.is_public else "report_positions.none"))
        return
    if view.plan.has_places:
        yield from (said(words, "lead") for words in report_positions.summary(view))
    prices = report_positions.prices(view)
    if prices:
        yield listed(prices)
    table = report_positions.positions(view)
    if table is not None:
        yield from_view(view, table)


def rules(view: View) -> Iterator[Block]:
    """Tell which rules bind somewhere."""
    yield said(view.say("page.rules_lead"))
    binding = [rule for rule in view.document["rules"] if rule["binding"]]
    others = len(view.document["rules"]) - len(binding)
    if binding:
        yield from_view(view, report_tables.rules(view, binding=True))
    yield said(view.say("report_rules.others" if binding else "report_rules.none", number=others))


def proof(view: View) -> Iterator[Block]:
    """Tell what is proven of each aim."""
    yield said(report_summary.outcome_meaning(view), "lead")
    yield said(view.say("page.proof_lead"))
    yield from_view(view, report_summary.proof(view))
