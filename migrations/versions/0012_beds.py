"""Who has which bed this shift."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bed_list",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("beds", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bed_list_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_bed_list")),
    )
    op.create_table(
        "bed_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("shift_on", sa.Date(), nullable=False),
        sa.Column("bed", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_bed_assignment_person_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_bed_assignment_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bed_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_assignment")),
        sa.UniqueConstraint(
            "unit_id", "shift_id", "shift_on", "key", name=op.f("uq_bed_assignment_unit_id_shift_id_shift_on_key")
        ),
    )
    op.create_index("ix_bed_assignment_unit_id_ends_at", "bed_assignment", ["unit_id", "ends_at"])


def downgrade() -> None:
    op.drop_table("bed_assignment")
    op.drop_table("bed_list")
