"""Rankings, counted anew: orders of preference and the mandates behind them."""

Orders = dict[tuple[str, ...], int]
Outcome = tuple[list[str], list[str]]  # who has a place, who is tied
UNIT = 100_000  # parts of a vote: five decimal places


def transferable(keys: list[str], orders: Orders, seats: int) -> Outcome:
    """Single transferable vote by SSI 2007/42, rules 46–51; a tie that only lots could settle stops the count."""
    quota = (sum(orders.values()) // (seats + 1) + 1) * UNIT
    piles = {key: [(order, n, UNIT) for order, n in orders.items() if order[0] == key] for key in keys}
    votes = {key: sum(n * UNIT for _, n, _ in piles[key]) for key in keys}
    left, chosen, surplus, past = list(keys), list[str](), list[str](), list[dict[str, int]]()
    while orders:
        past.append(dict(votes))
        reached = sorted((key for key in left if votes[key] >= quota), key=lambda key: -votes[key])
        chosen, left = chosen + reached, [key for key in left if key not in reached]
        surplus += [key for key in reached if votes[key] > quota]
        if len(left) <= seats - len(chosen) or len(chosen) == seats:
            return chosen + sorted(left[: seats - len(chosen)], key=lambda key: -votes[key]), []
        going = surplus or left
        for then in reversed(past):
            most = (max if surplus else min)(then[key] for key in going)
            going = [key for key in going if then[key] == most]
        others = [key for key in left if key not in going]
        follow = sum(votes[key] for key in going) < min((votes[key] for key in others), default=0)
        if not surplus and len(going) > 1 and (len(others) < seats - len(chosen) or not follow):
            return chosen, going
        left = others
        for key in going:
            keeps = quota if key in surplus else 0
            for order, n, value in piles.pop(key):
                worth = (votes[key] - keeps) * value // votes[key]
                to = next((one for one in order if one in left), None)
                if to is not None:
                    piles[to].append((order, n, worth))
                    votes[to] += n * worth
            votes[key] = keeps
        surplus = [key for key in surplus if key not in going]
    return [], []


def schulze(keys: list[str], orders: Orders, places: int) -> Outcome:
    """Each against each by strongest paths; tied are those who might have a place or not."""
    wins = {(a, b): 0 for a in keys for b in keys if a != b}
    for order, n in orders.items():
        for a, b in wins:
            wins[a, b] += n * (a in order and (b not in order or order.index(a) < order.index(b)))
    paths = {(a, b): n if n > wins[b, a] else 0 for (a, b), n in wins.items()}
    for over in keys:
        for a, b in list(paths):
            if over not in (a, b):
                paths[a, b] = max(paths[a, b], min(paths[a, over], paths[over, b]))
    above = {key: sum(paths[one, key] > paths[key, one] for one in keys if one != key) for key in keys}
    below = {key: sum(paths[key, one] > paths[one, key] for one in keys if one != key) for key in keys}
    sure = sorted((key for key in keys if len(keys) - 1 - below[key] < places), key=lambda key: above[key])
    maybe = [key for key in keys if above[key] < places and key not in sure]
    return (sure, maybe if len(sure) < places else []) if orders else ([], [])
