"""All forms of the page of one huddle: by name, and by name and id where there is one for each thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from huddle.actions import policy as action_policy
from huddle.concerns import policy as concern_policy
from huddle.concerns.forms import RaiseConcernForm
from huddle.huddles.forms import (
    ITEM_FORMS,
    AddWatcherForm,
    AnswerWordsForm,
    CheckWatcherForm,
    CloseHuddleForm,
    ConfirmStepForm,
    HuddleActionForm,
    ItemTapForm,
    LeaderForm,
    LookBackForm,
    MarksForm,
    NoteForm,
    ParkForm,
    WatchHandedOverForm,
)
from huddle.huddles.queries.agenda import Agenda
from huddle.huddles.queries.looking_back import LookBackItem
from huddle.huddles.rules import NOTES_OF, STEP_OF_ITEM, LookBackAnswer, NoteName, Step, SubjectKind
from huddle.recognition.forms import ThankForm
from huddle.web.context import current_actor
from huddle.web.forms import WriteForm

MARKED = (Step.STAFFING, Step.CENSUS, Step.VOICES)
People = dict[UUID, str]


def forms(
    huddle: Any, agenda: Agenda, people: People, following: UUID | None, failed: WriteForm | None
) -> dict[str, Any]:
    """What the page needs; a form that was refused stands in its place as it was typed."""
    if huddle.closed_at is not None:
        return {}
    wanted = {line.step for line in agenda.plan}
    found: dict[str, Any] = {
        "close": _close(huddle.id, people, following),
        "leader": LeaderForm.beside(huddle.id),
        "park": ParkForm.beside(huddle.id, data={"step": agenda.current}),
        "confirm": {line.step: ConfirmStepForm.beside(f"{huddle.id}-{line.step}") for line in agenda.plan},
        "marks": {step: MarksForm.beside(f"{huddle.id}-{step}") for step in MARKED if step in wanted},
        "note": {name: note_form(huddle.id, agenda, name) for step in wanted for name in NOTES_OF.get(step, ())},
        "item": {
            kind: ITEM_FORMS[kind].beside(huddle.unit_id) for kind, step in STEP_OF_ITEM.items() if step in wanted
        },
        "item_tap": {
            item.id: ItemTapForm.beside(f"{huddle.id}-{item.id}") for rows in agenda.items.values() for item in rows
        },
    }
    for step, more in ((Step.LOOK_BACK, _look_backs), (Step.WATCHERS, _watchers), (Step.CONCERNS, _concerns)):
        if step in wanted:
            found |= more(huddle, agenda, people)
    if Step.THANKS in wanted:
        found["thank"] = ThankForm.beside(huddle.unit_id)
    return {name: _or_failed(form, failed) for name, form in found.items()}


def note_form(huddle_id: UUID, agenda: Agenda, name: NoteName) -> NoteForm:
    """The form of one text, with what is stored of it."""
    row = agenda.notes.get(name)
    data = {"text": row.text if row else ""}
    form: NoteForm = NoteForm.beside(f"{huddle_id}-{name}", version=row.version if row else 0, data=data)
    form.ask(name)
    return form


def can_settle(item: LookBackItem) -> Any:
    """Whether "Done" or "Told" by this person settles it, or who else has to."""
    actor = current_actor()
    if item.kind is SubjectKind.ACTION:
        return action_policy.can_change(actor, item.row)
    return (concern_policy.can_tell_back if item.to_tell else concern_policy.can_answer)(actor, item.row)


def _close(huddle_id: UUID, people: People, following: UUID | None) -> CloseHuddleForm:
    data = {"next_leader": str(following)} if following else None
    form: CloseHuddleForm = CloseHuddleForm.beside(huddle_id, data=data)
    form.offer(_by_text(people))
    return form


def _look_backs(huddle: Any, agenda: Agenda, _people: People) -> dict[str, Any]:
    items = agenda.look_backs
    said_done = [item for item in items if item.kind is SubjectKind.CONCERN and item.answer is LookBackAnswer.DONE]
    return {
        "look_back": {item.id: LookBackForm.beside(f"{huddle.id}-{item.id}") for item in items},
        "words": {item.id: AnswerWordsForm.beside(f"{huddle.id}-{item.id}") for item in said_done if not item.settled},
    }


def _watchers(huddle: Any, agenda: Agenda, _people: People) -> dict[str, Any]:
    return {
        "add_watcher": AddWatcherForm.beside(huddle.unit_id),
        "check": {item.row.id: CheckWatcherForm.beside(f"{huddle.id}-{item.row.id}") for item in agenda.watchers},
        "suggested": {item.id: WatchHandedOverForm.beside(f"{huddle.id}-{item.id}") for item in agenda.suggestions},
    }


def _concerns(huddle: Any, _agenda: Agenda, people: People) -> dict[str, Any]:
    action = HuddleActionForm.beside(huddle.id)
    action.offer(_by_text(people))
    return {"action": action, "concern": RaiseConcernForm.beside(huddle.unit_id)}


def _by_text(people: People) -> dict[str, str]:
    return {str(person): name for person, name in people.items()}


def _or_failed(form: Any, failed: WriteForm | None) -> Any:
    if isinstance(form, dict):
        return {key: _or_failed(each, failed) for key, each in form.items()}
    return failed if failed is not None and failed.html_id == form.html_id else form
