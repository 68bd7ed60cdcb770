"""In front of every page of one review: who may not read it finds nothing, and reading a marked one is written down.

It asks for each address with a `review_id`, so a page that is new tomorrow is behind it without a line of its own.
"""

from __future__ import annotations

from flask import request

from huddle.core.transaction import transaction
from huddle.reviews import policy, queries, service
from huddle.reviews.routes import bp
from huddle.web.context import current_actor, now, visit
from huddle.web.security import SAFE_METHODS
from huddle.web.writes import was_sent


@bp.before_request
def hold_review() -> None:
    """Before anything else of the page runs: raises NotFound for a review that this person may not read, and
    NotPermitted for a change by somebody who only reads it.
    """
    values = request.view_args or {}
    if "review_id" not in values or visit().actor is None:
        return
    if request.method not in SAFE_METHODS and was_sent(None):
        return  # sent again by the same person: the view gives the answer of the first time, or finds nothing itself
    review = queries.get_for(current_actor(), values["unit_id"], values["review_id"])
    if request.method not in SAFE_METHODS:
        policy.can_take_part(current_actor(), review).require()
        return
    if not policy.is_marked(review):
        return
    if not queries.is_opened_lately(review.id, current_actor(), now()):
        with transaction():
            service.note_opened(review, actor=current_actor(), now=now())
