"""The page: one-time links to it, and who is signed in."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "page_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("made_at", bot.store.types.Instant(), nullable=False),
        sa.Column("expires_at", bot.store.types.Instant(), nullable=False),
        sa.Column("used_at", bot.store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_page_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_page_links_code_hash")),
    )
    op.create_index(op.f("ix_page_links_person_id"), "page_links", ["person_id"])
    op.create_table(
        "page_sessions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("door", sa.String(8), nullable=False),
        sa.Column("opened_at", bot.store.types.Instant(), nullable=False),
        sa.Column("expires_at", bot.store.types.Instant(), nullable=False),
        sa.Column("ended_at", bot.store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_page_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_page_sessions_token_hash")),
    )
    op.create_index(op.f("ix_page_sessions_person_id"), "page_sessions", ["person_id"])
