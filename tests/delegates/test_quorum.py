"""Quorum: whether enough of those summoned are in the hall."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegates.quorum import TWO_THIRDS_OF_SUMMONED, QuorumRule

MORE_THAN_HALF = QuorumRule(numerator=1, denominator=2, exactly_suffices=False)
shares = st.integers(1, 12).flatmap(lambda d: st.tuples(st.integers(1, d), st.just(d)))
rules = st.builds(
    lambda share, exactly: QuorumRule(numerator=share[0], denominator=share[1], exactly_suffices=exactly),
    shares,
    st.booleans(),
)
summons = st.integers(0, 2000)


@pytest.mark.parametrize(
    ("rule", "summoned", "needed"),
    [
        (TWO_THIRDS_OF_SUMMONED, 650, 434),
        (TWO_THIRDS_OF_SUMMONED, 300, 200),
        (TWO_THIRDS_OF_SUMMONED, 301, 201),
        (TWO_THIRDS_OF_SUMMONED, 1, 1),
        (MORE_THAN_HALF, 10, 6),
        (MORE_THAN_HALF, 11, 6),
        (MORE_THAN_HALF, 1, 1),
    ],
)
def test_how_many_make_a_quorum(rule, summoned, needed):
    assert rule.needed(summoned) == needed
    assert rule.is_met(needed, summoned)
    assert not rule.is_met(needed - 1, summoned)


def test_where_nobody_was_summoned_nobody_is_a_quorum():
    assert not TWO_THIRDS_OF_SUMMONED.is_met(0, 0)


@given(rules, summons, st.integers(0, 2000))
def test_it_is_met_exactly_when_the_share_is_reached(rule, summoned, present):
    share, part = Fraction(rule.numerator, rule.denominator) * summoned, Fraction(present)
    reached = part > share or (rule.exactly_suffices and part == share)

    assert rule.is_met(present, summoned) == (reached and present > 0)


@given(rules, summons, st.integers(0, 2000))
def test_a_quorum_never_falls_when_someone_comes_in(rule, summoned, present):
    if rule.is_met(present, summoned):
        assert rule.is_met(present + 1, summoned)
