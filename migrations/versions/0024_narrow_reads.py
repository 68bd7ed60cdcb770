"""How often something changed on a unit, by area, and notes on the points of charts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

AREAS = ("handoffs", "huddles", "concerns", "items", "rest")


def upgrade() -> None:
    op.create_table(
        "chart_note",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_chart_note_unit_id")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_chart_note_written_by")),
        sa.PrimaryKeyConstraint("unit_id", "measure", "starts_on", name=op.f("pk_chart_note")),
    )
    with op.batch_alter_table("unit_revision") as table:
        for area in AREAS:
            table.add_column(sa.Column(area, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("unit_revision") as table:
        for area in AREAS:
            table.alter_column(area, existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("unit_revision") as table:
        for area in AREAS:
            table.drop_column(area)
    op.drop_table("chart_note")
