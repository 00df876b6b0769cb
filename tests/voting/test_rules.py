"""When a proposal is adopted: fractions in whole numbers, and what each organisation's profile says."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.voting.papers import a_rule, rules
from voting.errors import UnknownProfile
from voting.profile import PROFILES, profile
from voting.rules import AT_LEAST_TWO_THIRDS_OF_ENTITLED, MORE_THAN_HALF_OF_PRESENT, Base, MajorityRule

numbers = st.integers(0, 100_000)
profiles = pytest.mark.parametrize("chosen", PROFILES.values(), ids=list(PROFILES))


def test_324_of_644_present_are_more_than_half():
    assert MORE_THAN_HALF_OF_PRESENT.is_met(324, 644)


def test_324_of_650_entitled_are_not_more_than_half():
    assert not a_rule(1, 2, base=Base.ENTITLED).is_met(324, 650)


def test_exactly_half_is_not_more_than_half_but_it_is_at_least_half():
    assert not a_rule(1, 2).is_met(322, 644)
    assert a_rule(1, 2, exactly_suffices=True).is_met(322, 644)


def test_433_of_650_are_less_than_two_thirds_though_they_round_to_it():
    assert round(433 / 650, 2) == round(2 / 3, 2)
    assert not AT_LEAST_TWO_THIRDS_OF_ENTITLED.is_met(433, 650)
    assert AT_LEAST_TWO_THIRDS_OF_ENTITLED.is_met(434, 650)


def test_unanimity_that_asks_for_more_than_all_is_out_of_reach():
    assert a_rule(1, 1).needed(10) == 11
    assert a_rule(1, 1, exactly_suffices=True).needed(10) == 10


@given(rules, numbers)
def test_no_votes_adopt_nothing_whatever_the_whole(rule, whole):
    assert not rule.is_met(0, whole)


@given(rules, numbers, numbers)
def test_a_rule_compares_exact_fractions(rule, votes, whole):
    share = Fraction(rule.numerator, rule.denominator) * whole

    enough = votes >= share if rule.exactly_suffices else votes > share

    assert rule.is_met(votes, whole) == (enough and votes > 0)


@given(rules, numbers)
@example(MORE_THAN_HALF_OF_PRESENT, 644)
@example(AT_LEAST_TWO_THIRDS_OF_ENTITLED, 650)
def test_needed_is_the_smallest_number_that_satisfies(rule, whole):
    needed = rule.needed(whole)

    assert rule.is_met(needed, whole)
    assert not rule.is_met(needed - 1, whole)


@given(rules, numbers, numbers)
def test_one_more_vote_never_turns_adoption_into_rejection(rule, votes, whole):
    if rule.is_met(votes, whole):
        assert rule.is_met(votes + 1, whole)


@given(rules, numbers, numbers)
def test_a_larger_whole_never_makes_adoption_easier(rule, votes, whole):
    if rule.is_met(votes, whole + 1):
        assert rule.is_met(votes, whole)


@given(rules, numbers)
def test_more_than_a_share_is_never_easier_than_at_least_that_share(rule, whole):
    more_than = msgspec.structs.replace(rule, exactly_suffices=False)
    at_least = msgspec.structs.replace(rule, exactly_suffices=True)

    assert more_than.needed(whole) - at_least.needed(whole) in (0, 1)


@given(rules)
def test_a_rule_survives_the_wire(rule):
    assert msgspec.json.decode(msgspec.json.encode(rule), type=MajorityRule) == rule


@pytest.mark.parametrize("changes", [{"denominator": 0}, {"numerator": 0}, {"numerator": 1001}, {"numerator": 0.5}])
def test_the_wire_takes_only_fractions_of_small_whole_numbers(changes):
    sent = {"numerator": 1, "denominator": 2, "exactly_suffices": False, "base": "cast", **changes}

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(sent, MajorityRule)


# ---- profiles


@profiles
def test_a_profile_says_each_rule_in_both_languages_with_how_sure_we_are_of_it(chosen):
    for rule in (chosen.quorum, chosen.open_vote, chosen.election):
        assert rule.text_vi
        assert rule.text_en
        assert rule.source
    assert {chosen.quorum_certainty, chosen.open_vote_certainty, chosen.election_certainty} <= {"V", "V-old", "M"}


@profiles
def test_each_rule_of_elections_has_its_text_its_source_and_how_sure_we_are_of_it(chosen):
    for rule in chosen.election_rules:
        assert rule.text_vi, rule.name
        assert rule.text_en, rule.name
        assert rule.source, rule.name
        assert rule.certainty in {"V", "V-old", "S", "M"}
    names = [rule.name for rule in chosen.election_rules]
    assert names == ["invalid", "fewer", "single", "elected", "tie", "too_few", "next_list"]


@pytest.mark.parametrize(
    ("candidates", "seats", "fits"),
    [(68, 61, True), (185, 166, True), (61, 61, False), (66, 61, False), (79, 61, True), (80, 61, False), (2, 1, True)],
)
def test_a_list_should_be_longer_than_its_seats_and_not_by_too_much(candidates, seats, fits):
    assert profile("vgcl-2024").surplus.is_within(candidates, seats) is fits


@profiles
def test_a_profile_is_found_by_its_own_name(chosen):
    assert profile(chosen.name) is chosen


def test_the_unions_charter_sums_up_to_three_shares():
    vgcl = profile("vgcl-2024")

    assert vgcl.quorum.needed(650) == 434  # at least two thirds of those summoned
    assert vgcl.open_vote.needed(644) == 323  # more than half of those present
    assert (vgcl.election.base, vgcl.election.needed(640)) == (Base.CAST, 321)  # more than half of those collected


def test_an_unknown_profile_is_refused_by_name():
    with pytest.raises(UnknownProfile, match="vgcl-1999") as refused:
        profile("vgcl-1999")

    assert refused.value.code == "unknown_profile"
    assert refused.value.profile == "vgcl-1999"


@profiles
@given(st.integers(1, 2000), st.data())
def test_a_quorum_is_never_lost_when_somebody_checks_in(chosen, summoned, data):
    present = data.draw(st.integers(0, summoned - 1))

    if chosen.quorum.is_met(present, summoned):
        assert chosen.quorum.is_met(present + 1, summoned)
