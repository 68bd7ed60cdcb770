"""An index with all that the figures read, and the words of the search as a list that can be looked through."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COUNTED = [
    *("unit_id", "original_due_on", "lane", "strength", "status", "redated_count", "reopened_count", "done_at"),
    *("dropped_at", "verified_at", "first_verified_at", "told_back_at", "first_effect_30", "first_effect_90"),
]
TERMS = "CREATE VIRTUAL TABLE findable_words_terms USING fts5vocab (findable_words, instance)"


def upgrade() -> None:
    """The list holds nothing of its own: it shows what stands in the index of the search."""
    op.create_index("ix_action_item_counted", "action_item", COUNTED)
    op.drop_index("ix_action_item_unit_id_original_due_on", table_name="action_item")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(TERMS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE findable_words_terms")
    op.create_index("ix_action_item_unit_id_original_due_on", "action_item", ["unit_id", "original_due_on"])
    op.drop_index("ix_action_item_counted", table_name="action_item")
