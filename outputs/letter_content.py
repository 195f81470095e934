"""What stands in the letter to one municipality: its number, what the plan gives it, and why; parts as plain data."""

from dataclasses import dataclass, field
from typing import Any

from regietafel.model.scenario import STREAMS
from regietafel.outputs import notation, report_summary
from regietafel.outputs.letter_view import OwnView
from regietafel.outputs.position_sentences import demand_sentence, kept_sentence, planned_sentence
from regietafel.outputs.report_blocks import Block, Column, Heading, Marks, Table, listed, said
from regietafel.outputs.report_view import at_moment, plain
from regietafel.outputs.table_words import grant_title, rule_text

MOST_LOCATIONS, MOST_RULES, MOST_POSITIONS, MOST_EXCHANGES = 9, 6, 3, 3
"""What fits on one page; the letter says how many more there are."""
GROUPS = ("shares", "policy", "task", "clusters", "capacity", "positions")


@dataclass(frozen=True)
class Letter:
    """The letter to one municipality.

    Parameters
    ----------
    gm_code : str
        Municipality.
    title, subtitle : str
        What stands above it.
    marks : Marks
        What every page says.
    blocks : tuple of Block
        Its parts in reading order.
    """

    gm_code: str
    title: str
    subtitle: str
    marks: Marks
    blocks: tuple[Block, ...] = field(repr=False)


def letter_to(view: OwnView, own_words: tuple[Block, ...] = ()) -> Letter:
    """Return the letter to one municipality.

    Parameters
    ----------
    view : OwnView
        The plan as the municipality may see it, in Dutch.
    own_words : tuple of Block
        What the province itself writes to this municipality.
    """
    head = report_summary.head(view)
    case = view.document["case"]
    title = view.say("letter.title", municipality=view.member["name"], province=case["province"])
    blocks = [
        said(view.say(f"letter.lead_{case['stage']}", outcome=head["outcome"]), "lead"),
        *own_words,
        *([said(view.say("letter.unfit", unfit=head["unfit"]), "warning")] if head["unfit"] else []),
        *number(view),
        *given(view),
        *locations(view),
        *compared(view),
        *at_the_table(view),
        *binding(view),
        *money(view),
        Heading(view.say("letter.questions_title")),
        said(view.say("letter.questions", province=case["province"])),
    ]
    marks = Marks(tuple(head["marks"]), tuple(head["facts"]), head["illustration"])
    return Letter(view.gm_code, title, head["subtitle"], marks, tuple(blocks))


def number(view: OwnView) -> list[Block]:
    """Say what the number of the municipality is, and how it was found."""
    member, score = view.member, view.member["ses_woa"]
    about = member["indicative"]
    known = "unknown" if score["value"] is None else "known"
    origins = {"origin": _origin(view, score["origin"]), "score": notation.number(score["value"] or 0, view.lang, 4)}
    why = view.say(
        f"letter.why_{about['origin']}",
        inhabitants=member["inhabitants"],
        score=view.say(f"letter.score_{known}", **origins),
    )
    parts = {"places": about["value"], "special": about["special"], "origin": _origin(view, about["origin"])}
    sentences = [view.say("letter.number", **parts), why, *_above(view)]
    return [Heading(view.say("letter.number_title")), said(" ".join(sentences))]


def _above(view: OwnView) -> list[str]:
    """Say what a number above or below the indicative one may lead to."""
    found = {"above": view.member["above_indicative"], "residual": view.member["residual_task"]}
    return [view.say(f"letter.{name}", places=places) for name, places in found.items() if places]


