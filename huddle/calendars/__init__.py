"""Calendar feeds (iCalendar): what is due for a person or on a unit, for the calendar programs that people have.

A feed holds days, times, the name of the unit and addresses of pages behind the sign-in, never a word that somebody
wrote (docs/notifications.md).
"""
