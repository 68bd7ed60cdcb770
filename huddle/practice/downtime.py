"""The hour without a network: a pack that was printed before, and a sheet of it that was typed in afterwards."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huddle.core.dates import local_day
from huddle.downtime import queries, service
from huddle.downtime.rules import PaperKind, Written
from huddle.practice.hospital import Ward
from huddle.reviews.rules import Question

COPIES = {PaperKind.HUDDLE: 2, PaperKind.SBAR: 12, PaperKind.DEBRIEF: 2}
SAID = {
    Question.EXPECTED: "The tablets go on working while the network is being changed at night.",
    Question.HAPPENED: "For an hour nothing could be sent. The paper forms were in the second drawer, not the first.",
}


def tell(ward: Ward, now: datetime) -> None:
    """Printed six days ago, needed the night before last, typed in the next morning."""
    printed, typed = now - timedelta(days=6), now - timedelta(days=1)
    nurse = ward.charge[0]
    pack_id = service.make_pack(ward.unit_id, COPIES, actor=nurse, now=printed)
    sheet = next(form for form in queries.pack(ward.unit_id, pack_id) if form.kind is PaperKind.DEBRIEF)
    written = Written(local_day(typed, ward.zone) - timedelta(days=1), time(3, 20), "Charge nurse")
    service.type_debrief(sheet, "An hour without a network", SAID, written, actor=nurse, now=typed)