def given(view: OwnView) -> list[Block]:
    """Show per stream the share of the municipality, and what the plan gives at each moment."""
    moments = view.member["moments"]
    streams = [k for k in STREAMS if view.member["entitlement"][k]["value"] or any(at["provided"][k] for at in moments)]
    rows = [
        (view.say(f"letter.stream_{k}"), _share(view, k), *(view.number(at["provided"][k]) for at in moments))
        for k in streams
    ]
    counts: dict[str, list[int]] = {
        "housed": [at["housed"] for at in moments],
        "unhoused": [at["unhoused"] for at in moments],
    }
    rows += [(view.say(f"letter.{key}"), "", *map(view.number, found)) for key, found in counts.items() if any(found)]
    ratios = [view.ratio(at["burden_ratio"]["joint"]) for at in moments]
    rows.append((view.say("letter.ratio"), view.say("letter.ratio_share"), *ratios))
    columns = [Column(view.say("letter.col_stream")), Column(view.say("letter.col_share"), True)]
    columns += [Column(_one_line(view.day(at["moment"])), True) for at in moments]
    caption = view.say("letter.given")
    note = " ".join(filter(None, (view.say("letter.given_note"), _weights(view))))
    return [Heading(view.say("letter.given_title")), Table(caption, tuple(columns), tuple(rows), note)]


def _share(view: OwnView, stream: str) -> str:
    about, after = view.member["entitlement"][stream], view.member["entitlement_after_exchange"][stream]
    written = f"{view.number(about['value'])} ({_origin(view, about['origin'])})"
    return written if after == about["value"] else view.say("letter.after_exchange", share=written, places=after)


def _weights(view: OwnView) -> str:
    """Say how the streams are weighed when they are not weighed alike."""
    options = view.document["scenario"]["options"]
    weights = {k: options[f"weight_{k}"]["value"] for k in STREAMS if f"weight_{k}" in options}
    if len(set(weights.values())) <= 1:
        return ""
    parts = [f"{view.say(f'stream.{k}')} {view.number(weight, 2)}" for k, weight in weights.items()]
    return view.say("letter.weights", parts=notation.listed(parts, view.lang))


def locations(view: OwnView) -> list[Block]:
    """Show the locations of the municipality that the plan opens, with places per stream and moment."""
    title, moments = Heading(view.say("letter.locations_title")), view.document["moments"]
    offers = view.own_offers
    if not offers:
        return [title, said(view.say("letter.no_locations")), *_credited(view)]
    columns = [Column(view.say(f"letter.col_{name}")) for name in ("location", "type", "stream")]
    columns += [Column(_one_line(view.day(moment)), True) for moment in moments]
    shown = offers if len(offers) <= MOST_LOCATIONS else offers[: MOST_LOCATIONS - 1]
    rows = [_offer(view, offer) for offer in shown]
    rows += [_rest(view, offers[len(shown) :])] if len(offers) > len(shown) else []
    table = Table(view.say("letter.locations"), tuple(columns), tuple(rows), view.say("letter.locations_note"))
    return [title, table, *_credited(view)]


def _offer(view: OwnView, offer: Any) -> tuple[str, ...]:
    """Write one location: name and hub, type and status, streams, and their places per moment."""
    used = [k for k in STREAMS if any(at["places"].get(k, 0) for at in offer["moments"])]
    hubs = {hub for at in offer["moments"] for hub in at["hubs"]}
    name = offer["name"] or offer["location_id"]
    name += "".join(f" ({view.say('letter.under_hub', hub=hub)})" for hub in sorted(map(view.elsewhere, hubs)))
    most = max(at["opened"] for at in offer["moments"])
    name += f" ({view.say('letter.several', number=most)})" if most > 1 else ""
    about = f"{offer['type']}, {view.say('status.' + offer['status'])}"
    places = [" + ".join(view.number(at["places"].get(k, 0)) for k in used) for at in offer["moments"]]
    return name, about, " + ".join(view.say(f"stream.{k}") for k in used), *places


def _rest(view: OwnView, offers: list[Any]) -> tuple[str, ...]:
    """Add up the locations that do not fit."""
    at_each = zip(*([sum(at["places"].values()) for at in offer["moments"]] for offer in offers), strict=True)
    return view.say("letter.more_locations", number=len(offers)), "", "", *(view.number(sum(part)) for part in at_each)


def _credited(view: OwnView) -> list[Block]:
    """Name the locations elsewhere that count for the housing target of the municipality."""
    found = [
        view.say("letter.credited", where=view.elsewhere(offer["location_id"]), places=at["places"]["status_holder"])
        for offer in view.document["locations"]
        if offer["link_gm_code"] == view.gm_code != offer["gm_code"]
        for at in offer["moments"]
        if at["moment"] == view.last and at["places"].get("status_holder")
    ]
    return [said(" ".join(found))] if found else []


