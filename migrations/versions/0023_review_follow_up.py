"""A lesson comes round too, and the hospital says in its own words what belongs elsewhere than in a review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ELSEWHERE = (
    "Tell your manager, or whoever is on call above them, by voice. They know the way that your hospital has for this."
)


def upgrade() -> None:
    """Every hospital begins with the words that stood there until now."""
    op.create_table(
        "lesson_year",
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("huddle_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_lesson_year_by")),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name=op.f("fk_lesson_year_huddle_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_year_lesson_id")),
        sa.PrimaryKeyConstraint("lesson_id", "year", name=op.f("pk_lesson_year")),
    )
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("elsewhere_route", sa.String(length=300), nullable=False, server_default=ELSEWHERE))
    with op.batch_alter_table("organisation") as table:
        table.alter_column("elsewhere_route", existing_type=sa.String(length=300), server_default=None)


def downgrade() -> None:
    """What was said of lessons and the hospital's own words go."""
    with op.batch_alter_table("organisation") as table:
        table.drop_column("elsewhere_route")
    op.drop_table("lesson_year")
