"""one key a ballot"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("pk_ballot", "ballot", type_="primary")
    op.drop_constraint("one_ballot_a_voter", "ballot", type_="unique")
    op.create_primary_key("pk_ballot", "ballot", ["poll_id", "voter_id"])


def downgrade() -> None:
    op.drop_constraint("pk_ballot", "ballot", type_="primary")
    op.create_unique_constraint("one_ballot_a_voter", "ballot", ["poll_id", "voter_id"])
    op.create_primary_key("pk_ballot", "ballot", ["id"])
