"""The definition of a poll: what is asked of whom and how, fixed from announcing on."""

from typing import Any

import msgspec

from voting.commands import PreparePoll
from voting.models import Poll


def asked(command: PreparePoll) -> dict[str, Any]:
    """The columns of a row, as a command wants them."""
    return {
        "title_vi": command.title_vi,
        "title_en": command.title_en,
        "item_id": command.item_id,
        "secrecy": command.secrecy,
        "secret_mode": command.secret_mode,
        "paper": msgspec.json.decode(msgspec.json.encode(command.paper)),  # lists, no tuples: as the row gives it back
        "electorate_kind": command.electorate_kind,
        "delegation_codes": list(command.delegation_codes),
        "delegate_numbers": list(command.delegate_numbers),
        "late_arrivals": command.late_arrivals,
        "visibility": command.visibility,
        "seconds": command.seconds,
        "two_persons": command.two_persons,
        "may_change": command.may_change,
    }


def facts_of(poll: Poll) -> dict[str, Any]:
    """The same columns of a row."""
    return {name: getattr(poll, name) for name in _DEFINITION}


_DEFINITION = (
    "title_vi",
    "title_en",
    "item_id",
    "secrecy",
    "secret_mode",
    "paper",
    "electorate_kind",
    "delegation_codes",
    "delegate_numbers",
    "late_arrivals",
    "visibility",
    "seconds",
    "two_persons",
    "may_change",
)
