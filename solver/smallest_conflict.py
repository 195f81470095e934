"""One smallest set of members that cannot be kept together, found by asking which sets can be kept.

Nothing here knows what a member is, or how it is found out whether a set can be kept: that is asked of an oracle, whose
answer for more members is never better than for fewer. First a set is made irreducible by dividing it (QuickXplain).
Then a smaller one is sought by implicit hitting sets: a set that cannot be kept has a member in common with everything
that some plan leaves out; the smallest set that has so, and that cannot be kept, is a smallest conflict.

References
----------
Junker, U. (2004), QuickXplain: preferred explanations and relaxations for over-constrained problems, AAAI-04.
Ignatiev, A., Previti, A., Liffiton, M. and Marques-Silva, J. (2015), Smallest MUS extraction with minimal hitting set
dualization, CP 2015, doi:10.1007/978-3-319-23219-5_13.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

Members = frozenset[str]
Ask = Callable[[Members], Members | None]
"""Returns all members that some plan keeps, those asked for among them; None when no plan keeps those asked for."""


TRIES = 20_000
"""Choices that are tried at most for one smallest set: conflicts of many members have far too many."""


class NotFoundOutError(Exception):
    """Time, or the number of questions, is up before a question was answered."""


@dataclass
class Memory:
    """An oracle that is asked as little as possible: a question that an earlier answer settles is not asked again.

    Parameters
    ----------
    ask : callable
        The oracle; raises `NotFoundOutError` when it cannot say.
    questions : int
        Asked at most: a count, not a time, so that the same case gives the same answer on every machine.
    """

    ask: Ask
    questions: int
    conflicts: list[Members] = field(default_factory=list)
    plans: list[Members] = field(default_factory=list)

    def __call__(self, members: Members) -> Members | None:
        """Return what a plan with these members keeps, or None."""
        if any(conflict <= members for conflict in self.conflicts):
            return None
        for kept in self.plans:
            if members <= kept:
                return kept
        return self._remember(members)

    def _remember(self, members: Members) -> Members | None:
        if self.questions <= 0:
            raise NotFoundOutError
        self.questions -= 1
        kept = self.ask(members)
        if kept is None:
            self.conflicts.append(members)
            return None
        self.plans.append(kept | members)
        return self.plans[-1]


@dataclass(frozen=True)
class Conflict:
    """Members that cannot be kept together, in the order of the universe.

    Parameters
    ----------
    members : tuple of str
        Without any one of them the others can be kept, if `irreducible`.
    irreducible, smallest : bool
        Whether that was proven, and whether no set of fewer members is a conflict.
    """

    members: tuple[str, ...]
    irreducible: bool
    smallest: bool


def find_smallest_conflict(ask: Ask, universe: Sequence[str], start: Collection[str] | None = None) -> Conflict:
    """Find a conflict with as few members as possible.

    Parameters
    ----------
    ask : callable
        The oracle.
    universe : sequence of str
        All members; together they cannot be kept, and without any there is a plan.
    start : collection of str, optional
        A set that cannot be kept either, to begin with.
    """
    first = list(universe) if start is None else [member for member in universe if member in start]
    try:
        best = shrink(ask, first)
    except NotFoundOutError:
        return Conflict(tuple(first), irreducible=False, smallest=False)
    try:
        best, smallest = list(_smallest(ask, universe, best)), True
    except NotFoundOutError:
        smallest = False
    return Conflict(tuple(member for member in universe if member in best), irreducible=True, smallest=smallest)


def shrink(ask: Ask, members: Sequence[str]) -> list[str]:
    """Return an irreducible part of a set that cannot be kept; the last members are dropped first."""
    return _explain(ask, frozenset(), members, has_changed=False)


def _explain(ask: Ask, fixed: Members, members: Sequence[str], *, has_changed: bool) -> list[str]:
    """Return which of `members` are needed beside the fixed ones to make a conflict."""
    if has_changed and ask(fixed) is None:
        return []
    if len(members) <= 1:
        return list(members)
    half = len(members) // 2
    first, second = members[:half], members[half:]
    from_second = _explain(ask, fixed | frozenset(first), second, has_changed=bool(first))
    from_first = _explain(ask, fixed | frozenset(from_second), first, has_changed=bool(from_second))
    return from_first + from_second


def _smallest(ask: Ask, universe: Sequence[str], best: Collection[str]) -> Collection[str]:
    """Return a smallest conflict; `best` is one already."""
    left_out: list[list[str]] = []
    while True:
        candidate = smallest_hitting_set(left_out, len(best) - 1)
        if candidate is None:
            return best
        kept = ask(candidate)
        if kept is None:
            return candidate
        kept = grow(ask, kept, universe)
        left_out.append([member for member in universe if member not in kept])


def grow(ask: Ask, kept: Members, universe: Sequence[str]) -> Members:
    """Add members to a set that can be kept until no other can be added."""
    rest = [member for member in universe if member not in kept]
    half = len(rest) // 2
    return _add(ask, _add(ask, kept, rest[:half]), rest[half:])


def _add(ask: Ask, kept: Members, rest: Sequence[str]) -> Members:
    rest = [member for member in rest if member not in kept]
    if not rest:
        return kept
    more = ask(kept | frozenset(rest))
    if more is not None:
        return more
    if len(rest) == 1:
        return kept
    half = len(rest) // 2
    return _add(ask, _add(ask, kept, rest[:half]), rest[half:])


def smallest_hitting_set(families: Sequence[Sequence[str]], most: int) -> Members | None:
    """Return a smallest set with a member of every family, of at most `most` members; None when there is none.

    Raises
    ------
    NotFoundOutError
        If it takes too many tries.
    """
    tries = iter(range(TRIES))
    for size in range(most + 1):
        found = _hit(families, frozenset(), size, tries)
        if found is not None:
            return found
    return None


def _hit(families: Sequence[Sequence[str]], chosen: Members, size: int, tries: Iterator[int]) -> Members | None:
    """Extend a choice by at most `size` members so that it hits every family; the smallest family is tried first."""
    if next(tries, None) is None:
        raise NotFoundOutError
    missed = [family for family in families if chosen.isdisjoint(family)]
    if not missed:
        return chosen
    if size == 0 or _apart(missed) > size:
        return None
    for member in min(missed, key=len):
        found = _hit(missed, chosen | {member}, size - 1, tries)
        if found is not None:
            return found
    return None


def _apart(families: Sequence[Sequence[str]]) -> int:
    """Count families without a member in common, picked greedily: no choice can hit them with fewer members."""
    seen: set[str] = set()
    count = 0
    for family in sorted(families, key=len):
        if seen.isdisjoint(family):
            seen.update(family)
            count += 1
    return count
