"""
How rows are written, for all packages: closed sets are stored as their values, in plain text columns.

Native enum types of Postgres would need a migration of their own for every new member, and SQLAlchemy would store
the Python names. Import this module before declaring models.
"""

from enum import StrEnum

from advanced_alchemy.base import orm_registry
from sqlalchemy import Enum

CLOSED_SET = Enum(
    StrEnum,
    native_enum=False,
    create_constraint=False,
    length=40,
    values_callable=lambda members: [str(member) for member in members],
)

orm_registry.update_type_annotation_map({StrEnum: CLOSED_SET})
