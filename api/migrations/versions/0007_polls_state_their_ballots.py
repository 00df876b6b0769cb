"""polls state their ballots: the checkpoint"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll", sa.Column("checkpoint", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("poll", "checkpoint")
