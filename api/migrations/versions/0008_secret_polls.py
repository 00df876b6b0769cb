"""secret polls: terms, papers, urn"""

import advanced_alchemy.types
import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('secret_poll',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('issue_until', advanced_alchemy.types.datetime.DateTimeUTC(timezone=True), nullable=False),
    sa.Column('is_tidied', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_secret_poll_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_secret_poll'))
    )
    op.create_table('urn',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('paper_signature', sa.LargeBinary(), nullable=False),
    sa.Column('marks', sa.LargeBinary(), nullable=False),
    sa.Column('vote_signature', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_urn_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'key', name=op.f('pk_urn'))
    )
    op.create_table('issued_paper',
    sa.Column('poll_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('voter_id', advanced_alchemy.types.guid.GUID(length=16), nullable=False),
    sa.Column('mandate', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('phone', 'hand', name='paperkind', native_enum=False, length=40), nullable=False),
    sa.Column('blinded', sa.LargeBinary(), nullable=True),
    sa.Column('signed', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("(kind = 'phone') = (blinded IS NOT NULL)", name=op.f('ck_issued_paper_paper_blinded_on_phones')),
    sa.CheckConstraint('mandate >= 1', name=op.f('ck_issued_paper_paper_of_a_mandate')),
    sa.ForeignKeyConstraint(['poll_id', 'voter_id'], ['voter.poll_id', 'voter.delegate_id'], name='paper_of_the_electorate'),
    sa.PrimaryKeyConstraint('poll_id', 'voter_id', 'mandate', name=op.f('pk_issued_paper'))
    )
    op.add_column('poll', sa.Column('secret_mode', sa.Enum('strict', 'attended', name='secretmode', native_enum=False, length=40), server_default='strict', nullable=False))


def downgrade() -> None:
    op.drop_column('poll', 'secret_mode')
    op.drop_table('issued_paper')
    op.drop_table('urn')
    op.drop_table('secret_poll')
