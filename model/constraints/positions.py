"""Positions: what municipalities and others say at the table, kept or given up by a number of places."""

from typing import Any

from regietafel.model.rules import over


@over("CEILED", group="positions")
def subject_stays_below_position(m: Any, p: str, t: str) -> Any:
    r"""Give the subject of a position no more places than it says, or give the rest up.

    .. math:: S_{pt} \le u_p + q_p \qquad \forall p, t \text{ with a largest number}

    S ``subject_places`` [places] · u ``position_ceiling`` [places] · q ``given_up`` [places], 0 for a hard position

    Active: always. Source: table standpunten, demands ten_hoogste, precies, locatie_ten_hoogste; geen_locatievorm and locatie_niet with u = 0.
    """
    return m.subject_places[p, t] <= m.position_ceiling[p] + m.given_up[p]


@over("FLOORED_SUBJECTS", group="positions")
def subject_reaches_position(m: Any, p: str, t: str) -> Any:
    r"""Give the subject of a position as many places as it says, or give the rest up.

    .. math:: S_{pt} + q_p \ge v_p \qquad \forall p, t \text{ with a smallest number}

    S ``subject_places`` [places] · q ``given_up`` [places] · v ``position_floor`` [places]

    Active: always. Source: table standpunten, demands ten_minste, precies; locatie_wel with v its places, or its smallest size.
    """
    return m.subject_places[p, t] + m.given_up[p] >= m.position_floor[p]


@over("KEPT_OUT", group="positions")
def kept_out_locations_stay_closed(m: Any, p: str, t: str) -> Any:
    r"""Keep the locations that a position does not want closed, or give up a place for each: open without places is open.

    .. math:: \sum_{l \in p} y_{lt} \le q_p \qquad \forall p, t \text{ with an offer that may be open without places}

    y ``opened`` [locations] · q ``given_up`` [places]

    Active: always; other offers have places when they are open. Source: table standpunten, demands geen_locatievorm and locatie_niet.
    """
    return sum(m.opened[loc, t] for loc in m.kept_out_rows[p]) <= m.given_up[p]


@over("TWO_SIDED", group="positions")
def subject_waits_for_other_side(m: Any, p: str, t: str) -> Any:
    r"""Give the subject of a position no more places than it says, unless the other side keeps the position.

    .. math:: S_{pt} \le u_p + q_p + \max(0, \bar S_{pt} - u_p)\, z_{pt} \qquad \forall p, t \text{ with another side}

    S ``subject_places`` [places] · u ``position_ceiling`` [places] · q ``given_up`` [places] · S̄ ``subject_most`` [places] · z ``other_keeps``

    Active: always. Source: table standpunten, demands niet_beide (u = 0) and alleen_als.
    """
    room = max(0, m.subject_most[p, t] - m.position_ceiling[p])
    return m.subject_places[p, t] <= m.position_ceiling[p] + m.given_up[p] + room * m.other_keeps[p, t]


@over("NOT_BOTH", group="positions")
def other_side_stays_empty(m: Any, p: str, t: str) -> Any:
    r"""Give the other side no places where it is the one that keeps the position, or give them up.

    .. math:: O_{pt} \le q_p + \bar O_{pt} (1 - z_{pt}) \qquad \forall p, t

    O ``other_side_places`` [places] · q ``given_up`` [places] · Ō ``other_side_most`` [places] · z ``other_keeps``

    Active: always. Source: table standpunten, demand niet_beide.
    """
    return m.other_side_places[p, t] <= m.given_up[p] + m.other_side_most[p, t] * (1 - m.other_keeps[p, t])


@over("CONDITIONAL", group="positions")
def other_side_meets_condition(m: Any, p: str, t: str) -> Any:
    r"""Give the other side as many places as the condition says where it is the one that keeps the position, or give the rest up.

    .. math:: O_{pt} + q_p \ge n_p\, z_{pt} \qquad \forall p, t

    O ``other_side_places`` [places] · q ``given_up`` [places] · n ``position_condition`` [places] · z ``other_keeps``

    Active: always. Source: table standpunten, demand alleen_als, columns andere_gemeente, andere_locatie_id and andere_plekken.
    """
    return m.other_side_places[p, t] + m.given_up[p] >= m.position_condition[p] * m.other_keeps[p, t]
