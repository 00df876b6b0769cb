"""nominations"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('nomination_call',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('opened_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=False),
    sa.Column('closed_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_nomination_call_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_nomination_call'))
    )
    op.create_table('nominee',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('delegate_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('place', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('candidacy', sa.Enum('nominated', 'accepted', 'withdrawn', name='candidacy', native_enum=False, length=40), nullable=False),
    sa.Column('is_left_out', sa.Boolean(), nullable=False),
    sa.Column('answered_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_nominee_delegate_id_delegate')),
    sa.ForeignKeyConstraint(['poll_id'], ['nomination_call.poll_id'], name=op.f('fk_nominee_poll_id_nomination_call')),
    sa.PrimaryKeyConstraint('poll_id', 'delegate_id', name=op.f('pk_nominee')),
    sa.UniqueConstraint('place', name=op.f('uq_nominee_place'))
    )
    op.create_table('nomination',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('nominee_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('nominator_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('nominated_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['nominator_id'], ['delegate.id'], name=op.f('fk_nomination_nominator_id_delegate')),
    sa.ForeignKeyConstraint(['poll_id', 'nominee_id'], ['nominee.poll_id', 'nominee.delegate_id'], name='nomination_of_the_list'),
    sa.PrimaryKeyConstraint('poll_id', 'nominee_id', 'nominator_id', name=op.f('pk_nomination'))
    )
    op.create_index('nominations_by', 'nomination', ['nominator_id', 'poll_id'], unique=False)


def downgrade() -> None:
    op.drop_index('nominations_by', table_name='nomination')
    op.drop_table('nomination')
    op.drop_table('nominee')
    op.drop_table('nomination_call')
