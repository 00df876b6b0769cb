"""Succession: whose place somebody else has taken, as an alternate does for a delegate who cannot come."""

from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import aliased

from delegates.models import Delegate

_Successor = aliased(Delegate)  # made once: to make one takes longer than most queries


def is_replaced(whom: type[Delegate] = Delegate) -> Any:
    """Condition on a delegate of a query: the place is taken by another."""
    return select(_Successor.id).where(_Successor.replaces_id == whom.id).exists()


def successor_id() -> ScalarSelect[Any]:
    """Who took the place of the delegate of a query; null if nobody did."""
    return select(_Successor.id).where(_Successor.replaces_id == Delegate.id).scalar_subquery()
