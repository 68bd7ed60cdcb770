"""What the figures of follow-through are called, how they are counted, and what they do not tell."""

from __future__ import annotations

from huddle.charts.measure import Definition
from huddle.reports.rules.catalogue import Better as U

LESS = "Less is better."
SOONER = "Sooner is better."
_DUE = (
    "Due are improvements by their first date, however often it was moved; not those that went on within another one, "
    "nor those that were dropped, with a reason, before that date."
)

CATALOGUE = {
    row.id: row
    for row in (
        Definition(
            "F1",
            "Verified on time",
            U.MORE,
            f"Improvements that somebody else had seen done at most seven days after their first date, of those due. "
            f"One whose date was moved is late. {_DUE}",
            "It does not tell whether they helped. Small promises are easier to keep.",
        ),
        Definition(
            "F2",
            "Followed through",
            U.MORE,
            f"Improvements that somebody else has seen done by now, of those due. "
            f"One that did not work or was opened again is not. {_DUE}",
            "It does not tell how long it took.",
        ),
        Definition(
            "F3",
            "It works",
            U.MORE,
            "Improvements that worked when somebody looked for the first time, of those that were verified 30 (90) "
            "days ago or at which somebody has looked. One that did not work is counted so when it is tried again, "
            "too. Stronger and intermediate changes are looked at; weaker ones may be.",
            "It does not tell what else changed on the unit meanwhile.",
        ),
        Definition(
            "F4",
            "Told back",
            U.MORE,
            "Verified improvements of which whoever raised them and the unit were told, of all verified.",
            "It does not tell whether whoever raised it is content.",
        ),
        Definition(
            "F5",
            "How strong, and how far",
            U.NEITHER,
            f"Improvements due, by how strong such a change is and how far it has come. One that did not work is open "
            f"again. What makes safe for now is no fix and stands apart. {_DUE}",
            "It does not tell how much work each of them is. There is no score.",
        ),
        Definition(
            "F6",
            "Age of what is open",
            SOONER,
            "Days since each open improvement was raised: half of them are at most so old. Counted at this moment.",
            "It does not tell which of them matter most. A big change takes its time.",
        ),
        Definition(
            "F7",
            "Moved twice or more",
            LESS,
            f"Improvements whose date was moved at least twice, of those due. {_DUE}",
            "It does not tell why. A date that is moved early is better than one that passes in silence.",
        ),
        Definition(
            "F8",
            "Stuck",
            LESS,
            "Open improvements that their owner has called stuck, or for which a level above was asked, and what is in "
            "the way. Counted at this moment.",
            "It does not tell what nobody calls stuck.",
        ),
        Definition(
            "F9",
            "Opened again",
            U.NEITHER,
            f"Improvements that were verified and opened again because they did not work, of those due. {_DUE}",
            "It does not tell that somebody failed: looking again is how this is found.",
        ),
        Definition(
            "Q1",
            "Quick fixes done by their day",
            U.MORE,
            "Quick fixes done on their first date at the latest, of those due. One whose date was moved is late. "
            "Nobody verifies a quick fix.",
            "It does not tell whether they helped.",
        ),
    )
}
GROUPS = {
    "Kept": ("F2", "F4", "Q1"),
    "Did it help?": ("F3", "F9"),
    "What is open": ("F6", "F8", "F7"),
}
