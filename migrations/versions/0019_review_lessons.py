"""Lessons for other units, what has been seen and said of a review since, and the search."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from huddle.reviews.rules.searching import bag, scope_of

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE findable_words USING fts5"
        "(words, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
    ),
    "postgresql": (
        "CREATE INDEX findable_words ON findable USING gin (array_to_tsvector(string_to_array(words, ' ')))"
    ),
}
"""The bags of words are made by us, so no database takes them apart again in its own way."""
OPEN = "status IN ('shared_back', 'actions_tracked', 'closed') AND confidentiality = 'learning'"


def upgrade() -> None:
    """What the units published before can be found too."""
    op.create_table(
        "lesson",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("happens", sa.String(length=300), nullable=False),
        sa.Column("helps", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lesson_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index("ix_lesson_released_on", "lesson", ["released_on"])
    _beside_review("review_lesson", {"lesson_id": "lesson.id"})
    _beside_review("review_seen", {"user_id": "user.id"})
    _create_years()
    op.create_table(
        "findable",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_findable")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_findable_kind_subject_id")),
    )
    op.execute(WORDS[op.get_bind().dialect.name])
    _find_what_is_published()


def _beside_review(name: str, others: dict[str, str]) -> None:
    """A table that only says what belongs to which review."""
    op.create_table(
        name,
        sa.Column("review_id", sa.Uuid(), nullable=False),
        *[sa.Column(column, sa.Uuid(), nullable=False) for column in others],
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f(f"fk_{name}_review_id")),
        *[sa.ForeignKeyConstraint([key], [to], name=op.f(f"fk_{name}_{key}")) for key, to in others.items()],
        sa.PrimaryKeyConstraint("review_id", *others, name=op.f(f"pk_{name}")),
    )


def _create_years() -> None:
    op.create_table(
        "review_year",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("huddle_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_review_year_by")),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name=op.f("fk_review_year_huddle_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_year_review_id")),
        sa.PrimaryKeyConstraint("review_id", "year", name=op.f("pk_review_year")),
    )


def _find_what_is_published() -> None:
    """The words are made as the search makes them today; what changes there has to make them all anew anyway."""
    bind, findable = op.get_bind(), sa.table("findable", *map(sa.column, ("kind", "subject_id", "words")))
    id_, unit_id = sa.column("id", sa.Uuid()), sa.column("unit_id", sa.Uuid())
    review = sa.table("review", id_, unit_id, sa.column("title"))
    answer = sa.table("review_answer", sa.column("review_id", sa.Uuid()), sa.column("text"))
    texts = defaultdict(list)
    for review_id, text in bind.execute(sa.select(answer.c.review_id, answer.c.text)):
        texts[review_id].append(text)
    for found, unit, title in bind.execute(sa.select(id_, unit_id, review.c.title).where(sa.text(OPEN)).order_by(id_)):
        words = bag([title, *texts[found]], scope=scope_of(unit))
        subject = sa.literal(found, sa.Uuid())
        bind.execute(sa.insert(findable).values(kind="review", subject_id=subject, words=words))
    if bind.dialect.name == "sqlite":
        op.execute("INSERT INTO findable_words (rowid, words) SELECT number, words FROM findable")


def downgrade() -> None:
    """Lessons go, and with them what was seen and said; the reviews stay as they are."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE findable_words")
    for name in ("findable", "review_year", "review_seen", "review_lesson", "lesson"):
        op.drop_table(name)
