"""Timeline, work system and company of a review; a second text beside an answer; why nothing needs to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ELEMENTS = ("patient", "people", "team", "task", "tools", "place", "organisation", "outside")
WORDS = {("review_answer", "aside"): 240, ("review", "nothing_needed"): 200}


def upgrade() -> None:
    """Each review that is there gets the rows that a new one starts with."""
    _create(
        "review_moment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("known_from", sa.String(length=60), nullable=False),
        key=("id",),
    )
    op.create_index("ix_review_moment_review_id_number", "review_moment", ["review_id", "number"], unique=True)
    _create(
        "review_factor",
        sa.Column("element", sa.String(length=40), nullable=False),
        sa.Column("polarity", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.CheckConstraint("polarity IS NOT NULL OR text = ''", name=op.f("ck_review_factor_words_have_polarity")),
        key=("review_id", "element"),
    )
    _create(
        "review_company",
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("absent", sa.JSON(), nullable=False),
        sa.Column("asked", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        key=("review_id",),
    )
    for (table, name), length in WORDS.items():
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        with op.batch_alter_table(table) as changed:
            changed.alter_column(name, existing_type=sa.String(length=length), server_default=None)
    outside = sa.Column("facilitator_external", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("review") as changed:
        changed.add_column(outside)
    with op.batch_alter_table("review") as changed:
        changed.alter_column("facilitator_external", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("review_event") as changed:
        changed.alter_column("by", existing_type=sa.Uuid(), nullable=True)
    for element in ELEMENTS:
        rows = f"SELECT id, '{element}', '', 1 FROM review WHERE format <> 'hot_debrief'"  # noqa: S608 - our own words
        op.execute(f"INSERT INTO review_factor (review_id, element, text, version) {rows}")
    op.execute(
        "INSERT INTO review_company (review_id, present, absent, asked, version) "
        "SELECT id, '{}', '{}', '', 1 FROM review WHERE format <> 'hot_debrief'"
    )


def _create(name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("review_id", sa.Uuid(), nullable=False),
        *parts,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f(f"fk_{name}_review_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    """What a job of ours told has nobody to name in the older version, and goes."""
    op.execute('DELETE FROM review_event WHERE "by" IS NULL')
    with op.batch_alter_table("review_event") as changed:
        changed.alter_column("by", existing_type=sa.Uuid(), nullable=False)
    for table, name in (*WORDS, ("review", "facilitator_external")):
        with op.batch_alter_table(table) as changed:
            changed.drop_column(name)
    op.drop_table("review_company")
    op.drop_table("review_factor")
    op.drop_index("ix_review_moment_review_id_number", table_name="review_moment")
    op.drop_table("review_moment")
