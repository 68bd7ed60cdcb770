"""Forms of reminders: shape and length only."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from huddle.accounts.rules import EMAIL_LIMIT
from huddle.web.forms import Line, WriteForm


class SeenForm(WriteForm):
    """I have seen what is on this page: the ids of what it showed, and nothing that came since or had no room."""

    form_name = "notification.seen"

    notices = HiddenField()


class ReminderForm(WriteForm):
    """Where the digest of this person goes, and whether."""

    form_name = "notification.mail"

    email = Line(
        "E-mail address",
        description="Your address at the hospital.",
        validators=[Length(max=EMAIL_LIMIT, message=f"Use at most {EMAIL_LIMIT} letters.")],
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    by_mail = BooleanField("Send me one e-mail a day when something waits for me")


class FeedForm(WriteForm):
    """A new secret calendar address; the one before it stops."""

    form_name = "calendar.make"


class RemoveFeedForm(WriteForm):
    """No calendar address any more."""

    form_name = "calendar.remove"


class TestMailForm(WriteForm):
    """Send a test to my own address."""

    form_name = "mail.test"


class RetryMailForm(WriteForm):
    """Try those that failed once more."""

    form_name = "mail.retry"
