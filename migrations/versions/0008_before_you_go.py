"""How often people leave late, by unit, month and reason."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_late",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_left_late_at_least_once")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_left_late_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "month", "reason", name=op.f("pk_left_late")),
    )


def downgrade() -> None:
    op.drop_table("left_late")
