"""Who may use which address: one row for each endpoint. A new endpoint needs a row here.

A row names the access marker of the view. Where the policy of a feature says more than the marker, a case names the
object it is about and who meets something else than the marker says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

PEOPLE = ("nobody", "tablet", "wall", "locked", "bob", "alice", "maria", "charlie", "dana", "quinn")
"""Nobody signed in; a tablet before any PIN; a screen on the wall; Alice on a tablet that locked; then the cast on
computers of their own.

Bob is staff, Alice charge nurse, Maria manager of 5 West. Charlie is staff of 6 East, Dana administrator, Quinn the
quality lead.
"""


class Meets(Enum):
    """What a person meets at an address."""

    PAGE = "the page, or for a form the write contract"
    DOOR = "the way to sign in (a form: 401)"
    GONE = "404, as if it were not there"
    NO = "403, with the reason"


PAGE, DOOR, GONE, NO = Meets


def _all(meets: Meets, **but: Meets) -> dict[str, Meets]:
    return dict.fromkeys(PEOPLE, meets) | {"wall": GONE} | but


_OUTSIDE = {"nobody": DOOR, "tablet": DOOR, "locked": DOOR}
_OF_UNIT = _OUTSIDE | {"charlie": GONE, "dana": GONE, "quinn": GONE}
MARKERS: dict[str, dict[str, Meets]] = {
    "public": _all(PAGE),
    "tablet": _all(PAGE, nobody=DOOR),
    "signed_in": _all(PAGE, **_OUTSIDE),
    "unit_staff": _all(PAGE, **_OF_UNIT),
    "unit_or_named": _all(PAGE, **_OF_UNIT),
    "unit_lead": _all(PAGE, **_OF_UNIT, bob=NO),
    "unit_manager": _all(PAGE, **_OF_UNIT, bob=NO, alice=NO),
    "unit_reader": _all(PAGE, **_OF_UNIT | {"quinn": PAGE}),
    "unit_wall": _all(PAGE, **_OF_UNIT, wall=PAGE),
    "unit_setup": _all(PAGE, **_OF_UNIT | {"dana": PAGE}, bob=NO, alice=NO),
    "unit_paper": _all(PAGE, **_OF_UNIT | {"dana": PAGE}),
    "unit_shape": _all(PAGE, **_OF_UNIT | {"dana": PAGE}, bob=NO),
    "admin": _all(NO, **_OUTSIDE, dana=PAGE),
}


@dataclass(frozen=True)
class Case:
    """One object: by argument the name of a sample; and who meets something else than the marker says."""

    objects: dict[str, str] = field(default_factory=dict)
    but: dict[str, Meets] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One endpoint. `is_tap`: a post that carries no fields and changes nothing but this browser's own session."""

    marker: str
    cases: tuple[Case, ...]
    is_tap: bool = False


def row(marker: str, *cases: Case, is_tap: bool = False) -> Row:
    return Row(marker, cases or (Case(),), is_tap)


def of(argument: str, sample: str, **but: Meets) -> Case:
    return Case({argument: sample}, but)


OWN_DEVICE = dict.fromkeys(("bob", "alice", "maria", "charlie", "dana", "quinn"), GONE)
"""A PIN is for tablets."""
ON_WALL = Case(but={"wall": PAGE})
"""A screen on the wall gets there too: to be made something else, or to be told what it is."""
NEVER_AGAIN = dict.fromkeys(PEOPLE, GONE)
"""The first-run set-up is gone once there is a hospital."""
MARKED = of("review_id", "marked_by_bob", alice=GONE, maria=GONE, quinn=PAGE)
"""Its list is Bob and Quinn, whatever the others are on the unit."""
MARKED_LESSON = of("review_id", "marked_by_bob", alice=GONE, maria=GONE, bob=NO, quinn=PAGE)
"""Of those on its list the quality role alone lets others read a lesson of it."""
TABLETS_NO = dict.fromkeys(("tablet", "wall", "locked"), NO)
OWN_PHONE = Case(but=TABLETS_NO)
"""Notes from everyone are not taken on devices of the hospital. The last questions of the sample are not asked."""
DRAFTS = (of("review_id", "draft_of_alice", bob=GONE), of("review_id", "draft_of_bob"))
"""A draft is there for whoever started it, charge nurses and managers."""
HANDOFFS = tuple(of("handoff_id", name) for name in ("from_alice_to_bob", "from_bob_to_alice", "taken_by_bob"))
CALLS = (
    of("handoff_id", "from_alice_to_bob", bob=NO, maria=NO),
    of("handoff_id", "from_bob_to_alice", alice=NO, maria=NO),
)
"""A call is written down by whoever sent the handoff."""
HANDOFF_DRAFTS = (of("handoff_id", "begun_by_bob", alice=GONE, maria=GONE),)
"""What is not sent is there for whoever began it."""
CONCERNS = tuple(of("concern_id", name) for name in ("raised_by_bob", "answered_to_bob", "answered_to_alice"))
NOT_ABOVE = dict.fromkeys(("bob", "alice", "charlie", "dana"), GONE)
ASKED_ABOVE = of("concern_id", "asked_of_medicine", **NOT_ABOVE)
ITEMS = (of("item_id", "item_of_bob"), of("item_id", "item_of_alice"))

