"""
Single transferable vote by the Scottish rules. Pure.

The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 46–51: the quota is the valid votes
over seats + 1, plus one; a surplus goes on with the whole pile at its value × surplus / votes, to five decimal places,
any remainder ignored; without a surplus the candidate with the fewest votes is excluded; once as many continue as there
are seats, they are elected. Of equals, the one with fewer (of surpluses: more) votes in the latest earlier round in
which they differed comes first.

Where that does not help the order calls for lots. Here two things are done that favour nobody: equal surpluses go on in
one round, and equals are excluded in one round if all of them together have fewer votes than the next one. In any
other case the count stops, and the tie is an outcome with a name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from voting.count_sheet import UNIT, Moved, Ranked, Round


class _Parcel(NamedTuple):
    """Papers of one order of preference, each worth ``value`` parts of a mandate."""

    order: tuple[str, ...]
    papers: int
    value: int


def fill(keys: Sequence[str], orders: Mapping[tuple[str, ...], int], seats: int) -> Ranked:
    """
    Who is elected, in that order. ``orders``: mandates behind each order of preference, which may be incomplete.

    Chocolates and other food: 20 voters, 3 seats, quota 6.

    >>> orders = {("orange",): 4, ("pear", "orange"): 2, ("chocolate", "strawberry"): 8, ("chocolate", "sweets"): 4,
    ...     ("strawberry",): 1, ("sweets",): 1}
    >>> fill(["orange", "chocolate", "pear", "strawberry", "sweets"], orders, 3).chosen
    ('chocolate', 'orange', 'strawberry')
    """
    return _Count(keys, orders, seats).ranked()


class _Count:
    def __init__(self, keys: Sequence[str], orders: Mapping[tuple[str, ...], int], seats: int) -> None:
        self.keys, self.seats = tuple(keys), seats
        self.quota = sum(orders.values()) // (seats + 1) + 1
        self.piles: dict[str, list[_Parcel]] = {key: [] for key in keys}
        self.votes = dict.fromkeys(keys, 0)
        self.continuing = list(keys)
        self.elected: list[str] = []
        self.surpluses: list[str] = []
        self.lost = 0
        self.earlier: list[dict[str, int]] = []
        self.rounds: list[Round] = []
        for order, papers in orders.items():
            self._give(order[0], _Parcel(order, papers, UNIT))

    def ranked(self) -> Ranked:
        """Round after round until the seats are filled, or a tie stops the count."""
        tied = self._rounds() if any(self.piles.values()) else ()
        return Ranked(chosen=tuple(self.elected), tied=tied, quota=self.quota, rounds=tuple(self.rounds))

    def _rounds(self) -> tuple[str, ...]:
        moved, of = Moved.FIRST, tuple[str, ...]()
        while True:
            self._note(moved, of, elected=self._at_quota())
            if len(self.continuing) <= self.seats - len(self.elected) or len(self.elected) == self.seats:
                if self.continuing and len(self.elected) < self.seats:
                    self._note(Moved.REST, (), elected=self._elect(self.continuing))
                return ()
            if self.surpluses:
                moved, of = Moved.SURPLUS, self._narrowed(self.surpluses, max)
                self._transfer_surpluses(of)
            else:
                moved, of = Moved.EXCLUSION, self._narrowed(self.continuing, min)
                if len(of) > 1 and not self._may_go_together(of):
                    return of
                self._exclude(of)

    def _at_quota(self) -> tuple[str, ...]:
        reached = self._elect([key for key in self.continuing if self.votes[key] >= self.quota * UNIT])
        self.surpluses += [key for key in reached if self.votes[key] > self.quota * UNIT]
        return reached

    def _elect(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The most voted first."""
        found = tuple(sorted(keys, key=lambda key: -self.votes[key]))
        self.elected += found
        self.continuing = [key for key in self.continuing if key not in found]
        return found

    def _narrowed(self, keys: Iterable[str], extreme: Callable[[Iterable[int]], int]) -> tuple[str, ...]:
        """Those with the most or the fewest votes now, and, of equals, in the latest rounds in which they differed."""
        found = tuple(keys)
        for votes in (self.votes, *reversed(self.earlier[:-1])):
            wanted = extreme(votes[key] for key in found)
            found = tuple(key for key in found if votes[key] == wanted)
        return found

    def _may_go_together(self, keys: tuple[str, ...]) -> bool:
        """Whoever of them went first, the others would follow."""
        others = [self.votes[key] for key in self.continuing if key not in keys]
        return len(others) >= self.seats - len(self.elected) and sum(self.votes[key] for key in keys) < min(others)

    def _transfer_surpluses(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            surplus, votes = self.votes[key] - self.quota * UNIT, self.votes[key]
            self.surpluses.remove(key)
            self.votes[key] -= surplus
            self.lost += surplus
            self._go_on([one._replace(value=surplus * one.value // votes) for one in self.piles.pop(key)])

    def _exclude(self, keys: tuple[str, ...]) -> None:
        self.continuing = [key for key in self.continuing if key not in keys]
        for key in keys:
            self.lost += self.votes[key]
            self.votes[key] = 0
            self._go_on(self.piles.pop(key))

    def _go_on(self, parcels: list[_Parcel]) -> None:
        """To the next preference that continues; what finds none stays lost."""
        for parcel in parcels:
            following = next((key for key in parcel.order if key in self.continuing), None)
            if following is not None:
                self.lost -= parcel.papers * parcel.value
                self._give(following, parcel)

    def _give(self, key: str, parcel: _Parcel) -> None:
        self.piles[key].append(parcel)
        self.votes[key] += parcel.papers * parcel.value

    def _note(self, moved: Moved, of: tuple[str, ...], elected: tuple[str, ...]) -> None:
        self.earlier.append(dict(self.votes))
        votes = tuple(self.votes[key] for key in self.keys)
        self.rounds.append(Round(moved=moved, of=of, votes=votes, lost=self.lost, elected=elected))
