"""Reminders, e-mail and calendars."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ENUM = sa.String(length=40)
WHEN = sa.DateTime(timezone=True)
UNSEEN = sa.text("mail_id IS NULL AND seen_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        table.add_column(sa.Column("mail_off_at", WHEN, nullable=True))
    _create_mail()
    _create_notification()
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_calendar_feed_of_one")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_feed_unit_id")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_calendar_feed_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feed_person_id")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_calendar_feed_unit_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_calendar_feed_token_sha256")),
    )


def _create_mail() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", ENUM, nullable=False),
        sa.Column("dedupe", sa.String(length=100), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("state", ENUM, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("next_try_at", WHEN, nullable=False),
        sa.Column("claimed_at", WHEN, nullable=True),
        sa.Column("sent_at", WHEN, nullable=True),
        sa.Column("error", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "(state IN ('claimed', 'sending')) = (claimed_at IS NOT NULL)",
            name=op.f("ck_outgoing_mail_claim_is_dated"),
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outgoing_mail_sent_is_dated")),
        sa.ForeignKeyConstraint(["recipient_id"], ["user.id"], name=op.f("fk_outgoing_mail_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outgoing_mail_dedupe")),
    )
    op.create_index("ix_outgoing_mail_state_next_try_at", "outgoing_mail", ["state", "next_try_at"])
    op.create_index("ix_outgoing_mail_recipient_id_created_at", "outgoing_mail", ["recipient_id", "created_at"])


def _create_notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", ENUM, nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("dedupe", sa.String(length=160), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("not_before", WHEN, nullable=False),
        sa.Column("seen_at", WHEN, nullable=True),
        sa.Column("withdrawn_at", WHEN, nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["user.id"], name=op.f("fk_notification_recipient_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notification_unit_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["outgoing_mail.id"], name=op.f("fk_notification_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_notification_dedupe")),
    )
    op.create_index("ix_notification_recipient_id_created_at", "notification", ["recipient_id", "created_at"])
    op.create_index("ix_notification_unit_id_created_at", "notification", ["unit_id", "created_at"])
    op.create_index(op.f("ix_notification_mail_id"), "notification", ["mail_id"])
    op.create_index(
        "ix_notification_unseen_not_before",
        "notification",
        ["not_before"],
        sqlite_where=UNSEEN,
        postgresql_where=UNSEEN,
    )


def downgrade() -> None:
    """What waits to be sent goes, and so do addresses: the older version sends nothing."""
    op.drop_table("calendar_feed")
    op.drop_table("notification")
    op.drop_table("outgoing_mail")
    with op.batch_alter_table("user") as table:
        table.drop_column("mail_off_at")
        table.drop_column("email")
