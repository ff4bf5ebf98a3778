"""Whom somebody's digests told of last, and who fell silent lately, are found without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_people_unreachable_since",
        "people",
        ["unreachable_since"],
        sqlite_where=sa.text("unreachable_since IS NOT NULL"),
        postgresql_where=sa.text("unreachable_since IS NOT NULL"),
    )
    op.drop_index("ix_outbox_person_id", "outbox")
    op.create_index("ix_outbox_person_id_kind_sending_at", "outbox", ["person_id", "kind", "sending_at"])