ROWS: dict[str, Row] = {
    # The door.
    "accounts.home": row("public", ON_WALL),
    "accounts.health": row("public", ON_WALL),
    "accounts.set_up": row("public", Case(but=NEVER_AGAIN)),
    "accounts.set_up_hospital": row("public", Case(but=NEVER_AGAIN)),
    "accounts.sign_in": row("public"),
    "accounts.create_session": row("public"),
    "accounts.sign_out": row("public", is_tap=True),
    "accounts.lock": row("public", is_tap=True),
    "accounts.switch": row("public", is_tap=True),
    "accounts.theme": row("public", ON_WALL, is_tap=True),
    "accounts.enrolment": row("public", ON_WALL),
    "accounts.enrol": row("public", ON_WALL),
    "accounts.tablet": row("tablet"),
    "accounts.pin": row("tablet", Case(but=OWN_DEVICE)),
    "accounts.create_pin_session": row("tablet", Case(but=OWN_DEVICE)),
    "accounts.me": row("signed_in"),
    "accounts.my_pin": row("signed_in"),
    "accounts.set_my_pin": row("signed_in"),
    "accounts.my_password": row("signed_in"),
    "accounts.set_my_password": row("signed_in"),
    "accounts.take_charge": row("unit_staff"),
    "accounts.shift_guests": row("unit_lead"),
    "accounts.new_shift_guest": row("unit_lead"),
    "accounts.create_shift_guest": row("unit_lead"),
    "accounts.shift_guest": row("unit_lead"),
    "accounts.extend_shift_guest": row("unit_lead"),
    "accounts.end_shift_guest": row("unit_lead"),
    "accounts.make_guest_pin": row("unit_lead"),
    "drafts.save": row("signed_in"),
    # The board.
    "today.board": row("unit_staff"),
    "today.news": row("unit_staff"),
    "wall.show": row("unit_wall"),
    "going.show": row("unit_staff"),
    "going.give": row("unit_staff", *ITEMS),
    "going.thank": row("unit_staff"),
    "going.count_late": row("unit_staff"),
    # Handoffs.
    "handoffs.index": row("unit_staff"),
    "handoffs.new": row("unit_staff"),
    "handoffs.create": row("unit_staff"),
    "handoffs.template": row("unit_shape"),
    "handoffs.save_template": row("unit_shape"),
    "handoffs.show": row("unit_staff", *HANDOFFS),
    "handoffs.acknowledge": row("unit_staff", *HANDOFFS),
    "handoffs.correct": row("unit_staff", *HANDOFFS),
    "handoffs.mark_seen": row("unit_staff", *HANDOFFS),
    "handoffs.ask": row("unit_staff", *HANDOFFS),
    "handoffs.reply": row("unit_staff", *HANDOFFS),
    "handoffs.confirm": row("unit_staff", *HANDOFFS),
    "handoffs.escalate": row("unit_staff", *HANDOFFS),
    "handoffs.finish_action": row("unit_staff", *HANDOFFS),
    "handoffs.read_aloud": row("unit_staff", *HANDOFFS),
    "handoffs.phone": row("unit_staff", *CALLS),
    "handoffs.record_call": row("unit_staff", *HANDOFFS),
    "handoffs.settle_by_phone": row("unit_staff", *HANDOFFS),
    "handoffs.say_still_true": row("unit_staff", *HANDOFFS),
    "handoffs.co_sign": row("unit_staff", *HANDOFFS),
    "handoffs.take_with_pin": row("unit_staff", *HANDOFFS),
    "handoffs.edit": row("unit_staff", *HANDOFF_DRAFTS),
    "handoffs.rewrite": row("unit_staff", *HANDOFF_DRAFTS),
    "handoffs.plan": row("unit_staff", *HANDOFF_DRAFTS),
    "handoffs.finish": row("unit_staff", *HANDOFF_DRAFTS),
    "handoffs.plain_text": row("unit_staff", *HANDOFFS),
    "handoffs.measures": row("unit_reader"),
    "handoffs.shift_list": row("unit_staff"),
    "handoffs.send_list": row("unit_staff"),
    "handoffs.stable_list": row("unit_staff"),
    "handoffs.take_list": row("unit_staff"),
    "handoffs.discard": row("unit_staff", *HANDOFF_DRAFTS),
    "handoffs.new_item": row("unit_staff", *HANDOFFS),
    "handoffs.open_item": row("unit_staff", *HANDOFFS),
    "handoffs.new_concern": row("unit_staff", *HANDOFFS),
    "handoffs.raise_concern": row("unit_staff", *HANDOFFS),
    "handoffs.beds": row("unit_staff"),
    "handoffs.give_bed": row("unit_staff"),
    "handoffs.paper": row("unit_staff"),
    # Beds.
    "beds.show": row("unit_setup"),
    "beds.save": row("unit_setup"),
    # Huddles.
    "huddles.index": row("unit_staff"),
    "huddles.create": row("unit_staff"),
    "huddles.explain": row("unit_staff"),
    "huddles.show": row("unit_staff"),
    "huddles.news": row("unit_staff"),
    "huddles.close": row("unit_staff"),
    "huddles.look_back": row("unit_staff"),
    "huddles.answer_words": row("unit_staff"),
    "huddles.mark": row("unit_staff"),
    "huddles.note": row("unit_staff"),
    "huddles.add_item": row("unit_staff"),
    "huddles.tap_item": row("unit_staff"),
    "huddles.lead": row("unit_staff"),
    "huddles.park": row("unit_staff"),
    "huddles.summary": row("unit_staff"),
    "huddles.sheet": row("unit_staff"),
    "huddles.join_code": row("unit_staff"),
    "huddles.watcher": row("unit_staff"),
    "huddles.change_watcher": row("unit_staff"),
    "huddles.template": row("unit_shape"),
    "huddles.save_template": row("unit_shape"),
    "huddles.confirm": row("unit_staff"),
    "huddles.raise_concern": row("unit_staff"),
    "huddles.open_action": row("unit_staff"),
    "huddles.thank": row("unit_staff"),
    "huddles.add_watcher": row("unit_staff"),
    "huddles.watch_handed_over": row("unit_staff"),
    "huddles.check_watcher": row("unit_staff"),
    # Concerns.
    "concerns.index": row("unit_staff"),
    "concerns.new": row("unit_staff"),
    "concerns.create": row("unit_staff"),
    "concerns.show": row("unit_staff", *CONCERNS),
    "concerns.answer": row("unit_staff", *CONCERNS),
    "concerns.tell_back": row("unit_staff", *CONCERNS),
    "concerns.say_read": row("unit_staff", *CONCERNS),
    "concerns.pick_up": row("unit_staff", *CONCERNS),
    "concerns.merge": row("unit_staff", *CONCERNS),
    "concerns.escalation": row("unit_staff", of("concern_id", "raised_by_bob", bob=NO)),
    "concerns.escalate": row("unit_staff", *CONCERNS),
    # Above the units: those who manage one below, quality and executives, and whoever answers for the level.
    "tiers.index": row("signed_in"),
    "tiers.level": row("signed_in", Case(but=NOT_ABOVE)),
    "tiers.open_huddle": row("signed_in", Case(but=NOT_ABOVE)),
    "tiers.explain": row("signed_in", Case(but=NOT_ABOVE)),
    "tiers.huddle": row("signed_in", of("huddle_id", "huddle_of_medicine", **NOT_ABOVE)),
    "tiers.close": row("signed_in", of("huddle_id", "huddle_of_medicine", **NOT_ABOVE)),
    "tiers.concern": row("signed_in", ASKED_ABOVE),
    "tiers.answer": row("signed_in", ASKED_ABOVE),
    "tiers.take_higher": row("signed_in", ASKED_ABOVE),
    "tiers.give_back": row("signed_in", ASKED_ABOVE),
    # Action items.
    "actions.index": row("unit_staff"),
    "actions.new": row("unit_staff"),
    "actions.create": row("unit_staff"),
    "actions.show": row("unit_staff", *ITEMS),
    "actions.finish": row("unit_staff", *ITEMS),
    "actions.undo": row("unit_staff", *ITEMS),
    "actions.move": row("unit_staff", *ITEMS),
    "actions.hand_over": row("unit_staff", *ITEMS),
    "actions.drop": row("unit_staff", *ITEMS),
    # Reviews.
    "reviews.index": row("unit_staff"),
    "reviews.new": row("unit_staff"),
    "reviews.create": row("unit_staff"),
    "reviews.show": row("unit_or_named", Case(), *DRAFTS, MARKED),
    "reviews.ground_rules": row("unit_or_named", *DRAFTS),
    "reviews.question": row("unit_or_named", *DRAFTS),
    "reviews.answer": row("unit_or_named", Case(), *DRAFTS),
    "reviews.add_item": row("unit_or_named", Case(), *DRAFTS),
    "reviews.publish": row("unit_or_named", Case(), *DRAFTS),
    "reviews.add_note": row("unit_or_named", Case(), *DRAFTS),
    "reviews.wording": row("unit_staff"),
    "reviews.sample": row("unit_staff"),
    "reviews.elsewhere": row("unit_staff"),
    "reviews.wording_here": row("unit_or_named"),
    "reviews.changes": row("unit_or_named", *DRAFTS),
    "reviews.assignment": row("unit_or_named", *DRAFTS),
    "reviews.factor": row("unit_or_named", *DRAFTS),
    "reviews.company": row("unit_or_named", *DRAFTS),
    "reviews.need_nothing": row("unit_or_named", Case(), *DRAFTS),
    "reviews.assign": row("unit_or_named", Case(), *DRAFTS),
    "reviews.weigh": row("unit_or_named", Case(), *DRAFTS),
    "reviews.say_who": row("unit_or_named", Case(), *DRAFTS),
    "reviews.open_talk": row("unit_or_named", Case(), *DRAFTS),
    "reviews.end_talk": row("unit_or_named", Case(), *DRAFTS),
    "reviews.call_off": row("unit_or_named", Case(), *DRAFTS),
    "reviews.tell_effect": row("unit_or_named", Case(), *DRAFTS),
    "reviews.moment": row("unit_or_named", of("review_id", "draft_of_bob")),
    "reviews.change_moment": row("unit_or_named", of("review_id", "draft_of_bob")),
    "reviews.remove_moment": row("unit_or_named", of("review_id", "draft_of_bob")),
    "reviews.readers": row("unit_or_named", Case(), MARKED),
    "reviews.mark": row("unit_or_named", Case(), MARKED),
    "reviews.take_mark_off": row("unit_or_named", Case(), MARKED),
    "reviews.put_on_list": row("unit_or_named", Case(), MARKED),
    "reviews.take_off_list": row("unit_or_named", Case(), MARKED),
    "reviews.new_export": row("unit_or_named", Case(but={"bob": NO}), MARKED),
    "reviews.export": row("unit_or_named", Case(but={"bob": NO}), MARKED),
    "reviews.exported": row("unit_or_named", Case(but={"bob": NO, "maria": GONE})),
    "reviews.voices": row("unit_or_named", Case(), *DRAFTS),
    "reviews.voices_news": row("unit_or_named", Case(), *DRAFTS),
    "reviews.open_voices": row("unit_or_named", Case(), *DRAFTS),
    "reviews.close_voices": row("unit_or_named", Case(), *DRAFTS),
    "reviews.ask_last_questions": row("unit_or_named", Case(), *DRAFTS),
    "reviews.voice_note": row("unit_or_named"),
    "reviews.answer_voice": row("unit_or_named"),
    "reviews.hide_voice": row("unit_or_named"),
    "reviews.show_voice": row("unit_or_named"),
    "marked.mine": row("signed_in"),
    "reviews.search": row("unit_staff"),
    "reviews.new_lesson": row("unit_or_named", Case(), MARKED_LESSON),
    "reviews.release": row("unit_or_named", Case(), MARKED_LESSON),
    "reviews.say_seen": row("unit_or_named"),
    "reviews.say_still_so": row("unit_staff"),
    "lessons.index": row("signed_in"),
    "lessons.show": row("signed_in"),
    "lessons.withdraw": row("signed_in"),
    # Notes from one's own phone: whoever asks is not looked at, but a device of the hospital is sent away.
    "notes.write": row("public", OWN_PHONE),
    "notes.send": row("public", OWN_PHONE),
    "notes.last_questions": row("public", Case(but=NEVER_AGAIN | TABLETS_NO)),
    "notes.answer_last": row("public", Case(but=NEVER_AGAIN | TABLETS_NO)),
    "notes.answers": row("public", ON_WALL),
    "notes.read_answer": row("public", ON_WALL),
    # Measures: counts, which those who read all units read too.
    "reports.huddles": row("unit_reader"),
    # Check-ins. Those who read all units read what is published.
    "checkins.index": row("unit_reader"),
    "checkins.show": row("unit_reader", Case(), of("month", "drafted_month", quinn=GONE)),
    "checkins.by_id": row("unit_reader", Case(), of("check_in_id", "drafted_check_in", quinn=GONE)),
    "checkins.write_notes": row("unit_lead", Case(), of("month", "drafted_month")),
    "checkins.make_promise": row("unit_lead", Case(), of("month", "drafted_month")),
    # Paper for when Huddle is down.
    "downtime.index": row("unit_paper"),
    "downtime.make_pack": row("unit_paper"),
    "downtime.pack": row("unit_paper"),
    "downtime.number_sheet": row("unit_staff"),
    "downtime.sheet": row("unit_staff"),
    "downtime.type_in": row("unit_staff"),
    # Setting a unit up.
    "admin.unit": row("unit_setup"),
    "admin.edit_unit": row("unit_setup"),
    "admin.new_shift": row("unit_setup"),
    "admin.create_shift": row("unit_setup"),
    "admin.shift": row("unit_setup"),
    "admin.edit_shift": row("unit_setup"),
    "admin.end_shift": row("unit_setup"),
    "admin.tablets": row("unit_setup"),
    "admin.tablet": row("unit_setup"),
    "admin.create_code": row("unit_setup"),
    "admin.revoke_tablet": row("unit_setup"),
    "admin.unit_person": row("unit_setup"),
    "admin.make_unit_pin": row("unit_setup"),
    "admin.set_last_day": row("unit_setup"),
    "admin.leave_now": row("unit_setup"),
    # Administration of the organisation.
    "admin.start": row("admin"),
    "admin.places": row("admin"),
    "admin.new_site": row("admin"),
    "admin.create_site": row("admin"),
    "admin.site": row("admin"),
    "admin.edit_site": row("admin"),
    "admin.organisation": row("admin"),
    "admin.edit_organisation": row("admin"),
    "admin.new_service": row("admin"),
    "admin.create_service": row("admin"),
    "admin.service": row("admin"),
    "admin.edit_service": row("admin"),
    "admin.new_unit": row("admin"),
    "admin.create_unit": row("admin"),
    "admin.move_unit": row("admin"),
    "admin.closing": row("admin"),
    "admin.close_unit": row("admin"),
    "admin.reopen_unit": row("admin"),
    "admin.imports": row("admin"),
    "admin.import_sample": row("admin"),
    "admin.preview_import": row("admin"),
    "admin.run_import": row("admin"),
    "admin.all_tablets": row("admin"),
    "admin.people_index": row("admin"),
    "admin.new_person": row("admin"),
    "admin.create_person": row("admin"),
    "admin.person": row("admin"),
    "admin.edit_person": row("admin"),
    "admin.set_member": row("admin"),
    "admin.end_membership": row("admin"),
    "admin.make_pin": row("admin"),
    "admin.make_password": row("admin"),
    "admin.deactivate": row("admin"),
    "admin.reactivate": row("admin"),
}


