"""late papers come in batches"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('late_request',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('voter_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('mandate', sa.Integer(), nullable=False),
    sa.Column('blinded', sa.LargeBinary(), nullable=True),
    sa.Column('is_released', sa.Boolean(), nullable=False),
    sa.CheckConstraint('mandate >= 1', name=op.f('ck_late_request_late_request_of_a_mandate')),
    sa.ForeignKeyConstraint(['poll_id', 'voter_id'], ['voter.poll_id', 'voter.delegate_id'], name='late_request_of_the_electorate'),
    sa.PrimaryKeyConstraint('poll_id', 'voter_id', 'mandate', name=op.f('pk_late_request'))
    )


def downgrade() -> None:
    op.drop_table('late_request')
