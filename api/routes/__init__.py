"""The routes: each module translates for one noun and decides nothing."""

from api.routes import (
    access,
    ballots,
    check_in,
    documents,
    journal,
    opinions,
    polls,
    programme,
    roster,
    screens,
    search,
    states,
    targets,
)

HANDLERS = (
    *access.HANDLERS,
    *programme.HANDLERS,
    *documents.HANDLERS,
    *targets.HANDLERS,
    *opinions.HANDLERS,
    *roster.HANDLERS,
    *check_in.HANDLERS,
    *polls.HANDLERS,
    *ballots.HANDLERS,
    *screens.HANDLERS,
    *search.HANDLERS,
    *states.HANDLERS,
    *journal.HANDLERS,
)
