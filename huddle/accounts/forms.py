"""Forms of the door and of one's own secrets: shape and length only."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from huddle.accounts.rules import PASSWORD_LIMIT, PIN_LENGTH, USERNAME_LIMIT, Secret
from huddle.web.forms import Line, WriteForm

_NEW_PIN = {"maxlength": PIN_LENGTH, "inputmode": "numeric", "autocomplete": "new-password"}
_TOO_LONG = Length(max=PASSWORD_LIMIT, message=f"Use at most {PASSWORD_LIMIT} characters.")


class SignInForm(WriteForm):
    """Username and password, on any computer or phone."""

    form_name = "session.password"

    username = Line(
        "Username",
        validators=[DataRequired("Enter your username."), Length(max=USERNAME_LIMIT, message="That is too long.")],
    )
    password = PasswordField("Password", validators=[InputRequired("Enter your password."), _TOO_LONG])
    next = HiddenField()


class PinForm(WriteForm):
    """The PIN of the person whose name was tapped."""

    form_name = "session.pin"

    pin = PasswordField("PIN", validators=[InputRequired("Enter your PIN.")])
    next = HiddenField()


class EnrolForm(WriteForm):
    """A code turns this browser into a tablet of a unit."""

    form_name = "tablet.enrol"

    code = Line(
        "Code",
        description="Eight letters and digits, from the person who manages the unit.",
        validators=[DataRequired("Enter the code."), Length(max=40, message="A code has eight letters and digits.")],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    name = Line(
        "Name of this tablet",
        description="Where it stands, like Front desk or Cart 2.",
        validators=[DataRequired("Give the tablet a name."), Length(max=60, message="Use at most 60 letters.")],
    )


class ProofForm(WriteForm):
    """A form in which people prove once more who they are, and choose a new secret."""

    chooses: ClassVar[Secret]
    pin: Any = PasswordField("Your PIN now", validators=[InputRequired("Enter your PIN.")])
    password: Any = PasswordField("Your password now", validators=[InputRequired("Enter your password."), _TOO_LONG])

    def prove_by(self, secret: Secret | None) -> None:
        """Keep only the field of this secret; None: neither, they have just given it."""
        for other in Secret:
            if other is not secret:
                del self[other]


class NewPinForm(ProofForm):
    """Change my PIN."""

    form_name = "me.pin"
    chooses = Secret.PIN

    pin_new = PasswordField("New PIN", validators=[InputRequired("Choose a new PIN.")], render_kw=_NEW_PIN)
    pin_again = PasswordField(
        "New PIN again",
        validators=[InputRequired("Enter it once more."), EqualTo("pin_new", "The two PINs are not the same.")],
        render_kw=_NEW_PIN,
    )


class NewPasswordForm(ProofForm):
    """Change my password."""

    form_name = "me.password"
    chooses = Secret.PASSWORD

    password_new = PasswordField("New password", validators=[InputRequired("Choose a new password."), _TOO_LONG])
    password_again = PasswordField(
        "New password again",
        validators=[InputRequired("Enter it once more."), EqualTo("password_new", "The two are not the same.")],
    )
