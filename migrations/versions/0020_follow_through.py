"""What an improvement goes through until it is known to work."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ENUM = sa.String(length=40)
MOMENT = sa.DateTime(timezone=True)
FINISHED = "'closed', 'done', 'done_unverified', 'effective', 'not_effective', 'verified'"
UNFINISHED = "'accepted', 'escalated', 'in_progress', 'open', 'proposed', 'stuck'"
SEEN = "'closed', 'effective', 'not_effective', 'verified'"
IMPROVING = (
    "'accepted', 'closed', 'done_unverified', 'effective', 'escalated', 'in_progress', 'not_effective', 'proposed',"
    " 'stuck', 'verified'"
)
CHECKS = {
    "done_is_dated": f"status NOT IN ({FINISHED}) OR done_at IS NOT NULL",
    "open_is_not_done": f"status NOT IN ({UNFINISHED}) OR done_at IS NULL",
    "quick_fix_states": "status NOT IN ('done', 'open') OR lane = 'quick_fix'",
    "improvement_states": f"status NOT IN ({IMPROVING}) OR lane = 'improvement'",
    "verified_pair": "(verified_at IS NULL) = (verified_by IS NULL)",
    "verified_is_dated": f"status NOT IN ({SEEN}) OR verified_at IS NOT NULL",
    "verified_by_another": "verified_by <> owner_id AND verified_by <> done_by",
    "told_pair": "(told_back_at IS NULL) = (told_back_by IS NULL)",
    "closed_is_told": "status <> 'closed' OR told_back_at IS NOT NULL",
    "merged_pair": "(merged_at IS NULL) = (merged_by IS NULL)",
    "merged_into_one": "(status = 'merged') = (merged_into_id IS NOT NULL)",
    "effect_30_dated": "(effect_30 IS NULL) = (effect_30_at IS NULL)",
    "effect_90_dated": "(effect_90 IS NULL) = (effect_90_at IS NULL)",
    "escalated_above": "status <> 'escalated' OR escalated_tier > 1",
}
OLD_DONE = "(status = 'done') = (done_at IS NOT NULL)"
PEOPLE = ("sponsor_id", "verified_by", "effect_30_by", "effect_90_by", "told_back_by", "merged_by")
ANSWERED = ("done_at", "dropped_at", "told_back_at")
INDEXED = ("sponsor_id", "merged_into_id")
KNOWN = "'opened', 'moved', 'handed_over', 'done', 'undone', 'dropped'"
TOLD_AS_DONE = "'verified', 'works', 'works_partly', 'told_back'"
NOW_OPEN = f"status IN ({UNFINISHED}, 'not_effective')"


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _empty(name: str, type_: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=True)


def _effect(days: int) -> list[sa.Column[Any]]:
    name = f"effect_{days}"
    return [
        _empty(name, ENUM),
        _empty(f"{name}_at", MOMENT),
        _empty(f"{name}_by", sa.Uuid()),
        _text(f"{name}_note", 160),
    ]


def _new() -> list[sa.Column[Any]]:
    """The columns that an item gains: new ones each time, because a table keeps those that it is given."""
    return [
        sa.Column("lane", ENUM, nullable=False, server_default="quick_fix"),
        *[_empty(name, ENUM) for name in ("change_type", "strength", "condition", "owner_answer", "blocker")],
        sa.Column("beyond_unit", sa.Boolean(), nullable=False, server_default=sa.false()),
        *[_empty(name, sa.Uuid()) for name in ("sponsor_id", "verified_by", "told_back_by", "merged_by")],
        _empty("merged_into_id", sa.Uuid()),
        *[_text(name, 160) for name in ("strength_reason", "measure", "owner_answer_note", "blocker_note")],
        _text("small_test", 140),
        _text("balancing_check", 120),
        _text("verified_note", 160),
        _text("told_back_note", 240),
        *[_empty(name, sa.Float()) for name in ("baseline", "target")],
        *[_empty(name, MOMENT) for name in ("owner_answered_at", "stuck_at", "escalated_at", "verified_at")],
        *[_empty(name, MOMENT) for name in ("told_back_at", "raiser_seen_at", "writer_seen_at", "merged_at")],
        _empty("escalated_tier", sa.Integer()),
        *_effect(30),
        *_effect(90),
        _empty("first_verified_at", MOMENT),
        *[_empty(name, ENUM) for name in ("first_effect_30", "first_effect_90")],
        *[_number(name) for name in ("reopened_count", "redated_count")],
    ]


def upgrade() -> None:
    """What is there stays a quick fix; how often its day moved is counted from its history."""
    with op.batch_alter_table("action_item") as table:
        for column in _new():
            table.add_column(column)
        table.drop_constraint(op.f("ck_action_item_done_is_dated"), type_="check")
    op.execute(
        "UPDATE action_item SET redated_count = (SELECT count(*) FROM action_event"
        " WHERE action_event.item_id = action_item.id AND action_event.kind = 'moved')"
    )
    with op.batch_alter_table("action_item") as table:
        for column in _new():
            if column.server_default is not None:
                table.alter_column(column.name, existing_type=column.type, server_default=None)
        for name in PEOPLE:
            table.create_foreign_key(op.f(f"fk_action_item_{name}"), "user", [name], ["id"])
        table.create_foreign_key(op.f("fk_action_item_merged_into_id"), "action_item", ["merged_into_id"], ["id"])
        for name, text in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_action_item_{name}"), text)
    for name in INDEXED:
        op.create_index(op.f(f"ix_action_item_{name}"), "action_item", [name])
    for name in ANSWERED:
        op.create_index(f"ix_action_item_unit_id_{name}", "action_item", ["unit_id", name])
    _create_beside()


def _create_beside() -> None:
    op.create_table(
        "action_helper",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["action_item.id"], name=op.f("fk_action_helper_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_action_helper_user_id")),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_action_helper")),
    )
    op.create_index(op.f("ix_action_helper_user_id"), "action_helper", ["user_id"])
    _create_said("action_comment", sa.Column("text", sa.String(length=500), nullable=False))
    _create_said(
        "action_evidence",
        sa.Column("kind", ENUM, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", ENUM, nullable=True),
        sa.CheckConstraint("(kind = 'picture') = (picture IS NOT NULL)", name=_check("picture_is_there")),
        sa.CheckConstraint("(picture IS NULL) = (media_type IS NULL)", name=_check("picture_has_type")),
        sa.CheckConstraint("(kind = 'link') = (url <> '')", name=_check("link_is_there")),
    )


def _check(name: str) -> Any:
    return op.f(f"ck_action_evidence_{name}")


def _create_said(name: str, *own: Any) -> None:
    """A table of what people added to an item."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        *own,
        sa.ForeignKeyConstraint(["item_id"], ["action_item.id"], name=op.f(f"fk_{name}_item_id")),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f(f"fk_{name}_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_item_id_at", name, ["item_id", "at"])


