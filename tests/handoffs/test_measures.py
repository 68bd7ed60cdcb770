"""H1 to H10 on twelve handoffs of one week, counted by hand and by the code, on both databases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff, HandoffAction, HandoffIfThen
from huddle.handoffs.rules import ActionAnswer, HandoffKind, IfThen, Mode, Plan, Section, Severity, ToDo, figures
from huddle.handoffs.rules.measures import open_for
from huddle.handoffs.service.erasing import erase_old
from huddle.units.models import Unit
from tests.handoffs.test_service import CANARY, report
from tests.support.ward import Ward

FIRST = datetime(2026, 11, 9, 10, tzinfo=UTC)
"""A Monday, the first of the last whole week before the ward's now."""
STABLE, WATCHER, UNSTABLE = Severity
SHIFT, ESCALATION = HandoffKind.SHIFT, HandoffKind.ESCALATION


@dataclass(frozen=True)
class Row:
    """One handoff: minutes until it was taken on, how sick the receiver found the patient, seconds it was open."""

    kind: HandoffKind
    severity: Severity
    minutes: int | None
    view: Severity | None
    open_for: int | None = None
    handed_back: bool = False
    written_only: bool = False
    missing: tuple[Section, ...] = ()


ROWS = (
    # By the clock of 5 minutes for an unstable, 15 for a watcher, 30 for a stable patient (15 when escalated):
    Row(SHIFT, UNSTABLE, 4, UNSTABLE, open_for=2),  # in time
    Row(SHIFT, UNSTABLE, 6, UNSTABLE, open_for=10),  # late
    Row(SHIFT, WATCHER, 10, UNSTABLE, open_for=25),  # in time; two views
    Row(SHIFT, WATCHER, 15, WATCHER, open_for=45),  # in time, to the second
    Row(SHIFT, WATCHER, None, None),  # never taken on; its if-then is lost below
    Row(SHIFT, STABLE, 20, STABLE, open_for=90),  # in time, light; its background is lost below
    Row(SHIFT, STABLE, 31, STABLE, open_for=200),  # late, light
    Row(SHIFT, STABLE, 30, STABLE, written_only=True),  # in time, light, not spoken
    Row(ESCALATION, UNSTABLE, 3, UNSTABLE, handed_back=True),  # in time; something handed back
    Row(ESCALATION, UNSTABLE, 5, UNSTABLE),  # in time
    Row(ESCALATION, WATCHER, 9, WATCHER, missing=(Section.ACTIONS,)),  # sent back once
    Row(ESCALATION, STABLE, 14, STABLE, missing=(Section.ACTIONS, Section.SITUATION)),  # sent back twice
)
BY_HAND = {
    "H1": ("9 of 12 (75\u00a0%)", ()),
    "H2": ("8 of 11 (73\u00a0%)", ()),  # the four stable shift patients and nobody else are said back lightly
    "H3": ("2 of 11", ()),
    "H4": ("7 of 8 (88\u00a0%)", ()),
    # 8 sick patients of 5 parts, 4 stable ones of 4; one if-then and one background are lost.
    "H5": ("54 of 56 parts in 12 handoffs", ()),
    "H6": ("11 of 12 (92\u00a0%)", ()),
    "H7": ("4 of 4", ("Unstable: 2 of 2", "Watcher: 1 of 1", "Stable: 1 of 1")),
    "H8": ("2 of 12 (17\u00a0%)", ("Situation was missing: 1", "What to do was missing: 2")),
    "H9": ("1 of 3", ()),
    # Written in 10, 20, ... 120 seconds: 65 in the middle. Open for 2, 10, 25, 45, 90, 200: 35 in the middle.
    "H10": (
        "65 seconds to write",
        (
            "To write: half of 12 took 65 seconds or less",
            "To read, say back and sign: half of 6 took 35 seconds or less",
        ),
    ),
}


def told(ward: Ward, number: int, row: Row) -> Handoff:
    """Write, send, perhaps send back, open and take on; every second hour, so that they are no list."""
    sent_at = FIRST + timedelta(hours=2 * number)
    words = report(kind=row.kind, severity=row.severity, last_four=f"{number:04}")
    begun_at = sent_at - timedelta(seconds=10 * (number + 1))
    handoff = service.begin(ward.unit_id, words, actor=ward.alice, now=begun_at)
    plan = Plan(
        actions=(ToDo("Blood count"),),
        if_thens=(IfThen("worse", "call"),) if row.severity is not STABLE else (),
        mode=Mode.WRITTEN_ONLY if row.written_only else Mode.FACE_TO_FACE,
        written_reason="Theatre" if row.written_only else "",
    )
    service.send_draft(handoff, plan, to_person_id=None, responsible_id=None, actor=ward.alice, now=sent_at)
    for section in row.missing:
        at: dict[str, Any] = {"now": sent_at + timedelta(minutes=1)}
        service.return_for_detail(handoff, section=section, text="?", actor=ward.bob, **at)
        service.send_again(handoff, text="This", actor=ward.alice, **at)
    if row.view and row.minutes is not None:
        take(handoff, row, ward.bob, sent_at + timedelta(minutes=row.minutes))
    return handoff


def take(handoff: Handoff, row: Row, actor: Actor, at: datetime) -> None:
    if row.open_for:
        service.note_opened(handoff, actor=actor, now=at - timedelta(seconds=row.open_for))
        db.session.refresh(handoff)
    service.acknowledge(
        handoff,
        severity=row.view or row.severity,
        priority="Pain",
        corrections_read=handoff.corrections,
        watch_for={1},
        answers={1: ActionAnswer.HANDED_BACK if row.handed_back else ActionAnswer.ACCEPTED},
        actor=actor,
        now=at,
    )


