"""What the subjects of journal entries are called by people."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.models import AgendaItem, Document, Opinion, Sitting, Target
from api.auth.models import Device, Staff
from delegates.models import Delegate
from voting.models import Poll

_NAMES = {
    "delegate": select(Delegate.id, Delegate.full_name),
    "device": select(Device.id, Device.name),
    "document": select(Document.id, Document.title_vi),
    "item": select(AgendaItem.id, AgendaItem.title_vi),
    "opinion": select(Opinion.id, Delegate.full_name).join(Delegate, Delegate.id == Opinion.delegate_id),
    "poll": select(Poll.id, Poll.title_vi),
    "sitting": select(Sitting.id, Sitting.title_vi),
    "staff": select(Staff.id, Staff.name),
    "target": select(Target.id, Target.statement_vi),
}
"""Where the names are, by the word before the slash. An opinion goes by the name of who sent it."""


async def subject_names(session: AsyncSession, subjects: Collection[str]) -> dict[str, str]:
    """
    Names for subjects such as ``delegate/{id}``, as they are now; those without one are left out.

    One statement for each kind of subject, however many there are.
    """
    asked: dict[str, set[UUID]] = defaultdict(set)
    for subject in subjects:
        kind, _, rest = subject.partition("/")
        if kind in _NAMES and (id := _uuid(rest)):
            asked[kind].add(id)
    names: dict[str, str] = {}
    for kind, ids in asked.items():
        query = _NAMES[kind]
        rows = await session.execute(query.where(query.selected_columns[0].in_(ids)))
        names |= {f"{kind}/{id}": name for id, name in rows}
    return names


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
