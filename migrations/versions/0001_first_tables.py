"""The tables of the first release, and the triggers that guard what may never change."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FROZEN = "unit_id, month, snapshot, rules_version, computed_at"
SQLITE_AUDIT = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
SQLITE_FROZEN = "BEGIN SELECT RAISE(ABORT, 'the numbers of a check-in are frozen'); END"
GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event {SQLITE_AUDIT}",
        f"CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event {SQLITE_AUDIT}",
        f"CREATE TRIGGER check_in_no_update BEFORE UPDATE OF {FROZEN} ON check_in {SQLITE_FROZEN}",
        f"CREATE TRIGGER check_in_no_delete BEFORE DELETE ON check_in {SQLITE_FROZEN}",
        f"CREATE TRIGGER check_in_addendum_no_update BEFORE UPDATE ON check_in_addendum {SQLITE_FROZEN}",
        f"CREATE TRIGGER check_in_addendum_no_delete BEFORE DELETE ON check_in_addendum {SQLITE_FROZEN}",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
        "CREATE FUNCTION check_in_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the numbers of a check-in are frozen'; END $$",
        f"CREATE TRIGGER check_in_no_update BEFORE UPDATE OF {FROZEN} ON check_in "
        "FOR EACH ROW EXECUTE FUNCTION check_in_refuse()",
        "CREATE TRIGGER check_in_no_delete BEFORE DELETE ON check_in FOR EACH ROW EXECUTE FUNCTION check_in_refuse()",
        "CREATE TRIGGER check_in_addendum_no_change BEFORE UPDATE OR DELETE ON check_in_addendum "
        "FOR EACH ROW EXECUTE FUNCTION check_in_refuse()",
    ),
}
"""What makes the database itself refuse to alter the audit trail and the numbers of a finished month."""


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_actor_id", "audit_event", ["actor_id"])
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.create_index("ix_audit_event_subject_id", "audit_event", ["subject_id"])

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "rollup_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("addenda", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_run")),
    )
    op.create_index("ix_rollup_run_at", "rollup_run", ["at"])

    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "unit_revision",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_revision")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("org_role", sa.String(length=40), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("username", name=op.f("uq_user_username")),
    )
    op.create_table(
        "draft",
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("opened", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_draft_author_id")),
        sa.PrimaryKeyConstraint("author_id", "form", "object_id", "opened", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_saved_at", "draft", ["saved_at"])

    op.create_table(
        "operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("opened", sa.String(length=32), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_operation_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_index("ix_operation_done_at", "operation", ["done_at"])
    op.create_index("ix_operation_opened", "operation", ["opened"])

    op.create_table(
        "service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_service_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_service_site_id_name")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_unit_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
    )
    op.create_table(
        "action_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("original_due_on", sa.Date(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_note", sa.String(length=160), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(source_kind = 'manual') = (source_id IS NULL)", name=op.f("ck_action_item_source_pair")),
        sa.CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name=op.f("ck_action_item_done_is_dated")),
        sa.CheckConstraint(
            "(status = 'dropped') = (dropped_at IS NOT NULL)", name=op.f("ck_action_item_dropped_is_dated")
        ),
        sa.CheckConstraint(
            "status <> 'dropped' OR dropped_reason <> ''", name=op.f("ck_action_item_dropped_is_explained")
        ),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_action_item_done_pair")),
        sa.CheckConstraint("(dropped_at IS NULL) = (dropped_by IS NULL)", name=op.f("ck_action_item_dropped_pair")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_action_item_created_by")),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_action_item_done_by")),
        sa.ForeignKeyConstraint(["dropped_by"], ["user.id"], name=op.f("fk_action_item_dropped_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_action_item_owner_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_action_item_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    op.create_index("ix_action_item_owner_id", "action_item", ["owner_id"])
    op.create_index("ix_action_item_source", "action_item", ["source_kind", "source_id"])
    op.create_index("ix_action_item_unit_id_original_due_on", "action_item", ["unit_id", "original_due_on"])
    op.create_index("ix_action_item_unit_id_status_due_on", "action_item", ["unit_id", "status", "due_on"])

    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("better", sa.String(length=240), nullable=False),
        sa.Column("still_hurts", sa.String(length=240), nullable=False),
        sa.Column("focus", sa.String(length=160), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_check_in_published_is_dated")
        ),
        sa.CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name=op.f("ck_check_in_published_pair")),
        sa.ForeignKeyConstraint(["published_by"], ["user.id"], name=op.f("fk_check_in_published_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_check_in_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("unit_id", "month", name=op.f("uq_check_in_unit_id_month")),
    )
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("unnamed", sa.Boolean(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_how", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'closed' OR told_back_at IS NOT NULL", name=op.f("ck_concern_closed_is_told")),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name=op.f("ck_concern_answered_pair")),
        sa.CheckConstraint("(told_back_at IS NULL) = (told_how IS NULL)", name=op.f("ck_concern_told_pair")),
        sa.CheckConstraint(
            "told_back_at IS NULL OR answered_at IS NOT NULL", name=op.f("ck_concern_answered_before_told")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("fk_concern_answered_by")),
        sa.ForeignKeyConstraint(["raised_by"], ["user.id"], name=op.f("fk_concern_raised_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_concern_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    op.create_index("ix_concern_raised_by", "concern", ["raised_by"])
    op.create_index("ix_concern_unit_id_status_raised_at", "concern", ["unit_id", "status", "raised_at"])

    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolled_by"], ["user.id"], name=op.f("fk_device_enrolled_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_device_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_device_token_sha256")),
    )
    op.create_index("ix_device_unit_id", "device", ["unit_id"])

    op.create_table(
        "enrolment_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_enrolment_code_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_enrolment_code_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_code")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_enrolment_code_code_sha256")),
    )
    op.create_table(
        "handoff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id1", sa.String(length=40), nullable=False),
        sa.Column("patient_id2", sa.String(length=40), nullable=False),
        sa.Column("bed", sa.String(length=20), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("to_person_id", sa.Uuid(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("receiver_severity", sa.String(length=40), nullable=True),
        sa.Column("receiver_priority", sa.Text(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("corrections_seen", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'acknowledged') = (acknowledged_at IS NOT NULL)", name=op.f("ck_handoff_status_is_true")
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name=op.f("ck_handoff_acknowledged_pair")
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (receiver_severity IS NULL)", name=op.f("ck_handoff_judged_when_acknowledged")
        ),
        sa.CheckConstraint("acknowledged_by <> sent_by", name=op.f("ck_handoff_two_people")),
        sa.CheckConstraint("corrections_seen BETWEEN 0 AND corrections", name=op.f("ck_handoff_seen_after_made")),
        sa.CheckConstraint("to_person_id <> sent_by", name=op.f("ck_handoff_not_to_oneself")),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["user.id"], name=op.f("fk_handoff_acknowledged_by")),
        sa.ForeignKeyConstraint(["sent_by"], ["user.id"], name=op.f("fk_handoff_sent_by")),
        sa.ForeignKeyConstraint(["to_person_id"], ["user.id"], name=op.f("fk_handoff_to_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_handoff_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
    )
    op.create_index("ix_handoff_unit_id_sent_at", "handoff", ["unit_id", "sent_at"])
    op.create_index("ix_handoff_unit_id_status_answer_by", "handoff", ["unit_id", "status", "answer_by"])

    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_membership_ends_after_start")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_membership_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "unit_id", name=op.f("uq_membership_user_id_unit_id")),
    )
    op.create_index("ix_membership_unit_id", "membership", ["unit_id"])
    op.create_index("ix_membership_user_id", "membership", ["user_id"])

    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'published') = (published_at IS NOT NULL)", name=op.f("ck_review_published_is_dated")
        ),
        sa.CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name=op.f("ck_review_published_pair")),
        sa.ForeignKeyConstraint(["facilitator_id"], ["user.id"], name=op.f("fk_review_facilitator_id")),
        sa.ForeignKeyConstraint(["published_by"], ["user.id"], name=op.f("fk_review_published_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_review_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_unit_id_created_at", "review", ["unit_id", "created_at"])
    op.create_index("ix_review_unit_id_status_published_at", "review", ["unit_id", "status", "published_at"])

    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("huddle_at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_shift_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_shift_unit_id_name")),
    )
    op.create_index("ix_shift_unit_id", "shift", ["unit_id"])

    op.create_table(
        "action_event",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("from_person", sa.Uuid(), nullable=True),
        sa.Column("to_person", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_action_event_by")),
        sa.ForeignKeyConstraint(["from_person"], ["user.id"], name=op.f("fk_action_event_from_person")),
        sa.ForeignKeyConstraint(["item_id"], ["action_item.id"], name=op.f("fk_action_event_item_id")),
        sa.ForeignKeyConstraint(["to_person"], ["user.id"], name=op.f("fk_action_event_to_person")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_action_event")),
    )
    op.create_table(
        "check_in_addendum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_check_in_addendum_check_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_addendum")),
    )
    op.create_index("ix_check_in_addendum_check_in_id_computed_at", "check_in_addendum", ["check_in_id", "computed_at"])

    op.create_table(
        "handoff_event",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind = 'corrected' OR text = ''", name=op.f("ck_handoff_event_only_corrections_speak")),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_handoff_event_actor_id")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_event_handoff_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_handoff_event")),
    )
    op.create_index("ix_handoff_event_handoff_id_kind_at", "handoff_event", ["handoff_id", "kind", "at"])

    op.create_table(
        "huddle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("shift_on", sa.Date(), nullable=True),
        sa.Column("scheduled_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("attendance", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("staffing_note", sa.String(length=160), nullable=False),
        sa.Column("not_held_reason", sa.String(length=40), nullable=True),
        sa.Column("not_held_by", sa.Uuid(), nullable=True),
        sa.Column("next_leader_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'scheduled') = (shift_id IS NOT NULL)", name=op.f("ck_huddle_scheduled_has_shift")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_huddle_closed_pair")),
        sa.CheckConstraint("(not_held_reason IS NULL) = (not_held_by IS NULL)", name=op.f("ck_huddle_not_held_pair")),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (not_held_reason IS NOT NULL)", name=op.f("ck_huddle_held_or_reason")
        ),
        sa.CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name=op.f("ck_huddle_opened_pair")),
        sa.CheckConstraint("(shift_id IS NULL) = (shift_on IS NULL)", name=op.f("ck_huddle_shift_pair")),
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_huddle_opened_before_closed")),
        sa.ForeignKeyConstraint(["closed_by"], ["user.id"], name=op.f("fk_huddle_closed_by")),
        sa.ForeignKeyConstraint(["next_leader_id"], ["user.id"], name=op.f("fk_huddle_next_leader_id")),
        sa.ForeignKeyConstraint(["not_held_by"], ["user.id"], name=op.f("fk_huddle_not_held_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_huddle_opened_by")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_huddle_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_huddle_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_huddle")),
        sa.UniqueConstraint("unit_id", "shift_id", "shift_on", name=op.f("uq_huddle_unit_id_shift_id_shift_on")),
    )
    op.create_index("ix_huddle_unit_id_scheduled_for", "huddle", ["unit_id", "scheduled_for"])
    op.create_index(
        "uq_huddle_open_extra",
        "huddle",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL AND kind = 'ad_hoc'"),
        postgresql_where=sa.text("closed_at IS NULL AND kind = 'ad_hoc'"),
    )

    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_after_seconds", sa.Integer(), nullable=False),
        sa.Column("pin_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_login_session_device_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_login_session_token_sha256")),
    )
    op.create_index("ix_login_session_device_id", "login_session", ["device_id"])
    op.create_index("ix_login_session_user_id", "login_session", ["user_id"])

    op.create_table(
        "review_answer",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(changed_at IS NULL) = (changed_by IS NULL)", name=op.f("ck_review_answer_changed_pair")),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_review_answer_changed_by")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_answer_review_id")),
        sa.PrimaryKeyConstraint("review_id", "question", name=op.f("pk_review_answer")),
    )
    op.create_table(
        "review_event",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_review_event_by")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_event_review_id")),
        sa.PrimaryKeyConstraint("review_id", "number", name=op.f("pk_review_event")),
    )
    op.create_table(
        "review_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_review_note_by")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_note_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    op.create_index("ix_review_note_review_id_at", "review_note", ["review_id", "at"])

    op.create_table(
        "watcher",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id1", sa.String(length=40), nullable=False),
        sa.Column("patient_id2", sa.String(length=40), nullable=False),
        sa.Column("bed", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("plan", sa.String(length=140), nullable=False),
        sa.Column("trigger", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("from_handoff_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_watcher_ended_pair")),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("fk_watcher_added_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_watcher_ended_by")),
        sa.ForeignKeyConstraint(["from_handoff_id"], ["handoff.id"], name=op.f("fk_watcher_from_handoff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_watcher_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watcher")),
    )
    op.create_index("ix_watcher_from_handoff_id", "watcher", ["from_handoff_id"])
    op.create_index("ix_watcher_unit_id_ended_at", "watcher", ["unit_id", "ended_at"])

    op.create_table(
        "huddle_look_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("huddle_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_huddle_look_back_by")),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name=op.f("fk_huddle_look_back_huddle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_huddle_look_back")),
        sa.UniqueConstraint(
            "huddle_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_huddle_look_back_huddle_id_subject_kind_subject_id"),
        ),
    )
    op.create_table(
        "huddle_watcher",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("huddle_id", sa.Uuid(), nullable=False),
        sa.Column("watcher_id", sa.Uuid(), nullable=False),
        sa.Column("still", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_huddle_watcher_by")),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name=op.f("fk_huddle_watcher_huddle_id")),
        sa.ForeignKeyConstraint(["watcher_id"], ["watcher.id"], name=op.f("fk_huddle_watcher_watcher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_huddle_watcher")),
        sa.UniqueConstraint("huddle_id", "watcher_id", name=op.f("uq_huddle_watcher_huddle_id_watcher_id")),
    )
    op.create_index("ix_huddle_watcher_watcher_id", "huddle_watcher", ["watcher_id"])

    op.create_table(
        "recognition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("huddle_id", sa.Uuid(), nullable=True),
        sa.Column("to_whom", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["user.id"], name=op.f("fk_recognition_given_by")),
        sa.ForeignKeyConstraint(["huddle_id"], ["huddle.id"], name=op.f("fk_recognition_huddle_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_recognition_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index("ix_recognition_given_by", "recognition", ["given_by"])
    op.create_index("ix_recognition_huddle_id", "recognition", ["huddle_id"])
    op.create_index("ix_recognition_unit_id_given_at", "recognition", ["unit_id", "given_at"])

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    # Indexes and triggers go with their tables.
    op.drop_table("recognition")
    op.drop_table("huddle_watcher")
    op.drop_table("huddle_look_back")
    op.drop_table("watcher")
    op.drop_table("review_note")
    op.drop_table("review_event")
    op.drop_table("review_answer")
    op.drop_table("login_session")
    op.drop_table("huddle")
    op.drop_table("handoff_event")
    op.drop_table("check_in_addendum")
    op.drop_table("action_event")
    op.drop_table("shift")
    op.drop_table("review")
    op.drop_table("membership")
    op.drop_table("handoff")
    op.drop_table("enrolment_code")
    op.drop_table("device")
    op.drop_table("concern")
    op.drop_table("check_in")
    op.drop_table("action_item")
    op.drop_table("unit")
    op.drop_table("service")
    op.drop_table("operation")
    op.drop_table("draft")
    op.drop_table("user")
    op.drop_table("unit_revision")
    op.drop_table("throttle")
    op.drop_table("site")
    op.drop_table("rollup_run")
    op.drop_table("organisation")
    op.drop_table("audit_event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_event_refuse()")
        op.execute("DROP FUNCTION check_in_refuse()")
