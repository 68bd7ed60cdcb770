"""One debrief for one thing that happened, and the hospital's own words about where support is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SUPPORT = "Talk to a colleague whom you trust, to the charge nurse or to the manager. Nobody has to carry it alone."
FROM_SOURCE = sa.text("format = 'hot_debrief' AND source_id IS NOT NULL")


def upgrade() -> None:
    """What is there came from nothing in Huddle, so that nothing can be there twice."""
    op.create_index(
        "uq_review_debrief_source",
        "review",
        ["source_id"],
        unique=True,
        sqlite_where=FROM_SOURCE,
        postgresql_where=FROM_SOURCE,
    )
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("support_route", sa.String(length=300), nullable=False, server_default=SUPPORT))
    with op.batch_alter_table("organisation") as table:
        table.alter_column("support_route", existing_type=sa.String(length=300), server_default=None)


def downgrade() -> None:
    """The hospital's own words go."""
    with op.batch_alter_table("organisation") as table:
        table.drop_column("support_route")
    op.drop_index("uq_review_debrief_source", table_name="review")
