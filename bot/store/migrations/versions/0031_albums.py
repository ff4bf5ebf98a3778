"""Photos and files that were sent together are answered once: what became of each of them."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "album_pieces",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("album", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("captioned", sa.Boolean(), nullable=False),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_album_pieces_person_id_people"),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name="fk_album_pieces_indicator_id_indicators"
        ),
        sa.PrimaryKeyConstraint("person_id", "message_id", name="pk_album_pieces"),
    )
    op.create_index("ix_album_pieces_at", "album_pieces", ["at"])
