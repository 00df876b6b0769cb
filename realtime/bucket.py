"""Bucket: how much one socket may say."""

from dataclasses import dataclass


@dataclass(slots=True)
class TokenBucket:
    """
    Lets ``burst`` tokens through at once and ``per_second`` in the long run. Time comes in, in seconds of any clock.

    >>> bucket = TokenBucket(burst=2, per_second=1)
    >>> bucket.take(now=0), bucket.take(now=0), bucket.take(now=0), bucket.take(now=1)
    (True, True, False, True)
    """

    burst: float
    per_second: float
    _spent: float = 0.0  # tokens missing from a full bucket
    _seen: float = 0.0  # when they were last counted

    def take(self, *, now: float, cost: float = 1.0) -> bool:
        """Take ``cost`` tokens, or none and say no."""
        self._spent = max(0.0, self._spent - (now - self._seen) * self.per_second)
        self._seen = now
        if self._spent + cost > self.burst:
            return False
        self._spent += cost
        return True
