"""Handoffs from one unit to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHECKS = {
    "transfers_leave": "to_unit_id IS NULL OR kind = 'transfer'",
    "to_another_unit": "to_unit_id <> unit_id",
}


def upgrade() -> None:
    with op.batch_alter_table("handoff") as table:
        table.add_column(sa.Column("to_unit_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_handoff_to_unit_id"), "unit", ["to_unit_id"], ["id"])
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_handoff_{name}"), condition)
        table.create_index("ix_handoff_to_unit_id_sent_at", ["to_unit_id", "sent_at"])


def downgrade() -> None:
    """A transfer stays with the unit that wrote it, which the older version knows it by."""
    with op.batch_alter_table("handoff") as table:
        table.drop_index("ix_handoff_to_unit_id_sent_at")
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_handoff_{name}"), type_="check")
        table.drop_constraint(op.f("fk_handoff_to_unit_id"), type_="foreignkey")
        table.drop_column("to_unit_id")