def carry(ward: Ward, handoff: Handoff, source: Handoff, *, due: int | None, done: int | None) -> None:
    """Say of the one thing to do that it was carried on, with hours until it was due and was done."""
    [action], [first] = queries.actions(handoff.id), queries.actions(source.id)
    assert handoff.sent_at is not None
    action.from_action_id, action.first_asked_at = first.id, source.sent_at
    action.due_at = handoff.sent_at + timedelta(hours=due) if due else None
    if done:
        action.done_at, action.done_by = handoff.sent_at + timedelta(hours=done), ward.bob.person_id


@pytest.fixture
def week(ward: Ward) -> Ward:
    with transaction():
        handoffs = [told(ward, number, row) for number, row in enumerate(ROWS)]
        carry(ward, handoffs[1], handoffs[0], due=2, done=1)  # in time
        carry(ward, handoffs[2], handoffs[1], due=1, done=2)  # late
        carry(ward, handoffs[3], handoffs[2], due=None, done=None)  # never
        carry(ward, handoffs[5], handoffs[4], due=400, done=None)  # still has time
        # What older data may lack: no form lets it through any more.
        db.session.execute(delete(HandoffIfThen).where(HandoffIfThen.handoff_id == handoffs[4].id))
        db.session.execute(update(Handoff).where(Handoff.id == handoffs[5].id).values(background=""))
    return ward


def shown(ward: Ward) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = figures.lines(queries.measured(ward.unit_id, ward.now))
    return {id_: (line.figure, line.parts) for id_, line in found.items()}


def test_each_figure_is_what_one_counts_by_hand(week: Ward) -> None:
    assert shown(week) == BY_HAND
    lines = figures.lines(queries.measured(week.unit_id, week.now))
    assert lines["H3"].note == "That is 18 for every hundred."
    assert lines["H5"].note == "On average 96\u00a0% of each."  # (10 x 100 + 80 + 75) / 12


def test_how_long_it_was_open_is_told_in_plain_counts(week: Ward) -> None:
    counts = [count for _label, count in open_for(queries.measured(week.unit_id, week.now).told)]
    assert counts == [1, 1, 1, 1, 1, 1, 0, 5]


def test_what_does_not_count_changes_nothing(week: Ward) -> None:
    with transaction():
        for at in (FIRST + timedelta(days=2), FIRST + timedelta(days=2, minutes=1)):  # the newer replaces the older
            words = report(last_four="9999", severity=STABLE)
            service.send(week.unit_id, words, to_person_id=None, actor=week.alice, now=at)
        db.session.execute(delete(HandoffAction).where(HandoffAction.handoff_id == newest(week).id))
        db.session.execute(
            update(Handoff).where(Handoff.id == newest(week).id).values(sent_at=week.now, asked_at=week.now)
        )
        service.begin(week.unit_id, report(last_four="8888"), actor=week.alice, now=FIRST + timedelta(days=2))
        service.send(week.other_unit_id, report(severity=STABLE), to_person_id=None, actor=week.charlie, now=FIRST)
    found = shown(week)
    assert {**found, "H5": None} == {**BY_HAND, "H5": None}, "one of this week has its words too"


def newest(ward: Ward) -> Handoff:
    query = select(Handoff).where(Handoff.unit_id == ward.unit_id, Handoff.sent_at.is_not(None))
    return db.session.execute(query.order_by(Handoff.sent_at.desc()).limit(1)).scalar_one()


def test_the_figures_stay_when_the_words_are_erased(week: Ward) -> None:
    with transaction():
        assert erase_old(week.now, actor=Actor.system("purge"), now=week.now) == len(ROWS)
    assert shown(week) == {**BY_HAND, "H5": ("", ())}


def test_the_page_tells_counts_and_nobodys_name_or_patient(week: Ward) -> None:
    url = f"/units/{week.unit_id}/handoffs/measures"
    page = week.client(week.bob).get(url)
    assert "5 West, 17 Aug 2026 to 15 Nov 2026: 13 whole weeks" in page.text
    assert "Too early to tell: 1 point, and it takes 10." in page.text
    assert "9 of 12 (75 %)" in page.text
    assert "Less than 5 seconds 1" in page.text
    assert [item.get("id") for item in page.find("li", class_="measure")] == [
        *("H1", "H7"),
        *("H2", "H3", "H8"),
        *("H4", "H5", "H6"),
        *("H9", "H10"),
    ]
    main = page.body.split("<main")[1].split("</main>")[0]
    of_maria = week.client(week.maria).get(url).body.split("<main")[1].split("</main>")[0]
    links = re.compile(r'<p class="alone no-print">.*?</p>')
    assert links.sub("", of_maria) == links.sub("", main), "but for the links to write on a chart"
    for secret in ("Alice", "Bob", CANARY, "0001", "MK"):
        assert secret not in main


def test_the_quality_lead_reads_it_and_people_of_other_units_do_not(week: Ward) -> None:
    url = f"/units/{week.unit_id}/handoffs/measures"
    page = week.client(week.quinn).get(url)
    assert page.status == 200
    assert f"/units/{week.unit_id}/check-ins" in page.links()
    assert f"/units/{week.unit_id}/handoffs" not in page.links()
    for outsider in (week.charlie, week.dana):
        assert week.client(outsider).get(url).status == 404


def test_a_unit_without_handoffs_is_told_so_in_words(ward: Ward) -> None:
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/handoffs/measures")
    assert page.text.count("No handoff was sent.") == 3
    assert "0 of 0" not in page.text


def test_a_unit_of_this_week_has_no_measures_yet(ward: Ward) -> None:
    with transaction():
        db.session.get_one(Unit, ward.unit_id).created_at = ward.now
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/handoffs/measures")
    assert "Too early to tell." in page.text
    assert page.find("li", class_="measure") == []