def compared(view: OwnView) -> list[Block]:
    """Compare the burden of the municipality with its sub-region, the province and the norm."""
    region = next((item for item in view.document["regions"] if view.gm_code in item["municipalities"]), None)
    rows = [_carried(view, view.say("letter.you"), {view.gm_code}, at_moment(view.member, view.last))]
    if region:
        name = view.say("letter.region", region=region["region"])
        rows.append(_carried(view, name, set(region["municipalities"]), at_moment(region, view.last)))
    province = view.say("letter.province", province=view.document["case"]["province"])
    rows.append(_carried(view, province, set(view.names), None))
    columns = [Column(view.say("letter.col_who"))]
    columns += [Column(view.say(f"letter.col_{name}"), True) for name in ("key", "carried", "difference", "ratio")]
    caption = view.say("letter.compared", date=view.day(view.last))
    return [
        Heading(view.say("letter.compared_title")),
        Table(caption, tuple(columns), tuple(rows), view.say("letter.compared_note")),
        said(_ranked(view)),
    ]


def _carried(view: OwnView, name: str, codes: set[str], at: Any) -> tuple[str, ...]:
    """Add up the legal key and what is carried over some municipalities."""
    found = [
        row for row in view.document["fairness"]["against_key"] if row["on"] == "joint" and row["gm_code"] in codes
    ]
    sums = [sum(row[key] for row in found) for key in ("key", "carried", "difference")]
    signed = ("+" if sums[2] > 0 else "") + view.number(sums[2])
    return (
        name,
        view.number(sums[0]),
        view.number(sums[1]),
        signed,
        view.ratio(at["burden_ratio"]["joint"]) if at else "",
    )


