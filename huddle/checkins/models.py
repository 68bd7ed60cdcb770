"""Rows of check-ins. The database itself refuses to change their numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from huddle.checkins.rules import FOCUS_LIMIT, NOTE_LIMIT, CheckInState
from huddle.core.db import Base, text_enum


class CheckIn(Base):
    """One month of one unit. `snapshot` holds counts only, no text and no ids."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("unit_id", "month"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_pair"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_is_dated"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    month: Mapped[str] = mapped_column(String(7))
    state: Mapped[CheckInState] = mapped_column(text_enum(CheckInState))
    snapshot: Mapped[dict[str, Any]]
    rules_version: Mapped[int]
    computed_at: Mapped[datetime]
    better: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    still_hurts: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    focus: Mapped[str] = mapped_column(String(FOCUS_LIMIT), default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CheckInAddendum(Base):
    """The numbers of a check-in as they were found later; written only when they differ from the newest known."""

    __tablename__ = "check_in_addendum"
    __table_args__ = (Index("ix_check_in_addendum_check_in_id_computed_at", "check_in_id", "computed_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    check_in_id: Mapped[UUID] = mapped_column(ForeignKey("check_in.id"))
    snapshot: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime]


class RollupRun(Base):
    """The log of the scheduler: what one run did for one month, in counts."""

    __tablename__ = "rollup_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime] = mapped_column(index=True)
    month: Mapped[str] = mapped_column(String(7))
    units: Mapped[int]
    created: Mapped[int]
    unchanged: Mapped[int]
    addenda: Mapped[int]
    failed: Mapped[int]
    seconds: Mapped[float]


_FROZEN = "unit_id, month, snapshot, rules_version, computed_at"
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the numbers of a check-in are frozen'); END"
FROZEN_CHECK_IN = {
    "sqlite": (
        f"CREATE TRIGGER check_in_no_update BEFORE UPDATE OF {_FROZEN} ON check_in {_REFUSE}",
        f"CREATE TRIGGER check_in_no_delete BEFORE DELETE ON check_in {_REFUSE}",
    ),
    "postgresql": (
        "CREATE FUNCTION check_in_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the numbers of a check-in are frozen'; END $$",
        f"CREATE TRIGGER check_in_no_update BEFORE UPDATE OF {_FROZEN} ON check_in "
        "FOR EACH ROW EXECUTE FUNCTION check_in_refuse()",
        "CREATE TRIGGER check_in_no_delete BEFORE DELETE ON check_in FOR EACH ROW EXECUTE FUNCTION check_in_refuse()",
    ),
}
FROZEN_ADDENDUM = {
    "sqlite": (
        f"CREATE TRIGGER check_in_addendum_no_update BEFORE UPDATE ON check_in_addendum {_REFUSE}",
        f"CREATE TRIGGER check_in_addendum_no_delete BEFORE DELETE ON check_in_addendum {_REFUSE}",
    ),
    # Its table is made after check_in, to which it refers, so the function is there.
    "postgresql": (
        "CREATE TRIGGER check_in_addendum_no_change BEFORE UPDATE OR DELETE ON check_in_addendum "
        "FOR EACH ROW EXECUTE FUNCTION check_in_refuse()",
    ),
}

for _table, _triggers in ((CheckIn.__table__, FROZEN_CHECK_IN), (CheckInAddendum.__table__, FROZEN_ADDENDUM)):
    for _dialect, _statements in _triggers.items():
        for _statement in _statements:
            event.listen(
                _table,
                "after_create",
                DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
            )
