"""Improvements as people followed them to the end: what shows it, what was said beside it, and who was told."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from huddle.actions import service as actions
from huddle.actions.models import ActionItem
from huddle.actions.rules import ChangeType, Effect, Lane, Plan, SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.rules import Harm, Topic
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.pictures import redrawn
from huddle.practice.hospital import Ward

WHERE = "5 West"
DAY = timedelta(days=1)


def tell(ward: Ward, now: datetime) -> None:
    """One that was told back, one that is about to be, one to be looked at, and two that were the same."""
    if ward.name != WHERE:
        return
    _told_back(ward, now)
    _to_be_told(ward, now)
    _to_be_seen(ward, now)
    _one_of_two(ward, now)


def _improvement(
    ward: Ward, title: str, plan: Plan, owner: Actor, at: datetime, *, days: int, concern: object = None
) -> ActionItem:
    """Written down by the manager, and taken on by its owner on the same day."""
    item = actions.open_item(
        ward.unit_id,
        title=title,
        owner_id=owner.person_id,
        due_on=local_day(at, ward.zone) + days * DAY,
        source_kind=SourceKind.CONCERN if concern else SourceKind.MANUAL,
        source_id=getattr(concern, "id", None),
        lane=Lane.IMPROVEMENT,
        actor=ward.manager,
        now=at,
    )
    actions.accept(item, plan, actor=owner, now=at + timedelta(hours=3))
    return item


def _told_back(ward: Ward, now: datetime) -> None:
    """From a concern, which whoever raised it reads as done when they sign in next."""
    at, owner, raiser = now - 110 * DAY, ward.staff[1], ward.staff[0]
    concern = concerns.raise_concern(
        ward.unit_id,
        text="The bariatric chair is never where we look for it.",
        topic=Topic.EQUIPMENT,
        unnamed=False,
        actor=raiser,
        now=at - DAY,
    )
    concerns.pick_up(concern, harm=Harm.COULD, immediate_fix="", actor=ward.charge[0], now=at - timedelta(hours=20))
    plan = Plan(ChangeType.CHANGE_SPACE_OR_LAYOUT, measure="Ten looks a week, chair in its place, 9 of 10")
    item = _improvement(
        ward, "Give the bariatric chair a place beside the lift", plan, owner, at, days=14, concern=concern
    )
    said = actions.comment
    said(item, text="Estates need a drawing before they paint the floor.", actor=owner, now=at + 2 * DAY)
    said(item, text="There is one from 6 East. I sent it to you.", actor=ward.charge[0], now=at + 3 * DAY)
    actions.add_evidence(item, text="Ten looks in week two: there nine times.", actor=owner, now=at + 10 * DAY)
    actions.add_evidence(
        item, text="Order of the floor mark", url="https://estates.example/orders/4471", actor=owner, now=at + 11 * DAY
    )
    actions.add_evidence(
        item, text="The mark on the floor beside the lift", picture=drawing(), actor=owner, now=at + 12 * DAY
    )
    actions.finish(item, note="The chair has a painted place beside the lift.", actor=owner, now=at + 12 * DAY)
    actions.verify(item, note="Looked on three days, it was there.", actor=ward.charge[1], now=at + 13 * DAY)
    for days, effect in ((45, Effect.PARTLY), (103, Effect.WORKS)):
        actions.check_effect(item, effect=effect, note="", actor=ward.charge[1], now=at + days * DAY)
    actions.tell_back(
        item,
        note="The chair has a painted place beside the lift, and for three months it has stood there.",
        actor=ward.manager,
        now=now - 30 * timedelta(hours=1),
    )


def _to_be_told(ward: Ward, now: datetime) -> None:
    at, owner = now - 12 * DAY, ward.staff[2]
    item = _improvement(ward, "Show everybody the new hoist", Plan(ChangeType.TRAINING_OR_REMINDER), owner, at, days=10)
    actions.finish(item, note="Eighteen of twenty have used it with me.", actor=owner, now=at + 8 * DAY)
    actions.verify(item, note="Saw the list.", actor=ward.charge[0], now=at + 9 * DAY)


def _to_be_seen(ward: Ward, now: datetime) -> None:
    at, owner = now - 9 * DAY, ward.staff[3]
    plan = Plan(ChangeType.STANDARDISE, measure="Ten trolleys a week, all drawers right")
    item = _improvement(ward, "Stock both crash trolleys in the same order", plan, owner, at, days=7)
    actions.add_evidence(item, text="Both drawers, side by side", picture=drawing(), actor=owner, now=at + 6 * DAY)
    actions.finish(item, note="Both trolleys follow the list on the lid.", actor=owner, now=at + 6 * DAY)


def _one_of_two(ward: Ward, now: datetime) -> None:
    at = now - 3 * DAY
    plan = Plan(ChangeType.SEPARATE_LOOKALIKES, measure="Ten looks a month, all apart")
    stays = _improvement(ward, "Keep the two insulins in separate drawers", plan, ward.staff[4], at, days=30)
    same = actions.open_item(
        ward.unit_id,
        title="Put the long insulin elsewhere",
        owner_id=ward.charge[1].person_id,
        due_on=local_day(now, ward.zone) + 5 * DAY,
        source_kind=SourceKind.MANUAL,
        source_id=None,
        actor=ward.charge[1],
        now=at + DAY,
    )
    actions.merge(same, stays.id, actor=ward.manager, now=at + 2 * DAY)


def drawing() -> bytes:
    """A mark on a floor, drawn here: nobody's photo."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 420), "#d8d5cc")
    pen = ImageDraw.Draw(picture)
    for edge in range(0, 640, 80):
        pen.line((edge, 0, edge, 420), fill="#c8c4b8", width=2)
    pen.rectangle((180, 110, 460, 330), outline="#c9a227", width=14)
    pen.line((200, 130, 440, 310), fill="#c9a227", width=8)
    pen.line((440, 130, 200, 310), fill="#c9a227", width=8)
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return redrawn(stored.getvalue())
