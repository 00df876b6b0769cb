"""
D2 of ``field/secret-voting.md`` §4: of any board the check of archives says what the product says, and shares no code
with it. Boards are of every kind of question, half of them with something wrong. ``script/test --long``: ten thousand.
"""

import random
from collections import Counter

import msgspec
import pytest

from tests.verify.boards import Papers, a_board, archive_of, holds_for_the_product, restated
from tests.verify.wrongs import SLOW_WRONGS, WRONGS
from tests.voting.papers import a_motion, a_paper
from verify import verify
from verify.ballots import read_answers
from voting.paper import QuestionKind

ONE_IN_SO_MANY = 100  # boards that need another key, which takes as long as ten boards


def test_of_any_board_both_say_the_same(tmp_path, long):
    boards, papers = 10_000 if long else 300, Papers()
    said: Counter[tuple[str, bool]] = Counter()
    for seed in range(boards):
        chance = random.Random(seed)
        board = a_board(chance, papers, chance.choice(list(QuestionKind)))
        wrong = chance.choice([None] * len(WRONGS) + list(WRONGS))
        if seed % ONE_IN_SO_MANY == 0:
            wrong = SLOW_WRONGS[seed // ONE_IN_SO_MANY % len(SLOW_WRONGS)]
        if wrong is not None:
            wrong(chance, board)
            if chance.random() < 0.5:
                restated(board)

        ours = holds_for_the_product(board)
        theirs = verify(archive_of(board, papers).write(tmp_path / "board.zip"))

        assert ours == (theirs == []), (seed, wrong and wrong.__name__, ours, theirs)
        said[wrong.__name__ if wrong else "nothing", ours] += 1

    assert said["nothing", True] > boards / 3
    assert not said["nothing", False]
    assert {name for name, ours in said if not ours} == {wrong.__name__ for wrong in WRONGS + SLOW_WRONGS}


@pytest.mark.parametrize("text", ["[[1,{}]]", '[[1,""]]', "[[1.0,[]]]", "[[true,[]]]", '[["1",[]]]', "{}", "[[1]]"])
def test_what_only_resembles_a_blank_answer_is_none(text):  # found by the boards: the check took the first four
    with pytest.raises((ValueError, TypeError)):
        read_answers(text, msgspec.to_builtins(a_paper(a_motion())))
