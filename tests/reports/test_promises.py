"""Follow-through as its page tells it: months, small numbers, the grid, and who may read and take it out."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from huddle.actions.models import ActionItem
from huddle.actions.queries import exporting, figures
from huddle.actions.rules import ActionStatus, Blocker, Lane, SourceKind
from huddle.actions.rules.figures import Counts, Grade, Heap, Heaps, total
from huddle.actions.service.figures import keep_month
from huddle.audit import queries as audit
from huddle.checkins import queries as checkins
from huddle.core.actor import Actor
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.reports.models import FigureExport
from huddle.reports.queries.everywhere import everywhere
from huddle.reports.queries.promises import promises_of
from huddle.reports.rules import promises
from huddle.reports.rules.promises import Open
from huddle.reports.rules.tables import FIGURES_HEAD, ITEMS_HEAD
from huddle.reviews import service as reviews
from huddle.units.models import Unit
from tests.actions.twelve import IMPROVEMENTS, OCTOBER, store
from tests.reviews.test_protection import marked
from tests.support.ward import Ward

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 16)
NOTHING_OPEN = Open(0, (), {})


def of(due: int, on_time: int, lane: Lane = Lane.IMPROVEMENT) -> Heaps:
    return {Heap(lane, Grade.WEAKER): Counts(due=due, verified_on_time=on_time, settled=on_time, open=due - on_time)}


def test_a_month_counts_once_its_last_promise_has_had_its_grace() -> None:
    months = {month: of(6, 3) for month in promises.shown_months(date(2026, 11, 7))}
    for day, last in ((date(2026, 11, 7), Month(2026, 9)), (date(2026, 11, 8), OCTOBER)):
        counted = promises.counted_months(months, day)
        assert (len(counted), max(counted)) == (12, last)
        assert promises.chart(months, day).points[-1].on == last.first_day()
    assert promises.so_far(months, date(2026, 11, 7)) == [
        "October 2026 so far: 3 of 6 are verified.",
        "November 2026 so far: 3 of 6 are verified.",
    ]


@pytest.mark.parametrize(
    ("due", "verified", "words"),
    [
        (0, 0, "no improvement was due"),
        (1, 1, "the one that was due is verified"),
        (1, 0, "the one that was due is not verified yet"),
        (3, 0, "none of 3 is verified yet"),
        (3, 1, "1 of 3 is verified"),
    ],
)
def test_few_are_told_in_plain_words(due: int, verified: int, words: str) -> None:
    november = {Month(2026, 11): of(due, verified)}
    assert promises.so_far(november, TODAY) == [f"November 2026 so far: {words}."]


def test_the_chart_begins_with_the_first_promise_and_has_no_point_below_five() -> None:
    months = {month: {} for month in promises.shown_months(TODAY)}
    for month, share in ((Month(2026, 7), (4, 4)), (Month(2026, 9), (5, 4)), (OCTOBER, (6, 3))):
        months[month] = of(*share) | of(9, 9, Lane.QUICK_FIX)
    chart = promises.chart(months, TODAY)
    assert [(point.label, point.value, point.detail) for point in chart.points] == [
        ("Jul 2026", None, "4 of 4"),
        ("Aug 2026", None, "none was due"),
        ("Sep 2026", 80.0, "4 of 5"),
        ("Oct 2026", 50.0, "3 of 6"),
    ]
    assert chart.sentence.startswith("Too early to tell: 2 points")


def test_below_five_there_are_counts_only_and_nothing_is_said_without_its_denominator() -> None:
    few = promises.lines({OCTOBER: of(4, 2)}, Open(4, (3,), {Blocker.MONEY: 1}))
    assert [few[id_].figure for id_ in ("F1", "F6", "F8")] == ["2 of 4", "4 open", "1 of 4 open"]
    many = promises.lines({OCTOBER: of(6, 3)}, Open(6, (10, 21), {Blocker.IT: 1, Blocker.MONEY: 3}))
    assert [many[id_].figure for id_ in ("F1", "F6")] == ["3 of 6 (50\xa0%)", "16 days"]
    assert many["F8"].parts == ("Money: 3", "Computers: 1")
    nothing = promises.lines({}, NOTHING_OPEN)
    assert {line.figure for line in nothing.values()} == {""}
    assert nothing["F8"].note == "Nothing is stuck."


def twelve(ward: Ward) -> list[ActionItem]:
    with transaction():
        return store(ward.unit_id, ward.bob, ward.alice, LONDON)


def test_the_page_the_check_in_and_the_hand_agree(ward: Ward) -> None:
    twelve(ward)
    found = promises_of(ward.unit_id, ward.now, shown=None)
    counted = checkins.numbers(ward.unit_id, OCTOBER, LONDON)["promises"]
    assert found.chart.points[-1].detail == f"{counted['verified_on_time']} of {counted['improvements']}" == "3 of 9"
    assert found.lines["F1"].figure == "3 of 9 (33\xa0%)"
    assert found.lines["F2"].figure == f"{counted['verified']} of 9 (44\xa0%)"
    assert [found.lines[id_].figure for id_ in ("F3", "F4", "F9", "Q1")] == [
        "1 of 4",
        "1 of 4",
        "1 of 9 (11\xa0%)",
        "1 of 1",
    ]
    fixes, apart = found.grid
    assert [row.counts for row in fixes] == [(1, 0, 1, 1), (0, 1, 1, 0), (0, 0, 0, 1)]
    assert ([row.counts for row in apart], [row.dropped for row in fixes]) == ([(1, 0, 0, 0)] * 2, [0, 0, 1])
    assert (found.now.open, found.now.to_verify, found.now.oldest_stuck) == (3, 1, None)
    assert total(figures.of_month(ward.unit_id, OCTOBER, TODAY), Lane.IMPROVEMENT) == IMPROVEMENTS


def test_the_oldest_stuck_item_is_one_click_away_for_the_unit_and_days_alone_for_others(ward: Ward) -> None:
    items = twelve(ward)
    with transaction():
        stuck = db.session.merge(next(item for item in items if item.status is ActionStatus.STUCK))
        stuck.stuck_at, stuck.blocker = ward.now - timedelta(days=12), Blocker.MONEY
    page = f"/units/{ward.unit_id}/action-items/measures"
    pages = {name: ward.client(getattr(ward, name)).get(page) for name in ("bob", "maria", "quinn")}
    words = {name: page.text for name, page in pages.items()}
    link = f"/units/{ward.unit_id}/action-items/{stuck.id}"
    assert [link in found.links() for found in pages.values()] == [True, True, False]
    assert all("12" in text and "the oldest is stuck" in text and "Money: 1" in text for text in words.values())
    assert "Move the chairs" not in words["quinn"]
    assert "Bob" not in words["quinn"]


def test_an_empty_unit_has_words_and_nobody_else_reads_it(ward: Ward) -> None:
    page = f"/units/{ward.unit_id}/action-items/measures"
    found = ward.client(ward.alice).get(page)
    text = found.text
    assert "No improvement was due." in text
    assert "Too early to tell: 0 points" in text
    assert "chart__drawing" not in found.body, "axes around nothing"
    assert ward.client(ward.charlie).get(page).status == 404


def test_units_stand_in_the_order_of_their_names_with_what_was_kept(ward: Ward) -> None:
    found = everywhere(ward.now, shown=None)
    assert [unit.name for unit in found.units] == sorted(unit.name for unit in found.units)
    assert (found.kept_at, found.share.whole) == (None, 0)
    assert ward.client(ward.quinn).get("/follow-through").status == 200
    refused = ward.client(ward.maria).get("/follow-through")
    assert refused.status == 403
    assert "those of your own units" in refused.text


def keep(ward: Ward, unit_id: UUID, months: list[Month]) -> None:
    with transaction():
        for month in months:
            keep_month(unit_id, month, actor=Actor.system("figures"), now=ward.now)


def test_what_nobody_has_counted_is_said_and_a_closed_unit_makes_nothing_older(ward: Ward) -> None:
    twelve(ward)
    months = promises.shown_months(TODAY)[:-1]
    keep(ward, ward.other_unit_id, months[-3:])
    ward.clock.tick(timedelta(hours=1))
    keep(ward, ward.unit_id, months)
    found = {unit.unit_id: unit for unit in everywhere(ward.now, shown=None).units}
    ours, theirs = found[ward.unit_id], found[ward.other_unit_id]
    assert (ours.is_counted, ours.share.text, theirs.is_counted) == (True, "3 of 9 (33\xa0%)", False)
    text = ward.client(ward.quinn).get("/follow-through").text
    assert "not counted yet" in text
    assert "1 of 2 units not every month is counted" in text
    assert "none was due" not in text.split("Unit by unit")[1]
    with transaction():
        db.session.get_one(Unit, ward.other_unit_id).active = False
    found_now = everywhere(ward.now, shown=None)
    assert (found_now.kept_at, found_now.uncounted) == (ward.now, 0)


def test_what_is_open_of_a_marked_review_is_counted_for_the_unit_and_its_list_alone(ward: Ward) -> None:
    review, items = marked(ward), twelve(ward)
    with transaction():
        stuck = db.session.merge(next(item for item in items if item.status is ActionStatus.STUCK))
        stuck.stuck_at, stuck.blocker = ward.now - timedelta(days=12), Blocker.MONEY
        stuck.source_kind, stuck.source_id = SourceKind.REVIEW, review.id
    page = f"/units/{ward.unit_id}/action-items/measures"
    for listed in (False, True):
        texts = [ward.client(who).get(url).text for who, url in ((ward.quinn, page), (ward.quinn, "/follow-through"))]
        assert ["oldest is stuck" in texts[0], "oldest stuck" in texts[1]] == [listed] * 2
        assert ("Money" in texts[0], "3 are open" in texts[0] or "3 open" in texts[0]) == (listed, listed)
        assert "oldest is stuck" in ward.client(ward.alice).get(page).text
        with transaction():
            reviews.put_on_list(review, person_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)


DANGEROUS = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "Ends\n=1", "مرحبا 🚑")


@pytest.fixture
def dangerous(ward: Ward) -> Ward:
    with transaction():
        for title in DANGEROUS:
            item = ActionItem(unit_id=ward.unit_id, title=title, owner_id=ward.bob.person_id, due_on=TODAY)
            item.original_due_on, item.source_kind, item.status = TODAY, SourceKind.MANUAL, ActionStatus.OPEN
            item.created_at, item.created_by = ward.now, ward.bob.person_id
            db.session.add(item)
    return ward


def taken(ward: Ward, what: str, kind: str, who: str = "alice", reason: str = "The meeting") -> bytes:
    client, base = ward.client(getattr(ward, who)), f"/units/{ward.unit_id}/action-items/exports"
    answer = client.submit(f"{base}/new", base, what=what, format=kind, reason=reason)
    assert answer.status == 303
    file = client.get(answer.location or "").response
    assert file.headers["Content-Disposition"].endswith(f".{kind}")
    return file.data


def test_no_cell_of_a_csv_file_begins_a_formula(dangerous: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    text = taken(dangerous, "items", "csv").decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert tuple(head) == ITEMS_HEAD
    assert len(rows) == len(DANGEROUS)
    assert all(cell[:1] not in set("=+-@\t\r\uff1d") for row in [head, *rows] for cell in row)
    assert {row[0] for row in rows} >= {"'=1", "'+1", "'@SUM(A1)", "Ends =1", "مرحبا 🚑"}
    assert "Bob" not in text


def test_every_text_of_a_workbook_is_typed_as_text(dangerous: Ward) -> None:
    with zipfile.ZipFile(io.BytesIO(taken(dangerous, "items", "xlsx"))) as book:
        names, sheet = book.namelist(), book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "=HYPERLINK" in sheet
    assert not [name for name in names if "external" in name or "vba" in name]


def test_figures_go_out_by_month_with_a_reason_that_is_kept(ward: Ward) -> None:
    twelve(ward)
    rows = list(csv.reader(io.StringIO(taken(ward, "figures", "csv", "quinn").decode("utf-8-sig"))))
    assert tuple(rows[0]) == FIGURES_HEAD
    assert ["2026-10", "Improvement", "Stronger", "3"] in [row[:4] for row in rows]
    made = db.session.query(FigureExport).one()
    assert (made.reason, made.by) == ("The meeting", ward.quinn.user_id)
    assert [event.action for event in audit.of_subject(made.id)] == ["figures.exported"]


def test_a_list_is_for_those_who_lead_and_a_file_for_whoever_gave_the_reason_within_the_hour(ward: Ward) -> None:
    base = f"/units/{ward.unit_id}/action-items/exports"
    sent = {"what": "items", "format": "csv", "reason": "Mine"}
    bob = ward.client(ward.bob)
    assert bob.submit(f"{base}/new", base, **sent).status == 422
    assert bob.submit(f"{base}/new", base, **sent | {"what": "figures", "reason": " "}).status == 422
    made = bob.submit(f"{base}/new", base, **sent | {"what": "figures"}).location or ""
    assert ward.client(ward.alice).get(made).status == 404
    ward.clock.tick(timedelta(minutes=61))
    assert ward.client(ward.bob).get(made).status == 404
