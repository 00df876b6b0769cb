"""What the agenda refuses: congress, sittings, items, documents, targets, opinions, journal."""

from realtime.errors import Refusal


class AgendaError(Refusal):
    """Root of what the agenda refuses."""
