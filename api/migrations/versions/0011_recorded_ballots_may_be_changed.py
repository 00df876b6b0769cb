"""recorded ballots may be changed"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('poll', sa.Column('may_change', sa.Boolean(), server_default='false', nullable=False))


def downgrade() -> None:
    op.drop_column('poll', 'may_change')
