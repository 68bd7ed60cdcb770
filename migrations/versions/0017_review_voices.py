"""Notes from everyone, and the two last questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Without row numbers on SQLite: the order in which notes came is nowhere (docs/adr/0018)."""
    op.create_table(
        "voice_room",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asks_check", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_voice_room_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_voice_room")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_voice_room_token_sha256")),
    )
    op.create_table(
        "voice_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=240), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=240), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_voice_note_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_note")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_voice_note_code_sha256")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_voice_note_review_id", "voice_note", ["review_id"])
    op.create_table(
        "voice_tally",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_voice_tally_review_id")),
        sa.PrimaryKeyConstraint("review_id", "item", "score", name=op.f("pk_voice_tally")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("voice_tally")
    op.drop_index("ix_voice_note_review_id", table_name="voice_note")
    op.drop_table("voice_note")
    op.drop_table("voice_room")
