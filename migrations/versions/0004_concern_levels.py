"""How a concern climbs, is answered and is told back, and the huddles above the unit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PEOPLE = ("owner_id", "escalated_by")
MOMENTS = ("picked_up_at", "escalated_at", "response_due", "raiser_seen_at")
WORDS = ("harm", "escalation_reason")
CHECKS = {
    "answered_somewhere": "(answered_at IS NULL) = (answered_tier IS NULL)",
    "picked_up_pair": "(picked_up_at IS NULL) = (owner_id IS NULL)",
    "has_owner": "status NOT IN ('fixing_here', 'escalated') OR owner_id IS NOT NULL",
    "escalated_is_above": "(status = 'escalated') = (tier > 1)",
    "escalated_pair": "(escalated_at IS NULL) = (escalated_by IS NULL)",
    "escalated_because": "(escalated_at IS NULL) = (escalation_reason IS NULL)",
    "escalated_until": "(escalated_at IS NULL) = (response_due IS NULL)",
    "above_is_escalated": "tier = 1 OR escalated_at IS NOT NULL",
    "merged_into_one": "status <> 'merged' OR merged_into_id IS NOT NULL",
    "answered_before_seen": "raiser_seen_at IS NULL OR answered_at IS NOT NULL",
}
KNOWN_EVENTS = (
    (1, "raised", "raised_at", "raised_by", "NULL", "''", "raised_at IS NOT NULL"),
    (2, "answered", "answered_at", "answered_by", "outcome", "answer", "answered_at IS NOT NULL"),
    (3, "told_back", "told_back_at", "NULL", "NULL", "''", "told_back_at IS NOT NULL"),
)


def upgrade() -> None:
    _columns()
    op.execute("UPDATE concern SET answered_tier = 1 WHERE answered_at IS NOT NULL")
    # Nobody is told again of what was closed before there was a mark for having read it.
    op.execute("UPDATE concern SET raiser_seen_at = told_back_at WHERE told_back_at IS NOT NULL")
    with op.batch_alter_table("concern") as table:
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_concern_{name}"), condition)
    _events()
    _tier_huddles()


def _columns() -> None:
    with op.batch_alter_table("concern") as table:
        for name in (*PEOPLE, "merged_into_id"):
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in WORDS:
            table.add_column(sa.Column(name, sa.String(length=40), nullable=True))
        table.add_column(sa.Column("immediate_fix", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("tier", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("answered_tier", sa.Integer(), nullable=True))
        for name in PEOPLE:
            table.create_foreign_key(f"fk_concern_{name}", "user", [name], ["id"])
        table.create_foreign_key("fk_concern_merged_into_id", "concern", ["merged_into_id"], ["id"])
    with op.batch_alter_table("concern") as table:
        table.alter_column("immediate_fix", server_default=None)
        table.alter_column("tier", server_default=None)
        table.create_index("ix_concern_owner_id", ["owner_id"])
        table.create_index("ix_concern_merged_into_id", ["merged_into_id"])
        table.create_index("ix_concern_unit_id_told_back_at", ["unit_id", "told_back_at"])
        table.create_index("ix_concern_tier_response_due", ["tier", "response_due"])


def _events() -> None:
    op.create_table(
        "concern_event",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_event_concern_id")),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_concern_event_by")),
        sa.PrimaryKeyConstraint("concern_id", "number", name=op.f("pk_concern_event")),
    )
    for number, kind, at, by, outcome, note, condition in KNOWN_EVENTS:
        op.execute(
            f'INSERT INTO concern_event (concern_id, number, kind, at, "by", tier, outcome, note) '  # noqa: S608
            f"SELECT id, {number}, '{kind}', {at}, {by}, 1, {outcome}, {note} FROM concern WHERE {condition}"
        )


def _tier_huddles() -> None:
    op.create_table(
        "tier_huddle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("not_held_reason", sa.String(length=40), nullable=True),
        sa.Column("not_held_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name=op.f("ck_tier_huddle_opened_pair")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_tier_huddle_closed_pair")),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_tier_huddle_opened_before_closed")
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (not_held_reason IS NOT NULL)", name=op.f("ck_tier_huddle_held_or_reason")
        ),
        sa.CheckConstraint(
            "(not_held_reason IS NULL) = (not_held_by IS NULL)", name=op.f("ck_tier_huddle_not_held_pair")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_tier_huddle_opened_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["user.id"], name=op.f("fk_tier_huddle_closed_by")),
        sa.ForeignKeyConstraint(["not_held_by"], ["user.id"], name=op.f("fk_tier_huddle_not_held_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_huddle")),
        sa.UniqueConstraint("kind", "level_id", "held_on", name=op.f("uq_tier_huddle_kind_level_id_held_on")),
    )


def downgrade() -> None:
    op.drop_table("tier_huddle")
    op.drop_table("concern_event")
    with op.batch_alter_table("concern") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_concern_{name}"), type_="check")
    # The words of before: whatever waits is open, and what went into another one was answered with it or is open.
    op.execute("UPDATE concern SET status = 'open' WHERE status IN ('fixing_here', 'escalated')")
    op.execute("UPDATE concern SET status = 'answered' WHERE status = 'merged' AND answered_at IS NOT NULL")
    op.execute("UPDATE concern SET status = 'open' WHERE status = 'merged'")
    op.execute("UPDATE concern SET outcome = 'action' WHERE outcome = 'yes'")
    op.execute("UPDATE concern SET outcome = 'cannot_fix' WHERE outcome IN ('no', 'not_now')")
    op.execute("UPDATE concern SET told_how = 'direct' WHERE told_how = 'check_in'")
    with op.batch_alter_table("concern") as table:
        for name in ("tier_response_due", "unit_id_told_back_at", "merged_into_id", "owner_id"):
            table.drop_index(f"ix_concern_{name}")
        table.drop_constraint("fk_concern_merged_into_id", type_="foreignkey")
        for name in PEOPLE:
            table.drop_constraint(f"fk_concern_{name}", type_="foreignkey")
        for name in (*PEOPLE, *MOMENTS, *WORDS, "merged_into_id", "immediate_fix", "tier", "answered_tier"):
            table.drop_column(name)
