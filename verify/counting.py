"""The count and what follows from it, worked out anew."""

from typing import Any

from verify.ballots import Answers, Paper, marks_of
from verify.rankings import Orders, schulze, transferable

Tally = dict[str, Any]


def count(paper: Paper, ballots: list[tuple[Answers, int]], hand: Tally) -> Tally:
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
    return {
        "ballots": len(ballots) + papers,
        "mandates": weight,
        "questions": [
            {"marks": marks[n], "valid": weight - blank[n] - bad, "blank": blank[n], "invalid": bad, "cast": weight}
            | {"orders": orders.get(n)}
            for n in marks
        ],
    }


def outcome(question: dict[str, Any], counted: Tally, present: int, entitled: int) -> dict[str, Any]:
    """What a question came to, as far as it decides something: conclusion, chosen, tied, and the whole."""
    rule = question.get("rule")
    base = rule["base"] if rule else "valid"
    whole = {"valid": counted["valid"], "cast": counted["cast"], "present": present, "entitled": entitled}[base]
    kind, places, keys = question["kind"], question.get("max_marks", 1), [one["key"] for one in question["options"]]
    marks: dict[str, int] = counted["marks"]
    votes = {key: marks.get(key, marks.get(f"{key}=yes", 0)) for key in keys}
    if kind == "approval" and rule is None:  # more yes than no
        votes = {key: votes[key] if votes[key] > marks[f"{key}=no"] else 0 for key in keys}
    if kind == "score":
        whole = counted["valid"] * question["most_points"]
        votes = {key: sum(n * marks[f"{key}={n}"] for n in range(question["most_points"] + 1)) for key in keys}

    def suffices(number: int) -> bool:
        if rule is None:
            return number > 0
        margin = number * rule["denominator"] - whole * rule["numerator"]
        return number > 0 and (margin > 0 or (margin == 0 and rule["exactly_suffices"]))

    if kind == "motion":
        first = question["options"][0]["key"]
        adopted = suffices(votes[first])
        chosen = [first] if adopted else []
        return {"conclusion": "adopted" if adopted else "rejected", "chosen": chosen, "tied": [], "whole": whole}
    ranked = sorted((key for key in keys if suffices(votes[key])), key=lambda key: -votes[key])
    chosen, tied = ranked[:places], []
    if len(ranked) > places and votes[ranked[places - 1]] == votes[ranked[places]]:
        last = votes[ranked[places]]
        chosen, tied = [k for k in ranked if votes[k] > last], [k for k in ranked if votes[k] == last]
    if kind == "ranking":
        method = schulze if question["counted_by"] == "schulze" else transferable
        chosen, tied = method(keys, counted["orders"], places)
    if tied:
        conclusion = "tied"
    elif kind == "election" or question.get("candidates"):
        conclusion = "elected" if len(chosen) == places else "too_few"
    else:
        conclusion = "chosen" if chosen else "none_chosen"
    return {"conclusion": conclusion, "chosen": chosen, "tied": tied, "whole": whole}
