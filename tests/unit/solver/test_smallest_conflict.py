"""The search for a smallest conflict, against trying every set, on conflicts that are made up."""

from itertools import chain, combinations
from random import Random

import pytest

from regietafel.solver.smallest_conflict import (
    Memory,
    NotFoundOutError,
    find_smallest_conflict,
    grow,
    shrink,
    smallest_hitting_set,
)

UNIVERSE = tuple("abcdefgh")


def oracle_of(conflicts):
    """Answer by the conflicts as they were made up: a plan keeps what was asked and, in order, what still fits."""

    def ask(members):
        if any(conflict <= members for conflict in conflicts):
            return None
        return members

    return ask


def subsets(members):
    return map(frozenset, chain.from_iterable(combinations(members, size) for size in range(len(members) + 1)))


def random_conflicts(seed):
    draw = Random(seed)
    return [frozenset(draw.sample(UNIVERSE, draw.randint(1, 5))) for _ in range(draw.randint(1, 7))]


@pytest.mark.parametrize("seed", range(300))
def test_a_smallest_conflict_is_found(seed):
    conflicts = random_conflicts(seed)
    found = find_smallest_conflict(oracle_of(conflicts), UNIVERSE)
    assert frozenset(found.members) in conflicts
    assert found.irreducible
    assert found.smallest
    assert len(found.members) == min(map(len, conflicts))


@pytest.mark.parametrize("seed", range(50))
def test_shrinking_leaves_what_is_needed_and_nothing_else(seed):
    ask = oracle_of(random_conflicts(seed))
    left = shrink(ask, UNIVERSE)
    assert ask(frozenset(left)) is None
    assert all(ask(frozenset(left) - {member}) is not None for member in left)


@pytest.mark.parametrize("seed", range(50))
def test_growing_stops_when_nothing_more_can_be_kept(seed):
    ask = oracle_of(random_conflicts(seed))
    kept = grow(ask, frozenset(), UNIVERSE)
    assert ask(kept) is not None
    assert all(ask(kept | {member}) is None for member in UNIVERSE if member not in kept)


@pytest.mark.parametrize("seed", range(100))
def test_a_smallest_hitting_set_is_as_small_as_trying_all_gives(seed):
    families = [sorted(conflict) for conflict in random_conflicts(seed)]
    hitting = [chosen for chosen in subsets(UNIVERSE) if all(chosen & set(family) for family in families)]
    size = min(map(len, hitting))
    assert smallest_hitting_set(families, len(UNIVERSE)) in hitting
    assert len(smallest_hitting_set(families, len(UNIVERSE))) == size
    assert smallest_hitting_set(families, size - 1) is None


def test_members_are_dropped_from_the_end():
    assert shrink(oracle_of([frozenset("ab"), frozenset("gh")]), UNIVERSE) == ["a", "b"]


def test_what_an_earlier_answer_settles_is_not_asked():
    asked = []

    def ask(members):
        asked.append(members)
        return oracle_of([frozenset("ab")])(members)

    memory = Memory(ask, questions=2)
    assert memory(frozenset("abc")) is None
    assert memory(frozenset("bcd")) == frozenset("bcd")
    assert memory(frozenset("abcd")) is None
    assert memory(frozenset("cd")) == frozenset("bcd")
    assert len(asked) == 2
    with pytest.raises(NotFoundOutError):
        memory(frozenset("ac"))


def test_without_questions_left_nothing_is_claimed_of_the_whole():
    found = find_smallest_conflict(Memory(oracle_of([frozenset("ab")]), questions=0), UNIVERSE)
    assert (found.members, found.irreducible, found.smallest) == (UNIVERSE, False, False)


def test_with_few_questions_a_conflict_is_irreducible_but_not_called_smallest():
    conflicts = [frozenset("abcd"), frozenset("gh")]
    full = Memory(oracle_of(conflicts), questions=1000)
    shrink(full, UNIVERSE)
    found = find_smallest_conflict(Memory(oracle_of(conflicts), questions=1000 - full.questions), UNIVERSE)
    assert (found.members, found.irreducible, found.smallest) == (("a", "b", "c", "d"), True, False)
