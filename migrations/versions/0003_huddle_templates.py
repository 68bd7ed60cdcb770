"""What a unit asks in its huddle, and what a huddle stores of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONE_EXTRA = "uq_huddle_open_extra"
OPEN_EXTRA = sa.text("closed_at IS NULL AND kind <> 'scheduled'")
OPEN_AD_HOC = sa.text("closed_at IS NULL AND kind = 'ad_hoc'")


def enum(*values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=False, length=40)


def utc() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    _templates()
    _said()
    op.drop_index(ONE_EXTRA, table_name="huddle")
    with op.batch_alter_table("huddle") as table:
        table.add_column(sa.Column("counts", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("template_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("leader_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_huddle_template_id", "huddle_template", ["template_id"], ["id"])
        table.create_foreign_key("fk_huddle_leader_id", "user", ["leader_id"], ["id"])
    op.execute(
        "INSERT INTO huddle_note (huddle_id, name, text, by, at, version) "
        "SELECT id, 'stretched', staffing_note, opened_by, opened_at, 1 FROM huddle "
        "WHERE staffing_note <> '' AND opened_at IS NOT NULL"
    )
    op.execute("UPDATE huddle SET leader_id = opened_by")
    with op.batch_alter_table("huddle") as table:
        table.alter_column("counts", server_default=None)
        table.drop_column("staffing_note")
    _one_extra(["unit_id", "kind"], OPEN_EXTRA)
    for table_name, column in (("huddle_look_back", "words"), ("watcher", "more_reasons")):
        length = 240 if column == "words" else 400
        with op.batch_alter_table(table_name) as table:
            table.add_column(sa.Column(column, sa.String(length=length), nullable=False, server_default=""))
        with op.batch_alter_table(table_name) as table:
            table.alter_column(column, server_default=None)


def _templates() -> None:
    op.create_table(
        "huddle_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", enum("scheduled", "mid_shift_check", "ad_hoc", "end_shift_debrief"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("names_on", sa.Boolean(), nullable=False),
        sa.Column("made_at", utc(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_huddle_template_unit_id"),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name="fk_huddle_template_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_huddle_template"),
        sa.UniqueConstraint("unit_id", "kind", "number", name="uq_huddle_template_unit_id_kind_number"),
    )


def _said() -> None:
    op.create_table(
        "huddle_note",
        sa.Column("huddle_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", utc(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name="fk_huddle_note_huddle_id"),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name="fk_huddle_note_by"),
        sa.PrimaryKeyConstraint("huddle_id", "name", name="pk_huddle_note"),
    )
    op.create_table(
        "huddle_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("huddle_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=160), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", utc(), nullable=False),
        sa.Column("gone_at", utc(), nullable=True),
        sa.Column("gone_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(gone_at IS NULL) = (gone_by IS NULL)", name=op.f("ck_huddle_item_gone_pair")),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name="fk_huddle_item_huddle_id"),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name="fk_huddle_item_by"),
        sa.ForeignKeyConstraint(["gone_by"], ["user.id"], name="fk_huddle_item_gone_by"),
        sa.PrimaryKeyConstraint("id", name="pk_huddle_item"),
    )
    op.create_index("ix_huddle_item_huddle_id_at", "huddle_item", ["huddle_id", "at"])


def _one_extra(columns: list[str], where: sa.TextClause) -> None:
    op.create_index(ONE_EXTRA, "huddle", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table_name, column in (("watcher", "more_reasons"), ("huddle_look_back", "words")):
        with op.batch_alter_table(table_name) as table:
            table.drop_column(column)
    op.drop_index(ONE_EXTRA, table_name="huddle")
    with op.batch_alter_table("huddle") as table:
        table.add_column(sa.Column("staffing_note", sa.String(length=160), nullable=False, server_default=""))
    op.execute(
        "UPDATE huddle SET staffing_note = COALESCE((SELECT substr(text, 1, 160) FROM huddle_note "
        "WHERE huddle_note.huddle_id = huddle.id AND huddle_note.name = 'stretched'), '')"
    )
    # Kinds that were not known before are extra huddles to the older code, and only one of those may be open.
    op.execute(
        "UPDATE huddle SET closed_at = opened_at, closed_by = opened_by WHERE closed_at IS NULL "
        "AND kind IN ('mid_shift_check', 'end_shift_debrief')"
    )
    op.execute("UPDATE huddle SET kind = 'ad_hoc' WHERE kind IN ('mid_shift_check', 'end_shift_debrief')")
    op.execute("UPDATE watcher SET reason = 'handed_over' WHERE reason = 'handed_over_unstable'")
    op.execute("UPDATE huddle_look_back SET answer = 'done' WHERE answer = 'told'")
    with op.batch_alter_table("huddle") as table:
        table.alter_column("staffing_note", server_default=None)
        table.drop_constraint("fk_huddle_leader_id", type_="foreignkey")
        table.drop_constraint("fk_huddle_template_id", type_="foreignkey")
        table.drop_column("leader_id")
        table.drop_column("template_id")
        table.drop_column("counts")
    _one_extra(["unit_id"], OPEN_AD_HOC)
    op.drop_index("ix_huddle_item_huddle_id_at", table_name="huddle_item")
    for table_name in ("huddle_item", "huddle_note", "huddle_template"):
        op.drop_table(table_name)
