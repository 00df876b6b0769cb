"""proxies"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('proxy',
    sa.Column('giver_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('holder_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('granted_at', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=False),
    sa.CheckConstraint('giver_id <> holder_id', name=op.f('ck_proxy_proxy_of_another')),
    sa.ForeignKeyConstraint(['giver_id'], ['delegate.id'], name=op.f('fk_proxy_giver_id_delegate')),
    sa.ForeignKeyConstraint(['holder_id'], ['delegate.id'], name=op.f('fk_proxy_holder_id_delegate')),
    sa.PrimaryKeyConstraint('giver_id', name=op.f('pk_proxy'))
    )
    op.create_index(op.f('ix_proxy_holder_id'), 'proxy', ['holder_id'], unique=False)
    op.create_table('represented',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('giver_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('holder_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('mandates', sa.Integer(), nullable=False),
    sa.CheckConstraint('giver_id <> holder_id', name=op.f('ck_represented_represented_by_another')),
    sa.CheckConstraint('mandates >= 1', name=op.f('ck_represented_represented_mandates_at_least_one')),
    sa.ForeignKeyConstraint(['giver_id'], ['delegate.id'], name=op.f('fk_represented_giver_id_delegate')),
    sa.ForeignKeyConstraint(['poll_id', 'holder_id'], ['voter.poll_id', 'voter.delegate_id'], name='represented_by_the_electorate'),
    sa.PrimaryKeyConstraint('poll_id', 'giver_id', name=op.f('pk_represented'))
    )
    op.add_column('congress', sa.Column('most_proxies', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('congress', 'most_proxies')
    op.drop_table('represented')
    op.drop_index(op.f('ix_proxy_holder_id'), table_name='proxy')
    op.drop_table('proxy')
