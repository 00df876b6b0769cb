"""Chance: dealing cards from a seed, the same in every version of Python."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
Person = TypeVar("Person")


class Chance:
    """
    Choices from a seed. Python keeps only ``Random.random()`` the same between versions, so all else is built on it.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def share(self) -> float:
        """At least 0, below 1."""
        return self._random.random()

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit`` - 1."""
        return int(self._random.random() * limit)

    def one_of(self, choices: Sequence[T]) -> T:
        """Any of them."""
        return choices[self.below(len(choices))]

    def weighted(self, choices: Mapping[T, float]) -> T:
        """Any of them, by weight."""
        left = self.share() * sum(choices.values())
        for choice, weight in choices.items():
            left -= weight
            if left < 0:
                return choice
        return list(choices)[-1]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """A copy in another order (Fisher and Yates)."""
        deck = list(values)
        for place in range(len(deck) - 1, 0, -1):
            other = self.below(place + 1)
            deck[place], deck[other] = deck[other], deck[place]
        return deck


def deal(
    chance: Chance,
    counts: Mapping[T, int],
    people: Sequence[Person],
    liking: Callable[[Person, T], float],
    *,
    whim: float = 1.0,
) -> list[T]:
    """
    One value for each person: every value exactly as often as ``counts`` says, where it is liked best.

    The cards are dealt blindly, then pairs of people trade whenever both together like it better. Trading never changes
    the counts, so sums hold by construction. ``whim`` is how much chance weighs against liking: without it, two
    people with the same traits would never differ.
    """
    cards = [value for value, count in counts.items() for _ in range(count)]
    if len(cards) != len(people):
        raise ValueError(f"{len(cards)} cards for {len(people)} people")
    cards = chance.shuffled(cards)
    likes = [{value: liking(person, value) + whim * chance.share() for value in counts} for person in people]
    for _ in range(250 * len(cards)):
        one, other = chance.below(len(cards)), chance.below(len(cards))
        mine, theirs = cards[one], cards[other]
        before = likes[one][mine] + likes[other][theirs]
        after = likes[one][theirs] + likes[other][mine]
        if after > before:
            cards[one], cards[other] = theirs, mine
    return cards
