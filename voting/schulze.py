"""
Each against each, strongest paths: the Schulze method. Pure.

M. Schulze, *A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
method*, Social Choice and Welfare 36 (2011): the strength of a duel is the votes of its winner; one option is better
than another if its strongest path to it is stronger than the one back. "Better" is transitive, so that places can be
given out from the top. What a voter did not put in order is behind everything that they did.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

from voting.count_sheet import Duel, Ranked


def fill(keys: Sequence[str], orders: Mapping[tuple[str, ...], int], places: int) -> Ranked:
    """
    Who gets the places, the best first. ``orders``: mandates behind each order of preference.

    Whoever may be in, or not, depending on how equals are told apart, is tied and takes no place.

    >>> fill(["an", "binh", "chi"], {("an", "binh", "chi"): 5, ("binh", "an"): 4, ("chi", "binh"): 2}, 1).chosen
    ('binh',)
    """
    if not orders:
        return Ranked(chosen=())
    wins = _preferred(keys, orders)
    paths = {pair: votes if votes > wins[pair[::-1]] else 0 for pair, votes in wins.items()}
    for over, one, other in permutations(keys, 3):  # Floyd–Warshall: ``over`` changes slowest
        paths[one, other] = max(paths[one, other], min(paths[one, over], paths[over, other]))
    better = {key: sum(paths[other, key] > paths[key, other] for other in keys if other != key) for key in keys}
    worse = {key: sum(paths[key, other] > paths[other, key] for other in keys if other != key) for key in keys}
    sure = [key for key in keys if len(keys) - 1 - worse[key] < places]
    maybe = tuple(key for key in keys if better[key] < places and key not in sure)
    return Ranked(
        chosen=tuple(sorted(sure, key=lambda key: better[key])),
        tied=maybe if len(sure) < places else (),
        duels=tuple(
            Duel(
                one=one,
                other=other,
                for_one=wins[one, other],
                for_other=wins[other, one],
                path_one=paths[one, other],
                path_other=paths[other, one],
            )
            for one, other in combinations(keys, 2)
        ),
    )


def _preferred(keys: Sequence[str], orders: Mapping[tuple[str, ...], int]) -> dict[tuple[str, str], int]:
    """The mandates that prefer the first of each pair to the second."""
    wins = dict.fromkeys(permutations(keys, 2), 0)
    for order, mandates in orders.items():
        unranked = [key for key in keys if key not in order]
        for place, key in enumerate(order):
            for behind in (*order[place + 1 :], *unranked):
                wins[key, behind] += mandates
    return wins
