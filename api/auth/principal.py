"""The principal: who is behind a request or a socket, as the sign-in says."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agenda.journal import Actor
from api.auth.permissions import MAY, Permission, Role


class Principal(Struct, frozen=True, kw_only=True):
    """A signed-in person or device. ``id`` is that of the staff account, delegate or device."""

    id: UUID
    role: Role
    name: str
    sid: UUID
    expires_at: datetime

    def may(self, permission: Permission) -> bool:
        """Whether the role's table holds ``permission``."""
        return permission in MAY[self.role]

    @property
    def actor(self) -> Actor:
        """How the journal names this principal."""
        return Actor(kind=self.role, id=self.id, name=self.name)
