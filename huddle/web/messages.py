"""What a form says of input that is not of its kind, in the words of the ward: the form library has its own."""

from __future__ import annotations

_PLAIN = {
    "Not a valid integer value.": "Enter a whole number, like 3.",
    "Not a valid float value.": "Enter a number, like 12 or 4.5.",
    "Not a valid date value.": "Choose a day. As text it is year, month, day: 2026-11-29.",
    "Not a valid time value.": "Enter a time, like 14:05.",
    "Not a valid choice.": "Choose one of these.",
    "Invalid Choice: could not coerce.": "Choose one of these.",
    "This field is required.": "Fill this in.",
}

_OF_ANY_FIELD = (
    "A hidden character",
    "Between ",
    "Choose a day.",
    "Choose one ",
    "Enter a number",
    "Enter a time",
    "Enter a whole number",
    "Fill this in",
    "That is ",
    "Use at most ",
)


def in_summary(message: str, label: str) -> str:
    """The message as it stands above the form: one that would fit any field names its own.

    >>> in_summary("Use at most 20 letters.", "Bed"), in_summary("Enter the initials.", "Initials")
    ('Bed: use at most 20 letters.', 'Enter the initials.')
    """
    if not message.startswith(_OF_ANY_FIELD):
        return message
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message[0].lower()}{message[1:]}"


class PlainWords:
    """The translations of every form (WTForms asks for these two methods)."""

    def gettext(self, string: str) -> str:
        """These words said plainly; all others as they are."""
        return _PLAIN.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """One or several."""
        return self.gettext(singular if n == 1 else plural)


PLAIN_WORDS = PlainWords()
