"""One thing of each kind on 5 West, and one of each kind on 6 East, made by the services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from huddle.accounts.models import Device
from huddle.actions import queries as action_queries
from huddle.actions import service as actions
from huddle.actions.rules import Blocker, SourceKind
from huddle.checkins import queries as checkins
from huddle.concerns import service as concerns
from huddle.concerns.rules import Harm, Outcome, Reason, Topic
from huddle.core.actor import Actor, UnitRole
from huddle.core.dates import Month, monday_of
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.downtime import service as paper
from huddle.downtime.rules import PaperKind
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import ActionAnswer, IfThen, Plan, Report, Severity, ToDo
from huddle.huddles import service as huddles
from huddle.huddles.rules import ItemKind, WatcherReason
from huddle.notifications.service import feeds
from huddle.reports import service as reports
from huddle.reports.rules.exporting import Format, What
from huddle.reviews import queries as review_queries
from huddle.reviews import service as reviews
from huddle.reviews.models import Review, VoiceNote
from huddle.reviews.rules import FOUR_QUESTIONS, ExportKind, Question
from huddle.reviews.service import debriefs, voices
from huddle.reviews.service.lessons import LessonWords, release
from huddle.tiers import service as tiers
from huddle.units import guests, levels
from huddle.units import queries as units
from huddle.units.models import Service, Unit
from huddle.units.rules import GuestRole, Level
from tests.checkins.months import OCTOBER, published, roll_up
from tests.support.apps import SECRET
from tests.support.ward import Ward

SEPTEMBER = Month(2026, 9)
PATIENT = Report(
    initials="MK",
    last_four="4821",
    bed="12",
    severity=Severity.UNSTABLE,
    situation="New pain",
    background="Nothing new",
    assessment="Not sure",
    recommendation="Blood count by eight",
)
PLAN = Plan(actions=(ToDo("Blood count"),), if_thens=(IfThen("the pain comes back", "call the doctor"),))


@dataclass(frozen=True)
class Samples:
    """`ids` are those of 5 West by argument; `others` the same of 6 East; `named` what the matrix calls by name."""

    ids: dict[str, Any]
    others: dict[str, Any]
    named: dict[str, Any]


def make_samples(ward: Ward) -> Samples:
    """Everything at once. Alice and Bob made the things of 5 West, Charlie those of 6 East."""
    published(ward)
    roll_up(ward, SEPTEMBER)
    with transaction():
        named = {
            "marked_by_bob": _marked(ward),
            "draft_of_alice": _review(ward, ward.alice),
            "lesson_of_alice": _lesson(ward),
            "draft_of_bob": _review(ward, ward.bob),
            "debrief_of_bob": _debrief(ward),
            "from_alice_to_bob": _handoff(ward, ward.alice, ward.bob),
            "from_bob_to_alice": _handoff(ward, ward.bob, ward.alice),
            "taken_by_bob": _taken(ward),
            "begun_by_bob": handoffs.begin(ward.unit_id, PATIENT, actor=ward.bob, now=ward.now).id,
            "raised_by_bob": _concern(ward, ward.bob),
            "answered_to_bob": _concern(ward, ward.bob, answered=True),
            "answered_to_alice": _concern(ward, ward.alice, answered=True),
            "asked_of_medicine": _asked_above(ward),
            "huddle_of_medicine": tiers.open_today(_medicine(ward), actor=ward.maria, now=ward.now).id,
            "item_asked_of_medicine": _stuck_item(ward),
            "item_of_bob": _item(ward, ward.bob),
            "item_of_alice": _item(ward, ward.alice),
            "drafted_month": str(SEPTEMBER),
            "drafted_check_in": checkins.get(ward.unit_id, SEPTEMBER).id,
        }
        ids = _things(ward, ward.unit_id, ward.bob) | {
            "handoff_id": named["from_alice_to_bob"],
            "device_id": ward.tablet_id,
            "person_id": ward.bob.user_id,
            "check_in_id": checkins.get(ward.unit_id, OCTOBER).id,
            "month": str(OCTOBER),
            "measure": "U1",
            "starts_on": str(monday_of(ward.now.date())),
            "token": _notes(db.session.get_one(Review, named["draft_of_bob"]), ward.bob, ward),
            "key": feeds.make_own(actor=ward.bob, now=ward.now),
            "name": Question.WHY.value,
            "box": Question.SUMMARY.value,
            "stage": "circle",
            "element": "task",
            "moment_id": _moment(named["draft_of_bob"], ward),
            "number": 1,
            "item_kind": "event",
            "lesson_id": named["lesson_of_alice"],
            "note_name": "gap",
            "huddle_kind": "scheduled",
            "handoff_kind": "shift",
            "member_unit_id": ward.unit_id,
            "kind": _medicine(ward).kind.value,
            "level_id": _medicine(ward).id,
            "table": "people",
            "place_id": ward.unit_id,
            "service_id": db.session.query(Unit.service_id).filter(Unit.id == ward.unit_id).scalar(),
            "site_id": db.session.query(Service.site_id).join(Unit).filter(Unit.id == ward.unit_id).scalar(),
        }
    return Samples(ids, _of_other_unit(ward), named)


def _of_other_unit(ward: Ward) -> dict[str, Any]:
    roll_up(ward, OCTOBER, ward.other_unit_id)
    with transaction():
        tablet = Device(
            unit_id=ward.other_unit_id,
            name="Tablet of 6 East",
            token_sha256="0" * 64,
            enrolled_at=ward.now,
            enrolled_by=ward.dana.person_id,
            expires_at=ward.now + timedelta(days=90),
        )
        db.session.add(tablet)
        db.session.flush()
        return _things(ward, ward.other_unit_id, ward.charlie) | {
            "handoff_id": _handoff(ward, ward.charlie, None),
            "device_id": tablet.id,
            "person_id": ward.charlie.user_id,
            "check_in_id": checkins.get(ward.other_unit_id, OCTOBER).id,
        }


def _things(ward: Ward, unit_id: UUID, actor: Actor) -> dict[str, Any]:
    huddle = huddles.open_extra(unit_id, actor=actor, now=ward.now)
    watcher = huddles.add_watcher(
        huddle,
        initials="JD",
        last_four="4471",
        bed="3",
        reason=WatcherReason.FAMILY_CONCERN,
        plan="Lactate at 10",
        trigger="breathing over 28",
        actor=actor,
        now=ward.now,
    )
    line = huddles.add_item(
        huddle, kind=ItemKind.EVENT, text="A fall", facts={"type": "event"}, actor=actor, now=ward.now
    )
    lead = replace(actor, units={unit_id: UnitRole.CHARGE})
    guest = guests.vouch_for_new(unit_id, name="Gil Guest", role=GuestRole.PHARMACIST, actor=lead, now=ward.now)
    review_id = _review(ward, actor, is_published=True)
    item_id = _item(ward, actor)
    return {
        "unit_id": unit_id,
        "guest_id": guest.guest.id,
        "concern_id": _concern(ward, actor),
        "item_id": item_id,
        "evidence_id": _picture(unit_id, item_id, ward, actor),
        "review_id": review_id,
        "note_id": _note_id(review_id),
        "export_id": _export(ward, actor, review_id),
        "file_id": _file(unit_id, actor, ward),
        "huddle_id": huddle.id,
        "watcher_id": watcher.id,
        "line_id": line.id,
        "shift_id": units.shifts(unit_id)[0].id,
        "form_id": paper.number_one(unit_id, PaperKind.SBAR, actor=actor, now=ward.now).id,
        "pack_id": paper.make_pack(unit_id, {PaperKind.HUDDLE: 1}, actor=actor, now=ward.now),
    }


def _unit_of(actor: Actor) -> UUID:
    return next(iter(actor.units))


def _debrief(ward: Ward) -> UUID:
    return debriefs.start(ward.unit_id, trigger=None, source_id=None, actor=ward.bob, now=ward.now).id


def _review(ward: Ward, actor: Actor, *, is_published: bool = False) -> UUID:
    review = reviews.start(
        _unit_of(actor),
        title="A late transfer",
        event_on=ward.now.date() - timedelta(days=1),
        actor=actor,
        now=ward.now,
    )
    if is_published:
        for question in FOUR_QUESTIONS:
            reviews.answer(review, question, text="Words", actor=actor, now=ward.now)
        reviews.need_nothing(review, reason="It works.", actor=actor, now=ward.now)
        _notes(review, actor, ward)
        reviews.publish(review, actor=actor, now=ward.now)
    return review.id


def _notes(review: Review, actor: Actor, ward: Ward) -> UUID:
    """Three notes from everyone, which are as many as are shown; the address that they came to."""
    token = voices.open_notes(review, key=SECRET, actor=actor, now=ward.now)
    for words in ("one", "two", "three"):
        voices.take_note(token, uuid4(), text=words, question=None, actor=actor, now=ward.now)
    return token


def _moment(review_id: UUID, ward: Ward) -> UUID:
    review = db.session.get_one(Review, review_id)
    row = reviews.add_moment(review, clock="14:05", what="The bed came", known_from="", actor=ward.bob, now=ward.now)
    return row.id


def _note_id(review_id: UUID) -> UUID:
    query = select(VoiceNote.id).where(VoiceNote.review_id == review_id)
    return db.session.execute(query.order_by(VoiceNote.id)).scalars().first() or review_id


def _marked(ward: Ward) -> UUID:
    """Its list is Bob, who leads it, and Quinn."""
    review_id = _review(ward, ward.bob, is_published=True)
    review = review_queries.get(ward.unit_id, review_id)
    known: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    reviews.mark(review, reader_id=ward.quinn.person_id, **known)
    return review_id


def _lesson(ward: Ward) -> UUID:
    review = review_queries.get(ward.unit_id, _review(ward, ward.alice, is_published=True))
    words = LessonWords(Topic.FLOW, "Late transfers", "The bed comes late.", "Ring before it leaves.")
    return release(review, words, names_unit=False, actor=ward.alice, now=ward.now).id


def _export(ward: Ward, actor: Actor, review_id: UUID) -> UUID:
    review = review_queries.get(_unit_of(actor), review_id)
    return reviews.export(review, kind=ExportKind.PAGE, reason="The meeting", actor=actor, now=ward.now).id


def _file(unit_id: UUID, actor: Actor, ward: Ward) -> UUID:
    kind = {"what": What.FIGURES, "format_": Format.CSV}
    return reports.export(unit_id, **kind, reason="The meeting", actor=actor, now=ward.now).id


def _handoff(ward: Ward, actor: Actor, to: Actor | None) -> UUID:
    receiver = to.person_id if to else None
    about = replace(PATIENT, initials=actor.name[:2].upper())
    return handoffs.send(_unit_of(actor), about, plan=PLAN, to_person_id=receiver, actor=actor, now=ward.now).id


def _taken(ward: Ward) -> UUID:
    handoff = handoffs.send(ward.unit_id, PATIENT, plan=PLAN, to_person_id=None, actor=ward.alice, now=ward.now)
    handoffs.acknowledge(
        handoff,
        severity=Severity.UNSTABLE,
        priority="Pain",
        corrections_read=0,
        watch_for={1},
        answers={1: ActionAnswer.ACCEPTED},
        actor=ward.bob,
        now=ward.now,
    )
    handoffs.correct(handoff, text="Ten units, not four", actor=ward.alice, now=ward.now)
    return handoff.id


def _concern(ward: Ward, actor: Actor, *, answered: bool = False) -> UUID:
    unit_id = _unit_of(actor)
    concern = concerns.raise_concern(
        unit_id, text="No call bell in bay 2", topic=Topic.EQUIPMENT, unnamed=False, actor=actor, now=ward.now
    )
    if answered:
        concerns.answer(concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=ward.maria, now=ward.now)
    return concern.id


def _asked_above(ward: Ward) -> UUID:
    concern = concerns.raise_concern(
        ward.unit_id, text="No bell at all", topic=Topic.EQUIPMENT, unnamed=False, actor=ward.bob, now=ward.now
    )
    concerns.escalate(
        concern, tier=2, reason=Reason.BLOCKED, harm=Harm.COULD, immediate_fix="", actor=ward.maria, now=ward.now
    )
    return concern.id


def _medicine(ward: Ward) -> Level:
    return levels.of_tier(ward.unit_id, 2)


def _item(ward: Ward, owner: Actor) -> UUID:
    return actions.open_item(
        _unit_of(owner),
        title="Order two bells",
        owner_id=owner.person_id,
        due_on=ward.now.date() + timedelta(days=7),
        source_kind=SourceKind.MANUAL,
        source_id=None,
        actor=owner,
        now=ward.now,
    ).id


def _stuck_item(ward: Ward) -> UUID:
    bob: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    item = action_queries.get(ward.unit_id, _item(ward, ward.bob))
    actions.make_improvement(item, **bob)
    actions.get_stuck(item, blocker=Blocker.MONEY, note="", **bob)
    actions.ask_above(item, **bob)
    return item.id


def _picture(unit_id: UUID, item_id: UUID, ward: Ward, actor: Actor) -> UUID:
    item = action_queries.get(unit_id, item_id)
    return actions.add_evidence(item, picture=b"drawn anew", actor=actor, now=ward.now).id
