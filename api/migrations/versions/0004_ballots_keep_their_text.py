"""ballots keep their text"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSON, JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # jsonb writes blanks behind its commas, the canonical form has none; keys of options have none either.
    op.alter_column(
        "ballot",
        "answers",
        existing_type=JSONB(astext_type=sa.Text()),
        type_=JSON(astext_type=sa.Text()),
        postgresql_using="replace(answers::text, ' ', '')::json",
    )


def downgrade() -> None:
    op.alter_column(
        "ballot",
        "answers",
        existing_type=JSON(astext_type=sa.Text()),
        type_=JSONB(astext_type=sa.Text()),
        postgresql_using="answers::jsonb",
    )
