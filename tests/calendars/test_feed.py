"""What a calendar program is given, and that two of them read the same hours over both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import pytest
import recurring_ical_events
import vobject
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from huddle.accounts.models import User
from huddle.actions import service as actions
from huddle.actions.models import ActionItem
from huddle.actions.rules import SourceKind
from huddle.calendars.rules import Entry, timezones
from huddle.calendars.rules.writing import write
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.notifications.service import feeds
from huddle.units.models import Shift
from tests.support.ward import Ward

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
CHANGES = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
]


def huddles(zone: str, first: date, hour: int = 7) -> bytes:
    begins = datetime(first.year, first.month, first.day, hour, 15, tzinfo=ZoneInfo(zone))
    return write("Test", [Entry("a@huddle", "Day huddle: 5 West", begins, "https://h.example", STAMP, 3, "DAILY")])


def read_by_first(feed: bytes, first: date, days: int) -> list[datetime]:
    """icalendar with recurring-ical-events: it knows the zone by its name."""
    found = recurring_ical_events.of(Calendar.from_ical(feed)).between(first, first + timedelta(days=days))
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)


def read_by_second(feed: bytes, first: date, days: int) -> list[datetime]:
    """vobject with dateutil: it computes from the rules in the block."""
    end = first + timedelta(days=days)
    event = vobject.readOne(feed.decode()).vevent
    found = takewhile(lambda moment: moment.date() < end, event.getrruleset())
    return [moment.astimezone(UTC) for moment in found if moment.date() >= first]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_two_calendar_programs_read_a_quarter_past_seven_before_and_after_the_clocks_change(
    zone: str, change: date
) -> None:
    feed, first = huddles(zone, change - timedelta(days=400)), change - timedelta(days=3)
    assert b"RDATE" not in feed
    wanted = [
        datetime(day.year, day.month, day.day, 7, 15, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for day in (first + timedelta(days=number) for number in range(7))
    ]
    assert len({moment.hour for moment in wanted}) == 2, "the clocks change in these days"
    assert read_by_first(feed, first, 7) == read_by_second(feed, first, 7) == wanted


def test_the_block_of_every_zone_says_what_the_zone_does() -> None:
    """Of every seventh, read by its rules alone in the middle of each month of the next year."""
    for name in sorted(available_timezones() - {"localtime", "Factory"})[::7]:
        text = timezones.block(ZoneInfo(name)).to_ical()
        if b"RDATE" in text:
            continue  # listed change by change by icalendar itself
        zone = vobject.icalendar.TimezoneComponent(
            vobject.readOne((b"BEGIN:VCALENDAR\r\n" + text + b"END:VCALENDAR\r\n").decode()).vtimezone.tzinfo
        ).tzinfo
        for month in range(1, 13):
            noon = datetime(2027, month, 15, 12)  # noqa: DTZ001 - the wall time is asked in both zones
            assert zone.utcoffset(noon) == noon.replace(tzinfo=ZoneInfo(name)).utcoffset(), (name, month)


def test_lines_are_folded_ended_and_escaped_as_the_standard_says() -> None:
    odd = "Ward; north, é\\x " * 8
    feed = write(odd, [Entry("b@huddle", odd, date(2026, 11, 16), "https://h.example/x", STAMP)])
    lines = feed.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in feed.replace(b"\r\n", b"")
    event = vobject.readOne(feed.decode()).vevent
    assert event.summary.value == odd
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 16), date(2026, 11, 17))


def ask(ward: Ward, token: str, **headers: str) -> TestResponse:
    return ward.app.test_client().get(f"/calendar/{token}.ics", headers=headers)


def promise(ward: Ward, due_on: date, title: str = "CANARY title", source: UUID | None = None) -> ActionItem:
    item: ActionItem = actions.open_item(
        ward.unit_id,
        title=title,
        owner_id=ward.bob.person_id,
        due_on=due_on,
        source_kind=SourceKind.MANUAL,
        source_id=source,
        actor=ward.alice,
        now=ward.now,
    )
    return item


def test_a_person_sees_their_days_without_words_until_they_are_done(ward: Ward) -> None:
    with transaction():
        token = feeds.make_own(actor=ward.bob, now=ward.now)
        item = promise(ward, date(2026, 11, 20))
    first = ask(ward, token)
    assert first.status_code == 200
    assert first.content_type.startswith("text/calendar")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers
    assert b"CANARY" not in first.data
    [event] = Calendar.from_ical(first.data).events
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == ("Action item due: 5 West", date(2026, 11, 20))
    assert str(event["URL"]).endswith(f"/units/{ward.unit_id}/action-items/{item.id}")
    again = ask(ward, token, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with transaction():
        actions.move_due(
            db.session.get_one(ActionItem, item.id), due_on=date(2026, 11, 23), actor=ward.bob, now=ward.now
        )
    [moved] = Calendar.from_ical(ask(ward, token, **{"If-None-Match": first.headers["ETag"]}).data).events
    assert (moved["UID"], moved["DTSTART"].dt) == (event["UID"], date(2026, 11, 23))
    assert moved["SEQUENCE"] > event["SEQUENCE"]
    with transaction():
        actions.finish(db.session.get_one(ActionItem, item.id), note="", actor=ward.bob, now=ward.now)
    assert Calendar.from_ical(ask(ward, token).data).events == []


def test_a_unit_sees_huddles_the_check_in_and_how_many_are_due(ward: Ward) -> None:
    with transaction():
        token = feeds.make_for_unit(ward.unit_id, actor=ward.maria, now=ward.now)
        promise(ward, date(2026, 11, 20))
        promise(ward, date(2026, 11, 20))
    feed = ask(ward, token).data
    assert b"CANARY" not in feed
    assert b"Bob" not in feed
    events = {str(event["SUMMARY"]): event for event in Calendar.from_ical(feed).events}
    assert set(events) == {
        "Day huddle: 5 West",
        "Night huddle: 5 West",
        "Monthly check-in: 5 West",
        "2 action items due: 5 West",
    }
    assert events["Monthly check-in: 5 West"]["DTSTART"].dt.day == 1
    week = recurring_ical_events.of(Calendar.from_ical(feed)).between(date(2026, 11, 16), date(2026, 11, 23))
    assert sum(str(event["SUMMARY"]) == "Day huddle: 5 West" for event in week) == 7


def test_a_shift_that_ends_has_its_last_huddle_the_day_before_and_one_that_never_began_has_none(ward: Ward) -> None:
    with transaction():
        token = feeds.make_for_unit(ward.unit_id, actor=ward.maria, now=ward.now)
        day, night = (
            db.session.execute(select(Shift).where(Shift.unit_id == ward.unit_id, Shift.name == name)).scalar_one()
            for name in ("Day", "Night")
        )
        day.huddle_at, day.ended_on = day.starts_at, date(2026, 11, 20)
        night.begins_on = night.ended_on = date(2026, 11, 20)
    feed = Calendar.from_ical(ask(ward, token).data)
    found = recurring_ical_events.of(feed).between(date(2026, 11, 16), date(2026, 11, 23))
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt.day) for event in found if "huddle" in event["SUMMARY"]] == [
        ("Day huddle: 5 West", number) for number in (16, 17, 18, 19)
    ]


def test_a_wrong_a_removed_and_a_left_address_look_the_same_and_many_have_to_wait(ward: Ward) -> None:
    with transaction():
        own, kept = feeds.make_own(actor=ward.bob, now=ward.now), feeds.make_own(actor=ward.alice, now=ward.now)
        db.session.get_one(User, ward.bob.person_id).active = False
    answers = [ask(ward, own), ask(ward, "x" * 43), ask(ward, "x" * 500)]
    assert {(answer.status_code, answer.data) for answer in answers} == {
        (404, b"There is no calendar at this address.\n")
    }
    assert ask(ward, "é").status_code == 404
    assert [ask(ward, "y" * 43).status_code for _try in range(3)] == [404, 404, 429]
    assert ask(ward, kept).status_code == 200, "nobody loses their own by the wrong tries of others"
