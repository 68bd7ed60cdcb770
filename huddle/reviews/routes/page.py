"""The page of one review, which reads like a report and carries the forms of its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind, is_unfinished
from huddle.actions.rules.views import tag_of
from huddle.core.dates import local_day
from huddle.huddles.rules import NOT_HELD_LABELS, ROLE_LABELS
from huddle.reviews import policy, queries, rules
from huddle.reviews.forms import CallOffForm, EffectForm, EndTalkForm, NoteForm, OpenForm, PublishForm
from huddle.reviews.queries import voices
from huddle.reviews.routes.protection import protection_of
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import (
    BESIDE,
    EFFECT_LABELS,
    FORMAT_LABELS,
    QUESTIONS,
    TRIGGER_LABELS,
    Question,
    ReviewTrigger,
)
from huddle.reviews.rules.following import TALKED_OVER
from huddle.reviews.rules.story import ELEMENT_LABELS, POLARITY_WORDS, lines
from huddle.reviews.rules.voices import told_results
from huddle.units import queries as units
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm

if TYPE_CHECKING:
    from huddle.reviews.models import Review
    from huddle.web.wording import Hints

STATE_FORMS = {
    "open": OpenForm,
    "end_talk": EndTalkForm,
    "call_off": CallOffForm,
    "publish": PublishForm,
    "effect": EffectForm,
    "note": NoteForm,
}


def show_page(review: Review, form: WriteForm | None = None) -> str:
    """One review; `form` is the one that was refused, if any."""
    answers = queries.answers(review.id)
    texts = {question: answer.text for question, answer in answers.items()}
    forms = {name: kind.beside(review.id, version=review.version) for name, kind in STATE_FORMS.items()}
    forms = {name: form if type(form) is type(one) else one for name, one in forms.items()}
    return render_template(
        "reviews/show.html",
        unit_id=review.unit_id,
        review=review,
        form=form,
        forms=forms,
        hints=_hints(review, texts, forms["note"]),
        texts=texts,
        aside={question: (BESIDE[question], row.aside) for question, row in answers.items() if row.aside},
        lessons=lines(texts.get(Question.LEARNED, "")),
        missing=rules.unanswered(texts),
        questions={question: QUESTIONS[question] for question in answers},
        names=units.names({review.facilitator_id, review.scribe_id}),
        notes=queries.notes(review.id),
        can_edit=policy.can_edit(current_actor(), review),
        can_take_part=policy.can_take_part(current_actor(), review),
        can_assign=policy.can_assign(current_actor(), review),
        protection=protection_of(review),
        last_answers=told_results(voices.shown_check(review, now()) or {}) if review.status in rules.SHARED else [],
        **_words(review),
        **_story(review),
        **items_of(review),
    )


def _words(review: Review) -> dict[str, Any]:
    """The states and kinds of a review in words, and what its state allows."""
    today = local_day(now(), zone_here())
    organisation = units.organisation()
    return {
        "is_draft": review.status in rules.WRITTEN,
        "kind": FORMAT_LABELS[review.format],
        "set_off": "" if review.trigger is ReviewTrigger.OTHER else TRIGGER_LABELS[review.trigger],
        "not_held": NOT_HELD_LABELS[review.not_held_reason] if review.not_held_reason else "",
        "effect": EFFECT_LABELS[review.effect] if review.effect else "",
        "asks_effect": review.effect_due_on is not None and review.effect_due_on <= today and review.closed_at is None,
        "support_route": organisation.support_route if organisation else "",
    }


def _story(review: Review) -> dict[str, Any]:
    """The timeline, the work around it and who was there, where the format asks for them."""
    if review.format not in TALKED_OVER:
        return {"moments": (), "factors": (), "here_were": (), "absent": (), "asked": "", "is_talked_over": False}
    company = queries.company(review.id)
    return {
        "is_talked_over": True,
        "moments": queries.timeline(review, zone_here()),
        "factors": [
            (ELEMENT_LABELS[element], row.polarity, POLARITY_WORDS[row.polarity], row.text)
            for element, row in queries.factors(review.id).items()
            if row.polarity
        ],
        "here_were": [(ROLE_LABELS[role], count) for role, count in company.present.items()],
        "absent": [ROLE_LABELS[role] for role in company.absent],
        "asked": company.asked,
    }


def items_of(review: Review) -> dict[str, Any]:
    """The action items that came from it, with who owns them and when they are due."""
    items = actions.for_source(SourceKind.REVIEW, review.id)
    works_here = current_actor().works_on(review.unit_id)
    asks_for_changes = review.format in TALKED_OVER and not review.nothing_needed.strip()
    return {
        "items": items,
        "lacks_changes": asks_for_changes and not items,
        "open_items": [item for item in items if is_unfinished(item.status)],
        "plenty": len(items) >= rules.PLENTY_OF_ITEMS,
        "due_tag": lambda item: tag_of(item, local_day(now(), zone_here())),
        # Whoever reads it from outside the unit reads what was decided, and not who has it (ADR 21).
        "owners": units.names({item.owner_id for item in items}) if works_here else {},
        "opens_items": works_here,
    }


def _hints(review: Review, texts: dict[Question, str], note: WriteForm) -> dict[str, Hints]:
    """The advice for what stands in the form, and for the answers while they can still be changed."""
    words = {"note": note["text"].data}
    if review.status in rules.WRITTEN:
        words |= {question.value: text for question, text in texts.items()}
    return hints_for(review.unit_id, words)
