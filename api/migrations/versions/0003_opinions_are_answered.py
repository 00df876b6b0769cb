"""opinions are answered"""

import sqlalchemy as sa
from advanced_alchemy.types import DateTimeUTC
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KIND = sa.Enum("accepted", "partly", "explained", name="answerkind", native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("opinion", sa.Column("theme", sa.String(), server_default="", nullable=False))
    op.add_column("opinion", sa.Column("answer_kind", _KIND, nullable=True))
    op.add_column("opinion", sa.Column("answer_text", sa.String(), server_default="", nullable=False))
    op.add_column("opinion", sa.Column("answered_at", DateTimeUTC(timezone=True), nullable=True))
    op.add_column("opinion", sa.Column("answered_by", sa.String(), server_default="", nullable=False))
    op.create_index("ix_opinion_theme", "opinion", ["theme"])
    op.create_check_constraint(
        op.f("ck_opinion_opinion_answered_whole"), "opinion", "num_nonnulls(answer_kind, answered_at) IN (0, 2)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_opinion_opinion_answered_whole"), "opinion")
    op.drop_index("ix_opinion_theme", table_name="opinion")
    for column in ("answered_by", "answered_at", "answer_text", "answer_kind", "theme"):
        op.drop_column("opinion", column)
