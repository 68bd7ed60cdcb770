"""What waits for the person who looks: read on every visit, never polled, never shared between tablets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.beds import queries as beds
from huddle.concerns import queries as concerns
from huddle.core import drafts
from huddle.core.actor import Actor
from huddle.core.dates import clock_text, day_text, local_day, moment_text
from huddle.core.reading import together
from huddle.handoffs import policy
from huddle.handoffs import queries as handoffs
from huddle.handoffs.queries.mine import waits_for
from huddle.handoffs.rules import HandoffStatus, patient_at, patient_text
from huddle.notifications import queries as notifications
from huddle.reviews import queries as reviews
from huddle.reviews.rules.debriefs import Offer
from huddle.today import answered, mine, rules
from huddle.today.pressing import pressing
from huddle.units import queries as units
from huddle.units.rules import ShiftRun

SHOWN = 3
"""So many lines are shown at once: what can be read in ten seconds."""
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ForYou:
    """One line. `said_read` is the version of a concern whose answer can be said to be read with one tap, `review_id` a
    review and `item_id` an action item that can be said to be seen with one.
    """

    href: str
    title: str
    note: str
    concern_id: UUID | None = None
    said_read: int = 0
    review_id: UUID | None = None
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Here:
    """Who looks, at which unit, when."""

    unit_id: UUID
    actor: Actor
    now: datetime
    zone: ZoneInfo

    @property
    def base(self) -> str:
        return f"/units/{self.unit_id}"

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)


def for_you(
    unit_id: UUID,
    actor: Actor,
    now: datetime,
    zone: ZoneInfo,
    waiting: Sequence[handoffs.Waiting],
    *,
    in_charge_id: UUID | None,
    offers: Sequence[Offer],
) -> list[ForYou]:
    """What waits for `actor` and what became of what they raised, most pressing first.

    `waiting` is all that nobody on this unit has taken yet, `in_charge_id` who is asked about what has risen, `offers`
    what a debrief is offered after. Answers and promises come from every unit they work on.
    """
    here = _Here(unit_id, actor, now, zone)
    me = actor.person_id
    shifts, came, answers, promises, asked, picked_up, begun, *more = together(
        units.ask_shifts(unit_id),
        mine.came(unit_id, me, now),
        concerns.ask_raiser(me, now),
        mine.promises(me, here.today, SOON),
        mine.asked_above(me),
        mine.picked_up(me),
        mine.begun_handoffs(unit_id, me, now),
        drafts.ask_of_author(me, now=now),
        beds.ask_mine(unit_id, me, now),
        mine.review_news(unit_id, me, now),
        reviews.ask_led_outside(me),
        reviews.ask_to_follow(unit_id, actor, here.today),
        notifications.ask_unseen(me, now),
        answered.for_one(unit_id, me, now),
        *([pressing(unit_id, me, now, zone)] if actor.leads(unit_id) else []),
    )
    kept, my_beds, news, led, to_follow, told, done, *on_lead = more
    risen = _asked_about(here, waiting, in_charge_id)
    return [
        *_leaving(here, rules.ending(shifts, came, now, zone)),
        *_risen(here, risen, in_charge_id),
        *_handoffs(here, waiting, my_beds, risen),
        *_begun(here, begun, kept),
        *_on_lead(here, on_lead),
        *_answers(here, answers),
        *_promises(here, promises),
        *_concerns(here, asked, picked_up),
        *_done(here, done),
        *_debriefs(here, offers, in_charge_id),
        *_reviews(led, to_follow),
        *_review_news(here, news),
        *_told(told),
    ]


def _leaving(here: _Here, run: ShiftRun | None) -> Iterator[ForYou]:
    if run is not None:
        verb = "ends" if run.ends_at > here.now else "ended"
        note = f"Your shift {verb} at {clock_text(run.ends_at, here.zone)}. Your patients, your promises, thanks."
        yield ForYou(f"{here.base}/before-you-go", "Before you go", note)


def _asked_about(here: _Here, waiting: Sequence[handoffs.Waiting], in_charge_id: UUID | None) -> list[handoffs.Waiting]:
    """Patients whom nobody has taken on, for the one person who is asked to see to it, or whoever else leads."""
    return [
        row
        for row in waiting
        if row.rises
        and not row.goes_to
        and row.to_person_id != here.actor.user_id
        and policy.is_asked(here.actor, here.unit_id, in_charge_id, (row.sent_by, row.responsible))
    ]


def _risen(here: _Here, risen: Sequence[handoffs.Waiting], in_charge_id: UUID | None) -> Iterator[ForYou]:
    says = "You are in charge" if in_charge_id else "Nobody has said that they are in charge"
    if in_charge_id not in (None, here.actor.user_id):
        says = "Whoever is in charge hands them over themselves"
    for row in risen:
        mine = here.actor.user_id in (row.sent_by, row.responsible)
        do = "find a colleague who takes it" if mine else "take it on, or find who does"
        note = f"Nobody has taken this patient. {says}: {do}"
        yield ForYou(f"{here.base}/handoffs/{row.id}", patient_at(row.patient, row.bed), note)


def _handoffs(
    here: _Here, waiting: Sequence[handoffs.Waiting], my_beds: Collection[str], risen: Sequence[handoffs.Waiting]
) -> Iterator[ForYou]:
    """Those that wait for them, by name or in their beds, and questions about those that they sent."""
    for row in waiting:
        patient = patient_at(row.patient, row.bed)
        if row.to_person_id == here.actor.user_id:
            note = f"Waits for you{_since(here, row)}"
            yield ForYou(f"{here.base}/handoffs/{row.id}", patient, note)
        elif waits_for(row, here.actor.person_id, my_beds) and row not in risen:
            note = f"In your bed{_since(here, row)}"
            yield ForYou(f"{here.base}/handoffs/{row.id}", patient, note)
        elif row.asks and here.actor.user_id in {row.responsible, row.sent_by}:
            yield ForYou(f"{here.base}/handoffs/{row.id}", patient, "A colleague asks you something about your handoff")
        elif row.status is HandoffStatus.RETURNED and here.actor.user_id in {row.responsible, row.sent_by}:
            yield ForYou(f"{here.base}/handoffs/{row.id}", patient, "A colleague sent it back for more detail")


def _since(here: _Here, row: handoffs.Waiting) -> str:
    """Never until when: that would say how sick the sender finds the patient."""
    return f", sent {clock_text(row.sent_at, here.zone)}{'. Late' if row.is_late else ''}"


def _answers(here: _Here, answers: Sequence[concerns.News]) -> Iterator[ForYou]:
    for news in answers:
        if here.actor.works_on(news.unit_id):
            address = f"/units/{news.unit_id}/concerns/{news.concern_id}"
            note = f"{news.line}: {news.answer}"
            yield ForYou(address, f"You said: {news.text}", note, news.concern_id, news.version)


def _on_lead(here: _Here, found: Sequence[tuple[UUID, str, str, bool] | None]) -> Iterator[ForYou]:
    """The action item that waits most on whoever leads, and the way to all of them; nothing was asked for others."""
    for worst in filter(None, found):
        id_, title, why, has_more = worst
        yield ForYou(f"{here.base}/action-items/{id_}", title, f"Waits on you: {why[0].lower()}{why[1:]}")
        if has_more:
            yield ForYou("/action-items/waiting", "All action items that wait on you", "The most pressing first")


def _promises(here: _Here, promises: Sequence[tuple[Any, ...]]) -> Iterator[ForYou]:
    for unit_id, id_, _version, title, due_on, is_asked in promises:
        if here.actor.works_on(unit_id):
            word = "was due" if due_on < here.today else "due"
            says = "You are asked to take it on" if is_asked else "You promised it"
            note = f"{says}, {word} {day_text(due_on, here.today)}"
            yield ForYou(f"/units/{unit_id}/action-items/{id_}", title, note)


def _concerns(here: _Here, asked: Sequence[tuple[Any, ...]], picked_up: Sequence[tuple[Any, ...]]) -> Iterator[ForYou]:
    """What was escalated to them, and what they picked up."""
    for id_, text, kind, due, level_id in asked:
        address = f"/levels/{kind}/{level_id}/concerns/{id_}"
        yield ForYou(address, text, f"Asked of you, answer due {moment_text(due, here.now, here.zone)}")
    for unit_id, id_, text in picked_up:
        if here.actor.works_on(unit_id):
            yield ForYou(f"/units/{unit_id}/concerns/{id_}", text, "You picked this up. What became of it?")


def _done(here: _Here, rows: Sequence[tuple[Any, ...]]) -> Iterator[ForYou]:
    """What became of what they raised or wrote down, one thing at a time."""
    for id_, what, answer in answered.said_to(rows):
        yield ForYou(f"{here.base}/action-items/{id_}", what, answer, item_id=id_)


def _debriefs(here: _Here, offers: Sequence[Offer], in_charge_id: UUID | None) -> Iterator[ForYou]:
    """The newest thing that happened to them, or on their watch, and that nobody has debriefed or declined."""
    asked = [one for one in offers if here.actor.user_id in one.people or here.actor.user_id == in_charge_id]
    for one in asked[:1]:
        title = f"{one.words} at {clock_text(one.at, here.zone)}"
        yield ForYou(f"{here.base}/reviews/debriefs#offer-{one.id}", title, "Start a 5-minute debrief, or say why not")


def _told(count: int) -> Iterator[ForYou]:
    """What happened to things of theirs, on all their units, in one line: what is theirs to do stands here itself."""
    if count:
        title = f"{count} thing{'' if count == 1 else 's'} changed since you last looked"
        yield ForYou("/me/for-you", title, "Due soon, late, given to you, verified or come back")


def _review_news(here: _Here, news: Sequence[tuple[Any, ...]]) -> Iterator[ForYou]:
    """What was learned on this unit, one review at a time."""
    for id_, title, took_part in news:
        note = "You had a part in this review. It is published" if took_part else "What your unit learned"
        yield ForYou(f"{here.base}/reviews/{id_}", title, note, review_id=id_)


def _reviews(led: Sequence[tuple[Any, ...]], to_follow: Sequence[tuple[Any, ...]]) -> Iterator[ForYou]:
    """Reviews that they lead from outside, and those whose day has come and of which they are asked."""
    for unit_id, id_, title in led:
        yield ForYou(f"/units/{unit_id}/reviews/{id_}", title, "You lead this review from outside the unit")
    for unit_id, id_, title in to_follow:
        yield ForYou(f"/units/{unit_id}/reviews/{id_}", title, "Your review: did it change anything?")


def _begun(
    here: _Here, begun: Sequence[tuple[Any, ...]], kept: Sequence[tuple[str, str, datetime]]
) -> Iterator[ForYou]:
    """Handoffs that were begun, and text that was typed and not sent."""
    if len(begun) == 1:
        [(id_, initials, last_four)] = begun
        address = f"{here.base}/handoffs/{id_}/plan"
        yield ForYou(address, patient_text(initials, last_four), "You began this handoff. It is not sent yet.")
    elif begun:
        yield ForYou(f"{here.base}/handoffs/shift-list", f"{len(begun)} handoffs not sent yet", "You began them.")
    for form, about, saved_at in kept:
        if found := _place(here, form, about):
            note = f"Your text from {moment_text(saved_at, here.now, here.zone)} is kept."
            yield ForYou(f"{here.base}/{found[1]}", found[0], note)


def _place(here: _Here, form: str, about: str) -> tuple[str, str] | None:
    """What a draft on this unit is called, and where its form is; None for what comes back on its own page."""
    unit, _colon, source = about.partition(":")
    if unit != str(here.unit_id):
        return None
    return {
        "handoff.send": ("Handoff not sent yet", f"handoffs/new?from={source}" if source else "handoffs/new"),
        "concern.raise": ("Concern not sent yet", "concerns/new"),
        "recognition.thank": ("Thanks not said yet", "before-you-go"),
    }.get(form)
