"""Formats, triggers and the whole life of a review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DATED = "(status = 'published') = (published_at IS NOT NULL)"
IS_DATED = "(status IN ('shared_back', 'actions_tracked', 'closed')) = (published_at IS NOT NULL)"
CHECKS = {
    "ck_review_not_held_says_why": "(status = 'not_held') = (not_held_reason IS NOT NULL)",
    "ck_review_closed_is_dated": "(status = 'closed') = (closed_at IS NOT NULL)",
    "ck_review_source_pair": "(source_kind IS NULL) = (source_id IS NULL)",
    "ck_review_effect_pair": "(effect IS NULL) = (effect_at IS NULL)",
}
KINDS = {"format": "aar", "trigger": "other", "confidentiality": "learning"}
WORDS = {"place": 60, "incident_ref": 40}
OPTIONAL = ("source_kind", "wellbeing", "not_held_reason", "effect")
MOMENTS = ("event_at", "support_shown_at", "planned_for", "opened_at", "effect_at", "closed_at")


def upgrade() -> None:
    """What is there was an after-action review: a draft is open, what was published is shared back."""
    with op.batch_alter_table("review") as table:
        table.drop_constraint(op.f("ck_review_published_is_dated"), type_="check")
        for name, value in KINDS.items():
            table.add_column(sa.Column(name, sa.String(length=40), nullable=False, server_default=value))
        for name, length in WORDS.items():
            table.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        table.add_column(sa.Column("formal_review_planned", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in OPTIONAL:
            table.add_column(sa.Column(name, sa.String(length=40), nullable=True))
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("source_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("scribe_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("effect_due_on", sa.Date(), nullable=True))
        table.create_foreign_key(op.f("fk_review_scribe_id"), "user", ["scribe_id"], ["id"])
    op.execute("UPDATE review SET status = 'open', opened_at = created_at WHERE status = 'draft'")
    op.execute("UPDATE review SET status = 'shared_back', opened_at = created_at WHERE status = 'published'")
    with op.batch_alter_table("review") as table:
        for name in (*KINDS, *WORDS, "formal_review_planned"):
            table.alter_column(name, server_default=None)
        table.create_check_constraint(op.f("ck_review_published_is_dated"), IS_DATED)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(name), rule)
        table.create_index("ix_review_source_id", ["source_id"])


def downgrade() -> None:
    """The older version knows two states; what was not held goes back to an empty draft."""
    with op.batch_alter_table("review") as table:
        table.drop_index("ix_review_source_id")
        for name in CHECKS:
            table.drop_constraint(op.f(name), type_="check")
        table.drop_constraint(op.f("ck_review_published_is_dated"), type_="check")
    op.execute("UPDATE review SET status = 'published' WHERE status IN ('shared_back', 'actions_tracked', 'closed')")
    op.execute("UPDATE review SET status = 'draft' WHERE status <> 'published'")
    with op.batch_alter_table("review") as table:
        table.drop_constraint(op.f("fk_review_scribe_id"), type_="foreignkey")
        names = (
            *KINDS,
            *WORDS,
            "formal_review_planned",
            *OPTIONAL,
            *MOMENTS,
            "source_id",
            "scribe_id",
            "effect_due_on",
        )
        for name in names:
            table.drop_column(name)
        table.create_check_constraint(op.f("ck_review_published_is_dated"), DATED)
