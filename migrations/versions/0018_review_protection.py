"""Reader lists and marks of reviews, what was exported and why, and the hospital's own words about a mark."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BANNER = "Your hospital has marked this review. Only the people on its list can see it."
WHY = "(confidentiality = 'learning') = (reason <> '')"
STILL_ON = sa.text("removed_at IS NULL")


def upgrade() -> None:
    _create("review_reader", ("user_id", "added_by", "removed_by"), *_reader_columns())
    op.create_index(
        "ix_review_reader_review_id_user_id",
        "review_reader",
        ["review_id", "user_id"],
        unique=True,
        sqlite_where=STILL_ON,
        postgresql_where=STILL_ON,
    )
    _create_told(
        "review_mark", "confidentiality", sa.CheckConstraint(WHY, name=op.f("ck_review_mark_taken_off_says_why"))
    )
    _create_told("review_export", "kind")
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("review_banner", sa.String(length=200), nullable=False, server_default=BANNER))
    with op.batch_alter_table("organisation") as table:
        table.alter_column("review_banner", existing_type=sa.String(length=200), server_default=None)


def _reader_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_review_reader_removed_pair")),
    ]


def _create_told(name: str, kind: str, *checks: sa.schema.SchemaItem) -> None:
    """A table of what somebody did at a moment, with a reason."""
    _create(
        name,
        ("by",),
        sa.Column(kind, sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        *checks,
    )
    op.create_index(f"ix_{name}_review_id_at", name, ["review_id", "at"])


def _create(name: str, people: tuple[str, ...], *parts: sa.schema.SchemaItem) -> None:
    """A table whose rows belong to a review; `people` are its columns that hold a person."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f(f"fk_{name}_review_id")),
        *[sa.ForeignKeyConstraint([person], ["user.id"], name=op.f(f"fk_{name}_{person}")) for person in people],
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    """Lists, marks and reasons go; the class of a review stays. See docs/protected-reviews.md before going back."""
    with op.batch_alter_table("organisation") as table:
        table.drop_column("review_banner")
    for name in ("review_export", "review_mark", "review_reader"):
        op.drop_table(name)
