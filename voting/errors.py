"""What voting refuses: definitions, casts, steps. What is wrong with marks is in ``paper_errors``."""

from uuid import UUID

from realtime.errors import Refusal


class VotingError(Refusal):
    """Root of what voting refuses."""


# ---- polls and their life


class NoSuchPoll(VotingError):
    """No poll has this id."""

    code = "no_such_poll"

    def __init__(self, *, poll_id: UUID) -> None:
        self.poll_id = poll_id
        super().__init__("there is no such poll")


class NotAllowedInState(VotingError):
    """The poll is not in a state in which this step makes sense."""

    code = "not_allowed_in_state"

    def __init__(self, *, step: str, state: str) -> None:
        self.step, self.state = step, state
        super().__init__(f"cannot {step} a poll that is {state}")


class DefinitionFrozen(VotingError):
    """From announcing on the text, rule and electorate of a poll do not change."""

    code = "definition_frozen"

    def __init__(self, *, state: str) -> None:
        self.state = state
        super().__init__(f"a poll that is {state} cannot be edited")


class AnotherPollOpen(VotingError):
    """Delegates have another paper before them; ``number`` is that of its poll."""

    code = "another_poll_open"

    def __init__(self, *, number: int) -> None:
        self.number = number
        super().__init__(f"poll {number} is open for some of the same delegates: close it first")


class ReasonNeeded(VotingError):
    """Annulling explains itself."""

    code = "reason_needed"

    def __init__(self) -> None:
        super().__init__("annulling a poll needs a reason")


class NobodyEntitled(VotingError):
    """A poll without voters cannot open."""

    code = "nobody_entitled"

    def __init__(self) -> None:
        super().__init__("nobody could vote in this poll: check delegates in first")


class UnknownVoters(VotingError):
    """A poll is for delegations or official delegates that the roster does not have; ``unknown`` names them."""

    code = "unknown_voters"

    def __init__(self, *, unknown: list[str]) -> None:
        self.unknown = unknown[:20]
        super().__init__(f"the roster has none of these: {', '.join(self.unknown)}")


class NoSittingUnderWay(VotingError):
    """A poll among those present needs a current sitting."""

    code = "no_sitting_under_way"

    def __init__(self) -> None:
        super().__init__("start a sitting first: presence belongs to one")


class NothingLeftOpen(VotingError):
    """Everything in this poll is settled: there is no tie and no empty seat to vote on again."""

    code = "nothing_left_open"

    def __init__(self) -> None:
        super().__init__("nothing in this poll is left open")


class NoBallotOfYours(VotingError):
    """This delegate has cast no ballot in this poll."""

    code = "no_ballot_of_yours"

    def __init__(self) -> None:
        super().__init__("you have cast no ballot in this poll")


class BallotStands(VotingError):
    """In this poll a ballot that was cast is not changed."""

    code = "ballot_stands"

    def __init__(self) -> None:
        super().__init__("ballots of this poll cannot be changed once they are cast")


class AnotherRoot(VotingError):
    """A phone was shown another tree than the one that the congress signed: somebody shows two."""

    code = "another_root"

    def __init__(self) -> None:
        super().__init__("this is not the root that the congress signed for this poll")


class BallotNotInCount(VotingError):
    """What is stored of this ballot now is not what the congress signed for when it was counted."""

    code = "ballot_not_in_count"

    def __init__(self) -> None:
        super().__init__("this ballot is not among those that were counted: tell the tellers")


class NotPublished(VotingError):
    """What follows from a result waits until it is published."""

    code = "not_published"

    def __init__(self) -> None:
        super().__init__("the result of this poll has not been published")


class KindNotHeld(VotingError):
    """This server does not hold polls of this kind or secrecy."""

    code = "kind_not_held"

    def __init__(self, *, kind: str) -> None:
        self.kind = kind
        super().__init__(f"polls of kind {kind!r} are not held")


class TwoPersonsNeeded(VotingError):
    """The poll takes this step when the chair and a teller both want it; ``waits_for`` says whose word is missing."""

    code = "two_persons_needed"

    def __init__(self, *, step: str, waits_for: list[str]) -> None:
        self.step, self.waits_for = step, waits_for
        super().__init__(f"{step} takes two persons in this poll; it waits for: {', '.join(waits_for)}")


class OnePersonIsEnough(VotingError):
    """Nothing is confirmed where one person may take the step."""

    code = "one_person_is_enough"

    def __init__(self, *, step: str) -> None:
        super().__init__(f"{step} of this poll asks for no second person")


class UnknownProfile(VotingError):
    """No rules profile goes by this name."""

    code = "unknown_profile"

    def __init__(self, *, profile: str) -> None:
        self.profile = profile
        super().__init__(f"there is no rules profile {profile!r}")


# ---- definitions


class InvalidDefinition(VotingError):
    """A poll's paper is not well formed. ``question`` is the number of the one concerned, 0 for the whole."""

    code = "invalid_definition"

    def __init__(self, *, question: int, reason: str) -> None:
        self.question, self.reason = question, reason
        super().__init__(f"question {question}: {reason}" if question else reason)


# ---- secret ballots


class InvalidSecretBallot(VotingError):
    """A secret ballot that is not one. ``reason``: size, paper_signature, key, vote_signature or marks."""

    code = "invalid_secret_ballot"

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"this is not a valid ballot of this poll: {reason}")


# ---- casts


class PollNotOpen(VotingError):
    """Voting has not begun."""

    code = "poll_not_open"

    def __init__(self, *, state: str) -> None:
        self.state = state
        super().__init__(f"the poll is {state}, not open")


class PollClosed(VotingError):
    """Voting is over."""

    code = "poll_closed"

    def __init__(self) -> None:
        super().__init__("the poll is closed")


class NotEntitled(VotingError):
    """Not a member of this poll's electorate."""

    code = "not_entitled"

    def __init__(self) -> None:
        super().__init__("you are not in the electorate of this poll")


class NotPresent(VotingError):
    """In the electorate, but checked out of the hall since."""

    code = "not_present"

    def __init__(self) -> None:
        super().__init__("check in at a door first: only those present vote")


class AlreadyVoted(VotingError):
    """This voter's ballot is in; it was another one than this."""

    code = "already_voted"

    def __init__(self) -> None:
        super().__init__("you have already voted in this poll")


class BallotIdTaken(VotingError):
    """This ballot has come before with other answers."""

    code = "ballot_id_taken"

    def __init__(self) -> None:
        super().__init__("this ballot id has been used for another ballot")


class IntakeBusy(VotingError):
    """More ballots wait than can be held, or the database is away; nothing was recorded, or the repeat will find it."""

    code = "intake_busy"

    def __init__(self, *, retry_in_s: int) -> None:
        self.retry_in_s = retry_in_s
        super().__init__(f"send the same ballot again in {retry_in_s} s")