def downgrade() -> None:
    """Improvements become quick fixes: open, or done, or dropped with the reason that they went on elsewhere.

    Nothing is left out of their history: a step that was not known then is told as done, or as open again.
    """
    for name in ("action_evidence", "action_comment", "action_helper"):
        op.drop_table(name)
    for name in ANSWERED:
        op.drop_index(f"ix_action_item_unit_id_{name}", table_name="action_item")
    for name in INDEXED:
        op.drop_index(op.f(f"ix_action_item_{name}"), table_name="action_item")
    with op.batch_alter_table("action_item") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_action_item_{name}"), type_="check")
        for name in (*PEOPLE, "merged_into_id"):
            table.drop_constraint(op.f(f"fk_action_item_{name}"), type_="foreignkey")
    op.execute(
        "UPDATE action_item SET dropped_at = merged_at, dropped_by = merged_by, done_at = NULL, done_by = NULL,"
        " dropped_reason = 'It goes on within another action item.', status = 'dropped' WHERE status = 'merged'"
    )
    op.execute(f"UPDATE action_item SET status = 'open', done_at = NULL, done_by = NULL WHERE {NOW_OPEN}")  # noqa: S608 - our own words
    op.execute("UPDATE action_item SET done_at = NULL, done_by = NULL WHERE status = 'dropped'")
    op.execute(f"UPDATE action_item SET status = 'done' WHERE status IN ({FINISHED})")  # noqa: S608 - our own words
    op.execute("UPDATE action_event SET kind = 'dropped' WHERE kind = 'merged'")
    op.execute(f"UPDATE action_event SET kind = 'done' WHERE kind IN ({TOLD_AS_DONE})")  # noqa: S608 - our own words
    op.execute(f"UPDATE action_event SET kind = 'undone' WHERE kind NOT IN ({KNOWN})")  # noqa: S608 - our own words
    with op.batch_alter_table("action_item") as table:
        for column in _new():
            table.drop_column(column.name)
        table.create_check_constraint(op.f("ck_action_item_done_is_dated"), OLD_DONE)
