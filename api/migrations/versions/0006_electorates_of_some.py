"""electorates of some delegations or of a named list"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("delegation_codes", "delegate_numbers"):
        op.add_column("poll", sa.Column(name, postgresql.JSONB(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for name in ("delegate_numbers", "delegation_codes"):
        op.drop_column("poll", name)
