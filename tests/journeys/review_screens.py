"""The screens of reviews, lessons and notes from everyone, in each of their states."""

from __future__ import annotations

from uuid import UUID

from tests.journeys import states
from tests.journeys.screen import CHARGE, EMPTY, QUALITY, STAFF, Screen
from tests.journeys.world import NOBODY, TABLET


def reviews() -> list[Screen]:
    def page(
        name: str, endpoint: str, key: str, who: str = CHARGE, values: dict[str, str] | None = None, **more: object
    ) -> Screen:
        values = {"review_id": key} | ({"name": "expected"} if endpoint == "question" else {}) | (values or {})
        return Screen(name, f"reviews.{endpoint}", who, values=values, **more)  # type: ignore[arg-type]

    note, room = {"review_id": "review with notes", "note_id": "note"}, {"token": "room"}
    return [
        Screen("reviews", "reviews.index", CHARGE),
        Screen("reviews of an empty unit", "reviews.index", EMPTY, unit="8 South"),
        Screen("new review", "reviews.new", STAFF, bedside=True),
        Screen("new review with errors", "reviews.new", STAFF, do=states.send_empty),
        page("ground rules", "ground_rules", "draft review"),
        page("question of a review", "question", "draft review", bedside=True),
        page("question with wording help", "question", "draft review", do=states.worded),
        page("question that two answered", "question", "review of two", STAFF, do=states.others_text),
        page("question with a timeline", "question", "draft review", values={"name": "happened"}),
        page("question with the parts of the work", "question", "draft review", values={"name": "why"}),
        page("row of a timeline", "moment", "draft review", values={"moment_id": "moment"}),
        page("row that was taken out", "moment", "draft review", values={"moment_id": "moment"}, do=states.taken_out),
        page("part of the work", "factor", "draft review", values={"element": "outside"}),
        page("what will change", "changes", "draft review"),
        page("who was there", "company", "draft review", do=states.unfold),
        page("who leads a review", "assignment", "draft review", do=states.unfold),
        Screen("new review, unfolded", "reviews.new", STAFF, do=states.unfold),
        Screen("what belongs elsewhere", "reviews.elsewhere", STAFF),
        Screen("finished sample of a review", "reviews.sample", STAFF),
        page("planned review", "show", "planned review", do=states.unfold),
        page("review that asks whether it changed anything", "show", "talked review"),
        page("review that is begun", "show", "draft review"),
        page("review to be published", "show", "ready review"),
        page("review to be published, unfolded", "show", "ready review", do=states.unfold),
        Screen("something happened", "reviews.debriefs", STAFF, bedside=True),
        Screen("something happened, unfolded", "reviews.debriefs", STAFF, do=states.unfold),
        Screen("how our reviews go", "reviews.measures", STAFF),
        page("debrief: how are we?", "debrief", "asked debrief", values={"stage": "circle"}, bedside=True),
        page("debrief that stopped", "debrief", "stopped debrief", values={"stage": "circle"}),
        page("hot debrief", "debrief", "open debrief", values={"stage": "boxes"}, bedside=True),
        page("hot debrief, unfolded", "debrief", "open debrief", values={"stage": "boxes"}, do=states.unfold),
        page("hot debrief that ended", "debrief", "ended debrief", values={"stage": "end"}),
        page("hot debrief that was not held", "debrief", "debrief not held", values={"stage": "end"}),
        page("published review", "show", "published review", STAFF),
        Screen("find what was learned", "reviews.search", STAFF, query="?q=ch"),
        Screen("nothing was learned of that", "reviews.search", EMPTY, unit="8 South", query="?q=elephants"),
        page("who can see a review", "readers", "published review"),
        page("marked review", "show", "marked review", QUALITY),
        page("who can see a marked review", "readers", "marked review", QUALITY, do=states.unfold),
        page("review to be exported", "new_export", "marked review", QUALITY),
        page("review to be exported, with errors", "new_export", "marked review", QUALITY, do=states.send_empty),
        page("exported review", "exported", "marked review", QUALITY, values={"export_id": "export"}),
        Screen("marked reviews", "marked.mine", QUALITY),
        Screen("marked reviews of nobody", "marked.mine", STAFF),
        page("lesson to be written", "new_lesson", "published review"),
        page("lesson to be written, with errors", "new_lesson", "published review", do=states.send_empty),
        Screen("lessons", "lessons.index", STAFF),
        Screen("lessons, unfolded", "lessons.index", QUALITY, do=states.unfold),
        Screen("no such lesson", "lessons.index", EMPTY, query="?q=elephants"),
        Screen("lesson", "lessons.show", STAFF, values={"lesson_id": "lesson"}),
        Screen("lesson to be withdrawn", "lessons.show", QUALITY, values={"lesson_id": "lesson"}, do=states.unfold),
        page("published review with a note begun", "show", "published review", STAFF, do=states.unfold),
        page("notes from everyone, not open yet", "voices", "draft review"),
        page("notes from everyone", "voices", "review with notes", bedside=True),
        page("notes from everyone, unfolded", "voices", "review with notes", do=states.unfold),
        page("notes from everyone, closed", "voices", "review whose notes are closed"),
        Screen("note to be answered", "reviews.voice_note", CHARGE, values=note),
        Screen("note on a phone", "notes.write", NOBODY, values=room, bedside=True),
        Screen("note on a phone with errors", "notes.write", NOBODY, values=room, do=states.send_empty),
        Screen("note that is in", "notes.write", NOBODY, values=room, do=states.send_note),
        Screen("two last questions on a phone", "notes.last_questions", NOBODY, values=room),
        Screen("answer to a note", "notes.answers", NOBODY),
        Screen("answer to a note, wrong code", "notes.answers", NOBODY, do=states.send_empty),
        Screen("note without a room", "notes.write", NOBODY, values={"token": str(UUID(int=0))}, status=404),
        Screen("note on the tablet", "notes.write", TABLET, values=room, status=403),
    ]
