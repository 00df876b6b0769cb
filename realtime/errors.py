"""
What goes wrong in a way that a client is told.

:class:`Refusal` is the root of every package's errors, here because this is the lowest layer. It knows no HTTP;
``api.errors`` gives every leaf its status.
"""

from typing import ClassVar


class Refusal(Exception):
    """
    A rule says no. Leaves are named after the broken rule.

    ``code`` is stable and is what clients branch on and translate; the message is for developers. Public
    attributes of an instance are sent along as members of the Problem Details answer (:attr:`facts`).
    """

    code: ClassVar[str]

    @property
    def facts(self) -> dict[str, object]:
        """The data of this refusal, by name: what the phone needs to explain it."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}


class RealtimeError(Refusal):
    """Root of what the realtime layer refuses."""


class UnknownTopic(RealtimeError):
    """No state goes by this name."""

    code = "unknown_topic"

    def __init__(self, *, topic: str) -> None:
        self.topic = topic
        super().__init__(f"there is no topic {topic!r}")


class TopicNotForYou(RealtimeError):
    """The topic exists, but its audience does not include this subscriber."""

    code = "topic_not_for_you"

    def __init__(self, *, topic: str) -> None:
        self.topic = topic
        super().__init__(f"topic {topic!r} is not for this subscriber")


class TooManyTopics(RealtimeError):
    """One connection may hold a bounded number of subscriptions."""

    code = "too_many_topics"

    def __init__(self, *, limit: int) -> None:
        self.limit = limit
        super().__init__(f"one connection may subscribe to at most {limit} topics")


class MalformedFrame(RealtimeError):
    """What came over the socket is no frame that the server knows."""

    code = "malformed_frame"

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"malformed frame: {reason}")
