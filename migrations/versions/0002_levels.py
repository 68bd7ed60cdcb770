"""Who receives what is escalated to a service, a site or the organisation, and what to call."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEVELS = ("organisation", "site", "service")


def upgrade() -> None:
    for level in LEVELS:
        with op.batch_alter_table(level) as table:
            table.add_column(sa.Column("receiver_id", sa.Uuid(), nullable=True))
            table.add_column(sa.Column("phone", sa.String(length=30), nullable=False, server_default=""))
            table.create_foreign_key(f"fk_{level}_receiver_id_user", "user", ["receiver_id"], ["id"])
        with op.batch_alter_table(level) as table:
            table.alter_column("phone", server_default=None)


def downgrade() -> None:
    for level in reversed(LEVELS):
        with op.batch_alter_table(level) as table:
            table.drop_constraint(f"fk_{level}_receiver_id_user", type_="foreignkey")
            table.drop_column("phone")
            table.drop_column("receiver_id")
