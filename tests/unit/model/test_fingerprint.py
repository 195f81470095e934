"""The fingerprint sees every change, and points at a single number that was changed by one."""

import copy

import pytest

from regietafel.model.fingerprint import changed_by_one, fingerprint

DOCUMENT = {
    "costs": {"over_cycle": 12, "share": 0.123456, "bound": 199391556.679734},
    "totals": [{"placed": 7, "task": "asylum"}, {"placed": 0, "task": "special"}],
    "sorted": [[1.5, "GM9001"], [1.0, "GM9002"]],
    "flag": True,
    "versions": {"python": "3.11"},
}


def test_versions_and_the_order_of_keys_do_not_count():
    other = {**DOCUMENT, "versions": {}}
    assert fingerprint(dict(reversed(list(other.items())))) == fingerprint(DOCUMENT)


def test_the_order_of_a_list_counts():
    other = {**DOCUMENT, "totals": DOCUMENT["totals"][::-1]}
    assert fingerprint(other) != fingerprint(DOCUMENT)


def test_a_whole_number_is_not_the_same_as_true():
    assert fingerprint({"flag": 1}) != fingerprint({"flag": True})


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("costs.over_cycle", lambda found: found["costs"].update(over_cycle=13)),
        ("costs.share", lambda found: found["costs"].update(share=1.123456)),
        ("costs.bound", lambda found: found["costs"].update(bound=199391555.679734)),
        ("totals[1].placed", lambda found: found["totals"][1].update(placed=1)),
        ("sorted[1][0]", lambda found: found["sorted"][1].__setitem__(0, 0.0)),
    ],
)
def test_a_number_changed_by_one_is_found(path, change):
    changed = copy.deepcopy(DOCUMENT)
    change(changed)
    assert fingerprint(changed) != fingerprint(DOCUMENT)
    assert changed_by_one(changed, fingerprint(DOCUMENT)) == path


def test_two_changes_are_seen_but_not_placed():
    changed = copy.deepcopy(DOCUMENT)
    changed["totals"][0]["placed"], changed["costs"]["over_cycle"] = 8, 13
    assert changed_by_one(changed, fingerprint(DOCUMENT)) is None
