"""From pins to positions: the municipality, the location and the moment that a line names, in a case or its tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from regietafel.inputs.names import Gazetteer, nearest, plain
from regietafel.inputs.offers import location_ids
from regietafel.inputs.pins import AT_MOST, EXAMPLE, Pin, PinError, parse_pin
from regietafel.inputs.raw import RawTable
from regietafel.inputs.records import read_book
from regietafel.model.case import Case
from regietafel.model.errors import Finding, Place, ScenarioError
from regietafel.model.positions import Position
from regietafel.model.scenario import Scenario

PARTY = "aan tafel vastgezet"
PREFIX = "PIN-"


@dataclass(frozen=True)
class Known:
    """What a pin can name.

    Parameters
    ----------
    gazetteer : Gazetteer
        Municipalities, those of the case first.
    locations : mapping of folded id to id
    days : sequence of date
        Moments of the case, in order.
    taken : collection of str
        Ids of the positions that are there already.
    """

    gazetteer: Gazetteer
    locations: Mapping[str, str] = field(default_factory=dict)
    days: Sequence[date] = ()
    taken: Collection[str] = ()


def read_pins(
    specs: Sequence[str], case: Case, place: Place | None = None
) -> tuple[tuple[Position, ...], list[Finding]]:
    """Make positions of pins.

    Parameters
    ----------
    specs : sequence of str
        The lines, in the order in which they were fixed.
    case : Case
        What they are about.
    place : Place, optional
        Where they stand, for findings.

    Returns
    -------
    tuple
        Hard positions ``PIN-1``, ``PIN-2`` ... in the order of the lines, none when there is an error, and findings.
    """
    return make_positions(specs, known_of_case(case), [place or Place()] * len(specs))


def with_pins(case: Case, scenario: Scenario, specs: Sequence[str]) -> Scenario:
    """Return a scenario with more pins, and their positions; those it has keep their ids.

    Raises
    ------
    ScenarioError
        With everything that is wrong with them.
    """
    own = {item.position_id for item in scenario.positions if item.party == PARTY and item.remark in scenario.pins}
    others = tuple(item for item in scenario.positions if item.position_id not in own)
    pins = (*scenario.pins, *specs)
    positions, findings = make_positions(pins, known_of_case(case, others), [Place()] * len(pins))
    if findings:
        raise ScenarioError(findings)
    return replace(scenario, pins=pins, positions=(*others, *positions))


def without_pins(case: Case, scenario: Scenario, words: Sequence[str]) -> Scenario:
    """Return a scenario with fewer pins, each given by its id or its line; those that stay are numbered anew.

    Raises
    ------
    ScenarioError
        If one is not there.
    """
    ids = [item.position_id for item in scenario.positions if item.party == PARTY and item.remark in scenario.pins]
    lines = dict(zip(ids, scenario.pins, strict=True))
    gone: set[str] = set()
    findings: list[Finding] = []
    for word in words:
        found = {name for name, line in lines.items() if plain(word) in (plain(name), plain(line))}
        there = [f"{name} ({line})" for name, line in lines.items()]
        findings += [] if found else [Finding("pin_not_there", value=word, params={"pins": there or ["–"]})]
        gone |= found
    if findings:
        raise ScenarioError(findings)
    others = tuple(item for item in scenario.positions if item.position_id not in ids)
    left = tuple(line for name, line in lines.items() if name not in gone)
    return with_pins(case, replace(scenario, pins=(), positions=others), left)


def make_positions(
    specs: Sequence[str], known: Known, places: Sequence[Place]
) -> tuple[tuple[Position, ...], list[Finding]]:
    """Make positions of pins, each with the place where it stands; see `read_pins`."""
    found: list[Position] = []
    findings: list[Finding] = []
    numbers = (n for n in range(1, len(specs) + len(known.taken) + 1) if f"{PREFIX}{n}" not in known.taken)
    for spec, place in zip(specs, places, strict=True):
        name = f"{PREFIX}{next(numbers)}"
        try:
            found.append(_position(parse_pin(spec), spec, name, known))
        except PinError as error:
            findings.append(replace(error.finding, place=place))
    return ((), findings) if findings else (tuple(found), findings)


def known_of_case(case: Case, positions: Iterable[Position] = ()) -> Known:
    """Return what a pin can name in a case; `positions` are those of scenario files, whose ids are taken too."""
    return Known(
        gazetteer=Gazetteer({item.code: item.name for item in case.municipalities}),
        locations={item.location_id.casefold(): item.location_id for item in case.locations},
        days=[item.day for item in case.moments],
        taken={item.position_id for item in (*case.positions, *positions)},
    )


def known_of_tables(tables: Mapping[str, RawTable], positions: Iterable[Position] = ()) -> Known:
    """Return what a pin can name in the tables of a case, as far as they can be read.

    Parameters
    ----------
    tables : mapping of table name to RawTable
    positions : iterable of Position
        Those of scenario files, whose ids are taken too.
    """
    book, _ = read_book("", tables)
    ids = location_ids(book["locaties"]).values()
    return Known(
        gazetteer=book.gazetteer,
        locations={name.casefold(): name for name in ids},
        days=sorted(row["day"] for row in book["momenten"] if row["day"]),
        taken={row["position_id"] for row in book["standpunten"]} | {item.position_id for item in positions},
    )


def _position(pin: Pin, spec: str, name: str, known: Known) -> Position:
    location = _location(pin, spec, known)
    demand = "location_at_most" if location and pin.demand == AT_MOST else pin.demand
    return Position(
        position_id=name,
        party=PARTY,
        demand=demand,  # type: ignore[arg-type]
        municipalities=tuple(_municipality(each, spec, known) for each in _once(pin.names, spec, known)),
        location_id=location,
        form=pin.form,
        stream=pin.stream,
        places=pin.places,
        moment=_moment(pin, spec, known),
        non_negotiable=True,
        also_existing=not pin.only_new,
        remark=spec,
    )


def _once(names: Sequence[str], spec: str, known: Known) -> Sequence[str]:
    """Refuse a municipality that is named twice: it would count once, and somebody meant another one."""
    codes = [_municipality(name, spec, known) for name in names]
    twice = next((name for i, name in enumerate(names) if codes[i] in codes[:i]), None)
    if twice is not None:
        raise _error("pin_municipality_twice", spec, twice)
    return names


def _municipality(name: str, spec: str, known: Known) -> str:
    code = known.gazetteer.find(name)
    if code is None:
        raise _error("pin_municipality_unknown", spec, name, nearest=known.gazetteer.nearest(name))
    if code not in known.gazetteer.own:
        raise _error("pin_municipality_outside", spec, name)
    return code


def _location(pin: Pin, spec: str, known: Known) -> str | None:
    if pin.location is None:
        return None
    found = known.locations.get(pin.location.casefold())
    if found is None:
        raise _error(
            "pin_location_unknown", spec, pin.location, nearest=nearest(pin.location, known.locations.values())
        )
    return found


def _moment(pin: Pin, spec: str, known: Known) -> date | None:
    if pin.day is not None and pin.day not in known.days:
        typed = spec.rstrip()
        typed = typed[len(typed.rstrip("0123456789-")) :]
        raise _error("pin_moment_unknown", spec, typed, moments=[day.isoformat() for day in known.days])
    return pin.day


def _error(code: str, spec: str, part: str, **more: object) -> PinError:
    at = max(0, spec.find(part)) + 1
    return PinError(Finding(code, value=part, params={"pin": spec, "at": at, "example": EXAMPLE, **more}))
