"""Handoffs that nobody acknowledged and what was recorded of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

HAS_START = "(sent_at IS NULL) = (asked_at IS NULL)"
BY_ITSELF = "(kind = 'expired') = (actor_id IS NULL)"
SPOKE = "text = '' OR kind IN ('asked', 'answered', 'returned', 'sent_again', 'escalated', 'corrected')"
SPEAKS = SPOKE.replace("'corrected')", "'corrected', 'told_by_phone')")


def upgrade() -> None:
    """The clock of what waits began when it was sent: nothing else is known of older ones."""
    with op.batch_alter_table("handoff") as table:
        table.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE handoff SET asked_at = sent_at")
    with op.batch_alter_table("handoff") as table:
        table.create_check_constraint(op.f("ck_handoff_sent_has_start"), HAS_START)
    with op.batch_alter_table("handoff_event") as table:
        table.alter_column("actor_id", existing_type=sa.Uuid(), nullable=True)
        table.create_check_constraint(op.f("ck_handoff_event_clocks_act_alone"), BY_ITSELF)
        table.drop_constraint(op.f("ck_handoff_event_who_speaks"), type_="check")
        table.create_check_constraint(op.f("ck_handoff_event_who_speaks"), SPEAKS)


def downgrade() -> None:
    """The older version knows no end of a shift: what expired waits again as if somebody had opened it.

    What was said on the phone is a correction there, and "still true" one more opening.
    """
    op.execute("DELETE FROM handoff_event WHERE kind = 'expired'")
    op.execute("UPDATE handoff_event SET kind = 'corrected' WHERE kind = 'told_by_phone'")
    op.execute("UPDATE handoff_event SET kind = 'opened' WHERE kind = 'still_true'")
    op.execute("UPDATE handoff SET status = 'opened' WHERE status = 'expired_unacknowledged'")
    with op.batch_alter_table("handoff_event") as table:
        table.drop_constraint(op.f("ck_handoff_event_who_speaks"), type_="check")
        table.create_check_constraint(op.f("ck_handoff_event_who_speaks"), SPOKE)
        table.drop_constraint(op.f("ck_handoff_event_clocks_act_alone"), type_="check")
        table.alter_column("actor_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("handoff") as table:
        table.drop_constraint(op.f("ck_handoff_sent_has_start"), type_="check")
        table.drop_column("asked_at")
