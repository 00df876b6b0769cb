"""two persons close and publish"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('step_confirmation',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('step', sa.Enum('announce', 'open', 'close', 'publish', 'annul', name='step', native_enum=False, length=40), nullable=False),
    sa.Column('side', sa.String(), nullable=False),
    sa.Column('account_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('confirmed_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_step_confirmation_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'step', 'side', name=op.f('pk_step_confirmation'))
    )
    op.add_column('poll', sa.Column('two_persons', sa.Boolean(), server_default='false', nullable=False))


def downgrade() -> None:
    op.drop_column('poll', 'two_persons')
    op.drop_table('step_confirmation')
