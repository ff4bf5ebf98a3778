"""A campaign has a ladder of its own; who leads a cluster is found among all roles."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("ladder", sa.JSON(none_as_null=True)))
    leads = sa.text("role = 'cluster_lead'")
    op.create_index(
        "ix_roles_cluster_lead", "roles", ["role", "unit_id"], sqlite_where=leads, postgresql_where=leads
    )
