"""
What a count comes to, in examples: browsers work the same out from the same file (``web/shared/outcome.test.ts``).

    python -m tests.verify.test_outcomes_of_browsers      writes them anew
"""

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.verify.boards import a_random_paper, random_answers
from verify.counting import count as count_anew
from verify.counting import outcome as outcome_anew
from voting.kinds import decide
from voting.outcome import Bases
from voting.paper import QuestionKind
from voting.tally import BEHIND, RankedTally, count

FILE = Path(__file__).parents[1] / "voting/data/outcomes.json"
BASES = Bases(present=20, entitled=22)
KINDS = (*QuestionKind, *[QuestionKind.RANKING] * 4)  # there is most to be got wrong in these
SIZE = 150
DECIDES = ("number", "kind", "min_marks", "max_marks", "most_points", "counted_by")
FACTS = ("conclusion", "chosen", "tied", "whole")


def as_sent(thing: msgspec.Struct) -> dict[str, Any]:
    """In JSON, and read again."""
    return dict(json.loads(msgspec.json.encode(thing)))


def example(seed: int) -> dict[str, Any]:
    """A question by chance, ballots by chance, what was counted and what it came to."""
    chance = random.Random(seed)
    paper = a_random_paper(chance, KINDS[seed % len(KINDS)])
    favourite, share = random_answers(chance, paper), chance.choice([0, 0.4, 0.8])
    size = chance.randint(0, BASES.present)
    ballots = [(favourite if chance.random() < share else random_answers(chance, paper), 1) for _ in range(size)]
    [question], [tally] = paper.questions, count(paper, ballots).questions
    plain, told = as_sent(question), as_sent(decide(question, tally, BASES))
    rule = plain["rule"] and {
        key: plain["rule"][key] for key in ("base", "numerator", "denominator", "exactly_suffices")
    }
    options = [{"key": key} for key in question.keys]
    candidates = [{"option": one.option} for one in question.candidates]

    counted = count_anew(as_sent(paper), [([(1, list(one.options))], 1) for (one,), _ in ballots], {})
    anew = outcome_anew(plain, counted["questions"][0], BASES.present, BASES.entitled)
    assert anew == {fact: told[fact] for fact in FACTS}  # nor does the check of archives see it otherwise
    return {
        "question": {key: plain[key] for key in DECIDES} | {"rule": rule, "options": options, "candidates": candidates},
        "marks": tally.marks,
        "valid": tally.valid,
        "cast": tally.cast,
        "orders": [
            {"keys": order.split(BEHIND), "times": times}
            for order, times in (tally.orders.items() if isinstance(tally, RankedTally) else ())
        ],
        "outcome": anew,
    }


def written(examples: list[dict[str, Any]]) -> str:
    """An example a line."""
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in examples) + "\n]\n"


def test_the_examples_that_browsers_are_tested_by_are_what_is_decided_here():
    examples = json.loads(FILE.read_text())

    assert examples == json.loads(written([example(seed) for seed in range(SIZE)]))


@pytest.mark.parametrize("kind", QuestionKind)
def test_there_are_examples_of_every_kind_and_end(kind):
    ends = {one["outcome"]["conclusion"] for one in json.loads(FILE.read_text()) if one["question"]["kind"] == kind}

    assert len(ends) >= 2
    assert ends & {"adopted", "chosen", "elected"}


if __name__ == "__main__":
    FILE.write_text(written([example(seed) for seed in range(SIZE)]))
