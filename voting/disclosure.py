"""How much of a secret poll's turnout may be told while it is open. Pure."""


def disclosed(cast: int, papers: int) -> int:
    """
    The count of ballots in steps of ``max(10, 5 %)``, frozen in the last tenth.

    Whoever watches an exact count and the hall can tell who has just voted; the last few voters most easily
    (``field/secret-voting.md`` §1.5).

    >>> [disclosed(cast, 650) for cast in (9, 33, 65, 66, 584, 585, 620, 650)]
    [0, 33, 33, 66, 561, 561, 561, 561]
    >>> [disclosed(cast, 20) for cast in (9, 10, 18, 20)]
    [0, 10, 10, 10]
    """
    step = max(10, -(-papers // 20))
    return min(cast, papers * 9 // 10) // step * step
