"""Which offers a scenario may use."""

from regietafel.model.case import Case, Location
from regietafel.model.scenario import STATUSES, Scenario


def usable_locations(case: Case, scenario: Scenario) -> tuple[Location, ...]:
    """Return the offers whose status is not below `status_floor`, in the order of the case.

    Parameters
    ----------
    case : Case
        The province and its offers.
    scenario : Scenario
        `status_floor` names the last status that may be used: ``decided`` leaves out intended and explored rows.

    Returns
    -------
    tuple of Location
        The offers in the program; hubs outside the province included.
    """
    used = STATUSES[: STATUSES.index(scenario.status_floor) + 1]
    return tuple(location for location in case.locations if location.status in used)
