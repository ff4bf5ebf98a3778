"""The bot writes down since when it runs and how far its clock is off; a wave is known by its phase too."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pulse") as batch_op:
        batch_op.add_column(sa.Column("started_at", bot.store.types.Instant(), nullable=True))
        batch_op.add_column(sa.Column("clock_off", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("unmarked_at", bot.store.types.Instant(), nullable=True))
        batch_op.add_column(sa.Column("unmarked", sa.Text(), nullable=True))
    with op.batch_alter_table("waves") as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(128), nullable=True))
    # The taps on a preview of that time are long over: any key that no preview makes will do.
    op.execute("UPDATE waves SET key = 'before:' || id")
    with op.batch_alter_table("waves") as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(128), nullable=False)
        batch_op.drop_constraint("uq_waves_person_id_campaign_id_circle_stamp", type_="unique")
        batch_op.drop_column("stamp")
        batch_op.create_unique_constraint("uq_waves_key", ["key"])
