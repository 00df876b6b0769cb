"""The life of a poll: states, steps, and the one table that says which step leads where. Pure."""

from enum import StrEnum

from voting.errors import NotAllowedInState


class Secrecy(StrEnum):
    """Whether ballots carry names (công khai) or cannot (bỏ phiếu kín)."""

    RECORDED = "recorded"
    SECRET = "secret"  # noqa: S105 - no password


class SecretMode(StrEnum):
    """When the key of a secret poll's papers is destroyed."""

    STRICT = "strict"  # before it opens: afterwards nobody, not even the server, can make papers
    ATTENDED = "attended"  # when it closes, so that late-comers get papers too; weaker against stuffing


class PollState(StrEnum):
    """Where a poll stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"  # text, rule and electorate are fixed and shown
    OPEN = "open"
    CLOSED = "closed"  # counted, not yet shown
    PUBLISHED = "published"
    ANNULLED = "annulled"  # kept, with the reason


class Step(StrEnum):
    """What moves a poll on."""

    ANNOUNCE = "announce"
    OPEN = "open"
    CLOSE = "close"
    PUBLISH = "publish"
    ANNUL = "annul"


TRANSITIONS: dict[tuple[PollState, Step], PollState] = {
    (PollState.DRAFT, Step.ANNOUNCE): PollState.ANNOUNCED,
    (PollState.ANNOUNCED, Step.OPEN): PollState.OPEN,
    (PollState.OPEN, Step.CLOSE): PollState.CLOSED,
    (PollState.CLOSED, Step.PUBLISH): PollState.PUBLISHED,
    (PollState.ANNOUNCED, Step.ANNUL): PollState.ANNULLED,
    (PollState.OPEN, Step.ANNUL): PollState.ANNULLED,
    (PollState.CLOSED, Step.ANNUL): PollState.ANNULLED,
    (PollState.PUBLISHED, Step.ANNUL): PollState.ANNULLED,
}


def after(state: PollState, step: Step) -> PollState:
    """
    Where ``step`` leads. Raises :class:`NotAllowedInState` if the table has no such step.

    >>> after(PollState.OPEN, Step.CLOSE)
    <PollState.CLOSED: 'closed'>
    """
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise NotAllowedInState(step=step, state=state) from None


def already(state: PollState, step: Step) -> bool:
    """
    Whether ``state`` is where ``step`` leads: the step was taken before, and repeating it is harmless.

    >>> already(PollState.CLOSED, Step.CLOSE), already(PollState.PUBLISHED, Step.CLOSE)
    (True, False)
    """
    return state in {to for (_, one), to in TRANSITIONS.items() if one is step}


def steps_from(state: PollState) -> tuple[Step, ...]:
    """The steps that are possible now, the usual one first."""
    return tuple(step for (start, step) in TRANSITIONS if start is state)


def diagram() -> str:
    """The table as a Mermaid state diagram; the docs are drawn from it."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {start} --> {end}: {step}" for (start, step), end in TRANSITIONS.items()]
    return "\n".join([*lines, "    published --> [*]", "    annulled --> [*]"])
