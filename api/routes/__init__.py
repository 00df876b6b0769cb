"""The routes: each module translates for one noun and decides nothing."""

from api.routes import (
    access,
    ballots,
    check_in,
    documents,
    journal,
    minutes,
    opinions,
    polls,
    printed_papers,
    programme,
    roster,
    screens,
    search,
    secret_polls,
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
    *minutes.HANDLERS,
    *ballots.HANDLERS,
    *secret_polls.HANDLERS,
    *printed_papers.HANDLERS,
    *screens.HANDLERS,
    *search.HANDLERS,
    *states.HANDLERS,
    *journal.HANDLERS,
)
