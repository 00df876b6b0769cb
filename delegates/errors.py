"""What the delegates' package refuses: roster, badges, check-in."""

from realtime.errors import Refusal


class DelegatesError(Refusal):
    """Root of what the delegates' package refuses."""
