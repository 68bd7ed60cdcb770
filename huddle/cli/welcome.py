"""What the console says about the practice hospital: where to click, and who to sign in as."""

from __future__ import annotations

from huddle.practice import people


def text(url: str) -> str:
    """A few people of the first unit, with their secrets, which are nobody's."""
    ward = people.UNITS[0]
    rows = [
        (people.username(ward.staff[0]), f"nurse on {ward.name}"),
        (people.username(ward.charge[0]), f"charge nurse on {ward.name}"),
        (people.username(ward.manager), f"manager of {ward.name}"),
        *((people.username(name), role.value) for name, role in people.ORGANISATION_STAFF),
    ]
    return "\n".join(
        (
            f"The practice hospital. Open {url} and sign in as one of these; the password is {people.PASSWORD}",
            *(f"  {username:<16} {what}" for username, what in rows),
            f"To make this browser the tablet of {ward.name}, open {url}/tablet/enrolment with the code {ward.code},",
            f"then tap a name; the PIN of everybody is {people.PIN}. All units and people: docs/practice.md",
        )
    )
