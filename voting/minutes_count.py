"""The count of a ranking as a table for people: round by round, or each against each."""

from voting.count_sheet import Moved, parts_text
from voting.outcome import Outcome, number_text
from voting.paper import Question


def sheet_rows(question: Question, outcome: Outcome) -> list[list[str]]:
    """A row of headings and the rows below it; nothing where a sum decides."""
    names = {option.key: option.label_vi for option in question.options}
    if outcome.rounds:
        return _rounds(outcome, names)
    if outcome.duels:
        return _duels(outcome, names)
    return []


def side_by_side(rows: list[list[str]], most: int) -> list[list[list[str]]]:
    """
    A wide table as several with at most so many columns beside the first one, which each repeats.

    >>> side_by_side([["a", "1", "2", "3"]], 2)
    [[['a', '1', '2']], [['a', '3']]]
    """
    width = len(rows[0]) if rows else 0
    return [[[row[0], *row[at : at + most]] for row in rows] for at in range(1, width, most)]


def _rounds(outcome: Outcome, names: dict[str, str]) -> list[list[str]]:
    """A column a round: what moved, and what everybody had then."""
    heads = ["Vòng", *(str(number) for number in range(1, len(outcome.rounds) + 1))]
    moved = ["Chuyển phiếu của (* trúng ở vòng này)"]
    for one in outcome.rounds:
        whose = ", ".join(names[key] for key in one.of)
        moved.append({Moved.SURPLUS: f"{whose} (dư)", Moved.EXCLUSION: f"{whose} (loại)"}.get(one.moved, "–"))
    rows = [
        [names[key], *(parts_text(one.votes[place]) + ("*" if key in one.elected else "") for one in outcome.rounds)]
        for place, key in enumerate(names)
    ]
    return [heads, moved, *rows, ["Không chuyển được", *(parts_text(one.lost) for one in outcome.rounds)]]


def _duels(outcome: Outcome, names: dict[str, str]) -> list[list[str]]:
    """A row a pair: who was preferred by how many, and the strongest paths."""
    heads = ["Cặp so sánh", "Số phiếu", "Đường mạnh nhất"]
    return [
        heads,
        *(
            [
                f"{names[duel.one]} – {names[duel.other]}",
                f"{number_text(duel.for_one)} – {number_text(duel.for_other)}",
                f"{number_text(duel.path_one)} – {number_text(duel.path_other)}",
            ]
            for duel in outcome.duels
        ),
    ]
