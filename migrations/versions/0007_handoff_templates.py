"""How a unit words its handoffs, read-back by risk, and what became of each."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ENUM = sa.String(length=40)
CHECKS = {
    "sent_is_dated": "(status = 'draft') = (sent_at IS NULL)",
    "sent_has_clock": "(sent_at IS NULL) = (answer_by IS NULL)",
    "sent_has_read_back": "(sent_at IS NULL) = (read_back IS NULL)",
    "confirmed_after": "confirmed_at IS NULL OR acknowledged_at IS NOT NULL",
    "behalf_of_another": "on_behalf_of <> sent_by",
    "answered_after_asked": "questions_answered BETWEEN 0 AND questions",
    "written_with_reason": "(mode = 'written_only') = (written_reason <> '')",
}
STATUS = "(status IN ('acknowledged', 'confirmed', 'closed')) = (acknowledged_at IS NOT NULL)"
OLD_STATUS = "(status = 'acknowledged') = (acknowledged_at IS NOT NULL)"
SPEAKS = "text = '' OR kind IN ('asked', 'answered', 'returned', 'sent_again', 'escalated', 'corrected')"
OLD_SPEAKS = "kind = 'corrected' OR text = ''"


def _new() -> list[sa.Column[Any]]:
    """The columns that a handoff gains: new ones each time, because a table keeps those that it is given."""
    return [
        sa.Column("kind", ENUM, nullable=False, server_default="shift"),
        sa.Column("background_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_from", sa.Uuid(), nullable=True),
        sa.Column("checks", ENUM, nullable=False, server_default="checked"),
        sa.Column("checks_note", sa.Text(), nullable=False, server_default=""),
        sa.Column("mode", ENUM, nullable=False, server_default="face_to_face"),
        sa.Column("written_reason", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("read_back", ENUM, nullable=True),
        sa.Column("to_confirm", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("questions_answered", sa.Integer(), nullable=False, server_default="0"),
    ]


def upgrade() -> None:
    with op.batch_alter_table("handoff") as table:
        for column in _new():
            table.add_column(column)
        table.alter_column("sent_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        table.alter_column("answer_by", existing_type=sa.DateTime(timezone=True), nullable=True)
        table.drop_constraint(op.f("ck_handoff_status_is_true"), type_="check")
    op.execute("UPDATE handoff SET background_at = sent_at, started_at = sent_at, read_back = 'full'")
    with op.batch_alter_table("handoff") as table:
        for column in _new():
            if column.server_default is not None:
                table.alter_column(column.name, existing_type=column.type, server_default=None)
        table.alter_column("background_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("started_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.create_check_constraint(op.f("ck_handoff_status_is_true"), STATUS)
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_handoff_{name}"), condition)
        table.create_foreign_key(op.f("fk_handoff_copied_from"), "handoff", ["copied_from"], ["id"])
        table.create_foreign_key(op.f("fk_handoff_on_behalf_of"), "user", ["on_behalf_of"], ["id"])
    with op.batch_alter_table("handoff_event") as table:
        table.add_column(sa.Column("section", ENUM, nullable=True))
        table.drop_constraint(op.f("ck_handoff_event_only_corrections_speak"), type_="check")
        table.create_check_constraint(op.f("ck_handoff_event_who_speaks"), SPEAKS)
        table.create_check_constraint(
            op.f("ck_handoff_event_returned_for_a_section"), "(kind = 'returned') = (section IS NOT NULL)"
        )
    _create_parts()


def _create_parts() -> None:
    op.create_table(
        "handoff_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", ENUM, nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_handoff_action_done_pair")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_action_handoff_id")),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_handoff_action_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_action")),
        sa.UniqueConstraint("handoff_id", "number", name=op.f("uq_handoff_action_handoff_id_number")),
    )
    op.create_table(
        "handoff_if_then",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=120), nullable=False),
        sa.Column("response", sa.String(length=120), nullable=False),
        sa.Column("watched", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_if_then_handoff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_if_then")),
        sa.UniqueConstraint("handoff_id", "number", name=op.f("uq_handoff_if_then_handoff_id_number")),
    )


def downgrade() -> None:
    """What the older version does not know goes: drafts and parts. Whatever was said is a correction there."""
    op.drop_table("handoff_if_then")
    op.drop_table("handoff_action")
    op.execute("UPDATE handoff_event SET kind = 'corrected', section = NULL WHERE text <> '' OR kind = 'returned'")
    op.execute("DELETE FROM handoff_event WHERE handoff_id IN (SELECT id FROM handoff WHERE status = 'draft')")
    op.execute("UPDATE handoff SET copied_from = NULL")
    op.execute("DELETE FROM handoff WHERE status = 'draft'")
    with op.batch_alter_table("handoff_event") as table:
        table.drop_constraint(op.f("ck_handoff_event_returned_for_a_section"), type_="check")
        table.drop_constraint(op.f("ck_handoff_event_who_speaks"), type_="check")
        table.create_check_constraint(op.f("ck_handoff_event_only_corrections_speak"), OLD_SPEAKS)
        table.drop_column("section")
    with op.batch_alter_table("handoff") as table:
        table.drop_constraint(op.f("fk_handoff_on_behalf_of"), type_="foreignkey")
        table.drop_constraint(op.f("fk_handoff_copied_from"), type_="foreignkey")
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_handoff_{name}"), type_="check")
        table.drop_constraint(op.f("ck_handoff_status_is_true"), type_="check")
    op.execute("UPDATE handoff SET status = 'acknowledged' WHERE acknowledged_at IS NOT NULL")
    op.execute("UPDATE handoff SET status = 'sent' WHERE acknowledged_at IS NULL")
    with op.batch_alter_table("handoff") as table:
        table.alter_column("sent_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("answer_by", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.create_check_constraint(op.f("ck_handoff_status_is_true"), OLD_STATUS)
        for column in _new():
            table.drop_column(column.name)
