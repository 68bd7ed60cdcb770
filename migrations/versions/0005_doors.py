"""Who is in charge, who is here for one shift, and how somebody leaves."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = ("device", "enrolment_code")


def upgrade() -> None:
    op.add_column("user", sa.Column("pin_given_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user", sa.Column("password_given_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user", sa.Column("guest_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("login_session", sa.Column("must_change", sa.String(length=40), nullable=True))
    op.add_column("membership", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    for table_name in KINDS:
        with op.batch_alter_table(table_name) as table:
            table.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="tablet"))
        with op.batch_alter_table(table_name) as table:
            table.alter_column("kind", server_default=None)

    op.create_table(
        "charge_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("shift_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(shift_id IS NULL) = (shift_on IS NULL)", name=op.f("ck_charge_turn_shift_pair")),
        sa.CheckConstraint("ends_at > since", name=op.f("ck_charge_turn_ends_after_since")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_charge_turn_until_after_since")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_charge_turn_person_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_charge_turn_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_charge_turn_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_turn")),
    )
    op.create_index("ix_charge_turn_unit_id_since", "charge_turn", ["unit_id", "since"])
    op.create_index(
        "uq_charge_turn_running",
        "charge_turn",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "shift_guest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("vouched_by", sa.Uuid(), nullable=False),
        sa.Column("vouched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > vouched_at", name=op.f("ck_shift_guest_ends_after_vouching")),
        sa.CheckConstraint("(extended_at IS NULL) = (extended_by IS NULL)", name=op.f("ck_shift_guest_extended_pair")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_shift_guest_ended_pair")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_shift_guest_ended_by")),
        sa.ForeignKeyConstraint(["extended_by"], ["user.id"], name=op.f("fk_shift_guest_extended_by")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_shift_guest_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_shift_guest_unit_id")),
        sa.ForeignKeyConstraint(["vouched_by"], ["user.id"], name=op.f("fk_shift_guest_vouched_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_guest")),
    )
    op.create_index("ix_shift_guest_unit_id_ends_at", "shift_guest", ["unit_id", "ends_at"])
    op.create_index("ix_shift_guest_person_id", "shift_guest", ["person_id"])


def downgrade() -> None:
    op.drop_table("shift_guest")
    op.drop_table("charge_turn")
    for table_name in reversed(KINDS):
        op.drop_column(table_name, "kind")
    op.drop_column("membership", "ends_at")
    op.drop_column("login_session", "must_change")
    for column in ("guest_since", "password_given_at", "pin_given_at"):
        op.drop_column("user", column)
