"""A plan of as many municipalities as the largest province has: the small plan, over and over, under other names."""

import copy

from regietafel.model.plan import Plan
from support.plan_document import plan_document

LONG = ("Nuenen, Gerwen en Nederwetten", "'s-Hertogenbosch", "Haaksbergen", "Súdwest-Fryslân", "Goeree-Overflakkee")


def large_plan(count: int = 56) -> Plan:
    """Make a plan of `count` municipalities with their locations; its totals are those of the small plan."""
    document = plan_document()
    towns, offers = document["municipalities"], document["locations"]
    document["municipalities"], document["locations"] = [], []
    for number in range(count):
        old = towns[number % len(towns)]
        name = f"{LONG[number % len(LONG)]} {number}" if number % 3 == 0 else f"{old['name']} {number}"
        new = copy.deepcopy(old) | {"gm_code": f"GM{number + 2000:04d}", "name": name}
        document["municipalities"].append(new)
        for offer in (offer for offer in offers if offer["gm_code"] == old["gm_code"]):
            about = {"location_id": f"{offer['location_id']}-{number}", "gm_code": new["gm_code"], "link_gm_code": None}
            moments = copy.deepcopy(offer["moments"])
            for at in moments:
                at["hubs"] = {}
            document["locations"].append(copy.deepcopy(offer) | about | {"moments": moments})
    codes = [town["gm_code"] for town in document["municipalities"]]
    found = document["fairness"]
    found["sorted"] = {kind: [[1.0, code] for code in codes] for kind in found["sorted"]}
    found["against_key"] = [
        row | {"gm_code": code} for code in codes for row in found["against_key"] if row["gm_code"] == "GM0001"
    ]
    found["left_out"] = []
    document |= {"clusters": [], "unreached": [], "rules": [], "positions": [], "neighbours": []}
    document["costs"]["by_municipality"] = dict.fromkeys(codes, 1_000_000)
    document["costs"]["grants"] = []
    return Plan.from_dict(document)
