"""The registry: every topic of the product with its renderer, in one list."""

from agenda import states as agenda
from delegates import states as delegates
from realtime.registry import Registry
from voting import console_states, desk, nomination_states, own_state, reckoning, screens
from voting import states as voting


def registry() -> Registry:
    """All states. Their docstrings are the protocol's documentation (``docs/protocol.md``)."""
    found = Registry()
    found.register(voting.Floor, voting.render_floor)
    found.register(agenda.Programme, agenda.render_programme)
    found.register(agenda.Documents, agenda.render_documents)
    found.register(agenda.Targets, agenda.render_targets)
    found.register(voting.OnePoll, voting.render_poll)
    found.register(voting.TallyReading, voting.render_tally)
    found.register(own_state.Mine, own_state.render_mine)
    found.register(nomination_states.Nominations, nomination_states.render_nominations)
    found.register(nomination_states.MyNominations, nomination_states.render_my_nominations)
    found.register(delegates.PresenceReading, delegates.render_presence)
    found.register(screens.ScreenState, screens.render_screen)
    found.register(delegates.Stations, delegates.render_stations)
    found.register(agenda.Desk, agenda.render_desk)
    found.register(agenda.DocumentDesk, agenda.render_document_desk)
    found.register(agenda.Screens, agenda.render_screens)
    found.register(console_states.Polls, console_states.render_polls)
    found.register(desk.PollAtDesk, desk.render_poll_at_desk)
    found.register(console_states.Missing, console_states.render_missing)
    found.register(reckoning.Reckoning, reckoning.render_reckoning)
    found.register(nomination_states.NominationsAtDesk, nomination_states.render_nominations_at_desk)
    return found
