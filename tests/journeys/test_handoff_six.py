"""Six patients from the night to the day on one tablet: one unstable, one watcher, four stable; every tap is counted.

What is assumed: the night nurse took the six on last evening in Huddle, so who, where and background are carried along;
his words are few, as the hints on the page ask (some 70 letters typed for a stable patient, 200 for a sick one). Longer
words cost 0.3 s a letter. Taps and typing are those of `hand.py`. Looking, thinking and talking are not in the figure:
they are the conversation that the form supports. How long it takes to read everything aloud is printed beside it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from huddle.accounts.models import User
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffStatus, IfThen, Plan, ReadBack, Report, Severity
from huddle.practice.hospital import BUILDER
from huddle.units import people
from huddle.units import service as units
from huddle.units.models import Unit
from huddle.units.staff import actor_on
from tests.journeys.hand import Hand
from tests.journeys.site import MONDAY_MORNING, Site, heading

pytestmark = pytest.mark.browser
AT_MOST_SECONDS = 600
CODE = "SXBEDS66"
NIGHT, DAY, EVENING_BEFORE = "Ben Carter", "Daniel Osei", "Chloe Dubois"
SPOKEN_WORDS_A_MINUTE = 140
QUARTER_TO_SEVEN = MONDAY_MORNING - timedelta(minutes=20)


@dataclass(frozen=True)
class Patient:
    """What the night nurse knows of one patient, and what the day nurse says back."""

    initials: str
    last_four: str
    bed: str
    before: Severity
    now: str
    background: str
    situation: str
    assessment: str
    recommendation: str
    to_do: str
    due: str = ""
    if_then: tuple[str, str] | None = None
    matters_first: str = ""

    @property
    def name(self) -> str:
        return f"{self.initials} {self.last_four}"

    def words(self) -> int:
        parts = (self.background, self.situation, self.assessment, self.recommendation, self.to_do)
        return len(" ".join((*parts, *(self.if_then or ()), self.matters_first)).split())


PATIENTS = (
    Patient(
        "JD",
        "4471",
        "12",
        Severity.WATCHER,
        "Unstable",
        "Pneumonia, day 3 of antibiotics. COPD, target 88 to 92 %.",
        "Worse since five: 3 litres, rate 26, sleepy.",
        "Tiring. Gas at six: CO2 is up.",
        "Doctor is coming, look every 15 min.",
        "Second blood gas",
        "07:30",
        ("over 28 or hard to wake", "call the team on 2222"),
        "Gas at half past, watch his breathing",
    ),
    Patient(
        "MK",
        "4821",
        "14",
        Severity.STABLE,
        "Watcher",
        "Hip fracture, operated on Saturday. Warfarin paused.",
        "Belly pain since three, no fever.",
        "Not sure, but she is not herself.",
        "Ask surgery to look before ten.",
        "Lactate with the bloods",
        "08:00",
        ("pain over 7 or pressure under 100", "call surgery on 4412"),
        "Lactate, and surgery before ten",
    ),
    Patient(
        "AB",
        "1022",
        "9",
        Severity.STABLE,
        "Stable",
        "Heart failure. Furosemide by mouth.",
        "Slept. Weight down 1 kg.",
        "Getting better.",
        "Home tomorrow if steady.",
        "Weigh before breakfast",
        matters_first="Weight, and the pills for home",
    ),
    Patient(
        "CW",
        "3310",
        "10",
        Severity.STABLE,
        "Stable",
        "Hip replacement, day 2. Lives alone.",
        "Walked with one helper.",
        "As expected.",
        "Stairs with the therapist.",
        "Walk twice",
        matters_first="Two walks, and the stairs",
    ),
    Patient(
        "ES",
        "9043",
        "11",
        Severity.STABLE,
        "Stable",
        "Cellulitis, day 4. Penicillin rash in 2019.",
        "Leg less red, no fever.",
        "Better.",
        "Drip to tablets today?",
        "Ask about tablets",
        matters_first="Ask about tablets at the round",
    ),
    Patient(
        "TN",
        "7765",
        "15",
        Severity.STABLE,
        "Stable",
        "Waits for rehabilitation. Type 2 diabetes.",
        "Sugar 7 to 9 all night.",
        "Steady.",
        "Routine care.",
        "Call rehabilitation",
        matters_first="Call rehabilitation about the place",
    ),
)


def six_beds(site: Site) -> Any:
    """A unit on which the night nurse has taken six patients on."""
    before = QUARTER_TO_SEVEN - timedelta(hours=12)
    site.clock.set(QUARTER_TO_SEVEN)
    with site.app.app_context(), transaction():
        service_id = db.session.execute(select(Unit.service_id).where(Unit.name == "5 West")).scalar_one()
        ids = {user.name: user.id for user in db.session.execute(select(User)).scalars()}
        unit_id = units.add_unit(service_id, name="Six Beds", actor=BUILDER, now=before).id
        for name in (NIGHT, DAY, EVENING_BEFORE):
            people.set_member(unit_id, ids[name], role=UnitRole.STAFF, actor=BUILDER, now=before)
        alex = Actor(user_id=ids["Alex Admin"], name="Alex Admin", org_role=OrgRole.ADMIN)
        people.make_tablet_code(unit_id, lasts=timedelta(days=9), uses=9, code=CODE, actor=alex, now=before)
        for patient in PATIENTS:
            _taken_on(unit_id, patient, ids, before + timedelta(minutes=25))
    return unit_id


def _taken_on(unit_id: Any, patient: Patient, ids: dict[str, Any], at: Any) -> None:
    giver, taker = (actor_on(unit_id, ids[name], now=at) for name in (EVENING_BEFORE, NIGHT))
    who = Report(patient.initials, patient.last_four, patient.before, "x", patient.background, "x", "x", patient.bed)
    plan = Plan(if_thens=(IfThen("worse", "call"),))
    handoff = service.send(unit_id, who, plan=plan, to_person_id=taker.user_id, actor=giver, now=at)
    said = {"severity": patient.before, "priority": "x", "watch_for": {1}, "corrections_read": 0}
    service.acknowledge(handoff, **said, actor=taker, now=at)  # type: ignore[arg-type]


def test_six_patients_take_two_people_at_most_ten_minutes(
    site: Site, browser: Browser, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    unit_id = six_beds(site)
    page = site.open(browser)
    page.goto("/tablet/enrolment")
    page.get_by_label("Code").fill(CODE)
    page.locator("input[name=name]").fill("Tablet by the desk")
    page.get_by_role("button", name="Make it a tablet of the unit").click()
    heading(page, "Tap your name")
    hand = Hand(site, page)
    hand.take_the_tablet(NIGHT)
    _write_six(hand)
    sender = (hand.taps, hand.seconds)
    hand.take_the_tablet(DAY, from_somebody=True)
    _read_back_six(hand, unit_id)
    _all_taken(site, unit_id)
    spoken = sum(patient.words() for patient in PATIENTS) / SPOKEN_WORDS_A_MINUTE * 60
    for name, value in (("taps", hand.taps), ("seconds", round(hand.seconds)), ("letters", hand.letters)):
        record_property(name, value)
    with capsys.disabled():
        sys.stdout.write(
            f"\nSix patients: {hand.taps} taps ({sender[0]} by the sender), {hand.letters} letters, {hand.pins} PINs: "
            f"{hand.seconds:.0f} s of hands for both ({sender[1]:.0f} s of them the sender's); "
            f"reading it all aloud takes {spoken:.0f} s\n"
        )
    assert hand.seconds <= AT_MOST_SECONDS


def _write_six(hand: Hand) -> None:
    page = hand.page
    hand.tap(page.get_by_role("link", name="Handoffs"))
    heading(page, "Handoffs")
    hand.tap(page.get_by_role("link", name="Hand my patients over, sickest first"))
    heading(page, "My patients to hand over")
    *others, last = sorted(PATIENTS, key=lambda one: (one.before is Severity.STABLE, one.name))
    hand.press(f"Next: {others[0].name}")
    for patient in others:
        _write(hand, patient)
        hand.press("Save, next patient")
    _write(hand, last)
    hand.press("Keep for later")
    heading(page, "My patients to hand over")
    hand.choose("To whom", DAY)
    hand.sign()
    hand.press("Send 6")
    expect(page.locator(".notice")).to_contain_text("You stay responsible")


def _write(hand: Hand, patient: Patient) -> None:
    page = hand.page
    heading(page, "New handoff")
    expect(page.get_by_label("Initials", exact=True)).to_have_value(patient.initials)
    expect(page.get_by_label("Background", exact=True)).to_have_value(patient.background)
    hand.chip(patient.now)
    hand.type("Situation", patient.situation)
    hand.type("Assessment", patient.assessment)
    hand.type("Recommendation", patient.recommendation)
    hand.press("Next: what to do")
    heading(page, patient.name)
    hand.type("What must be done?", patient.to_do)
    if patient.due:
        hand.type("By when?", patient.due)
    if patient.if_then:
        hand.type("If", patient.if_then[0])
        hand.type("Then", patient.if_then[1])
    hand.chip("Checked, as before")
    hand.chip("Face to face")


def _read_back_six(hand: Hand, unit_id: Any) -> None:
    page = hand.page
    hand.tap(page.get_by_role("link", name="Handoffs"))
    heading(page, "Handoffs")
    for patient in PATIENTS[:2]:
        hand.tap(page.locator("#handoff-list").get_by_role("link", name=patient.name))
        _say_back(hand, patient)
        hand.tap(page.get_by_role("link", name="Handoffs").first)
        heading(page, "Handoffs")
    hand.tap(page.get_by_role("link", name=re.compile("one signature")))
    heading(page, "Stable patients")
    drawn = page.locator("main .row__title").inner_text()
    hand.tap(page.get_by_role("link", name=drawn))
    _say_back(hand, next(patient for patient in PATIENTS if patient.name == drawn))
    hand.tap(page.get_by_role("link", name="Handoffs").first)
    heading(page, "Handoffs")
    hand.tap(page.get_by_role("link", name=re.compile("one signature")))
    heading(page, "Stable patients")
    for box in page.locator("label.check").all():
        hand.tap(box)
    hand.sign()
    hand.press("I have these patients")
    expect(page.locator(".notice")).to_contain_text("You have these patients")


def _say_back(hand: Hand, patient: Patient) -> None:
    page = hand.page
    heading(page, patient.name)
    hand.chip(patient.now)
    hand.type("What matters first?", patient.matters_first)
    if patient.if_then:
        hand.tap(page.locator("label.check", has_text=patient.if_then[0]))
    hand.chip("I take it on")
    hand.sign()
    hand.press("I have this patient")
    expect(page.locator("#handoff-responsible")).to_contain_text("You are responsible since")


def _all_taken(site: Site, unit_id: Any) -> None:
    """Both saw the same, the day nurse has all six, and three of them were said back in full."""
    with site.app.app_context():
        assert queries.waiting(unit_id, site.clock.now()) == []
        mine = [row for row in queries.taken(unit_id, site.clock.now()) if row.is_current]
        assert {row.patient for row in mine} == {patient.name for patient in PATIENTS}
        assert not any(row.differs for row in mine)
        fresh = select(Handoff.read_back).where(
            Handoff.unit_id == unit_id, Handoff.sent_at > QUARTER_TO_SEVEN, Handoff.status == HandoffStatus.ACKNOWLEDGED
        )
        levels = list(db.session.execute(fresh).scalars())
    assert (levels.count(ReadBack.FULL), levels.count(ReadBack.LIGHT)) == (3, 3)
