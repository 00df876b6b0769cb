"""What secret polls refuse."""

from datetime import datetime

from voting.errors import VotingError


class PollIsSecret(VotingError):
    """A ballot with a name cannot go into an urn."""

    code = "poll_is_secret"

    def __init__(self) -> None:
        super().__init__("this poll is secret: ballots go into its urn, without a name")


class PollIsNotSecret(VotingError):
    """There are no papers and no urn in a recorded poll."""

    code = "poll_is_not_secret"

    def __init__(self) -> None:
        super().__init__("this poll is not secret")


class PapersAreGivenOut(VotingError):
    """The poll opens when the time for papers is over: whoever got one on the tap could be told by the clock."""

    code = "papers_are_given_out"

    def __init__(self, *, until: datetime, retry_in_s: int) -> None:
        self.until, self.retry_in_s = until, retry_in_s
        super().__init__(f"papers are given out until {until:%H:%M:%S} UTC")


class TooFewPapers(VotingError):
    """Among a few, secrecy is none."""

    code = "too_few_papers"

    def __init__(self, *, papers: int, needed: int) -> None:
        self.papers, self.needed = papers, needed
        super().__init__(f"{papers} papers have been given out, a secret poll needs {needed}: vote on printed ones")


class NoMorePapers(VotingError):
    """The key has been destroyed, or the poll is over."""

    code = "no_more_papers"

    def __init__(self) -> None:
        super().__init__("no more papers are given out in this poll: ask the tellers for a printed one")


class NotCountedByHand(VotingError):
    """Rankings are counted over many rounds: nobody does that with two heaps of papers."""

    code = "not_counted_by_hand"

    def __init__(self) -> None:
        super().__init__("rankings are not counted by hand: there are no printed papers in this poll")


class PaperAlreadyGiven(VotingError):
    """This mandate has its paper; another one is not to be had."""

    code = "paper_already_given"

    def __init__(self) -> None:
        super().__init__("you have a paper in this poll, on another phone or printed")


class NoPrintedPaper(VotingError):
    """Nothing can be taken back from whoever got nothing."""

    code = "no_printed_paper"

    def __init__(self) -> None:
        super().__init__("this delegate has no printed paper in this poll")


class InvalidHandCount(VotingError):
    """Numbers that printed papers cannot come to."""

    code = "invalid_hand_count"

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"printed papers cannot come to this: {reason}")


class HandCountMissing(VotingError):
    """Printed papers are out, and two tellers have not said the same of them yet."""

    code = "hand_count_missing"

    def __init__(self, *, papers: int) -> None:
        self.papers = papers
        super().__init__(f"{papers} printed papers are out: two tellers have to enter the same count of them first")


class InvalidBlindedPaper(VotingError):
    """Not a number that the poll's key can sign."""

    code = "invalid_blinded_paper"

    def __init__(self) -> None:
        super().__init__("this is not a blinded paper under the key of this poll")


class CredentialsRefused(VotingError):
    """Whatever says who somebody is must not come near the urn."""

    code = "credentials_refused"

    def __init__(self) -> None:
        super().__init__("ballots are cast without cookies and without authorisation")


class PollNotOver(VotingError):
    """A paper that is not used can still be used: voids are taken back after closing."""

    code = "poll_not_over"

    def __init__(self, *, state: str) -> None:
        self.state = state
        super().__init__(f"papers are taken back when a poll is over; this one is {state}")


class PaperSpent(VotingError):
    """There is another ballot of this paper in the urn; the first one counts."""

    code = "paper_spent"

    def __init__(self) -> None:
        super().__init__("another ballot of this paper is in the urn")
