"""phones verify"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('verification',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('voter_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.ForeignKeyConstraint(['poll_id', 'voter_id'], ['voter.poll_id', 'voter.delegate_id'], name='verification_by_the_electorate'),
    sa.PrimaryKeyConstraint('poll_id', 'voter_id', name=op.f('pk_verification'))
    )


def downgrade() -> None:
    op.drop_table('verification')
