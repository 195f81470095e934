"""Per rule of positions: a case and decisions that break it, and by how much."""

from typing import Any

from regietafel.model.case import Case
from regietafel.model.positions import Position
from support.cases import offer, position, tiny_case
from support.decisions import decided


def said(*positions: Position) -> Case:
    """Make two offers in one municipality, of any size, and positions about them."""
    rows = [offer("L1", places=(0, 300)), offer("L2", form="small_scale", places=(0, 50))]
    return tiny_case(1, rows, positions=positions)


# rule: case, decisions that break it, options, smallest slack
BROKEN_POSITIONS: dict[str, tuple[Any, ...]] = {
    # 120 where 80 is said and 30 may be given up
    "subject_stays_below_position": (said(position(places=80, room=30)), decided({"L1": 120}), {}, -10),
    "subject_reaches_position": (said(position(demand="at_least", places=80, hard=True)), decided({"L1": 30}), {}, -50),
    "kept_out_locations_stay_closed": (
        said(position(demand="location_closed", location_id="L1", hard=True)),
        decided({"L1": 0}),
        {},
        -1,
    ),
    # L1 has 7 that wait for 20 places in L2, which has 5: 7 is the smaller of 7 and 15
    "subject_waits_for_other_side": (
        said(position(demand="only_if", location_id="L1", other_location_id="L2", other_places=20, hard=True)),
        decided({"L1": 7, "L2": 5}),
        {},
        -7,
    ),
    "other_side_stays_empty": (
        said(position(demand="not_both", location_id="L1", other_location_id="L2", room=2)),
        decided({"L1": 7, "L2": 5}),
        {},
        -3,
    ),
    "other_side_meets_condition": (
        said(position(demand="only_if", location_id="L1", other_location_id="L2", other_places=6, hard=True)),
        decided({"L1": 7, "L2": 5}),
        {},
        -1,
    ),
}
