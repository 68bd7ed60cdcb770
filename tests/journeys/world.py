"""The practice hospital with something for every screen: made through the same services as the real thing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from huddle.accounts import hashing, tablets
from huddle.accounts import queries as accounts
from huddle.accounts import service as sessions
from huddle.accounts.models import Device, LoginSession, User
from huddle.accounts.rules import DeviceKind, Secret
from huddle.actions import queries as action_queries
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.checkins import queries as checkins
from huddle.concerns import queries as concern_queries
from huddle.concerns import service as concerns
from huddle.concerns.rules import ConcernStatus, Outcome, Topic
from huddle.core import drafts
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.clock import FrozenClock
from huddle.core.dates import local_day, monday_of
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.downtime import queries as paper_queries
from huddle.downtime import service as paper
from huddle.downtime.rules import PaperKind, Written
from huddle.handoffs import queries as handoff_queries
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import Severity
from huddle.huddles import queries as huddle_queries
from huddle.practice import stories
from huddle.practice.above import receiver
from huddle.practice.hospital import BUILDER
from huddle.practice.people import UNITS
from huddle.practice.shifts import plan, report, said_back
from huddle.reviews import queries as review_queries
from huddle.reviews import service as reviews
from huddle.reviews.queries import lessons
from huddle.reviews.rules import FOUR_QUESTIONS, ExportKind
from huddle.tiers import queries as tier_queries
from huddle.tiers import service as tiers
from huddle.units import charge, guests, levels, people
from huddle.units import queries as unit_queries
from huddle.units import service as units
from huddle.units.models import Service, Unit
from huddle.units.rules import GuestRole
from huddle.units.staff import actor_on
from tests.journeys import debriefs_in, followed, huddles_in
from tests.journeys.handoffs_left import begin_after
from tests.journeys.handoffs_moving import between_units
from tests.journeys.handoffs_of_ben import begin_and_send
from tests.journeys.site import MONDAY_MORNING, Gate
from tests.journeys.voices_in import rooms_of
from tests.journeys.words import LONG
from tests.support.apps import SECRET, create_schema, make_app

STATES = {
    "open concern": ConcernStatus.OPEN,
    "picked up concern": ConcernStatus.FIXING_HERE,
    "answered concern": ConcernStatus.ANSWERED,
}
NOBODY, TABLET, LOCKED, WALL = "nobody", "tablet", "locked", "wall"


@dataclass
class World:
    """Running servers, and the ids of what the screens are about, by a name for each."""

    app: Flask
    url: str
    empty_url: str
    clock: FrozenClock
    ids: dict[str, Any] = field(default_factory=dict, repr=False)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    def path(self, endpoint: str, unit: str, values: dict[str, str]) -> str:
        """The address of a page; values name ids of this world, or stand for themselves."""
        known = {name: value if name.endswith("kind") else self.ids.get(value, value) for name, value in values.items()}
        if self.app.url_map.is_endpoint_expecting(endpoint, "unit_id"):
            known.setdefault("unit_id", self.ids[unit])
        return self.app.url_map.bind("").build(endpoint, known)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        """Nothing."""


@contextmanager
def _serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, Gate(app), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@contextmanager
def world(folder: Path, filled: Path) -> Iterator[World]:
    """A copy of the filled practice hospital, with all that the screens need, and an empty installation."""
    clock = FrozenClock(MONDAY_MORNING)
    shutil.copy(filled, folder / "screens.sqlite3")
    app = make_app(folder, f"sqlite:///{folder / 'screens.sqlite3'}", clock)
    app.testing = False  # an unexpected error is a page here, as in a hospital
    empty = make_app(folder, f"sqlite:///{folder / 'empty.sqlite3'}", clock)
    create_schema(empty)
    with _serving(app) as url, _serving(empty) as empty_url:
        made = World(app, url, empty_url, clock)
        with app.app_context(), transaction():
            _Builder(made).build()
        yield made


class _Builder:
    """Adds to the practice hospital what its stories lack."""

    def __init__(self, made: World) -> None:
        self.ids, self.cookies, self.now = made.ids, made.cookies, MONDAY_MORNING

    def build(self) -> None:
        self.ids.update({unit.name: unit.id for unit in db.session.execute(select(Unit)).scalars()})
        self.ids.update({person.name: person.id for person in db.session.execute(select(User)).scalars()})
        self._places()
        self._sign_ins()
        self._stories()
        self._above()
        self._handoffs()
        huddles_in.build(self)
        self._reviews()
        self._doors()
        self._draft()
        self._paper()

    def who(self, name: str, unit: str = "5 West") -> Actor:
        return actor_on(self.ids[unit], self.ids[name], now=self.now)

    def _places(self) -> None:
        west = db.session.get_one(Unit, self.ids["5 West"])
        self.ids["service"] = west.service_id
        self.ids["site"] = db.session.get_one(Service, west.service_id).site_id
        self.ids["shift"] = unit_queries.shifts(west.id)[0].id
        for name in ("7 South", "8 South", "9 South"):
            unit = units.add_unit(west.service_id, name=name, actor=BUILDER, now=self.now)
            self.ids[name] = unit.id
        units.close_unit(db.session.get_one(Unit, self.ids["7 South"]), actor=BUILDER, now=self.now)
        for name, role, wards in (
            ("Nova Blank", UnitRole.MANAGER, ("8 South", "9 South")),
            ("Lone Walker", None, ()),
            ("Rosa Departing", UnitRole.STAFF, ("5 West",)),
        ):
            person = sessions.add_person(
                username=name.lower().replace(" ", "."), name=name, actor=BUILDER, now=self.now
            )
            self.ids[name] = person.id
            for ward in wards:
                assert role is not None
                people.set_member(self.ids[ward], person.id, role=role, actor=BUILDER, now=self.now)
        sessions.deactivate(accounts.person(self.ids["Rosa Departing"]), actor=BUILDER, now=self.now)
        bare = units.add_site(name="Hilltop", timezone="Europe/London", actor=BUILDER, now=self.now)
        units.add_service(bare.id, name="Rehabilitation", actor=BUILDER, now=self.now)

    def _paper(self) -> None:
        ben, unit_id = self.who("Ben Carter"), self.ids["5 West"]
        copies = dict.fromkeys(PaperKind, 1)
        self.ids["pack"] = paper.make_pack(unit_id, copies, actor=ben, now=self.now)
        self.ids.update({f"paper {sheet.kind}": sheet.id for sheet in paper_queries.pack(unit_id, self.ids["pack"])})
        sheet = paper.number_one(unit_id, PaperKind.DEBRIEF, actor=ben, now=self.now)
        written = Written(local_day(self.now, ZoneInfo("Europe/London")), time(3, 20), "Nurse")
        paper.type_debrief(sheet, "The lift was stuck", {}, written, actor=ben, now=self.now)
        self.ids["typed paper"] = sheet.id

    def _device(self, name: str, kind: DeviceKind) -> tuple[str, Any]:
        code = tablets.make_code(self.ids["5 West"], kind=kind, actor=self.who("Maya Okafor"), now=self.now)
        return self._enrol(code, name)

    def _tablet(self, unit: str) -> tuple[str, Any]:
        code = next(plan.code for plan in UNITS if plan.name == unit)
        return self._enrol(code, f"Desk {unit}")

    def _enrol(self, code: str, name: str) -> tuple[str, Any]:
        token = tablets.enrol(code, name=name, lasts=timedelta(days=9), actor=BUILDER, now=self.now)
        known_by = Device.token_sha256 == hashing.token_sha256(token)
        return token, db.session.execute(select(Device.id).where(known_by)).scalar_one()

    def _sign_in(
        self,
        key: str,
        name: str,
        device: tuple[str, Any] | None,
        *,
        stale_pin: bool = False,
        must_change: Secret | None = None,
    ) -> None:
        actor = Actor(user_id=self.ids[name], name=name, device_id=device[1] if device else None)
        token = sessions.open_session(
            device_id=actor.device_id,
            lasts=timedelta(hours=12),
            lock_after=timedelta(hours=1),
            must_change=must_change,
            actor=actor,
            now=self.now,
        )
        known_by = LoginSession.token_sha256 == hashing.token_sha256(token)
        session = db.session.execute(select(LoginSession).where(known_by)).scalar_one()
        if stale_pin:
            session.pin_at = self.now - timedelta(minutes=5)
        if key == LOCKED:
            token = sessions.lock(session.id, actor=actor, now=self.now)
        self.cookies[key] = {"huddle": token} | ({"huddle-tablet": device[0]} if device else {})

    def _worked_tonight(self, name: str) -> None:
        """Somebody whose shift has just ended: they signed in when it was running."""
        session = db.session.execute(select(LoginSession).where(LoginSession.user_id == self.ids[name])).scalar_one()
        session.created_at = self.now - timedelta(hours=8)

    def _sign_ins(self) -> None:
        west, north = self._tablet("5 West"), self._tablet("3 North")
        self.ids["tablet"] = west[1]
        self.cookies[NOBODY], self.cookies[TABLET] = {}, {"huddle-tablet": west[0]}
        self._sign_in(LOCKED, "Femi Adewale", west)
        for name in ("Ben Carter", "Ana Silva", "Chloe Dubois", "Daniel Osei"):
            self._sign_in(name, name, west)
        self._sign_in("Elif Kaya", "Elif Kaya", west, stale_pin=True)
        self._worked_tonight("Chloe Dubois")
        self._sign_in("Nadia Rahman", "Nadia Rahman", north)
        wall = self._device("Corridor screen", DeviceKind.WALL)
        self.cookies[WALL] = {"huddle-tablet": wall[0]}
        self._sign_in("Jade Thompson", "Jade Thompson", west)
        self._sign_in("Lucia Moretti", "Lucia Moretti", west, must_change=Secret.PIN)
        for name in (
            "Maya Okafor",
            "Oliver Grant",
            "Rachel Boateng",
            "Alex Admin",
            "Quentin Shaw",
            "Nova Blank",
            "Lone Walker",
            "Luis Romero",
        ):
            self._sign_in(name, name, None)

    def _stories(self) -> None:
        west, ana, maya = self.ids["5 West"], self.who("Ana Silva"), self.who("Maya Okafor")
        open_concerns = concern_queries.unsettled(west)
        for key, status in STATES.items():
            self.ids[key] = next(row.id for row in open_concerns if row.status is status)
        self.ids["asked concern"] = concern_queries.at_level(levels.of_tier(west, 2))[0].id
        self.ids["merged concern"] = concern_queries.merged_into(self.ids["answered concern"])[0].id
        self.ids["closed concern"] = concern_queries.closed(west)[0].id
        unnamed = concerns.raise_concern(
            west, text=LONG, topic=Topic.EQUIPMENT, unnamed=True, actor=self.who("Daniel Osei"), now=self.now
        )
        concerns.answer(unnamed, outcome=Outcome.CANNOT_FIX, answer=LONG, actor=maya, now=self.now)
        self.ids["own answered concern"] = unnamed.id
        self.ids["action"] = self.promise("Ana Silva", LONG[:110], 3)
        self.ids["done action"] = self.promise("Ana Silva", "Label the spare oxygen cylinders", 3)
        self.ids["dropped action"] = self.promise("Ana Silva", "Ask for a second printer", 3)
        self.ids["going action"] = self.promise("Ana Silva", "Try two bed alarms on nights", 20)
        actions.make_improvement(action_queries.get(west, self.ids["going action"]), actor=ana, now=self.now)
        item = action_queries.get(west, self.ids["done action"])
        actions.finish(item, note="Labels are on, and the order sheet has a line for them.", actor=ana, now=self.now)
        item = action_queries.get(west, self.ids["dropped action"])
        actions.drop(item, reason="The next floor shares theirs.", actor=ana, now=self.now)
        self.ids |= followed.ids(west)
        self.ids["old huddle"] = next(row.id for row in huddle_queries.recent(west) if row.closed_at)
        all_months = checkins.of_unit(west)
        self.ids["last monday"] = monday_of(local_day(self.now, unit_queries.facts(west).zone)) - timedelta(weeks=1)
        self.ids["waiting month"] = next(row.month for row in all_months if not row.published_at)
        self.ids["published month"] = next(row.month for row in all_months if row.published_at)
        self.ids["north month"] = next(row.month for row in checkins.of_unit(self.ids["3 North"]) if row.published_at)

    def promise(self, owner: str, title: str, days: int, unit: str = "5 West") -> Any:
        ward, by = self.ids[unit], self.who(owner, unit)
        return actions.open_item(
            ward,
            title=title,
            owner_id=by.person_id,
            due_on=local_day(self.now, unit_queries.facts(ward).zone) + timedelta(days=days),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=by,
            now=self.now - timedelta(days=9),
        ).id

    def _above(self) -> None:
        """A huddle of the service that is going on, and one of the site that is over."""
        medicine, site = levels.of_tier(self.ids["5 West"], 2), levels.of_tier(self.ids["5 West"], 3)
        self.ids["organisation"] = levels.of_tier(self.ids["5 West"], 4).id
        self.ids["service huddle"] = tiers.open_today(medicine, actor=receiver(medicine), now=self.now).id
        self.ids["site huddle"] = next(
            row.id for row in tier_queries.lately(site, self.now.date()) if row.closed_at is not None
        )

    def _handoffs(self) -> None:
        west, ben, ana = self.ids["5 West"], self.who("Ben Carter"), self.who("Ana Silva")
        waiting = handoff_queries.waiting(west, self.now)
        self.ids["handoff for Ben"] = next(row.id for row in waiting if row.to_person_id == ben.user_id)
        story = stories.PATIENTS[1]
        for key, number in (("taken handoff", "0101"), ("corrected handoff", "0202")):
            sent = handoffs.send(
                west,
                report(story, "WW", number, "12"),
                plan=plan(story, self.now),
                to_person_id=ana.user_id,
                actor=ben,
                now=self.now,
            )
            handoffs.acknowledge(
                sent,
                severity=Severity.UNSTABLE,
                priority=story.matters_first,
                corrections_read=0,
                **said_back(story),
                actor=ana,
                now=self.now,
            )
            self.ids[key] = sent.id
        self.ids.update(begin_and_send(self.ids, self.who, LONG, self.now))
        self.ids.update(begin_after(self.ids, self.who, self.now))
        self.ids.update(between_units(self.ids, self.who, self.now))
        handoffs.correct(sent, text="The antibiotic was given at 06:10, not at 05:00.", actor=ben, now=self.now)

    def _reviews(self) -> None:
        west, ana, ben = self.ids["5 West"], self.who("Ana Silva"), self.who("Ben Carter")
        self.ids["published review"] = review_queries.published(west, reader=ana)[0].id
        self.ids["lesson"] = lessons.lessons()[0].id
        self.ids.update(rooms_of(west, ana, SECRET, self.now))
        talked = {review.title: review.id for review in review_queries.published(west, reader=ana)}
        planned = {review.title: review.id for review in review_queries.drafts_for(ana, west)}
        quentin = Actor(self.ids["Quentin Shaw"], "Quentin Shaw", org_role=OrgRole.QUALITY)
        [marked] = review_queries.marked_for(quentin)
        self.ids["marked review"] = marked.id
        why = "The quality board of November"
        self.ids["export"] = reviews.export(marked, kind=ExportKind.PAGE, reason=why, actor=quentin, now=self.now).id
        self.ids["talked review"] = talked["Transfer that waited for the bed lift"]
        self.ids["planned review"] = planned["Two patients with the same surname in one bay"]
        day = local_day(self.now, unit_queries.facts(west).zone) - timedelta(days=1)
        for key, actor in (("draft review", ana), ("ready review", ana), ("review of two", ben)):
            review = reviews.start(west, title="A fall between two rounds", event_on=day, actor=actor, now=self.now)
            self.ids[key] = review.id
            for question in FOUR_QUESTIONS if key == "ready review" else list(FOUR_QUESTIONS)[:1]:
                reviews.answer(review, question, text=LONG, actor=actor, now=self.now)
            if key == "draft review":
                row = reviews.add_moment(review, clock="06:40", what=LONG[:150], known_from="", actor=ana, now=self.now)
                self.ids["moment"] = row.id
            if key == "ready review":
                reviews.need_nothing(review, reason="The second round stays.", actor=actor, now=self.now)

        debriefs_in.build(self, west, ana)

    def _doors(self) -> None:
        """Beside the guest of the practice hospital one who has gone, and somebody with a last day."""
        west, ana, maya = self.ids["5 West"], self.who("Ana Silva"), self.who("Maya Okafor")
        here, _gone = guests.of_unit(west, self.now)
        self.ids["guest"] = here[0].ShiftGuest.id
        gone = guests.vouch_for_new(west, name="Sol Brandt", role=GuestRole.STUDENT, actor=ana, now=self.now).guest
        guests.end(gone, actor=maya, now=self.now)
        self.ids["gone guest"] = gone.id
        charge.take(west, actor=self.who("Daniel Osei"), now=self.now)
        people.set_last_day(west, self.ids["Hanna Virtanen"], day=self.now.date(), actor=maya, now=self.now)

    def _draft(self) -> None:
        fields = {
            "initials": ["TD"],
            "last_four": ["7788"],
            "situation": ["Half a sentence that was"],
            "severity": ["watcher"],
        }
        west = self.ids["5 West"]
        place = drafts.Place(self.ids["Chloe Dubois"], "handoff.send", str(west), "1")
        drafts.save(place, fields, version=0, now=self.now)
