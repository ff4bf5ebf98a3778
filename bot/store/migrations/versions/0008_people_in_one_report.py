"""Who else is in a report: open screens are found by their report."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_drafts_report_id", "drafts", ["report_id"])
