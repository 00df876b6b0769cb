"""The sheet of a count of rankings: what anybody needs to follow it with pencil and paper. Pure."""

from enum import StrEnum

from msgspec import Struct

UNIT = 100_000  # votes are counted to five decimal places: this many parts are one mandate


class Moved(StrEnum):
    """What brought a round about."""

    FIRST = "first"  # first preferences
    SURPLUS = "surplus"  # of candidates with more votes than the quota
    EXCLUSION = "exclusion"  # of the candidates with the fewest
    REST = "rest"  # as many are left as there are seats


class Round(Struct, frozen=True, kw_only=True):
    """
    One round of single transferable votes. ``votes`` (in the paper's order of options) and ``lost``, which no further
    preference takes up, are in parts of a mandate (:data:`UNIT`), as they stand after the round.
    """

    moved: Moved
    of: tuple[str, ...]  # whose votes were transferred
    votes: tuple[int, ...]
    lost: int
    elected: tuple[str, ...]


class Duel(Struct, frozen=True, kw_only=True):
    """Two options of a ranking: the mandates that prefer each, and the strongest path from each to the other."""

    one: str
    other: str
    for_one: int
    for_other: int
    path_one: int
    path_other: int


class Ranked(Struct, frozen=True, kw_only=True):
    """Who gets the places, in order; who is tied for the next ones so that only lots could go on; and how it came."""

    chosen: tuple[str, ...]
    tied: tuple[str, ...] = ()
    quota: int | None = None  # mandates
    rounds: tuple[Round, ...] = ()
    duels: tuple[Duel, ...] = ()


def parts_text(parts: int) -> str:
    """
    Parts of a mandate as Vietnamese writes them, without zeros at the end.

    >>> parts_text(1_233_333), parts_text(5 * UNIT), parts_text(1234 * UNIT + 50_000)
    ('12,33333', '5', '1.234,5')
    """
    whole, rest = divmod(parts, UNIT)
    text = f"{whole:,}".replace(",", ".")
    return f"{text},{rest:05d}".rstrip("0") if rest else text
