"""The count and what follows from it, worked out anew."""

from typing import Any

from verify.ballots import Ballots, Paper, marks_of
from verify.rankings import Orders, schulze, transferable

Tally = dict[str, Any]
ANY_VOTE: dict[str, Any] = {"base": "valid", "numerator": 0, "denominator": 1, "exactly_suffices": False}


def count(paper: Paper, ballots: Ballots, hand: Tally) -> Tally:
    """Marks in mandates, by question and option; ballots in people. ``hand``: what was counted on printed papers."""
    marks = {question["number"]: dict.fromkeys(marks_of(question), 0) for question in paper["questions"]}
    orders: dict[int, Orders] = {q["number"]: {} for q in paper["questions"] if q["kind"] == "ranking"}
    blank = dict.fromkeys(marks, 0)
    papers, bad = hand.get("papers", 0), hand.get("invalid", 0)
    weight = sum(mandates for _, mandates in ballots) + papers
    # With a single candidate an empty paper is a vote against, not a blank one.
    alone = {q["number"] for q in paper["questions"] if q["kind"] == "election" and len(q["options"]) == 1}
    for answers, mandates in ballots:
        for number, options in answers:
            for option in options[:1] if number in orders else options:  # of a ranking, the first preference
                marks[number][option] += mandates
            if options and number in orders:
                orders[number][tuple(options)] = orders[number].get(tuple(options), 0) + mandates
            if not options and number not in alone:
                blank[number] += mandates
    for option, number in hand.get("marks", {}).items():
        marks[1][option] += number
    blank[1] += hand.get("blank", 0)
    everywhere = {"invalid": bad, "cast": weight}
    questions = [
        {"marks": marks[n], "valid": weight - blank[n] - bad, "blank": blank[n], "orders": orders.get(n)} | everywhere
        for n in marks
    ]
    return {"ballots": len(ballots) + papers, "mandates": weight, "questions": questions}


def outcome(question: dict[str, Any], counted: Tally, present: int, entitled: int) -> dict[str, Any]:
    """What a question came to, as far as it decides something: conclusion, chosen, tied, and the whole."""
    rule = question.get("rule") or ANY_VOTE  # without a rule one vote is enough
    whole = {"valid": counted["valid"], "cast": counted["cast"], "present": present, "entitled": entitled}[rule["base"]]
    kind, places, keys = question["kind"], question.get("max_marks", 1), [one["key"] for one in question["options"]]
    marks: dict[str, int] = counted["marks"]
    votes = {key: marks.get(key, marks.get(f"{key}=yes", 0)) for key in keys}
    if kind == "approval" and rule is ANY_VOTE:  # more yes than no
        votes = {key: votes[key] if votes[key] > marks[f"{key}=no"] else 0 for key in keys}
    if kind == "score":
        whole = counted["valid"] * question["most_points"]
        votes = {key: sum(n * marks[f"{key}={n}"] for n in range(question["most_points"] + 1)) for key in keys}

    def suffices(number: int) -> bool:
        margin = number * rule["denominator"] - whole * rule["numerator"]
        return number > 0 and (margin > 0 or (margin == 0 and rule["exactly_suffices"]))

    if kind == "motion":
        keys = keys[:1]  # the others are those against it
    ranked = sorted((key for key in keys if suffices(votes[key])), key=lambda key: -votes[key])
    next_best = votes[ranked[places]] if len(ranked) > places else 0  # of the first for whom there is no place
    chosen = [key for key in ranked[:places] if votes[key] > next_best]
    tied = [key for key in ranked if votes[key] == next_best] if len(chosen) < places else []
    if kind == "ranking":
        method = schulze if question["counted_by"] == "schulze" else transferable
        chosen, tied = method(keys, counted["orders"], places)
    if tied:
        conclusion = "tied"
    elif kind == "motion":
        conclusion = "adopted" if chosen else "rejected"
    elif kind == "election" or question.get("candidates"):
        conclusion = "elected" if len(chosen) == places else "too_few"
    else:
        conclusion = "chosen" if chosen else "none_chosen"
    return {"conclusion": conclusion, "chosen": chosen, "tied": tied, "whole": whole}
