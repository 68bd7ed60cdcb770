"""Counts of follow-through by unit and month, and who took figures or lists out of Huddle, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COUNTED = (
    *("due", "done", "done_on_time", "verified_on_time", "open", "waiting", "seen", "settled", "dropped", "told"),
    *("moved_often", "reopened", "checks_30", "works_30", "partly_30", "checks_90", "works_90", "partly_90"),
)


def upgrade() -> None:
    """The counts of earlier months come with the next run of the scheduler."""
    op.create_table(
        "follow_through_month",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        *[sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED],
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_follow_through_month_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "month", "lane", "grade", name=op.f("pk_follow_through_month")),
    )
    op.create_table(
        "figure_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_figure_export_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_figure_export_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_export")),
    )
    op.create_index("ix_figure_export_unit_id_at", "figure_export", ["unit_id", "at"])


def downgrade() -> None:
    op.drop_table("figure_export")
    op.drop_table("follow_through_month")