def _ranked(view: OwnView) -> str:
    """Say where the municipality stands in the order of the burdens, and what the norm makes of it."""
    found = view.document["fairness"]
    on = found["on"].split(",")[0]
    ratios = found["sorted"][on]
    place = next((rank for rank, (_, code) in enumerate(ratios, start=1) if code == view.gm_code), None)
    aimed = "fairness" in view.document["scenario"]["tier_order"]
    kind = "norm" if aimed else "no_norm"
    norm = view.say(f"letter.{kind}", norm=view.say(f"norm.{found['norm']}.title"), on=view.say(f"fair.on_{on}"))
    if not ratios:
        return norm
    ends: dict[str, Any] = {"highest": view.ratio(ratios[0][0]), "lowest": view.ratio(ratios[-1][0])}
    ends |= {"middle": view.ratio(ratios[len(ratios) // 2][0]), "total": len(ratios)}
    if place is None:
        reason = view.say(f"letter.left_out_{view.member['left_out']}") if view.member["left_out"] else ""
        return " ".join(filter(None, (norm, reason, view.say("letter.others", **ends))))
    return f"{norm} {view.say('letter.ranked', place=place, **ends)}"


def at_the_table(view: OwnView) -> list[Block]:
    """Say which exchanges touch the municipality, and what becomes of its own positions."""
    swapped, wanted = exchanges(view), positions(view)
    if swapped or wanted:
        return [*_few(view, "exchanges", swapped, MOST_EXCHANGES), *_few(view, "positions", wanted, MOST_POSITIONS)]
    nothing = f"{view.say('letter.no_exchanges')} {view.say('letter.no_positions')}"
    return [Heading(view.say("letter.at_the_table")), said(nothing)]


def exchanges(view: OwnView) -> list[str]:
    """Say which exchanges touch the municipality."""
    found = [item for item in view.document["exchanges"] if view.gm_code in (item["from"], item["to"])]
    return [_exchange(view, item) for item in found]


def _exchange(view: OwnView, item: dict[str, Any]) -> str:
    gives = item["from"] == view.gm_code
    other = view.municipality(item["to"] if gives else item["from"])
    amount = view.say(f"letter.amount_{item['stream']}", places=item["places"])
    back = item["against_stream"]
    sentence = view.say("letter.gives" if gives else "letter.takes", amount=amount, municipality=other)
    if back:
        amount = view.say(f"letter.amount_{back}", places=item["against_places"])
        sentence = view.say("letter.against", said=sentence, amount=amount)
    return f"{sentence} ({view.say('page.stage_' + item['stage'])})."


def positions(view: OwnView) -> list[str]:
    """Say what becomes of the positions that the municipality itself has."""
    return [
        view.say(
            "letter.position",
            said=_demand(view, item),
            planned=planned_sentence(view, item),
            kept=kept_sentence(view, item),
        )
        for item in view.own_positions
    ]


def _demand(view: OwnView, item: dict[str, Any]) -> str:
    """Say what is asked, and whether it may be talked about."""
    asked = demand_sentence(view, item)
    return f"{asked} ({view.say('position.hard')})" if item["non_negotiable"] else asked


def _few(view: OwnView, name: str, sentences: list[str], most: int) -> list[Block]:
    """List the first few sentences under a heading, and how many more there are; say so when there are none."""
    title = Heading(view.say(f"letter.{name}_title"))
    if not sentences:
        return [title, said(view.say(f"letter.no_{name}"))]
    left = len(sentences) - most
    return [title, listed(sentences[:most] + ([view.say("letter.more", number=left)] if left > 0 else []))]


def binding(view: OwnView) -> list[Block]:
    """Name the rules that leave the municipality no room, those about its share first."""
    own = {offer["location_id"] for offer in view.document["locations"] if offer["gm_code"] == view.gm_code}
    said_here = {item["id"] for item in view.own_positions}
    found = [
        rule
        for rule in sorted(view.document["rules"], key=lambda rule: GROUPS.index(rule["group"]))
        if any(_binds(view, entry, own, said_here) for entry in rule["binding"])
    ]
    titles = [rule_text(rule["name"], "title", view.lang) for rule in found]
    left = len(titles) - MOST_RULES
    names = titles[:MOST_RULES] + ([view.say("letter.more_rules", number=left)] if left > 0 else [])
    sentence = view.say("letter.binding", rules="; ".join(names)) if names else view.say("letter.no_binding")
    return [Heading(view.say("letter.binding_title")), said(sentence)]


def _binds(view: OwnView, entry: dict[str, Any], own: set[str], said_here: set[str]) -> bool:
    """Whether a rule binds at the municipality or one of its locations; of a position only its own."""
    if "position" in entry:
        return entry["position"] in said_here
    return entry["gm_code"] == view.gm_code or entry["location_id"] in own


def money(view: OwnView) -> list[Block]:
    """Say what the places in the municipality cost, and which grants it may get at most."""
    costs = view.document["costs"]
    amount = costs["by_municipality"].get(view.gm_code, 0)
    origin = _origin(view, view.cost_origin)
    sentences = [
        view.say("letter.cost", amount=view.money(amount), origin=origin) if amount else view.say("letter.no_cost")
    ]
    parts = [_grant(view, item) for item in costs["grants"] if item["gm_code"] == view.gm_code]
    sentences.append(view.say("letter.grants", grants="; ".join(parts)) if parts else view.say("letter.no_grants"))
    return [Heading(view.say("letter.money_title")), said(" ".join(sentences))]


def _grant(view: OwnView, item: dict[str, Any]) -> str:
    article = item["article"].replace(" and ", f" {view.say('word.and')} ")
    later = f" ({view.say('page.provisional')})" if item["provisional"] else ""
    return f"{grant_title(item['rule'], view.lang)} ({article}) {view.money(item['amount'])}{later}"


def _one_line(written: str) -> str:
    return written.replace(" ", notation.GAP)


def _origin(view: OwnView, origin: str | None) -> str:
    return view.say(f"origin.{origin}") if origin else view.say("word.unknown")


def file_stem(view: OwnView) -> str:
    """Return the file name of the letter without its ending: code and name in plain letters."""
    slug = "-".join(plain(view.member["name"].replace("-", " ")).split())
    safe = "".join(sign for sign in slug if sign.isascii())[:40].strip("-")
    return f"{view.gm_code}-{safe}" if safe else view.gm_code