@dataclass(frozen=True)
class Deed:
    """One change that a policy allows to some people of the unit: complete, as their browser would send it.

    `about` names the sample that the form is sealed for; all others of the cast who work on the unit meet 403.
    """

    endpoint: str
    argument: str
    sample: str
    form: str
    fields: dict[str, str]
    allowed: frozenset[str]
    refused: Meets = NO
    about: str = "{id}"
    version: int = 1


_ANSWER = {"outcome": "fixed", "answer": "A new bell is in."}
_ASK_ABOVE = {"reason": "blocked", "harm": "info"}
_TAKE = {"severity": "unstable", "priority": "Pain", "watch_for": "1", "answer_1": "accepted", "corrections_read": "0"}
_TELL = {"how": "direct"}
LEADS = frozenset({"alice", "maria"})
DEEDS = (
    Deed("concerns.answer", "concern_id", "raised_by_bob", "concern.answer", _ANSWER, LEADS),
    Deed("concerns.pick_up", "concern_id", "raised_by_bob", "concern.pick-up", {"harm": "info"}, LEADS | {"bob"}),
    Deed("concerns.escalate", "concern_id", "raised_by_bob", "concern.escalate", _ASK_ABOVE, LEADS, about="{id}-2"),
    Deed("concerns.say_read", "concern_id", "answered_to_bob", "concern.say-read", {}, frozenset({"bob"}), version=2),
    Deed(
        "tiers.answer",
        "concern_id",
        "asked_of_medicine",
        "concern.answer-from-above",
        {"outcome": "yes", "answer": "On Friday."},
        frozenset({"maria"}),
        refused=GONE,
        version=2,
    ),
    Deed("concerns.tell_back", "concern_id", "answered_to_bob", "concern.tell-back", _TELL, LEADS | {"bob"}, version=2),
    Deed("concerns.tell_back", "concern_id", "answered_to_alice", "concern.tell-back", _TELL, LEADS, version=2),
    Deed("handoffs.acknowledge", "handoff_id", "from_alice_to_bob", "handoff.acknowledge", _TAKE, frozenset({"bob"})),
    Deed("handoffs.acknowledge", "handoff_id", "from_bob_to_alice", "handoff.acknowledge", _TAKE, frozenset({"alice"})),
    Deed("handoffs.correct", "handoff_id", "taken_by_bob", "handoff.correct", {"text": "x"}, frozenset({"alice"})),
    Deed(
        "handoffs.mark_seen",
        "handoff_id",
        "taken_by_bob",
        "handoff.seen",
        {"corrections_read": "1"},
        frozenset({"bob"}),
    ),
    Deed("handoffs.say_still_true", "handoff_id", "from_bob_to_alice", "handoff.still-true", {}, frozenset({"bob"})),
    Deed("handoffs.ask", "handoff_id", "from_alice_to_bob", "handoff.ask", {"text": "x"}, frozenset({"bob"})),
    Deed(
        "handoffs.escalate", "handoff_id", "from_bob_to_alice", "handoff.escalate", {"reason": "x"}, frozenset({"bob"})
    ),
    Deed("actions.finish", "item_id", "item_of_bob", "action-item.finish", {"note": ""}, LEADS | {"bob"}),
    Deed("actions.finish", "item_id", "item_of_alice", "action-item.finish", {"note": ""}, LEADS),
    Deed("actions.drop", "item_id", "item_of_alice", "action-item.drop", {"reason": "Not needed"}, LEADS, version=1),
    Deed("actions.move", "item_id", "item_of_alice", "action-item.move", {"due_in": "month"}, LEADS, version=1),
    Deed("lessons.withdraw", "lesson_id", "lesson_of_alice", "lesson.withdraw", {}, frozenset({"maria"})),
    Deed(
        "reviews.answer",
        "review_id",
        "draft_of_alice",
        "review.answer",
        {"text": "x"},
        LEADS,
        refused=GONE,
        about="{id}:why",
    ),
    Deed(
        "reviews.answer", "review_id", "draft_of_bob", "review.answer", {"text": "x"}, LEADS | {"bob"}, about="{id}:why"
    ),
)
