"""The write contract at the door: nobody is signed in yet, and the answer carries a cookie.

No envelope binds these forms to a person (there is none), and the answer is not kept to be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import make_response, request
from werkzeug.wrappers import Response

from huddle.accounts.throttle import TooManyTries
from huddle.core.errors import FieldRefused
from huddle.web.forms import WriteForm, clean, has_control_characters
from huddle.web.writes import operation_id_sent, saved

Done = TypeVar("Done")


def let_in(
    form: WriteForm,
    *,
    page: Callable[[], str],
    act: Callable[[], Done],
    to: Callable[[Done], str],
    cookies: Callable[[Response, Done], None],
    field_name: str,
    notice: str = "",
    prove: Callable[[], None] | None = None,
) -> Response:
    """Take one form of the door to its answer.

    `act` checks and stores (it opens its own transactions); `cookies` puts them on the answer. Wrong is 422,
    too many tries is 429, both with the reason on a field; `field_name` is the one to carry "wait". `prove` looks
    first at what is typed there, also in a form that is faulty elsewhere: all faults are told at once.
    """
    operation_id = operation_id_sent()
    is_valid = form.validate()
    try:
        if prove is not None and not form[field_name].errors:
            prove()
        if not is_valid:
            return make_response(page(), 422)
        done = act()
    except (FieldRefused, TooManyTries) as refused:
        form.refuse(getattr(refused, "field_name", field_name), str(refused))
        return make_response(page(), 429 if isinstance(refused, TooManyTries) else 422)
    response = saved(operation_id, to(done), notice)
    cookies(response, done)
    return response


def typed_search() -> str:
    """What somebody looks for (`?q=`), short and without letters that no keyboard types."""
    typed = clean(request.args.get("q", "")[:80]) or ""
    return "".join(letter for letter in typed if not has_control_characters(letter))
