"""Rankings: single transferable votes by the Scottish rules, and the Schulze method, as published and for all."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.papers import a_paper, a_ranking, the_hall
from voting import schulze, stv
from voting.count_sheet import UNIT, Moved, parts_text
from voting.errors import InvalidDefinition
from voting.kinds import decide
from voting.next_round import next_paper
from voting.outcome import Conclusion
from voting.paper import Answer, Candidate, Option, RankingMethod, check_answers, check_paper
from voting.paper_errors import MarkedTwice, UnknownOption
from voting.tally import count


def orders_of(written):
    """``{"ABC": 3}`` as the orders of preference that it means."""
    return {tuple(order): mandates for order, mandates in written.items()}


@st.composite
def profiles(draw, most=6):
    """Options, and the mandates behind some orders of them."""
    keys = [f"o{number}" for number in range(draw(st.integers(2, most)))]
    orders = st.lists(st.sampled_from(keys), min_size=1, unique=True).map(tuple)
    return keys, draw(st.dictionaries(orders, st.integers(1, 40), max_size=12))


# ---- single transferable vote


# Wikipedia, "Counting single transferable votes" (food for a party): 20 guests, 3 kinds of food.
FOOD = {
    ("orange",): 4,
    ("pear", "orange"): 2,
    ("chocolate", "strawberry"): 8,
    ("chocolate", "sweets"): 4,
    ("strawberry",): 1,
    ("sweets",): 1,
}
KINDS_OF_FOOD = ("orange", "pear", "chocolate", "strawberry", "sweets")


def test_the_food_for_the_party_is_counted_as_published():
    ranked = stv.fill(KINDS_OF_FOOD, FOOD, 3)

    sheet = [(one.moved.value, one.of, [parts_text(votes) for votes in one.votes]) for one in ranked.rounds]
    assert ranked.quota == 6
    assert sheet[:4] == [
        ("first", (), ["4", "2", "12", "1", "1"]),
        ("surplus", ("chocolate",), ["4", "2", "6", "5", "3"]),
        ("exclusion", ("pear",), ["6", "0", "6", "5", "3"]),
        ("exclusion", ("sweets",), ["6", "0", "6", "5", "0"]),
    ]
    assert [one.elected for one in ranked.rounds] == [("chocolate",), (), ("orange",), (), ("strawberry",)]
    assert (ranked.chosen, ranked.tied) == (("chocolate", "orange", "strawberry"), ())


# OpaVote's guide to STV: 60 voters, 3 seats, quota 16; Chris lives on what Alice and Bob have too much.
def test_the_surpluses_of_two_elect_a_third_as_opavote_has_it():
    orders = {
        ("alice", "bob", "chris"): 28,
        ("bob", "alice", "chris"): 26,
        ("chris",): 3,
        ("don",): 2,
        ("eric",): 1,
    }

    ranked = stv.fill(("alice", "bob", "chris", "don", "eric"), orders, 3)

    assert (ranked.quota, ranked.chosen) == (16, ("alice", "bob", "chris"))
    # 12/28 of a vote is 0.42857 (any remainder being ignored), 28 of them are 11.99996.
    assert parts_text(ranked.rounds[1].votes[2]) == "14,99996"
    assert ranked.rounds[1].lost == 4


def test_whoever_reaches_the_quota_by_one_surplus_gets_nothing_of_the_next():
    orders = {("chi", "binh", "an"): 32, ("an", "binh", "dung"): 30, ("binh", "chi"): 11}

    ranked = stv.fill(("an", "binh", "chi", "dung", "em"), orders, 4)

    assert [one.elected for one in ranked.rounds] == [("chi", "an"), ("binh",), ("dung",)]
    assert parts_text(ranked.rounds[2].votes[3]) == "15"  # all of an's surplus: binh was in when it went on


def test_a_vote_that_was_transferred_before_goes_on_with_what_is_left_of_it():
    orders = orders_of({"ABC": 10, "BC": 4, "C": 2, "D": 6})

    ranked = stv.fill("ABCDE", orders, 4)

    assert ranked.quota == 5
    first, surplus_a, surplus_b = ranked.rounds[:3]
    assert (first.elected, surplus_a.elected) == (("A", "D"), ("B",))
    assert parts_text(surplus_a.votes[1]) == "9"  # 4 and 10 × 0.5
    # B has 9 and 4 too many: 4 papers go on at 4/9, 10 papers at 0.5 × 4/9.
    assert parts_text(surplus_b.votes[2]) == "5,99996"  # 2 and 4 × 0.44444 and 10 × 0.22222
    assert parts_text(surplus_b.lost) == "0,00004"


def test_of_two_with_the_fewest_the_one_with_fewer_in_an_earlier_round_goes():
    orders = orders_of({"A": 9, "B": 4, "CB": 3, "DC": 1, "E": 3})

    ranked = stv.fill("ABCDE", orders, 2)

    # After D is out, B and C have 4 each; earlier B had one more than C. E goes first, with 3.
    assert [one.of for one in ranked.rounds[2:5]] == [("D",), ("E",), ("C",)]
    assert ranked.chosen == ("A", "B")


def test_equals_whom_nothing_can_save_are_excluded_together():
    orders = orders_of({"A": 5, "B": 3, "CB": 1, "DB": 1})

    ranked = stv.fill("ABCDEF", orders, 1)

    assert [(one.moved, one.of) for one in ranked.rounds[1:3]] == [
        (Moved.EXCLUSION, ("E", "F")),
        (Moved.EXCLUSION, ("C", "D")),
    ]
    assert ranked.chosen == ("A",)  # five each then, after five and three


def test_a_tie_that_only_lots_could_settle_stops_the_count_and_names_the_equals():
    ranked = stv.fill("ABC", orders_of({"A": 4, "B": 2, "C": 2}), 2)

    assert (ranked.chosen, ranked.tied) == (("A",), ("B", "C"))


@given(profiles(), st.data())
def test_no_vote_is_lost_or_invented_in_any_round(profile, data):
    keys, orders = profile
    seats = data.draw(st.integers(1, len(keys)))

    ranked = stv.fill(keys, orders, seats)

    cast = sum(orders.values())
    for one in ranked.rounds:
        assert sum(one.votes) + one.lost == cast * UNIT
        assert all(votes >= 0 for votes in (*one.votes, one.lost))
    assert len(ranked.chosen) <= seats
    assert len(set(ranked.chosen)) == len(ranked.chosen)
    assert not set(ranked.chosen) & set(ranked.tied)
    if orders and not ranked.tied:
        assert len(ranked.chosen) == seats


@given(profiles(), st.data())
def test_the_order_on_the_paper_and_the_names_decide_nothing(profile, data):
    keys, orders = profile
    seats = data.draw(st.integers(1, len(keys)))
    shuffled = data.draw(st.permutations(keys))

    one, other = stv.fill(keys, orders, seats), stv.fill(shuffled, orders, seats)

    assert (set(one.chosen), set(one.tied)) == (set(other.chosen), set(other.tied))


@given(profiles(), st.data())
def test_whom_more_than_a_quota_put_first_is_elected(profile, data):
    keys, orders = profile
    seats = data.draw(st.integers(1, len(keys)))
    ranked = stv.fill(keys, orders, seats)

    for key in keys:
        if sum(mandates for order, mandates in orders.items() if order[0] == key) >= ranked.quota:
            assert key in ranked.chosen


# ---- each against each


# M. Schulze (2011), example 1: 45 voters, 5 candidates, with the matrix of duels and that of the strongest paths.
EXAMPLE_1 = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}
DUELS_1 = {
    ("A", "B"): (20, 25), ("A", "C"): (26, 19), ("A", "D"): (30, 15), ("A", "E"): (22, 23), ("B", "C"): (16, 29),
    ("B", "D"): (33, 12), ("B", "E"): (18, 27), ("C", "D"): (17, 28), ("C", "E"): (24, 21), ("D", "E"): (14, 31),
}  # fmt: skip
PATHS_1 = {
    ("A", "B"): (28, 25), ("A", "C"): (28, 25), ("A", "D"): (30, 25), ("A", "E"): (24, 25), ("B", "C"): (28, 29),
    ("B", "D"): (33, 28), ("B", "E"): (24, 28), ("C", "D"): (29, 28), ("C", "E"): (24, 28), ("D", "E"): (24, 31),
}  # fmt: skip


def test_the_first_example_of_schulze_has_its_duels_its_paths_and_its_order():
    ranked = schulze.fill("ABCDE", orders_of(EXAMPLE_1), 5)

    assert {(one.one, one.other): (one.for_one, one.for_other) for one in ranked.duels} == DUELS_1
    assert {(one.one, one.other): (one.path_one, one.path_other) for one in ranked.duels} == PATHS_1
    assert "".join(ranked.chosen) == "EACBD"


def test_what_nobody_put_in_order_is_behind_everything_that_somebody_did():
    ranked = schulze.fill("ABC", orders_of({"B": 3, "AB": 2}), 1)

    assert ranked.chosen == ("B",)
    assert [(one.for_one, one.for_other) for one in ranked.duels] == [(2, 3), (2, 0), (5, 0)]


def test_a_circle_of_equal_strength_leaves_the_place_open():
    ranked = schulze.fill("ABC", orders_of({"ABC": 2, "BCA": 2, "CAB": 2}), 1)

    assert (ranked.chosen, ranked.tied) == ((), ("A", "B", "C"))


@given(profiles(most=5), st.integers(1, 5))
def test_whoever_wins_every_duel_gets_the_first_place_and_whoever_loses_all_gets_none(profile, places):
    keys, orders = profile
    places = min(places, len(keys))
    ranked = schulze.fill(keys, orders, places)
    assume(orders)
    wins = {(one.one, one.other): one.for_one - one.for_other for one in ranked.duels}

    for key in keys:
        margins = [wins[pair] if pair[0] == key else -wins[pair] for pair in combinations(keys, 2) if key in pair]
        if all(margin > 0 for margin in margins):
            assert ranked.chosen[0] == key
        if all(margin < 0 for margin in margins) and places < len(keys):
            assert key not in (*ranked.chosen, *ranked.tied)


@given(profiles(most=5), st.data())
def test_more_places_take_nobodys_place_away(profile, data):
    keys, orders = profile
    places = data.draw(st.integers(1, len(keys) - 1))

    fewer, more = schulze.fill(keys, orders, places), schulze.fill(keys, orders, places + 1)

    assert set(fewer.chosen) <= set(more.chosen)
    assert len(fewer.chosen) <= places
    assert bool(fewer.tied) is (bool(orders) and len(fewer.chosen) < places)


# ---- as a question of a paper


def answers(*order):
    return [Answer(1, order)]


@pytest.mark.parametrize("method", RankingMethod)
def test_a_ranking_is_counted_from_ballots_and_says_how_it_came(method):
    question = a_ranking("an", "binh", "chi", counted_by=method)
    orders = {("an", "binh"): 3, ("binh", "chi"): 1, ("chi", "binh", "an"): 3, (): 2}
    ballots = [(answers(*order), mandates) for order, mandates in orders.items()]

    tally = count(a_paper(question), ballots)
    outcome = decide(question, tally.questions[0], the_hall())

    assert (outcome.chosen, outcome.whole) == (("binh",), 7) if method is RankingMethod.SCHULZE else (("chi",), 7)
    assert [one.mandates for one in outcome.standings] == [3, 1, 3]  # first preferences
    assert bool(outcome.rounds) is (method is RankingMethod.STV)
    assert bool(outcome.duels) is (method is RankingMethod.SCHULZE)
    assert (tally.questions[0].valid, tally.questions[0].blank) == (7, 2)
    assert not hasattr(tally.without_orders().questions[0], "orders")  # they go nowhere: a hall would be told who voted


def test_seats_for_people_are_elected_and_a_stopped_count_goes_on_with_whoever_continued():
    people = tuple(Candidate(option=key) for key in ("an", "binh", "chi", "dung"))
    question = a_ranking("an", "binh", "chi", "dung", places=2, candidates=people)
    ballots = [(answers("an"), 6), (answers("binh"), 3), (answers("chi"), 3)]
    paper = check_paper(a_paper(question))

    outcome = decide(question, count(paper, ballots).questions[0], the_hall())
    again = next_paper(paper, (outcome,)).questions[0]

    assert (outcome.conclusion, outcome.chosen, outcome.tied) == (Conclusion.TIED, ("an",), ("binh", "chi"))
    assert ([option.key for option in again.options], again.max_marks) == (["binh", "chi"], 1)


def test_an_order_is_kept_as_it_was_given():
    paper = a_paper(a_ranking("an", "binh", "chi"))

    assert check_answers(paper, answers("chi", "an")) == tuple(answers("chi", "an"))
    with pytest.raises(MarkedTwice):
        check_answers(paper, answers("chi", "chi"))
    with pytest.raises(UnknownOption):
        check_answers(paper, answers("dung"))


def test_a_ranking_nobody_could_fill_in_or_count_is_refused():
    many = tuple(Option(key=f"o{number}", label_vi="?") for number in range(21))

    with pytest.raises(InvalidDefinition, match="2 to 20"):
        check_paper(a_paper(a_ranking(*(option.key for option in many))))
    with pytest.raises(InvalidDefinition, match="2 to 20"):
        check_paper(a_paper(a_ranking("an")))
