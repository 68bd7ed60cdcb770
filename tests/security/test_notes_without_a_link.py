"""Notes from everyone: what the database, its files, the logs and the answers hold links no note to a person or phone.

Thirty phones send in turn, some of them signed in as somebody. Then everything that an operator can look at
afterwards is looked at: the order of rows, row numbers, transaction ids, other tables, every log at its most talkative.
"""

from __future__ import annotations

import inspect
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date, DateTime, select, text

from huddle.cli import serving
from huddle.core.db import Base, db, is_sqlite
from huddle.reviews.models import VoiceNote, VoiceRoom, VoiceTally
from tests.reviews.test_routes_voices import opened, send
from tests.reviews.test_service import started
from tests.support.ward import Ward

NOTES = [f"Words of phone {number:02d}" for number in range(30)]
OF_ROOM = {"voice_note", "voice_tally", "voice_room"}


def rank_correlation(order: list[int]) -> float:
    """Spearman's: 1 when the order is that of sending, -1 when it is the reverse, near 0 when it tells nothing."""
    size = len(order)
    return 1 - 6 * sum((place - value) ** 2 for place, value in enumerate(order)) / (size * (size**2 - 1))


def others() -> dict[str, list[Any]]:
    """Every row of every other table."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in OF_ROOM:
            rows = db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()  # noqa: S608
            found[table.name] = sorted(map(str, rows))
    return found


@pytest.fixture
def logged() -> Any:
    """Everything at its most talkative, as somebody may set it who looks for a fault."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {record.__dict__}")

    keep, root = Keep(logging.DEBUG), logging.getLogger()
    names = ("", "werkzeug", "huddle", "psycopg", "granian")
    before = {name: logging.getLogger(name).level for name in names}
    root.addHandler(keep)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keep)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def address(ward: Ward) -> str:
    return opened(ward, started(ward))


def send_all(ward: Ward, address: str) -> None:
    """Each from a phone of its own at a time of its own; every third phone is signed in as somebody."""
    for number, words in enumerate(NOTES):
        ward.clock.tick(timedelta(seconds=7))
        phone = ward.client((ward.bob, ward.maria)[number % 2]) if number % 3 == 0 else ward.anonymous()
        assert send(ward, address, words, phone).status == 200


def physical_order() -> list[int]:
    """The notes as they lie in the file, by the number of the phone."""
    query = "SELECT text FROM voice_note" if is_sqlite() else "SELECT text FROM voice_note ORDER BY ctid"
    return [int(words[-2:]) for words in db.session.execute(text(query)).scalars()]


def test_where_a_note_lies_and_which_transaction_wrote_it_tells_nothing(ward: Ward, address: str) -> None:
    send_all(ward, address)
    order = physical_order()
    assert sorted(order) == list(range(30))
    # Of random orders of 30 one in ten thousand has more than 0.7; the order of sending has 1.
    assert abs(rank_correlation(order)) < 0.7
    if is_sqlite():
        with pytest.raises(Exception, match="rowid"):
            db.session.execute(text("SELECT rowid FROM voice_note"))
        db.session.rollback()
    else:
        seen = db.session.execute(text("SELECT DISTINCT xmin::text, xmax::text, cmax::text FROM voice_note")).all()
        assert len({row[0] for row in seen}) == 1
        assert len({row[1] for row in seen}) == 1
        minimum = db.session.execute(text("SELECT text FROM voice_note ORDER BY cmin::text::int")).scalars()
        assert abs(rank_correlation([int(words[-2:]) for words in minimum])) < 0.7


def test_no_older_version_of_the_notes_lies_about(ward: Ward, address: str, tmp_path: Path) -> None:
    """Otherwise the versions of the table, one for each note, would tell the order."""
    send_all(ward, address)
    db.session.rollback()
    if is_sqlite():
        live = Path(db.engine.url.database or "")
        log = live.with_name(live.name + "-wal")
        assert not log.exists() or NOTES[0].encode() not in log.read_bytes()
        whole = live.read_bytes()
        assert all(whole.count(words.encode()) == 1 for words in NOTES)
    else:
        pages = "SELECT pg_relation_size('voice_note') / current_setting('block_size')::int"
        assert db.session.execute(text(pages)).scalar_one() == 1
        # One page has room for what is there, and none for thirty generations of it.
        dead = "SELECT max((ctid::text::point)[1]) FROM voice_note"
        assert db.session.execute(text(dead)).scalar_one() == 30


def test_nothing_else_in_the_database_changes_when_a_note_comes(ward: Ward, address: str) -> None:
    bob = ward.client(ward.bob)
    before = others()
    ward.clock.tick(timedelta(minutes=4))
    for words, phone in ((NOTES[0], bob), (NOTES[1], ward.anonymous())):
        assert send(ward, address, words, phone).status == 200
    after = others()
    assert {name for name in after if after[name] != before[name]} == set()


def test_no_row_of_a_note_or_of_an_answer_has_a_place_for_time_or_person() -> None:
    for model in (VoiceNote, VoiceTally):
        columns = model.__table__.c
        assert not [column.name for column in columns if isinstance(column.type, Date | DateTime)]
        keys = {key.target_fullname for column in columns for key in column.foreign_keys}
        assert keys == {"review.id"}
        assert set(columns.keys()).isdisjoint({"created_at", "by", "user_id", "device_id", "number", "seq"})


def test_no_log_holds_words_an_address_of_a_room_or_a_code(ward: Ward, logged: list[str], address: str) -> None:
    phone = ward.anonymous()
    page = send(ward, address, NOTES[0], phone)
    code = page.find("p", class_="secret secret--long")[0].text or "no code"
    phone.submit("/notes/answers", code=code)
    phone.get(address + "/nowhere")
    logging.getLogger("huddle.reviews").debug("a line of ours")
    assert any("a line of ours" in line for line in logged)
    for line in logged:
        for secret in (NOTES[0], address, address.removeprefix("/notes/"), code):
            assert secret not in line


def test_our_server_writes_no_log_of_visits() -> None:
    assert "log_access" not in inspect.getsource(serving)


def test_answers_to_a_phone_set_no_cookie_and_say_the_same_to_everybody(ward: Ward, address: str) -> None:
    pages = []
    for phone in (ward.anonymous(), ward.client(ward.bob), ward.client(ward.maria)):
        page = phone.get(address)
        assert page.response.headers.getlist("Set-Cookie") == []
        pages.append(page.body.replace(page.find("input", name="key")[0].get("value") or "", ""))
    assert len(set(pages)) == 1


def test_the_last_answers_are_sums_and_leave_no_row_of_their_own(ward: Ward, address: str) -> None:
    review_id = db.session.execute(select(VoiceRoom.review_id)).scalar_one()
    room = f"/units/{ward.unit_id}/reviews/{review_id}/voices"
    assert ward.client(ward.alice).submit(room, f"{room}/last-questions").status == 303
    before = others()
    for number in range(6):
        form = {"speak": str(number % 5 + 1), "change": "5"}
        phone = ward.client(ward.bob)
        sent = phone.fill(f"{address}/last-questions") | form
        assert phone.post(f"{address}/last-questions", sent).status == 200
    ignored = {"login_session"}  # a client is a new sign-in; none of them is noted as used
    after = others()
    assert {name for name in after if after[name] != before[name]} <= ignored
    assert db.session.execute(text("SELECT count(*) FROM voice_tally")).scalar_one() == 10
    if not is_sqlite():
        assert len(db.session.execute(text("SELECT DISTINCT xmin::text FROM voice_tally")).all()) == 1
