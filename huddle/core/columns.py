"""What makes the value of a column out of what the driver gives, or out of JSON.

SQLAlchemy has the same functions; for the three types that every row has, these take a third of their time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, SafeUUID

from sqlalchemy import JSON, Boolean, Date, DateTime, Dialect, Enum, Integer, String, Time, Uuid
from sqlalchemy.types import TypeEngine

from huddle.core.types import UTCDateTime

Processor = Callable[[Any], Any]


def uuid_of(stored: str | None) -> UUID | None:
    """A half of the time of `UUID(stored)`, which first looks for other spellings than the two of our databases."""
    if stored is None:
        return None
    made = object.__new__(UUID)
    object.__setattr__(made, "int", int(stored.replace("-", ""), 16))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


def utc_of(stored: str | None) -> datetime | None:
    """A moment as SQLite keeps it (in UTC, without saying so) or as PostgreSQL writes it for a session in UTC."""
    return None if stored is None else datetime.fromisoformat(stored).replace(tzinfo=UTC)


def from_driver(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    """What makes a value of this type of what the driver gives; None where that is the value."""
    if isinstance(type_, Uuid) and not dialect.supports_native_uuid:
        return uuid_of
    if isinstance(type_, UTCDateTime) and dialect.name == "sqlite":
        return utc_of
    return _members(type_) or type_.dialect_impl(dialect).result_processor(dialect, None)


_FROM_JSON: tuple[tuple[type[TypeEngine[Any]], Processor | None], ...] = (
    (Uuid, uuid_of),
    (UTCDateTime, utc_of),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
    (String, None),
    (Integer, None),
    (Boolean, None),
    (JSON, None),
)


def from_json(type_: TypeEngine[Any]) -> Processor | None:
    """What makes a value of this type of what JSON holds. Raises TypeError for a type that nobody thought of."""
    if members := _members(type_):
        return members
    ways = [make for known, make in _FROM_JSON if isinstance(type_, known)]
    if not ways:
        raise TypeError(f"{type_!r} has no way back from JSON; add it here")
    return _unless_none(ways[0]) if ways[0] else None


def _members(type_: TypeEngine[Any]) -> Processor | None:
    """The members of an enum by what is stored of them."""
    members = getattr(type_, "enum_class", None) if isinstance(type_, Enum) else None
    return {None: None, **{member.value: member for member in members}}.__getitem__ if members else None


def _unless_none(make: Processor) -> Processor:
    return lambda stored: None if stored is None else make(stored)
