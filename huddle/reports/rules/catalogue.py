"""What each measure is called, how it is counted in words, which way is better, and what it does not tell."""

from __future__ import annotations

from enum import StrEnum

from huddle.charts.measure import Definition


class Better(StrEnum):
    """Which way is better, in the words of the page."""

    MORE = "More is better."
    NEITHER = "Neither more nor less is better."
    SPREAD = "More people is better."
    COST = "This is what it costs us."
    LONGER = "Longer is better."


CATALOGUE = {
    row.id: row
    for row in (
        Definition(
            "U1",
            "Huddles held",
            Better.MORE,
            "Huddles that somebody opened, of those that the shifts planned. One that began late still counts.",
            "It does not tell whether it was a good huddle.",
        ),
        Definition(
            "U2",
            "Begun on time",
            Better.MORE,
            "Planned huddles opened at most five minutes late, of those held. Early is on time.",
            "It does not tell who had to wait, and why.",
        ),
        Definition(
            "U3",
            "Within their minutes",
            Better.MORE,
            "Huddles that took at most the minutes of “Our huddle”, of those that were closed. One that nobody closed "
            "has no length and is left out.",
            "It does not tell whether the time was enough.",
        ),
        Definition(
            "U12",
            "Time of our staff",
            Better.COST,
            "The people who were there times the minutes that it took, for huddles that were closed and in which "
            "somebody confirmed or changed how many are here.",
            "It does not tell what the time was worth.",
        ),
        Definition(
            "U4",
            "Everybody needed was there",
            Better.MORE,
            "Huddles with at least one person in each role that “Our huddle” says should be there, of those for which "
            "it says any and in which somebody confirmed or changed how many are here.",
            "It does not tell whether they could stay to the end.",
        ),
        Definition(
            "U5",
            "People who led",
            Better.SPREAD,
            "How many people led a huddle and, where five or more did, how many of the huddles whoever led most. "
            "No name is looked up.",
            "It does not tell how it was led. On a small unit few people can take turns.",
        ),
        Definition(
            "U6",
            "Three or more roles spoke",
            Better.MORE,
            "Huddles in which at least three roles spoke, of those that asked whether everybody had a turn.",
            "It does not tell what was left unsaid.",
        ),
        Definition(
            "U7",
            "Watchers with a plan and a trigger",
            Better.MORE,
            "Patients put on the list with both a plan and what would change it, of all who were put on the list. Text "
            "about patients is erased after some weeks; those are left out.",
            "It does not tell whether the plan was followed.",
        ),
        Definition(
            "U8",
            "Concerns raised",
            Better.NEITHER,
            "Concerns raised at any hour, and how many that is for every ten huddles held.",
            "It does not tell how safe the unit is. Few concerns can mean that people keep quiet.",
        ),
        Definition(
            "U9",
            "Fixed here",
            Better.NEITHER,
            "Concerns that the unit fixed itself, of those raised. One that went on with another is not counted twice.",
            "It does not tell how hard they were. What we cannot fix here belongs higher up.",
        ),
        Definition(
            "U10",
            "Answered from above in time",
            Better.MORE,
            "Questions to a level above that it answered, gave back or took higher by their time, of those asked. Left "
            "out is what still has time, and what we took back in time.",
            "It does not tell whether the answer helped.",
        ),
        Definition(
            "U11",
            "Told back",
            Better.MORE,
            "Concerns told back by now, of those answered in these weeks. None closes before it is told back.",
            "It does not tell whether whoever raised it is content.",
        ),
        Definition(
            "U13",
            "Days between events",
            Better.LONGER,
            "Days from one “Something happened” in a look back to the next one, for as long as we have huddles. Near "
            "misses and good catches are not counted: we want to hear of them. Those with a topic count by topic too.",
            "It does not tell what nobody mentioned in a huddle.",
        ),
    )
}
GROUPS = {
    "Holding it": ("U1", "U2", "U3", "U12"),
    "Everybody in it": ("U4", "U5", "U6", "U7"),
    "What comes of it": ("U8", "U9", "U10", "U11", "U13"),
}
HARM = "event"
"""The kind of look-back event that U13 counts the days between."""
