"""polls in order and beside each other"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('poll', sa.Column('place', sa.Integer(), server_default='1000000', nullable=False))
    op.add_column('poll', sa.Column('beside_others', sa.Boolean(), server_default='false', nullable=False))


def downgrade() -> None:
    op.drop_column('poll', 'beside_others')
    op.drop_column('poll', 'place')
