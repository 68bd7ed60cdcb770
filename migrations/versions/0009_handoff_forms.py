"""How each unit words its kinds of handoff, and how long they may wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handoff_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_handoff_template_unit_id")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_handoff_template_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_template")),
        sa.UniqueConstraint("unit_id", "kind", "number", name=op.f("uq_handoff_template_unit_id_kind_number")),
    )
    with op.batch_alter_table("handoff") as table:
        table.add_column(sa.Column("template_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("extra", sa.JSON(), nullable=False, server_default="{}"))
        table.create_foreign_key(op.f("fk_handoff_template_id"), "handoff_template", ["template_id"], ["id"])
    with op.batch_alter_table("handoff") as table:
        table.alter_column("extra", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    """What the older version has no place for goes: the units' own words, and what was said beyond the short form."""
    with op.batch_alter_table("handoff") as table:
        table.drop_constraint(op.f("fk_handoff_template_id"), type_="foreignkey")
        table.drop_column("extra")
        table.drop_column("template_id")
    op.drop_table("handoff_template")
