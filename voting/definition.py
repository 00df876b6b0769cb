"""The definition of a poll: what is asked of whom and how, fixed from announcing on."""

from typing import Any

import msgspec

from voting.commands import PreparePoll
from voting.models import Poll
from voting.queries import paper_in


def asked(command: PreparePoll) -> dict[str, Any]:
    """The columns of a row, as a command wants them."""
    return msgspec.structs.asdict(command) | {
        "paper": msgspec.json.decode(msgspec.json.encode(command.paper)),  # lists, no tuples: as the row gives it back
        "delegation_codes": list(command.delegation_codes),
        "delegate_numbers": list(command.delegate_numbers),
    }


def facts_of(poll: Poll) -> dict[str, Any]:
    """The same columns of a row."""
    return {name: getattr(poll, name) for name in PreparePoll.__struct_fields__}


def command_of(poll: Poll) -> PreparePoll:
    """The command that makes a poll like this one."""
    return PreparePoll(
        **facts_of(poll)
        | {
            "paper": paper_in(poll),
            "delegation_codes": tuple(poll.delegation_codes),
            "delegate_numbers": tuple(poll.delegate_numbers),
        }
    )
