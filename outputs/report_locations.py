"""The part of the report on locations: all that are open at some moment, in one table under the name of their host."""

from collections import defaultdict
from typing import Any, NamedTuple

from regietafel.model.plan import LocationDocument
from regietafel.model.scenario import STREAMS
from regietafel.outputs import notation
from regietafel.outputs.report_view import Cell, Column, Table, View, common_origin, locations_told, plain, words

# The first columns are always there, the others when a cell holds more than this; one location in a row is no news.
ALWAYS, NOTHING, ONE = 4, ("0", "–"), ("0", "–", "1")


class Host(NamedTuple):
    """A municipality with locations: code, name, how many there are, and a row per location and what it does."""

    code: str
    name: str
    summary: str
    rows: list[list[Cell]]


def locations(view: View) -> Table | None:
    """Return the locations that are open at some moment, under their hosts; None when none ever is."""
    found = hosts(view)
    rows = [row for host in found for row in host.rows]
    if not rows:
        return None
    groups = [(f"l-{host.code}", host.name, host.summary, len(host.rows)) for host in found]
    columns, cells = common_origin(*_filled(location_columns(view), rows))
    return Table(caption=view.say("page.locations_table"), columns=columns, rows=cells, groups=groups, name="places")


def hosts(view: View) -> list[Host]:
    """Return every municipality with offers and the rows of those that are open at some moment.

    Returns
    -------
    list of Host
        By name, those outside the province last; the cells of a row are as `location_columns` heads them, with what is
        remarked of a location under its name.
    """
    used: dict[str, list[LocationDocument]] = defaultdict(list)
    unused: dict[str, int] = defaultdict(int)
    for offer in view.document["locations"]:
        if any(at["opened"] for at in offer["moments"]):
            used[offer["gm_code"]].append(offer)
        else:
            unused[offer["gm_code"]] += 1
    codes = sorted({*used, *unused}, key=lambda code: (code not in view.names, plain(view.municipality(code))))
    return [
        Host(
            code,
            view.municipality(code) if code in view.names else view.say("page.outside", code=code),
            _summary(view, used[code], unused[code]),
            [_offer(view, offer, alike) for offer in used[code] for alike in _alike(offer)],
        )
        for code in codes
    ]


def location_columns(view: View) -> list[Column]:
    """Head the cells of a location: name, type, status, moment, how many are open, and places per stream."""
    return [
        Column(view.say("page.col_location")),
        Column(view.say("page.col_type")),
        Column(view.say("page.col_status")),
        Column(view.say("page.col_moment"), tight=True),
        Column(view.say("page.col_open"), True, "computed"),
        *(Column(view.say(f"stream.{k}"), True, "computed") for k in STREAMS),
    ]


def _summary(view: View, offers: list[LocationDocument], unused: int) -> str:
    """Say how many locations a host has, their places at the last moment, and how many offers are not used."""
    places = sum(sum(at["places"].values()) for offer in offers for at in offer["moments"] if at["moment"] == view.last)
    said = view.say("page.host_summary", places=places, count=len(offers))
    return f"{said} {view.say('page.host_unused', number=unused)}" if unused else said


def _filled(columns: list[Column], rows: list[list[Cell]]) -> tuple[list[Column], list[list[Cell]]]:
    """Leave out the columns in which no location has anything to say."""
    kept = [n for n in range(len(columns)) if n < ALWAYS or _says_something(n, rows)]
    return [columns[n] for n in kept], [[row[n] for n in kept] for row in rows]


def _says_something(number: int, rows: list[list[Cell]]) -> bool:
    nothing = ONE if number == ALWAYS else NOTHING
    return any(row[number].shown not in nothing for row in rows)


def _alike(offer: LocationDocument) -> list[list[Any]]:
    """Take the moments together at which an open location does the same, in the order of the first."""
    found: list[list[Any]] = []
    for at in offer["moments"]:
        same = [group for group in found if group[0] | {"moment": ""} == at | {"moment": ""}]
        if same:
            same[0].append(at)
        elif at["opened"]:
            found.append([at])
    return found


def _offer(view: View, offer: LocationDocument, alike: list[Any]) -> list[Cell]:
    at = alike[0]
    hubs = [f"{view.location(hub)} ({view.number(part['n'])})" for hub, part in at["hubs"].items()]
    remarks = [view.say("page.under_hub", hubs=hubs)] if hubs else []
    remarks += [offer["condition"], offer["bottleneck"]]
    remarks += [view.say("page.emergency")] if offer["emergency"] else []
    remarks += [view.say("page.public")] if offer["public"] else []
    return [
        Cell(offer["name"], offer["name"], offer["origin"], more="; ".join(part for part in remarks if part)),
        words(_type(view, offer)),
        words(view.say(f"status.{offer['status']}")),
        Cell(_moments(view, alike), at["moment"]),
        view.count(locations_told(offer, at["opened"])),
        *(view.count(at["places"].get(k, 0)) for k in STREAMS),
    ]


def _moments(view: View, alike: list[Any]) -> str:
    if len(alike) == len(view.document["moments"]) > 1:
        return view.say("page.every_moment")
    return notation.listed([view.moment(at["moment"]).shown for at in alike], view.lang)


def _type(view: View, offer: LocationDocument) -> str:
    form = view.say("form." + offer["form"])
    return offer["type"] if form in offer["type"].casefold() else f"{offer['type']} ({form})"
