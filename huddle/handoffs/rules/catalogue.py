"""What each measure of handoffs is called, how it is counted in words, and what it does not tell."""

from __future__ import annotations

from huddle.charts.measure import Definition

MORE, FEWER = "More is better.", "Fewer minutes are better."
NEITHER, CATCH = "Neither more nor less is better.", "A difference that was noticed is a good catch."
COST = "This is what it costs us."

CATALOGUE = {
    row.id: row
    for row in (
        Definition(
            "H1",
            "Acknowledged in time",
            MORE,
            "Handoffs that a colleague acknowledged in their own name before their time was over, of those sent. One "
            "that was sent back and sent again has a new time. Left out: what a newer handoff replaced, what was "
            "answered by phone, and what still has time.",
            "It does not tell how well the two understood each other.",
        ),
        Definition(
            "H2",
            "Said back in full",
            MORE,
            "Handoffs whose receiver said how sick the patient is, what matters first and, for a sick patient, what to "
            "watch for, of those acknowledged.",
            "Stable patients are said back in few words on purpose, so it is never all of them.",
        ),
        Definition(
            "H3",
            "Differences noticed",
            CATCH,
            "Handoffs of which the receiver found the patient more or less sick than the sender, or handed something "
            "to do back, of those acknowledged.",
            "It does not tell who was right.",
        ),
        Definition(
            "H4",
            "Sick patients with an “if, then”",
            MORE,
            "Handoffs of watchers and unstable patients with at least one “if, then”, of all of them.",
            "It does not tell whether it was the right one.",
        ),
        Definition(
            "H5",
            "Complete",
            MORE,
            "How much of what our template requires was written, as a mean over the handoffs of the last 30 days. The "
            "words of older ones are erased.",
            "It does not tell whether the words were useful.",
        ),
        Definition(
            "H6",
            "Spoken",
            MORE,
            "Handoffs told face to face or by phone, of all that were sent.",
            "It does not tell whether there was time for a question.",
        ),
        Definition(
            "H7",
            "Escalations taken on",
            FEWER,
            "Minutes from sending an escalation until a colleague acknowledged it or somebody answered by phone, by "
            "how sick the sender found the patient. Half took so long or less.",
            "Escalations that nobody took on or answered have no minutes.",
        ),
        Definition(
            "H8",
            "Sent back for more",
            NEITHER,
            "Handoffs that a receiver sent back because a part was missing, of those sent. One that was sent back "
            "twice counts once for each part.",
            "It does not tell whether the writer or our template left it out.",
        ),
        Definition(
            "H9",
            "Carried over, and done in time",
            MORE,
            "Things that were still to do when a patient was handed on, and that the next nurse did by their time, of "
            "those handed over again. Left out is what still has time.",
            "It does not tell how hard they were, nor what was dropped.",
        ),
        Definition(
            "H10",
            "Time for one patient",
            COST,
            "Seconds from the first saved page until it was sent, and from opening it until it was acknowledged. Half "
            "took so long or less.",
            "Breaks in between count too, and the talk itself is not measured.",
        ),
    )
}
GROUPS = {
    "In time": ("H1", "H7"),
    "Understood": ("H2", "H3", "H8"),
    "Complete": ("H4", "H5", "H6"),
    "Done, and what it costs": ("H9", "H10"),
}
