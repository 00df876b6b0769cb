"""printed papers counted by hand"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hand_count',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('teller_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('teller_name', sa.String(), nullable=False),
    sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('entered_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_hand_count_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'teller_id', name=op.f('pk_hand_count'))
    )


def downgrade() -> None:
    op.drop_table('hand_count')

