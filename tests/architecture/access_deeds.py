"""Changes that a policy allows to some people of the unit: the second half of the access matrix."""

from __future__ import annotations

from dataclasses import dataclass

from tests.architecture.access_words import GONE, NO, Meets


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
    Deed("actions.step", "item_id", "item_of_alice", "action-item.step", {"step": "done"}, LEADS),
    Deed("actions.finish", "item_id", "item_of_alice", "action-item.finish", {"note": ""}, LEADS),
    Deed("actions.say_seen", "item_id", "item_of_bob", "action-item.seen", {}, frozenset({"bob"}), version=0),
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
