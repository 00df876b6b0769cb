"""void papers"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('void_paper',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('paper_signature', sa.LargeBinary(), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_void_paper_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'key', name=op.f('pk_void_paper'))
    )


def downgrade() -> None:
    op.drop_table('void_paper')
