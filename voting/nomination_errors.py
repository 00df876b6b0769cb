"""What is refused while candidates are nominated."""

from voting.errors import VotingError


class NoSingleElection(VotingError):
    """People are nominated for one election: the poll holds none, or several."""

    code = "no_single_election"

    def __init__(self) -> None:
        super().__init__("people can be nominated where a poll holds exactly one election")


class NominationsNotOpen(VotingError):
    """Nobody is nominated yet, or any more."""

    code = "nominations_not_open"

    def __init__(self) -> None:
        super().__init__("nominations are not open in this poll")


class NominationsOpen(VotingError):
    """A poll whose nominations are open is not announced: its list would still change."""

    code = "nominations_open"

    def __init__(self) -> None:
        super().__init__("close the nominations first")


class NotNominated(VotingError):
    """This person is not on the list."""

    code = "not_nominated"

    def __init__(self) -> None:
        super().__init__("this person has not been nominated in this poll")


class CannotBeNominated(VotingError):
    """Official delegates with recognised credentials are nominated, whose place nobody has taken."""

    code = "cannot_be_nominated"

    def __init__(self) -> None:
        super().__init__("only official delegates with recognised credentials can be nominated")


class NominationsSpent(VotingError):
    """Nobody nominates more people than there are seats."""

    code = "nominations_spent"

    def __init__(self, *, seats: int) -> None:
        self.seats = seats
        super().__init__(f"you have nominated as many as there are seats: {seats}")


class HasWithdrawn(VotingError):
    """Who has withdrawn is nominated no more; they may stand again themselves while nominations are open."""

    code = "has_withdrawn"

    def __init__(self) -> None:
        super().__init__("this person has withdrawn")


class TooManyNominees(VotingError):
    """A list, and a paper, has an end."""

    code = "too_many_nominees"

    def __init__(self, *, most: int) -> None:
        self.most = most
        super().__init__(f"the list is full: {most} names")


class WithdrawalTooLate(VotingError):
    """Once the poll has opened, the names on its paper stand."""

    code = "withdrawal_too_late"

    def __init__(self) -> None:
        super().__init__("the poll has opened: nobody withdraws any more")


class CandidateWithdrew(VotingError):
    """A paper with the name of somebody who has withdrawn is neither announced nor opened; ``names`` says who."""

    code = "candidate_withdrew"

    def __init__(self, *, names: list[str]) -> None:
        self.names = names[:20]
        super().__init__(f"on the paper, but withdrawn: {', '.join(self.names)}")


class TooFewCandidates(VotingError):
    """An election is announced when it has at least as many candidates as seats."""

    code = "too_few_candidates"

    def __init__(self, *, question: int, candidates: int, seats: int) -> None:
        self.question, self.candidates, self.seats = question, candidates, seats
        super().__init__(f"question {question}: {candidates} candidates for {seats} seats")
