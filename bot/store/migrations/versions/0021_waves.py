"""Waves of messages that an admin had sent, and how far they are."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "waves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("phase_id", KEY, nullable=True),
        sa.Column("circle", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cancelled_at", bot.store.types.Instant(), nullable=True),
        sa.Column("ended_at", bot.store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_waves_campaign_id")),
        sa.ForeignKeyConstraint(["phase_id"], ["phases.id"], name=op.f("fk_waves_phase_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_waves_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
        sa.UniqueConstraint(
            "person_id",
            "campaign_id",
            "circle",
            "stamp",
            name=op.f("uq_waves_person_id_campaign_id_circle_stamp"),
        ),
    )
    op.create_index(op.f("ix_waves_campaign_id"), "waves", ["campaign_id"])
    op.create_index("ix_outbox_kind_subject_id_outcome", "outbox", ["kind", "subject_id", "outcome"])
    # A nudge that waits named its phase; now it names its wave, one a phase whenever each is tried next.
    op.execute(
        "INSERT INTO waves (kind, campaign_id, phase_id, circle, at, stamp) "
        "SELECT 'nudge', phases.campaign_id, phases.id, 'all', min(outbox.due_at), 0 "
        "FROM outbox JOIN phases ON phases.id = outbox.subject_id "
        "WHERE outbox.kind = 'nudge' AND outbox.outcome IS NULL "
        "GROUP BY phases.campaign_id, phases.id"
    )
    op.execute(
        "UPDATE outbox SET kind = 'wave', "
        "subject_id = (SELECT max(waves.id) FROM waves WHERE waves.phase_id = outbox.subject_id) "
        "WHERE kind = 'nudge' AND outcome IS NULL"
    )
