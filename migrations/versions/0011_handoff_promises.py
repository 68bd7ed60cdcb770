"""What becomes of a handoff's open actions and of a concern in it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECKS = {
    "dropped_pair": "(dropped_at IS NULL) = (dropped_by IS NULL)",
    "dropped_is_explained": "dropped_at IS NOT NULL OR dropped_reason = ''",
    "done_or_dropped": "done_at IS NULL OR dropped_at IS NULL",
    "carried_since": "(from_action_id IS NULL) = (first_asked_at IS NULL)",
    "carried_first_due": "original_due_at IS NULL OR from_action_id IS NOT NULL",
}


def _new() -> list[sa.Column[Any]]:
    """The columns that a thing to be done gains: new ones each time, because a table keeps those that it is given."""
    return [
        sa.Column("from_action_id", sa.Uuid(), nullable=True),
        sa.Column("first_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=120), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    with op.batch_alter_table("handoff_action") as table:
        for column in _new():
            table.add_column(column)
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_handoff_action_{name}"), condition)
        table.create_foreign_key(op.f("fk_handoff_action_from_action_id"), "handoff_action", ["from_action_id"], ["id"])
        table.create_foreign_key(op.f("fk_handoff_action_dropped_by"), "user", ["dropped_by"], ["id"])
        table.create_index(op.f("ix_handoff_action_from_action_id"), ["from_action_id"])
    with op.batch_alter_table("handoff_action") as table:
        table.alter_column("dropped_reason", existing_type=sa.String(length=120), server_default=None)
    op.create_table(
        "handoff_promise",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(item_id IS NULL) <> (concern_id IS NULL)", name=op.f("ck_handoff_promise_one_thing")),
        sa.CheckConstraint(
            "(item_id IS NULL) = (action_id IS NULL)", name=op.f("ck_handoff_promise_item_for_an_action")
        ),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_promise_handoff_id")),
        sa.ForeignKeyConstraint(["action_id"], ["handoff_action.id"], name=op.f("fk_handoff_promise_action_id")),
        sa.ForeignKeyConstraint(["item_id"], ["action_item.id"], name=op.f("fk_handoff_promise_item_id")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_handoff_promise_concern_id")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_handoff_promise_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_promise")),
        sa.UniqueConstraint("action_id", name=op.f("uq_handoff_promise_action_id")),
        sa.UniqueConstraint("item_id", name=op.f("uq_handoff_promise_item_id")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_handoff_promise_concern_id")),
    )
    op.create_index(op.f("ix_handoff_promise_handoff_id"), "handoff_promise", ["handoff_id"])


def downgrade() -> None:
    """The older version knows nothing of what became of them: items and concerns stay, what was dropped is open."""
    op.drop_index(op.f("ix_handoff_promise_handoff_id"), table_name="handoff_promise")
    op.drop_table("handoff_promise")
    with op.batch_alter_table("handoff_action") as table:
        table.drop_index(op.f("ix_handoff_action_from_action_id"))
        table.drop_constraint(op.f("fk_handoff_action_dropped_by"), type_="foreignkey")
        table.drop_constraint(op.f("fk_handoff_action_from_action_id"), type_="foreignkey")
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_handoff_action_{name}"), type_="check")
        for column in _new():
            table.drop_column(column.name)
