"""Places that end, what is kept how long, and paper that is typed in later."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STILL_RUN = sa.text("ended_on IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("patient_days", sa.Integer(), nullable=False, server_default="30"))
        table.create_check_constraint("patient_days_limits", "patient_days BETWEEN 3 AND 90")
    with op.batch_alter_table("organisation") as table:
        table.alter_column("patient_days", server_default=None)
    with op.batch_alter_table("shift") as table:
        table.drop_constraint("uq_shift_unit_id_name", type_="unique")
        table.add_column(sa.Column("begins_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.create_check_constraint("ends_after_start", "ended_on >= begins_on")
    with op.batch_alter_table("shift") as table:
        table.alter_column("version", server_default=None)
    op.create_index(
        "uq_shift_unit_id_name",
        "shift",
        ["unit_id", "name"],
        unique=True,
        sqlite_where=STILL_RUN,
        postgresql_where=STILL_RUN,
    )
    op.create_table(
        "paper_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(entered_at IS NULL) = (entered_by IS NULL)", name=op.f("ck_paper_form_entered_pair")),
        sa.CheckConstraint(
            "(entered_at IS NULL) = (written_at IS NULL)", name=op.f("ck_paper_form_written_when_entered")
        ),
        sa.CheckConstraint("(entered_at IS NULL) = (object_id IS NULL)", name=op.f("ck_paper_form_became_something")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_paper_form_entered_by")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_paper_form_made_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_form_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_form")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_paper_form_unit_id_number")),
    )
    op.create_index("ix_paper_form_pack_id", "paper_form", ["pack_id"])
    op.create_index("ix_paper_form_unit_id_made_at", "paper_form", ["unit_id", "made_at"])
    op.create_index("ix_paper_form_object_id", "paper_form", ["object_id"])


def downgrade() -> None:
    op.drop_table("paper_form")
    op.drop_index("uq_shift_unit_id_name", table_name="shift")
    _name_ended_shifts_apart()
    with op.batch_alter_table("shift") as table:
        table.drop_constraint("ends_after_start", type_="check")
        table.drop_column("version")
        table.drop_column("ended_on")
        table.drop_column("begins_on")
        table.create_unique_constraint("uq_shift_unit_id_name", ["unit_id", "name"])
    with op.batch_alter_table("organisation") as table:
        table.drop_constraint("patient_days_limits", type_="check")
        table.drop_column("patient_days")


def _name_ended_shifts_apart() -> None:
    """The schema before knows no end: a shift that has ended runs again there, under a name of its own."""
    shift = sa.table(
        "shift", sa.column("id", sa.Uuid()), sa.column("name", sa.String()), sa.column("ended_on", sa.Date())
    )
    connection = op.get_bind()
    ended = connection.execute(sa.select(shift.c.id, shift.c.name).where(shift.c.ended_on.is_not(None))).all()
    for number, row in enumerate(ended, 1):
        name = f"{row.name[:18]} (ended {number})"
        connection.execute(shift.update().where(shift.c.id == row.id).values(name=name))
